"""Grows the decision diagram of one module; frees and sifts it where it fills up, and ends in time."""

from __future__ import annotations

from collections import Counter
from time import monotonic
from typing import NamedTuple

import numpy as np

from himaya.arrays import I8
from himaya.effects.power.trees.circuit import FALSE, TRUE, Gate
from himaya.effects.power.trees.modules import Module
from himaya.kernels.decisions import FRESH, FULL, LIVE, ROOM, STEPS, Diagram, ite, literal
from himaya.kernels.diagram_chances import Finished
from himaya.kernels.library import Array
from himaya.kernels.sifting import collect, sift

FIRST_NODES = 1 << 12
SIFTED_FROM = 1_000
"""A smaller diagram is left in the order that it has."""
SPACE = 4
"""Sifting starts in tables for so many times the nodes: a swap makes new ones before it frees old ones."""
MOST_SIFTED = 500
"""Variables that one round of sifting moves, those with most nodes first."""
MOST_MOVES = 10_000_000
"""Nodes times variables up to which a finished diagram is sifted once more: about a second."""
MOST_FAILED = 8
"""Attempts at one operation, each with twice the room of the one before, while tables cannot grow."""
STEPS_AT_ONCE = 10_000_000
"""Between two looks at the clock: about a second."""


class TooLargeError(Exception):
    """A diagram that has met its limit; never leaves the room."""


class Limit(NamedTuple):
    """How far a diagram may grow."""

    nodes: int
    until: float
    """By the monotonic clock."""
    is_sifted: bool = True
    """Whether variables are moved while it grows; at the end they are."""


class GrownDiagram(NamedTuple):
    """A finished diagram."""

    finished: Finished
    order: list[int]
    """Leaves of the module, top first."""
    flip: int
    """1: the module is true where the diagram's last node is false."""


def grow(
    gates: list[Gate], module: Module, order: list[int], flips: dict[int, int], limit: Limit
) -> GrownDiagram:
    """The diagram of a module.

    Parameters
    ----------
    order : leaves, as the diagram begins with them
    flips : of each module among the leaves, whether its variable stands for its negation

    Raises
    ------
    TooLargeError
        If it grows beyond the limit in spite of sifting.
    """
    growing = _Growing(len(order), limit)
    edges = {node: growing.variable(k) ^ flips.get(node, 0) for k, node in enumerate(order)}
    growing.kept.update(edges.values())
    left = {literal >> 1: 0 for node in module.inner for literal in gates[node].operands}
    for node in module.inner:
        for operand in gates[node].operands:
            left[operand >> 1] += 1
    for node in module.inner:
        gate = gates[node]
        edges[node] = growing.joined(gate, [edges[each >> 1] ^ (each & 1) for each in gate.operands])
        growing.kept[edges[node]] += 1
        for operand in gate.operands:
            left[operand >> 1] -= 1
            if left[operand >> 1] == 0:
                growing.kept[edges[operand >> 1]] -= 1
    return growing.finish(edges[module.root], order)


