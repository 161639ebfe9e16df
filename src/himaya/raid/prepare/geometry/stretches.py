"""Parts of pieces, joined into stretches of whole routes or legs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from himaya.arrays import Array
from himaya.raid.prepare.geometry.routes import Pieces

SEAM_M = 1e-3
"""Gaps and stretches no longer than this are rounding."""


class Cuts(NamedTuple):
    """Parts of pieces, as shares of a piece."""

    piece: Array
    """i8[cut]"""
    share_in: Array
    share_out: Array

    def within_pieces(self) -> Cuts:
        """Clipped to 0..1; what is empty, or NaN, falls away."""
        share_in, share_out = np.maximum(self.share_in, 0.0), np.minimum(self.share_out, 1.0)
        some = share_out > share_in
        return Cuts(self.piece[some], share_in[some], share_out[some])


class Stretches(NamedTuple):
    """Longest intervals along rows (variants or legs); sorted by (row, s_in_m)."""

    row: Array
    """i8[stretch]"""
    s_in_m: Array
    s_out_m: Array


def join_cuts(pieces: Pieces, cuts: Cuts, row_of_piece: Array) -> Stretches:
    """Join the disjoint cuts of a row wherever one ends as the next begins."""
    row = row_of_piece[cuts.piece]
    s_in = pieces.along_m(cuts.piece, cuts.share_in)
    s_out = pieces.along_m(cuts.piece, cuts.share_out)
    order = _order(cuts.piece, row, s_in)
    row, s_in, s_out = row[order], s_in[order], s_out[order]
    opens = np.ones(len(row), bool)
    opens[1:] = (row[1:] != row[:-1]) | (s_in[1:] - s_out[:-1] > SEAM_M)
    first = np.flatnonzero(opens)
    last = np.append(first[1:], len(row)) - 1 if len(row) else first
    keep = s_out[last] - s_in[first] > SEAM_M
    return Stretches(row[first][keep], s_in[first][keep], s_out[last][keep])


def _order(piece: Array, row: Array, s_in_m: Array) -> Array:
    """i8[cut]: by (row, s_in_m). Pieces stand in that order, so that most cuts need no more than theirs."""
    order = np.argsort(piece, kind="stable")
    after, before = order[1:], order[:-1]
    ordered = (row[after] > row[before]) | ((row[after] == row[before]) & (s_in_m[after] > s_in_m[before]))
    return order if ordered.all() else np.lexsort((s_in_m, row))
