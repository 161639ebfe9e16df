"""Pieces against regions: polygons by GEOS, discs by their closed form."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import GeometryType, Polygon

from himaya.arrays import Array
from himaya.raid.prepare.geometry.discs import disc_cuts
from himaya.raid.prepare.geometry.plane import PlaneRegion
from himaya.raid.prepare.geometry.routes import Pieces
from himaya.raid.prepare.geometry.stretches import Cuts, Stretches, join_cuts


def crossings(pieces: Pieces, region: PlaneRegion) -> Stretches:
    """The stretches of all variants inside a region."""
    cuts = polygon_cuts(pieces, region) if isinstance(region, Polygon) else disc_cuts(pieces, region)
    return join_cuts(pieces, cuts, pieces.variant)


def polygon_cuts(pieces: Pieces, polygon: Polygon) -> Cuts:
    """The parts of pieces inside a prepared polygon."""
    near = _touching_box(pieces, polygon.bounds)
    ends = np.array([pieces.x, pieces.y, pieces.dx, pieces.dy])[:, near]
    lines = shapely.linestrings(np.stack([ends[:2], ends[:2] + ends[2:]]).transpose(2, 0, 1))
    whole = shapely.contains_properly(polygon, lines)
    partly = np.flatnonzero(~whole & shapely.intersects(polygon, lines))
    parts, of_line = shapely.get_parts(shapely.intersection(lines[partly], polygon), return_index=True)
    straight = shapely.get_type_id(parts) == GeometryType.LINESTRING
    line, parts = partly[of_line[straight]], parts[straight]
    shares = [
        shapely.line_locate_point(lines[line], shapely.get_point(parts, end), normalized=True)
        for end in (0, -1)
    ]
    return Cuts(
        near[np.concatenate([np.flatnonzero(whole), line])],
        np.concatenate([np.zeros(whole.sum()), np.minimum(*shares)]),
        np.concatenate([np.ones(whole.sum()), np.maximum(*shares)]),
    ).within_pieces()


def _touching_box(pieces: Pieces, bounds: tuple[float, float, float, float]) -> Array:
    """Pieces of some length whose bounding box touches another."""
    west, south, east, north = bounds
    x, y, dx, dy = pieces.x, pieces.y, pieces.dx, pieces.dy
    beside = np.maximum(x, x + dx) < west
    beside |= np.minimum(x, x + dx) > east
    beside |= np.maximum(y, y + dy) < south
    beside |= np.minimum(y, y + dy) > north
    return np.flatnonzero(~beside & ((dx != 0.0) | (dy != 0.0)))
