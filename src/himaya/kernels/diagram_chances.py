"""Chances of a finished decision diagram, and what they owe to each variable."""

from __future__ import annotations

from typing import NamedTuple

from himaya.kernels.jit import inline, kernel
from himaya.kernels.library import Array


class Finished(NamedTuple):
    """A diagram that grows no more; nodes from the bottom up, 0 the constant false.

    Edges are 2 node + 1 where the function is complemented; low edges never are.
    """

    level: Array
    """i4[node]: place of its variable in the order; of node 0 the number of variables."""
    low: Array
    """i4[node]: edge where the variable does not happen."""
    high: Array
    """i4[node]: edge where it happens."""


class Odds(NamedTuple):
    """A chance and its complement, both with all their digits."""

    yes: Array
    """f8[variable or node]"""
    no: Array
    """f8[variable or node]"""


@inline
def _yes(odds, edge):
    return odds.no[edge >> 1] if edge & 1 else odds.yes[edge >> 1]


@inline
def _no(odds, edge):
    return odds.yes[edge >> 1] if edge & 1 else odds.no[edge >> 1]


@inline
def _weigh(finished, node, events, odds):
    """Chance of a node from those below it: P = p P(high) + (1 - p) P(low)."""
    level, low, high = finished.level[node], finished.low[node], finished.high[node]
    p, q = events.yes[level], events.no[level]
    odds.yes[node] = q * _yes(odds, low) + p * _yes(odds, high)
    odds.no[node] = q * _no(odds, low) + p * _no(odds, high)


@kernel
def chances(finished, events, odds):
    """Chance of every node, events independent; fills odds."""
    odds.yes[0], odds.no[0] = 0.0, 1.0
    for node in range(1, len(finished.level)):
        _weigh(finished, node, events, odds)


@inline
def _difference(finished, node, odds):
    """P(high) - P(low) of a node, from whichever of P and 1 - P is the smaller."""
    low, high = finished.low[node], finished.high[node]
    yes, no = (_yes(odds, high), _yes(odds, low)), (_no(odds, high), _no(odds, low))
    return yes[0] - yes[1] if yes[0] + yes[1] < no[0] + no[1] else no[1] - no[0]


@kernel
def sensitivities(finished, events, odds, change, out):
    """What the last node's chance owes to each variable.

    Parameters
    ----------
    odds : as `chances` has filled it; overwritten
    change : f8[node], zeros; overwritten
    out : f8[variable, 3]: P and 1 - P without the variable, and how much more P is with it

    Variables are gone through from the top down; what lies below one is as `chances` left it. Nothing is
    subtracted but at the variable itself, so a chance of 1e-13 keeps its digits.
    """
    top = len(finished.level) - 1
    start = max(1, top)
    for level in range(len(events.yes)):
        while start > 1 and finished.level[start - 1] <= level:
            start -= 1
        for node in range(start, top + 1):
            low, high = finished.low[node], finished.high[node]
            if finished.level[node] == level:
                change[node] = _difference(finished, node, odds)
                odds.yes[node], odds.no[node] = odds.yes[low >> 1], odds.no[low >> 1]
            else:
                _weigh(finished, node, events, odds)
                sign = -1.0 if high & 1 else 1.0
                p, q = events.yes[finished.level[node]], events.no[finished.level[node]]
                change[node] = q * change[low >> 1] + p * sign * change[high >> 1]
        out[level, 0], out[level, 1], out[level, 2] = odds.yes[top], odds.no[top], change[top]
