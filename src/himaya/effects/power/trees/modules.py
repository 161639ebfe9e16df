"""Finds what can be solved by itself: gates whose events stand nowhere else (Dutuit and Rauzy 1996)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from himaya.arrays import I8
from himaya.effects.power.trees.circuit import Gate

LEAST_EVENTS = 12
"""A module of fewer events is left where it is: a diagram of its own would cost more than it saves."""


@dataclass(frozen=True)
class Module:
    """A part of a circuit with a diagram of its own."""

    root: int
    inner: list[int]
    """Gates that are solved in it, each after its operands, the root last."""
    leaves: list[int]
    """Events and roots of other modules, in the order of a depth-first walk."""


def modules_of(gates: list[Gate], root: int) -> list[Module]:
    """The modules of a circuit, each after those that it is made of, that of the root last."""
    roots = {node for node in _alone(gates, root) if gates[node].kind != "event"} | {root}
    return [_module(gates, node, roots) for node in _visits(gates, root) if node in roots]


def _module(gates: list[Gate], root: int, roots: set[int]) -> Module:
    """Gates and leaves of one module."""
    if gates[root].kind == "event":
        return Module(root, [], [root])
    inner: dict[int, None] = {}
    leaves: dict[int, None] = {}
    path = [(root, iter(gates[root].operands))]
    while path:
        node, operands = path[-1]
        for literal in operands:
            below = literal >> 1
            if gates[below].kind == "event" or below in roots:
                leaves[below] = None
            elif below not in inner:
                path.append((below, iter(gates[below].operands)))
                break
        else:
            path.pop()
            inner[node] = None
    return Module(root, list(inner), list(leaves))


def _visits(gates: list[Gate], root: int) -> list[int]:
    """Gates in the order in which a depth-first walk leaves them, each once."""
    done: dict[int, None] = {}
    path = [(root, iter(gates[root].operands))]
    seen = {root}
    while path:
        node, operands = path[-1]
        for literal in operands:
            if literal >> 1 not in seen:
                seen.add(literal >> 1)
                path.append((literal >> 1, iter(gates[literal >> 1].operands)))
                break
        else:
            path.pop()
            done[node] = None
    return list(done)


def _alone(gates: list[Gate], root: int) -> list[int]:
    """Nodes below which everything is visited between the first visit to them and the end of that visit."""
    times = _Times(len(gates))
    times.walk(gates, root)
    earliest, latest = times.first.copy(), times.last.copy()  # of what lies below, itself left out
    events = np.zeros(len(gates), np.int64)
    found = []
    for node in _visits(gates, root):
        below = [literal >> 1 for literal in gates[node].operands]
        if not below:
            events[node] = 1
            continue
        events[node] = min(LEAST_EVENTS, sum(int(events[each]) for each in below))
        least = min(min(int(earliest[each]), int(times.first[each])) for each in below)
        most = max(max(int(latest[each]), int(times.last[each])) for each in below)
        if least > times.first[node] and most < times.end[node] and events[node] >= LEAST_EVENTS:
            found.append(node)
        earliest[node], latest[node] = least, most
    return found


class _Times:
    """First visit, end of the first visit, and last visit of each node, by a clock that counts visits."""

    def __init__(self, n: int) -> None:
        self.first: I8 = np.full(n, -1)
        self.end: I8 = np.full(n, -1)
        self.last: I8 = np.full(n, -1)

    def walk(self, gates: list[Gate], root: int) -> None:
        """Walk depth first."""
        clock = 0
        path = [(root, iter(gates[root].operands))]
        self.first[root] = self.last[root] = clock
        while path:
            node, operands = path[-1]
            for literal in operands:
                clock += 1
                below = literal >> 1
                self.last[below] = clock
                if self.first[below] < 0:
                    self.first[below] = clock
                    path.append((below, iter(gates[below].operands)))
                    break
            else:
                path.pop()
                clock += 1
                self.end[node] = clock
                self.last[node] = max(int(self.last[node]), clock)
