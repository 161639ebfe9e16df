"""Pieces against regions: polygons by GEOS, discs by their closed form."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from shapely import GeometryType, Polygon

from himaya.arrays import Array
from himaya.raid.prepare.geometry.cells import Cells
from himaya.raid.prepare.geometry.discs import disc_cuts
from himaya.raid.prepare.geometry.plane import PlaneRegion
from himaya.raid.prepare.geometry.routes import Pieces
from himaya.raid.prepare.geometry.stretches import Cuts, Stretches, join_cuts


def crossings(pieces: Pieces, region: PlaneRegion) -> Stretches:
    """The stretches of all variants inside a region."""
    cuts = polygon_cuts(pieces, region) if isinstance(region, Polygon) else disc_cuts(pieces, region)
    return join_cuts(pieces, cuts, pieces.variant)


def polygon_cuts(pieces: Pieces, polygon: Polygon) -> Cuts:
    """The parts of pieces inside a prepared polygon; GEOS is asked only where its border may be."""
    near = _touching_box(pieces, _Box(*polygon.bounds))
    within, near = Cells.of(polygon, len(near)).sort(pieces, near)
    ends = np.array([pieces.x, pieces.y, pieces.dx, pieces.dy])[:, near]
    lines = shapely.linestrings(np.stack([ends[:2], ends[:2] + ends[2:]]).transpose(2, 0, 1))
    properly = shapely.contains_properly(polygon, lines)
    whole = np.sort(np.concatenate([within, near[properly]]))
    partly = np.flatnonzero(~properly & shapely.intersects(polygon, lines))
    parts, of_line = shapely.get_parts(shapely.intersection(lines[partly], polygon), return_index=True)
    straight = (shapely.get_type_id(parts) == GeometryType.LINESTRING) & ~shapely.is_empty(parts)
    line = partly[of_line[straight]]
    first, last = _ends(parts[straight])
    shares = [_share(lines[line], end) for end in (first, last)]
    return Cuts(
        np.concatenate([whole, near[line]]),
        np.concatenate([np.zeros(len(whole)), np.minimum(*shares)]),
        np.concatenate([np.ones(len(whole)), np.maximum(*shares)]),
    ).within_pieces()


def _ends(lines: Array) -> tuple[Array, Array]:
    """f8[line, 2]: first and last corner of each line."""
    corners, line = shapely.get_coordinates(lines, return_index=True)
    first, last = np.flatnonzero(np.diff(line, prepend=-1)), np.flatnonzero(np.diff(line, append=-1))
    return corners[first], corners[last]


def _share(lines: Array, point: Array) -> Array:
    """f8[line]: where the foot of each point lies on its line of two corners, as a share of it; 0 to 1.

    As `shapely.line_locate_point`, in the order of its arithmetic, without a geometry for each point.
    """
    start, end = _ends(lines)
    (dx, dy), (x, y) = (end - start).T, (point - start).T
    length_2 = dx * dx + dy * dy
    length = np.sqrt(length_2)
    share: Array = (x * dx + y * dy) / length_2 * length / length
    return share.clip(0.0, 1.0)


class _Box(NamedTuple):
    """Bounds in metres of the plane, in shapely's order."""

    west: float
    south: float
    east: float
    north: float


def _touching_box(pieces: Pieces, box: _Box) -> Array:
    """Pieces of some length whose bounding box touches another."""
    west, south, east, north = box
    x, y, dx, dy = pieces.x, pieces.y, pieces.dx, pieces.dy
    beside = np.maximum(x, x + dx) < west
    beside |= np.minimum(x, x + dx) > east
    beside |= np.maximum(y, y + dy) < south
    beside |= np.minimum(y, y + dy) > north
    return np.flatnonzero(~beside & ((dx != 0.0) | (dy != 0.0)))