class _Growing:
    def __init__(self, n: int, limit: Limit) -> None:
        self.limit = limit
        self.kept: Counter[int] = Counter()
        """How often each edge is still needed."""
        self.sift_from = SIFTED_FROM
        places = np.arange(n + 1, dtype=np.int32)
        wide = max(FIRST_NODES, 1 << (2 * n + 2).bit_length())
        self.d = _tables(wide, places, places[:-1].copy())
        self.d.variable[0] = n
        self.d.state[FRESH] = 1
        self.d.state[ROOM] = FIRST_NODES + n

    def variable(self, k: int) -> int:
        return int(literal(self.d, k))

    def joined(self, gate: Gate, edges: list[int]) -> int:
        """The edge of a gate; the lowest operands are taken first, so that wide gates cost little."""
        weights = gate.weights or (1,) * len(edges)
        listed = sorted(zip(edges, weights, strict=True), key=lambda each: -self._level(each[0]))
        if gate.kind == "atleast":
            return self._at_least(gate.least, listed)
        found = TRUE if gate.kind == "and" else FALSE
        for edge, _ in listed:
            both = (found, FALSE) if gate.kind == "and" else (found ^ 1, found)
            found = self.ite(edge, *both)
        return found

    def _level(self, edge: int) -> int:
        return int(self.d.level[self.d.variable[edge >> 1]])

    def _at_least(self, least: int, listed: list[tuple[int, int]]) -> int:
        """Whether weights add up: f(i, need) = f(i - 1, need - weight) if operand i else f(i - 1, need)."""
        reached = {0: TRUE}
        """By what is still needed of the operands seen so far; more than they weigh is never reached."""
        seen, ahead = 0, sum(weight for _, weight in listed)
        for edge, weight in listed:
            seen, ahead = seen + weight, ahead - weight
            before, reached = reached, {0: TRUE}
            self.kept.update(before.values())
            for need in range(max(1, least - ahead), min(least, seen) + 1):
                with_it, without = before.get(max(0, need - weight), FALSE), before.get(need, FALSE)
                reached[need] = self.ite(edge, with_it, without)
                self.kept[reached[need]] += 1
            self.kept.subtract([*before.values(), *reached.values()])
            self.kept[TRUE] += 1  # of `reached`, which was not counted
        return reached[least]

    def ite(self, f: int, g: int, h: int) -> int:
        """The edge of `g where f else h`."""
        failed = 0
        while True:
            self.d.state[STEPS] = STEPS_AT_ONCE
            edge = int(ite(self.d, f, g, h))
            if edge >= 0:
                return edge
            if monotonic() > self.limit.until:
                raise TooLargeError
            if edge == FULL:
                failed += 1
                self._make_room([*(+self.kept), f, g, h], failed)

    def _make_room(self, roots: list[int], failed: int) -> None:
        """Free what is not needed, sift what has grown, and allow more nodes the more often it failed."""
        needed = np.array(roots, np.int64)
        nodes = int(collect(self.d, needed))
        if self.limit.is_sifted and (nodes > self.sift_from or failed == 2):
            nodes = self._sift(needed)
        room = max(FIRST_NODES, 2 * nodes) << (failed - 1)
        while len(self.d.variable) <= nodes + room and 2 * len(self.d.variable) <= self.limit.nodes:
            self._double(needed)
        left = len(self.d.variable) - 1 - nodes
        if left < room and (failed > MOST_FAILED or 4 * left < len(self.d.variable)):
            raise TooLargeError
        self.d.state[ROOM] = min(room, left)

    def _sift(self, needed: I8) -> int:
        """Move the variables with most nodes, in tables with room to grow; the nodes then."""
        before = int(self.d.state[LIVE])
        while len(self.d.variable) < SPACE * before:
            if 2 * len(self.d.variable) > self.limit.nodes:
                return before
            self._double(needed)
        for variable in np.argsort(-self.d.size[:-1], kind="stable")[:MOST_SIFTED]:
            if monotonic() > self.limit.until:
                raise TooLargeError
            sift(self.d, variable)
        nodes = int(self.d.state[LIVE])
        gained = 1.0 - nodes / before
        patience = 2 if gained > 0.25 else 4 if gained > 0.05 else 16
        self.sift_from = max(patience * nodes, SIFTED_FROM)
        return nodes

    def _double(self, needed: I8) -> None:
        """Move to tables for twice as many nodes."""
        old, nodes = self.d, len(self.d.variable)
        self.d = _tables(2 * nodes, old.level, old.at)
        for name in ("variable", "low", "high"):
            getattr(self.d, name)[:nodes] = getattr(old, name)
        self.d.state[:] = old.state
        collect(self.d, needed)

    def finish(self, edge: int, order: list[int]) -> GrownDiagram:
        """The nodes that an edge leads to, from the bottom up, and no others."""
        d = self.d
        nodes_left = int(collect(d, np.array([edge], np.int64)))
        if SIFTED_FROM < nodes_left < MOST_MOVES // len(order):
            self._sift(np.array([edge], np.int64))
            d = self.d
        nodes = np.flatnonzero(d.references)
        nodes = nodes[nodes > 0]
        nodes = nodes[np.argsort(-d.level[d.variable[nodes]], kind="stable")]
        number = np.zeros(len(d.variable), np.int32)
        number[nodes] = np.arange(1, len(nodes) + 1)
        low, high = (2 * number[edges >> 1] + (edges & 1) for edges in (d.low[nodes], d.high[nodes]))
        level = np.append(np.int32(len(order)), d.level[d.variable[nodes]])
        zero = np.zeros(1, np.int32)
        finished = Finished(level, np.append(zero, low), np.append(zero, high))
        return GrownDiagram(finished, [order[k] for k in d.at], edge & 1)


def _tables(nodes: int, level: Array, at: Array) -> Diagram:
    def zeros(*shape: int) -> Array:
        return np.zeros(shape, np.int32)

    n = len(at)
    return Diagram(
        variable=zeros(nodes),
        low=zeros(nodes),
        high=zeros(nodes),
        next=zeros(nodes),
        references=zeros(nodes),
        peer=zeros(nodes),
        bucket=zeros(nodes),
        memo=zeros(nodes, 4),
        level=level,
        at=at,
        first=zeros(n + 1),
        size=np.zeros(n + 1, np.int64),
        state=np.zeros(5, np.int64),
        stack=zeros(n + 2, 6),
    )
