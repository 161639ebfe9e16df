"""Pieces against a sector: the directions in which a unit's radar or launchers look."""

from __future__ import annotations

from math import atan2, cos, radians, sin

import numpy as np
from pyproj import Proj

from himaya.arrays import Array
from himaya.raid.prepare.geometry.discs import Lines
from himaya.raid.prepare.geometry.places import Reach
from himaya.raid.prepare.geometry.routes import GEOD
from himaya.raid.prepare.geometry.stretches import Cuts

FULL_CIRCLE_DEG = 360.0


def cut_to_sector(cuts: Cuts, rows: Array, lines: Lines, reach: Reach, plane: Proj) -> Cuts:
    """The parts of cuts that lie in the reach's sector.

    Parameters
    ----------
    rows : i8[cut]: the line of each cut.

    A sector wider than 180 degrees is what is left of the full circle without the narrow rest; its
    cuts can fall in two.
    """
    if reach.sector_width_deg >= FULL_CIRCLE_DEG:
        return cuts
    middle = plane_angle(reach, plane)
    if reach.sector_width_deg <= FULL_CIRCLE_DEG / 2:
        low, high = wedge_shares(lines, rows, middle, radians(reach.sector_width_deg))
        return Cuts(cuts.piece, np.maximum(cuts.share_in, low), np.minimum(cuts.share_out, high))
    rest = radians(FULL_CIRCLE_DEG - reach.sector_width_deg)
    low, high = wedge_shares(lines, rows, middle + radians(180.0), rest)
    low, high = np.where(high > low, low, np.inf), np.where(high > low, high, np.inf)
    return Cuts(
        np.concatenate([cuts.piece, cuts.piece]),
        np.concatenate([cuts.share_in, np.maximum(cuts.share_in, high)]),
        np.concatenate([np.minimum(cuts.share_out, low), cuts.share_out]),
    )


def plane_angle(reach: Reach, plane: Proj) -> float:
    """The sector's middle in the plane, radians from east to north; the plane's north is not the map's."""
    lon, lat, _ = GEOD.fwd(reach.lon_deg, reach.lat_deg, reach.sector_azimuth_deg, 1_000.0)
    (x0, y0), (x1, y1) = plane(reach.lon_deg, reach.lat_deg), plane(lon, lat)
    return atan2(y1 - y0, x1 - x0)


def wedge_shares(lines: Lines, rows: Array, middle: float, width: float) -> tuple[Array, Array]:
    """From where to where each line lies in a wedge of at most 180 degrees, as shares of its piece."""
    x, y, dx, dy = (column[rows] for column in (lines.x, lines.y, lines.dx, lines.dy))
    low, high = np.full(len(rows), -np.inf), np.full(len(rows), np.inf)
    for side in (-1.0, 1.0):
        edge = middle + side * width / 2
        # the distance to the wedge's side of this edge, linear along the piece: start + t * slope
        start, slope = (side * (a * sin(edge) - b * cos(edge)) for a, b in ((x, y), (dx, dy)))
        with np.errstate(divide="ignore", invalid="ignore"):
            crossing = -start / slope
        low = np.where(slope > 0.0, np.maximum(low, crossing), low)
        high = np.where(slope < 0.0, np.minimum(high, crossing), high)
        high = np.where((slope == 0.0) & (start < 0.0), -np.inf, high)
    return low, high


def looks_towards(reach: Reach, lat_deg: Array, lon_deg: Array) -> Array:
    """bool[point]: whether points lie in the directions of the sector."""
    if reach.sector_width_deg >= FULL_CIRCLE_DEG:
        return np.ones(len(lat_deg), bool)
    unit_lon, unit_lat = np.full(len(lat_deg), reach.lon_deg), np.full(len(lat_deg), reach.lat_deg)
    azimuth, _, _ = GEOD.inv(unit_lon, unit_lat, lon_deg, lat_deg)
    off = np.abs((np.asarray(azimuth) - reach.sector_azimuth_deg + 180.0) % FULL_CIRCLE_DEG - 180.0)
    inside: Array = off <= reach.sector_width_deg / 2
    return inside
