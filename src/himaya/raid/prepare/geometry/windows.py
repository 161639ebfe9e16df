"""Where along its route a threat can be intercepted, and by which weapon."""

from __future__ import annotations

from math import isnan, sqrt
from typing import NamedTuple

import numpy as np
from pyproj import Proj

from himaya.arrays import Array
from himaya.raid.prepare.geometry.discs import Lines, half_chord, lines_near
from himaya.raid.prepare.geometry.flights import ClassPieces, Flights
from himaya.raid.prepare.geometry.places import PlacedDisc, Reach
from himaya.raid.prepare.geometry.plane import PlaneDisc, project_disc
from himaya.raid.prepare.geometry.routes import GEOD, Pieces
from himaya.raid.prepare.geometry.sectors import cut_to_sector, looks_towards
from himaya.raid.prepare.geometry.stretches import Cuts, join_cuts
from himaya.raid.prepare.geometry.visibility import visibility_m


class WindowRows(NamedTuple):
    """The windows of one reach, in any order."""

    variant: Array
    """i8[window]"""
    s_in_m: Array
    s_out_m: Array
    s_closest_m: Array
    d_closest_m: Array


def windows_of(reach: Reach, flights: Flights, levels: list[ClassPieces], plane: Proj) -> list[WindowRows]:
    """All windows of one reach over the threats of its class."""
    if not isnan(reach.footprint_m):
        return [ballistic_windows(reach, flights)]
    low, high = reach.altitude_min_m, reach.altitude_max_m
    same_class = [level for level in levels if level.weapon_class == reach.weapon_class]
    at = project_disc(plane, PlacedDisc(reach.lat_deg, reach.lon_deg, reach.range_max_m))
    return [level_windows(reach, level, at, plane) for level in same_class if low <= level.altitude_m <= high]


def ground_radii_m(reach: Reach, altitude_m: float) -> tuple[float, float]:
    """Inner and outer radius on the ground of what a reach covers at a height; slant ranges."""
    rise = altitude_m - reach.antenna_m
    farthest = min(reach.range_max_m, visibility_m(reach.antenna_m, altitude_m, reach.mask_deg))
    inner, outer = (sqrt(max(slant * slant - rise * rise, 0.0)) for slant in (reach.range_min_m, farthest))
    return inner, outer


def level_windows(reach: Reach, level: ClassPieces, at: PlaneDisc, plane: Proj) -> WindowRows:
    """Where the legs of one level lie between the inner and outer circle of a reach.

    at : where the reach is in the plane.
    """
    pieces = level.pieces
    inner, outer = ground_radii_m(reach, level.altitude_m)
    lines = lines_near(pieces, at._replace(radius_m=outer))
    half, hole = half_chord(lines, outer), np.nan_to_num(half_chord(lines, inner), nan=0.0)
    # Both sides of the foot: without a hole they meet there and are joined again.
    cuts = Cuts(
        np.concatenate([lines.piece, lines.piece]),
        np.concatenate([lines.foot - half, lines.foot + hole]),
        np.concatenate([lines.foot - hole, lines.foot + half]),
    )
    cuts = cut_to_sector(cuts, np.tile(np.arange(len(lines.piece)), 2), lines, reach, plane)
    stretches = join_cuts(pieces, cuts.within_pieces(), pieces.leg)
    nearest = nearest_lines(pieces, lines)
    line = nearest[np.searchsorted(pieces.leg[lines.piece[nearest]], stretches.row)]
    piece, rise = lines.piece[line], level.altitude_m - reach.antenna_m
    return WindowRows(
        pieces.variant[piece],
        stretches.s_in_m,
        stretches.s_out_m,
        pieces.along_m(piece, lines.foot[line]),
        np.sqrt(lines.perpendicular_2[line] + rise * rise),
    )


def nearest_lines(pieces: Pieces, lines: Lines) -> Array:
    """i8[leg]: of each leg near the unit, in order, the line of its nearest piece."""
    beyond = lines.foot - np.clip(lines.foot, 0.0, 1.0)
    leg = pieces.leg[lines.piece]
    order = np.lexsort((lines.perpendicular_2 + lines.length_2 * beyond * beyond, leg))
    first: Array = order[np.unique(leg[order], return_index=True)[1]]
    return first


def ballistic_windows(reach: Reach, flights: Flights) -> WindowRows:
    """One window before impact for every variant whose end lies in the reach's footprint.

    A modelling choice: the threat comes straight down on its aim point at its type's speed, so that its
    height is what is left of its route, and the closest place is that at the height of the antenna.
    A sector must look towards where the threat comes from: the start of its route.
    """
    variant = np.flatnonzero(flights.weapon_class == reach.weapon_class)
    unit_lon, unit_lat = np.full(len(variant), reach.lon_deg), np.full(len(variant), reach.lat_deg)
    _, _, ground = GEOD.inv(unit_lon, unit_lat, flights.end_lon_deg[variant], flights.end_lat_deg[variant])
    length, speed = flights.length_m[variant], flights.speed_m_s[variant]
    highest = np.minimum(speed * reach.first_intercept_s, reach.altitude_max_m)
    lowest = np.maximum(speed * reach.last_intercept_s, reach.altitude_min_m)
    s_in, s_out = np.maximum(length - highest, 0.0), length - lowest
    rows = WindowRows(variant, s_in, s_out, length - reach.antenna_m, ground)
    towards = looks_towards(reach, flights.start_lat_deg[variant], flights.start_lon_deg[variant])
    covered = (ground <= reach.footprint_m) & (s_out > s_in) & towards
    return WindowRows(*(column[covered] for column in rows))
