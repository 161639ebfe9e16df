"""A polygon in square cells: which are within it, and which its border may touch."""

from __future__ import annotations

from math import ceil, sqrt
from typing import NamedTuple

import numpy as np
import shapely
from shapely import Polygon

from himaya.arrays import Array
from himaya.raid.prepare.geometry.routes import Pieces

MOST = 192
"""Cells along the longer side of a polygon, at most."""
MARGIN_M = 1.0
"""What comes so near to the border counts as touching it: far more than rounding."""


class Cells(NamedTuple):
    """The bounding box of a polygon in squares."""

    west: float
    south: float
    side_m: float
    inside: Array
    """bool[column, row]: in the polygon, wherever its border does not touch the cell."""
    borders: Array
    """i8[column + 1, row + 1]: cells that the border may touch, summed over all columns and rows before."""

    @classmethod
    def of(cls, polygon: Polygon, n_pieces: int) -> Cells:
        """Cells of a prepared polygon, the more the more pieces there are to be sorted."""
        west, south, east, north = polygon.bounds
        most = min(max(int(sqrt(n_pieces) / 2.0), 4), MOST)
        side_m = max(east - west, north - south) / most
        shape = ceil((east - west) / side_m) + 1, ceil((north - south) / side_m) + 1
        bare = cls(
            west, south, side_m, np.zeros(shape, bool), np.zeros((shape[0] + 1, shape[1] + 1), np.int64)
        )
        on_border = bare._on_border(polygon)
        np.cumsum(np.cumsum(on_border, axis=0), axis=1, out=bare.borders[1:, 1:])
        column, row = np.nonzero(~on_border)
        x, y = west + (column + 0.5) * side_m, south + (row + 0.5) * side_m
        bare.inside[column, row] = shapely.contains_xy(polygon, x, y)
        return bare

    def sort(self, pieces: Pieces, near: Array) -> tuple[Array, Array]:
        """Pieces that lie properly within the polygon, and pieces whose cells its border may touch.

        near : i8[k]: the pieces that are asked about; all others of them lie outside.
        """
        x, y = pieces.x[near], pieces.y[near]
        ends_x, ends_y = x + pieces.dx[near], y + pieces.dy[near]
        west, east = self._column(np.minimum(x, ends_x)), self._column(np.maximum(x, ends_x)) + 1
        south, north = self._row(np.minimum(y, ends_y)), self._row(np.maximum(y, ends_y)) + 1
        sums = self.borders
        touched = sums[east, north] - sums[west, north] - sums[east, south] + sums[west, south] > 0
        within = ~touched & self.inside[self._column(x), self._row(y)]
        return near[within], near[touched]

    def _on_border(self, polygon: Polygon) -> Array:
        """bool[column, row]: cells of the boxes around short bits of the border."""
        rings = shapely.get_parts(shapely.segmentize(polygon.boundary, self.side_m))
        corners, ring = shapely.get_coordinates(rings, return_index=True)
        start = np.flatnonzero(ring[1:] == ring[:-1])
        low = np.minimum(corners[start], corners[start + 1]).T - MARGIN_M
        high = np.maximum(corners[start], corners[start + 1]).T + MARGIN_M
        west, east = self._column(low[0]), self._column(high[0])
        south, north = self._row(low[1]), self._row(high[1])
        on_border = np.zeros(self.inside.shape, bool)
        for across in range(int((east - west).max()) + 1):
            for up in range(int((north - south).max()) + 1):
                on_border[np.minimum(west + across, east), np.minimum(south + up, north)] = True
        return on_border

    def _column(self, x: Array) -> Array:
        """i8[...]: the column of each place; what lies beyond the box is in the last one."""
        return np.clip((x - self.west) / self.side_m, 0.0, len(self.inside) - 1).astype(np.int64)

    def _row(self, y: Array) -> Array:
        """i8[...]: as `_column`."""
        return np.clip((y - self.south) / self.side_m, 0.0, self.inside.shape[1] - 1).astype(np.int64)
