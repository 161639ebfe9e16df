"""Soft-kill hazard summed along every variant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from himaya.arrays import Array
from himaya.raid.prepare.geometry.stretches import Stretches


class HazardPoints(NamedTuple):
    """Break points of the cumulative hazard; sorted by (variant, s_m)."""

    variant: Array
    s_m: Array
    hazard: Array
    front: Array
    """The part of it that zones of the front line have."""


def sum_hazard(
    stretches: Sequence[Stretches], hazard_per_m: Sequence[float], front_line: Sequence[bool]
) -> HazardPoints:
    """Cumulative hazard H(s) = sum of h times the length flown in each stretch up to s.

    Every point is summed over its own variant's stretches alone, in their order: no running sum
    whose rounding would tie variants together.
    """
    rows = np.concatenate([np.empty(0, np.int64), *(each.row for each in stretches)])
    order = np.argsort(rows, kind="stable")
    rows = rows[order]
    s_in, s_out = (
        np.concatenate([np.empty(0), *(each[axis] for each in stretches)])[order] for axis in (1, 2)
    )
    lengths = [len(each.row) for each in stretches]
    rates = np.repeat(np.array(hazard_per_m, float), lengths)[order]
    at_front = np.repeat(np.array(front_line, bool), lengths)[order]
    variant, s = _distinct(np.tile(rows, 2), np.concatenate([s_in, s_out]))
    first, after = np.searchsorted(rows, variant), np.searchsorted(rows, variant, side="right")
    n_stretches = after - first
    point = np.repeat(np.arange(len(s)), n_stretches)
    stretch = np.arange(len(point)) - np.repeat(np.cumsum(n_stretches) - n_stretches - first, n_stretches)
    flown = np.clip(s[point] - s_in[stretch], 0.0, s_out[stretch] - s_in[stretch])
    parts = rates[stretch] * flown
    hazard, front = (
        np.bincount(point, each, minlength=len(s)).astype(np.float64)  # of nothing, bincount gives integers
        for each in (parts, np.where(at_front[stretch], parts, 0.0))
    )
    return HazardPoints(variant, s, hazard, front)


def _distinct(variant: Array, s_m: Array) -> tuple[Array, Array]:
    """Sort points by (variant, s_m) and leave one of those that are equal."""
    order = np.lexsort((s_m, variant))
    variant, s_m = variant[order], s_m[order]
    new = np.ones(len(order), bool)
    new[1:] = (variant[1:] != variant[:-1]) | (s_m[1:] != s_m[:-1])
    return variant[new], s_m[new]
