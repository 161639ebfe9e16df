"""Binary decision diagrams with complemented edges: the table of nodes, and if-then-else (Bryant 1986).

An edge is 2 node + 1 where the function is complemented. Node 0 is the constant false, so edge 0 is false and
edge 1 true. The low edge of a node is never complemented: a node is false where nothing happens, and each
function has one edge.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from himaya.kernels.jit import inline, kernel
from himaya.kernels.library import Array

FULL, OVERDUE = -1, -2
"""Instead of an edge: no room or no node is left; no step is left."""
FREE, FRESH, LIVE, ROOM, STEPS = range(5)
"""Of `Diagram.state`: first freed node, first never used, nodes in use after `collect`, nodes that may
still be made, steps left."""
_F, _G, _H, _FLIP, _LOW, _VARIABLE = range(6)
_PENDING = -1


class Diagram(NamedTuple):
    """Nodes, their table, and the order of the variables; changed in place."""

    variable: Array
    """i4[node]; of node 0 the number of variables."""
    low: Array
    """i4[node]: edge where the variable does not happen."""
    high: Array
    """i4[node]: edge where it happens."""
    next: Array
    """i4[node]: next in the chain of its bucket, or of the freed nodes; 0 ends it."""
    references: Array
    """i4[node]: edges that lead to it, as `collect` and sifting keep them."""
    peer: Array
    """i4[node]: next node of the same variable while sifting; 0 ends it."""
    bucket: Array
    """i4[2^k]: first node of each chain."""
    memo: Array
    """i4[2^k, 4]: if, then, else, result; what was worked out last."""
    level: Array
    """i4[variable]: its place in the order, 0 at the top; one more, the number of variables."""
    at: Array
    """i4[level]: variable at that place."""
    first: Array
    """i4[variable]: head of its list of nodes while sifting."""
    size: Array
    """i8[variable]: how many nodes it has while sifting."""
    state: Array
    """i8[5]"""
    stack: Array
    """i4[level + 1, 6]: what `ite` waits for."""


@inline
def slot_of(d, variable, low, high):
    """The bucket of a node."""
    mixed = np.int64(low) * 12582917 + np.int64(high) * 4256249 + np.int64(variable) * 741457
    return (mixed ^ (mixed >> 17)) & (len(d.bucket) - 1)


@inline
def find(d, variable, low, high):
    """The node of a variable and two edges, or 0."""
    node = d.bucket[slot_of(d, variable, low, high)]
    while node != 0 and (d.variable[node] != variable or d.low[node] != low or d.high[node] != high):
        node = d.next[node]
    return node


@inline
def enter(d, node, variable, low, high):
    """Write a node and enter it in its chain."""
    slot = slot_of(d, variable, low, high)
    d.variable[node], d.low[node], d.high[node] = variable, low, high
    d.next[node] = d.bucket[slot]
    d.bucket[slot] = node


@inline
def take(d):
    """A node that nobody uses, or 0."""
    node = d.state[FREE]
    if node != 0:
        d.state[FREE] = d.next[node]
    elif d.state[FRESH] < len(d.variable):
        node = d.state[FRESH]
        d.state[FRESH] += 1
    return node


@inline
def make(d, variable, low, high):
    """Edge to the function that is `low` without the variable and `high` with it, or `FULL`."""
    if low == high:
        return np.int64(low)
    flip = low & 1
    low, high = low ^ flip, high ^ flip
    node = np.int64(find(d, variable, low, high))
    if node == 0:
        node = take(d) if d.state[ROOM] > 0 else np.int64(0)
        if node == 0:
            return np.int64(FULL)
        d.state[ROOM] -= 1
        enter(d, node, variable, low, high)
    return 2 * node + flip


@inline
def simplest(f, g, h):
    """If-then-else in its normal form, f and h not complemented; whether to flip; the result if plain."""
    if f & 1:
        f, g, h = f ^ 1, h, g
    if g == f:
        g = np.int64(1)
    elif g == f ^ 1:
        g = np.int64(0)
    if h == f:
        h = np.int64(0)
    elif h == f ^ 1:
        h = np.int64(1)
    flip = h & 1
    g, h = g ^ flip, h ^ flip
    result = np.int64(_PENDING)
    if f == 0 or g == h:
        result = h
    elif g == 1 and h == 0:
        result = f
    elif h == 0 and g & 1 == 0 and g < f:
        f, g = g, f
    elif g == 1 and h < f:
        f, h = h, f
    return f, g, h, flip, result


@inline
def memo_slot(d, f, g, h):
    """The place of a triple in the memo."""
    mixed = np.int64(f) * 12582917 + np.int64(g) * 4256249 + np.int64(h) * 741457
    return (mixed ^ (mixed >> 15)) & (len(d.memo) - 1)


@inline
def remembered(d, f, g, h):
    """The result of a triple, if it is still known."""
    slot = memo_slot(d, f, g, h)
    if d.memo[slot, 0] == f and d.memo[slot, 1] == g and d.memo[slot, 2] == h:
        return np.int64(d.memo[slot, 3])
    return np.int64(_PENDING)


@inline
def cofactor(d, edge, variable, happens):
    """The function of an edge once it is known whether a variable at or above its top happens."""
    node = edge >> 1
    if d.variable[node] != variable:
        return np.int64(edge)
    return np.int64((d.high[node] if happens else d.low[node]) ^ (edge & 1))


@inline
def top_variable(d, f, g, h):
    """The first variable of three functions."""
    variables = d.variable[f >> 1], d.variable[g >> 1], d.variable[h >> 1]
    top = variables[0]
    if d.level[variables[1]] < d.level[top]:
        top = variables[1]
    if d.level[variables[2]] < d.level[top]:
        top = variables[2]
    return top


@kernel
def literal(d, variable):
    """Edge to a variable, or `FULL`."""
    return make(d, variable, np.int64(0), np.int64(1))


@inline
def wait(d, depth, asked, flip, top):
    """Put what is asked aside until its low side is known."""
    d.stack[depth, _F], d.stack[depth, _G], d.stack[depth, _H] = asked
    d.stack[depth, _FLIP], d.stack[depth, _LOW], d.stack[depth, _VARIABLE] = flip, _PENDING, top


@inline
def remember(d, asked, result):
    """Write a result into the memo, over what stood there."""
    slot = memo_slot(d, asked[0], asked[1], asked[2])
    d.memo[slot, 0], d.memo[slot, 1], d.memo[slot, 2], d.memo[slot, 3] = asked[0], asked[1], asked[2], result


@inline
def asked_at(d, depth):
    """What waits at a depth."""
    return np.int64(d.stack[depth, _F]), np.int64(d.stack[depth, _G]), np.int64(d.stack[depth, _H])


@kernel
def ite(d, f, g, h):
    """Edge to `g where f else h`; `FULL` or `OVERDUE`.

    On a stack of its own, at most as deep as the order.
    """
    depth = 0
    while True:
        f, g, h, flip, result = simplest(f, g, h)
        if result == _PENDING:
            result = remembered(d, f, g, h)
        if result == _PENDING:
            d.state[STEPS] -= 1
            if d.state[STEPS] < 0:
                return np.int64(OVERDUE)
            top = top_variable(d, f, g, h)
            wait(d, depth, (f, g, h), flip, top)
            depth += 1
            f, g, h = cofactor(d, f, top, False), cofactor(d, g, top, False), cofactor(d, h, top, False)
            continue
        result, returning = result ^ flip, True
        while returning:
            if depth == 0:
                return result
            f, g, h = asked_at(d, depth - 1)
            top = d.stack[depth - 1, _VARIABLE]
            if d.stack[depth - 1, _LOW] == _PENDING:
                d.stack[depth - 1, _LOW] = result
                f, g, h = cofactor(d, f, top, True), cofactor(d, g, top, True), cofactor(d, h, top, True)
                returning = False
                continue
            result = make(d, top, np.int64(d.stack[depth - 1, _LOW]), result)
            if result == FULL:
                return result
            remember(d, (f, g, h), result)
            result ^= d.stack[depth - 1, _FLIP]
            depth -= 1
