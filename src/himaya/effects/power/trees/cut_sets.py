"""Minimal cut sets: the smallest sets of basic events that bring the top, none of the others happening.

Where no gate negates, they are what the name always means. With negations they are the minimal true points of
the formula: a set counts if the top happens when it alone happens, and if no part of it alone brings the top
(Rauzy 2001).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from math import log
from time import monotonic
from typing import NamedTuple

import numpy as np

from himaya.arrays import F8
from himaya.effects.power.trees.solve import Solved, SolvedPart
from himaya.kernels.cut_sets import ALLOWED, NO_STEPS, USED, Families, count_sets, likeliest, minimal
from himaya.kernels.library import Array

ORDERS = 12
"""Sets of more events are counted together."""
SHOWN = 10
FIRST_FAMILIES, MAX_FAMILIES = 1 << 14, 1 << 21
MAX_SECONDS = 60.0
STEPS_PER_FAMILY = 100


class CutSet(NamedTuple):
    """One minimal cut set."""

    events: tuple[str, ...]
    p: float
    """That all of them happen."""


@dataclass(frozen=True)
class CutSets:
    """All minimal cut sets, counted; the most probable ones, listed."""

    by_order: F8
    """How many of 0, 1, 2 .. events; the last: of so many and more. Exact below 2^53; no more than 1e300."""
    likeliest: list[CutSet]

    @property
    def count(self) -> float:
        """How many there are."""
        return float(self.by_order.sum())


def cut_sets_of(solved: Solved) -> CutSets | None:
    """The minimal cut sets of a gate; None if they need too much room or time."""
    orders = np.zeros(ORDERS + 2)
    orders[0] = 1.0
    if solved.flip:  # it is true when nothing happens
        return CutSets(orders, [CutSet((), 1.0)])
    if not solved.parts:
        return CutSets(np.zeros(ORDERS + 2), [])
    until = monotonic() + MAX_SECONDS
    listed: list[_Listed] = []
    for part in solved.parts:
        found = _listed(part, listed, until)
        if found is None:
            return None
        listed.append(found)
    return CutSets(listed[-1].by_order, listed[-1].likeliest)


class _Listed(NamedTuple):
    by_order: F8
    likeliest: list[CutSet]


def _listed(part: SolvedPart, inner: list[_Listed], until: float) -> _Listed | None:
    z = _families(part, until)
    if z is None:
        return None
    n = int(z.state[USED])
    root = int(z.state[ALLOWED])
    choices = [
        inner[leaf].likeliest if isinstance(leaf, int) else [CutSet((leaf,), float(part.events.yes[k]))]
        for k, leaf in enumerate(part.leaves)
    ]
    weights = np.zeros((len(choices), ORDERS + 2))
    weights[:, 1] = 1.0
    for k, leaf in enumerate(part.leaves):
        if isinstance(leaf, int):
            weights[k] = inner[leaf].by_order
    counts = np.empty((max(n, 2), ORDERS + 2))
    count_sets(z, n, weights, counts)
    best = np.empty(max(n, 2))
    likeliest(z, n, np.array([max((each.p for each in sets), default=0.0) for sets in choices]), best)
    found = sorted(_by_chance(z, root, choices, best), key=_rank)
    return _Listed(counts[root].copy(), found)


def _rank(each: CutSet) -> tuple[float, int, tuple[str, ...]]:
    return (-float(f"{each.p:.9e}"), len(each.events), each.events)


def _families(part: SolvedPart, until: float) -> Families | None:
    """The cut sets of a part as a diagram of sets; `state[ALLOWED]` then holds its root."""
    size, levels = FIRST_FAMILIES, len(part.leaves)
    while size <= MAX_FAMILIES and monotonic() < until:
        z = _tables(size, levels)
        root = int(minimal(part.finished, z, np.zeros(len(part.finished.level), np.int32)))
        if root >= 0:
            z.state[ALLOWED] = root
            return z
        if root == NO_STEPS and size * 4 > MAX_FAMILIES:
            return None
        size *= 4
    return None


def _tables(size: int, levels: int) -> Families:
    def zeros(*shape: int) -> Array:
        return np.zeros(shape, np.int32)

    z = Families(
        level=zeros(size),
        low=zeros(size),
        high=zeros(size),
        next=zeros(size),
        shortest=zeros(size),
        longest=zeros(size),
        bucket=zeros(size),
        memo=zeros(size, 3),
        stack=zeros(levels + 2, 5),
        state=np.zeros(2, np.int64),
    )
    z.level[:2] = levels
    z.shortest[0], z.longest[0] = levels + 1, -1
    z.state[USED], z.state[ALLOWED] = 2, STEPS_PER_FAMILY * size
    return z


class _Way(NamedTuple):
    bound: float
    """-ln of the best chance that it can come to, rounded so that equal ones are equal."""
    asked: int
    family: int
    p: float
    events: tuple[str, ...]


def _by_chance(z: Families, root: int, choices: list[list[CutSet]], best: F8) -> Iterator[CutSet]:
    """The first `SHOWN` sets in falling order of chance, by the best that each family still holds.

    Of equal bounds the latest is followed first: thousands of sets often have one chance.
    """
    waiting = [_Way(0.0, 0, root, 1.0, ())] if root and best[root] > 0.0 else []
    asked = found = 0
    while waiting and found < SHOWN:
        _, _, family, p, events = heapq.heappop(waiting)
        if family == 1:
            yield CutSet(tuple(sorted(events)), p)
            found += 1
            continue
        high = int(z.high[family])
        ways = [(int(z.low[family]), p, events)] + [
            (high, p * each.p, events + each.events) for each in choices[int(z.level[family])]
        ]
        for below, chance, chosen in ways:
            if below and best[below] * chance > 0.0:
                asked -= 1
                bound = -round(log(best[below]) + log(chance), 9)
                heapq.heappush(waiting, _Way(bound, asked, below, chance, chosen))
