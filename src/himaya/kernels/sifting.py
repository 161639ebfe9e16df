"""Frees nodes of a decision diagram and moves its variables to better places (Rudell 1993).

Two neighbours of the order are swapped in place: every node keeps its number and its function, so that edges
stay valid.
"""

from __future__ import annotations

import numpy as np

from himaya.kernels.decisions import FREE, FRESH, LIVE, enter, find, slot_of, take
from himaya.kernels.jit import inline, kernel


@kernel
def collect(d, roots):
    """Free every node that no root leads to, and count references, sizes and lists for sifting.

    Forgets the memo. Returns how many nodes are left.
    """
    d.references[:] = 0
    d.bucket[:] = 0
    d.memo[:] = 0
    d.first[:] = 0
    d.size[:] = 0
    waiting = np.int64(0)  # head of a list through `peer`
    for root in roots:
        waiting = referred(d, root >> 1, waiting)
    while waiting != 0:
        node = waiting
        waiting = np.int64(d.peer[node])
        waiting = referred(d, d.low[node] >> 1, waiting)
        waiting = referred(d, d.high[node] >> 1, waiting)
    d.state[FREE], d.state[LIVE] = 0, 0
    for each in range(d.state[FRESH] - 1, 0, -1):
        if d.references[each] == 0:
            release(d, each)
        else:
            enter(d, each, d.variable[each], d.low[each], d.high[each])
            listed(d, each)
    return d.state[LIVE]


@inline
def referred(d, node, waiting):
    """Count a reference; at the first, put the node before those that wait."""
    d.references[node] += 1
    if node == 0 or d.references[node] > 1:
        return waiting
    d.peer[node] = waiting
    return np.int64(node)


@inline
def release(d, node):
    """Put a node among the free ones."""
    d.next[node] = d.state[FREE]
    d.state[FREE] = node


@inline
def listed(d, node):
    """Put a node into the list of its variable."""
    variable = d.variable[node]
    d.peer[node] = d.first[variable]
    d.first[variable] = node
    d.size[variable] += 1
    d.state[LIVE] += 1


@inline
def leave(d, node):
    """Take a node out of its chain."""
    slot = slot_of(d, d.variable[node], d.low[node], d.high[node])
    if d.bucket[slot] == node:
        d.bucket[slot] = d.next[node]
        return
    before = d.bucket[slot]
    while d.next[before] != node:
        before = d.next[before]
    d.next[before] = d.next[node]


@inline
def referred_edge(d, variable, low, high):
    """Edge to a node of a variable, made if there is none, with one reference more."""
    if low == high:
        d.references[low >> 1] += 1
        return low
    flip = low & 1
    low, high = low ^ flip, high ^ flip
    node = np.int64(find(d, variable, low, high))
    if node == 0:
        node = take(d)
        enter(d, node, variable, low, high)
        d.references[node] = 0
        d.references[low >> 1] += 1
        d.references[high >> 1] += 1
        listed(d, node)
    d.references[node] += 1
    return 2 * node + flip


@inline
def rewrite(d, node, lower):
    """Let a node of the upper variable ask for the lower one first."""
    upper, low, high = d.variable[node], np.int64(d.low[node]), np.int64(d.high[node])
    low_0, low_1, high_0, high_1 = low, low, high, high
    if d.variable[low >> 1] == lower:
        low_0, low_1 = np.int64(d.low[low >> 1]), np.int64(d.high[low >> 1])
    if d.variable[high >> 1] == lower:
        high_0, high_1 = d.low[high >> 1] ^ (high & 1), d.high[high >> 1] ^ (high & 1)
    leave(d, node)
    new_low = referred_edge(d, upper, low_0, high_0)
    new_high = referred_edge(d, upper, low_1, high_1)
    enter(d, node, lower, new_low, new_high)
    d.references[low >> 1] -= 1
    d.references[high >> 1] -= 1


@inline
def swap(d, level):
    """Exchange the variables at a level and at the next; False where there is no room to do it."""
    upper, lower = d.at[level], d.at[level + 1]
    if len(d.variable) - 1 - d.state[LIVE] < 2 * d.size[upper]:
        return False
    node, below = d.first[upper], d.first[lower]
    d.state[LIVE] -= d.size[upper] + d.size[lower]
    d.first[upper], d.first[lower], d.size[upper], d.size[lower] = 0, 0, 0, 0
    while node != 0:
        following = d.peer[node]
        if d.variable[d.low[node] >> 1] == lower or d.variable[d.high[node] >> 1] == lower:
            rewrite(d, node, lower)
        listed(d, node)
        node = following
    while below != 0:
        following = d.peer[below]
        if d.references[below] == 0:
            leave(d, below)
            d.references[d.low[below] >> 1] -= 1
            d.references[d.high[below] >> 1] -= 1
            release(d, below)
        else:
            listed(d, below)
        below = following
    d.at[level], d.at[level + 1], d.level[upper], d.level[lower] = lower, upper, level + 1, level
    return True


@kernel
def sift(d, variable):
    """Move a variable through the order and leave it where the diagram is smallest; the nodes then.

    A direction is given up where the diagram has grown by a fifth.
    """
    last = len(d.at) - 1
    best, place = d.state[LIVE], d.level[variable]
    down_first = 2 * place > last
    phase = 0  # to the nearer end, to the other, back to the best place
    while phase < 3:
        here = d.level[variable]
        down = here < place if phase == 2 else (phase == 0) == down_first
        ended = here == place if phase == 2 else here == (last if down else 0)
        if ended or not swap(d, here if down else here - 1):
            phase += 1
            continue
        if phase < 2 and d.state[LIVE] < best:
            best, place = d.state[LIVE], d.level[variable]
        if phase < 2 and 5 * d.state[LIVE] > 6 * best:
            phase += 1
    d.memo[:] = 0
    return d.state[LIVE]
