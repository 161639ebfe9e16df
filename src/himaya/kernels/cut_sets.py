"""Minimal cut sets of a finished decision diagram, as a diagram of sets (Rauzy 1993, Minato 1993).

A family of sets is a number: 0 no set, 1 the empty set alone, and others a node: the sets of `low`, and those
of `high` with the node's variable in each. A node whose `high` is 0 is its `low`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from himaya.kernels.jit import inline, kernel
from himaya.kernels.library import Array

NO_ROOM, NO_STEPS = -1, -2
"""Instead of a family: no node is left; no step is left."""
MANY = 1e300
"""Sets are counted no further."""
USED, ALLOWED = range(2)
"""Of `Families.state`: nodes in use, steps left."""
_A, _B, _PHASE, _LOW, _LEVEL = range(5)
_ASKED = -1


class Families(NamedTuple):
    """Families of sets and their table; changed in place."""

    level: Array
    """i4[node]; of 0 and 1 beyond every variable"""
    low: Array
    """i4[node]"""
    high: Array
    """i4[node]"""
    next: Array
    """i4[node]: next in the chain of its bucket; 0 ends it."""
    shortest: Array
    """i4[node]: variables in its smallest set; many where it has none."""
    longest: Array
    """i4[node]: variables in its largest set; -1 where it has none."""
    bucket: Array
    """i4[2^k]"""
    memo: Array
    """i4[2^k, 3]: a, b, a without b; what was worked out last."""
    stack: Array
    """i4[level + 1, 5]"""
    state: Array
    """i8[2]"""


@inline
def _family(z, level, low, high):
    """The family of a variable's place and two families, or `NO_ROOM`."""
    if high == 0:
        return np.int64(low)
    mixed = np.int64(low) * 12582917 + np.int64(high) * 4256249 + np.int64(level) * 741457
    slot = (mixed ^ (mixed >> 17)) & (len(z.bucket) - 1)
    node = z.bucket[slot]
    while node != 0 and (z.level[node] != level or z.low[node] != low or z.high[node] != high):
        node = z.next[node]
    if node != 0:
        return np.int64(node)
    new = z.state[USED]
    if new >= len(z.level):
        return np.int64(NO_ROOM)
    z.level[new], z.low[new], z.high[new], z.next[new] = level, low, high, z.bucket[slot]
    z.bucket[slot] = new
    z.shortest[new] = min(z.shortest[low], z.shortest[high] + 1)
    z.longest[new] = max(z.longest[low], z.longest[high] + 1)
    z.state[USED] += 1
    return np.int64(new)


@inline
def _plain(z, a, b):
    """Sets of a that contain no set of b, where it is plain or remembered."""
    if a == 0 or b in (1, a):
        return np.int64(0)
    if b == 0 or a == 1 or z.longest[a] < z.shortest[b]:
        return np.int64(a)
    slot = _slot(z, a, b)
    if z.memo[slot, 0] == a and z.memo[slot, 1] == b:
        return np.int64(z.memo[slot, 2])
    return np.int64(_ASKED)


@inline
def _slot(z, a, b):
    mixed = np.int64(a) * 12582917 + np.int64(b) * 4256249
    return (mixed ^ (mixed >> 15)) & (len(z.memo) - 1)


@inline
def _without(z, a, b):
    """Sets of a that contain no set of b; `NO_ROOM` or `NO_STEPS`. No family holds a set within another."""
    depth = 0
    while True:
        while b > 1 and a > 1 and z.level[b] < z.level[a]:
            b = np.int64(z.low[b])
        result = _plain(z, a, b)
        if result == _ASKED:
            z.state[ALLOWED] -= 1
            if z.state[ALLOWED] < 0:
                return np.int64(NO_STEPS)
            z.stack[depth, _A], z.stack[depth, _B], z.stack[depth, _PHASE] = a, b, 0
            depth += 1
            if z.level[b] == z.level[a]:
                b = np.int64(z.low[b])
            a = np.int64(z.low[a])
            continue
        returning = True
        while returning:
            if depth == 0:
                return result
            a, b = np.int64(z.stack[depth - 1, _A]), np.int64(z.stack[depth - 1, _B])
            same, phase = z.level[a] == z.level[b], z.stack[depth - 1, _PHASE]
            if phase == 0:
                z.stack[depth - 1, _LOW] = result
            if phase < (2 if same else 1):
                z.stack[depth - 1, _PHASE] = phase + 1
                returning = False
                if phase == 0:
                    a, b = np.int64(z.high[a]), np.int64(z.high[b] if same else b)
                else:  # those of `high` without b's sets with the variable: now without its others
                    a, b = result, np.int64(z.low[b])
                continue
            result = _family(z, z.level[a], z.stack[depth - 1, _LOW], result)
            if result < 0:
                return result
            slot = _slot(z, a, b)
            z.memo[slot, 0], z.memo[slot, 1], z.memo[slot, 2] = a, b, result
            depth -= 1


@kernel
def minimal(finished, z, least):
    """Minimal sets of variables that, with no other, make the last node true; a family or a code.

    MC(node) = MC(low), and the variable with each set of MC(high) that contains none of MC(low). A
    complemented edge is true where nothing happens: the empty set.

    Parameters
    ----------
    least : i4[node]: filled with the family of each node
    """
    least[0] = 0
    for node in range(1, len(finished.level)):
        low = np.int64(least[finished.low[node] >> 1])
        high = np.int64(1 if finished.high[node] & 1 else least[finished.high[node] >> 1])
        longer = _without(z, high, low)
        found = longer if longer < 0 else _family(z, finished.level[node], low, longer)
        if found < 0:
            return found
        least[node] = found
    return np.int64(least[len(finished.level) - 1])


@kernel
def count_sets(z, n, weights, counts):
    """How many sets of each order the first n families hold.

    Parameters
    ----------
    weights : f8[level, order]: what a variable stands for: sets of each order; the last order is "or more"
    counts : f8[node, order]: filled
    """
    last = weights.shape[1] - 1
    counts[:n] = 0.0
    counts[1, 0] = 1.0
    for node in range(2, n):
        for order in range(last + 1):
            counts[node, order] = counts[z.low[node], order]
        for a in range(last + 1):
            weight = weights[z.level[node], a]
            if weight != 0.0:
                for b in range(last + 1):
                    order = min(a + b, last)
                    counts[node, order] = min(MANY, counts[node, order] + weight * counts[z.high[node], b])


@kernel
def likeliest(z, n, chance, best):
    """Chance of the most probable set of the first n families; `chance` by level; fills `best`."""
    best[0], best[1] = 0.0, 1.0
    for node in range(2, n):
        best[node] = max(best[z.low[node]], chance[z.level[node]] * best[z.high[node]])
