"""Pieces against discs, by the closed form of segment and circle."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from himaya.arrays import Array
from himaya.raid.prepare.geometry.plane import PlaneDisc
from himaya.raid.prepare.geometry.routes import Pieces
from himaya.raid.prepare.geometry.stretches import Cuts

SLACK_M = 1e-3
"""Far more than rounding: no piece that touches a disc is passed over."""


class Lines(NamedTuple):
    """The straight lines of some pieces as seen from a point; distances on the ground."""

    piece: Array
    """i8[line]"""
    foot: Array
    """f8[line]: foot of the perpendicular as a share of the piece, may lie outside 0..1."""
    length_2: Array
    """f8[line]: squared length of the piece."""
    perpendicular_2: Array
    """f8[line]: squared distance of the line from the point."""
    x: Array
    """f8[line]: where the piece starts, east of the point in the plane; likewise the other three."""
    y: Array
    dx: Array
    dy: Array


def lines_near(pieces: Pieces, disc: PlaneDisc) -> Lines:
    """The lines of all pieces that may touch a disc (and of some that do not)."""
    away_2, away_y = pieces.middle_x - disc.x, pieces.middle_y - disc.y
    farthest_2 = pieces.half_m + (disc.radius_m * disc.scale + SLACK_M)
    away_2 *= away_2  # in place, here and below: fresh memory costs more than the arithmetic
    away_y *= away_y
    away_2 += away_y
    farthest_2 *= farthest_2
    piece = np.flatnonzero(away_2 <= farthest_2)
    piece = piece[pieces.half_m[piece] > 0.0]
    x, y = (
        (start[piece] - centre) / disc.scale for start, centre in ((pieces.x, disc.x), (pieces.y, disc.y))
    )
    dx, dy = pieces.dx[piece] / disc.scale, pieces.dy[piece] / disc.scale
    length_2 = dx * dx + dy * dy
    cross = x * dy - y * dx
    return Lines(piece, -(x * dx + y * dy) / length_2, length_2, cross * cross / length_2, x, y, dx, dy)


def half_chord(lines: Lines, radius_m: float) -> Array:
    """Half the chord that a circle cuts from each line, as a share of its piece; NaN if it misses."""
    inside = radius_m * radius_m - lines.perpendicular_2
    return np.sqrt(np.where(inside > 0.0, inside, np.nan) / lines.length_2)


def disc_cuts(pieces: Pieces, disc: PlaneDisc) -> Cuts:
    """The parts of pieces inside a disc."""
    lines = lines_near(pieces, disc)
    half = half_chord(lines, disc.radius_m)
    return Cuts(lines.piece, lines.foot - half, lines.foot + half).within_pieces()
