"""The exact probability of a gate: one decision diagram for each module, from the bottom up."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

import numpy as np

from himaya.effects.power.trees.circuit import Gate, circuit_of
from himaya.effects.power.trees.diagram import GrownDiagram, Limit, TooLargeError, grow
from himaya.effects.power.trees.modules import Module, modules_of
from himaya.effects.power.trees.orders import ORDERS
from himaya.effects.power.trees.tree import Below, Tree
from himaya.errors import Problem, ProblemsError
from himaya.kernels.diagram_chances import Finished, Odds, chances

MAX_NODES = 1 << 23
"""Of one diagram: some 700 MB with the process, while its tables are doubled."""
MAX_SECONDS = 120.0
STAGES = ((1 << 14, False), (1 << 17, True), (1 << 21, False), (MAX_NODES, True))
"""How far every order is tried, and whether it is sifted, before all are tried further."""


@dataclass(frozen=True)
class SolvedPart:
    """A module, solved."""

    finished: Finished
    leaves: list[str | int]
    """What each variable stands for, top first: an event, or the number of another part."""
    events: Odds
    """Chances of the variables."""
    odds: Odds
    """Chances of the nodes; the last is the module's."""


@dataclass(frozen=True)
class Solved:
    """A gate with its diagrams."""

    top: str
    probability: float
    """Exact but for rounding."""
    complement: float
    below: Below
    parts: list[SolvedPart]
    """Each after those that it is made of; the gate is true where the last is, or where it is not."""
    chances: Mapping[str, float | None]
    """Of the events."""
    flip: int
    """1: the gate is true where the last part is false."""

    @property
    def nodes(self) -> int:
        """Of all its diagrams."""
        return sum(len(part.finished.level) - 1 for part in self.parts)


def solve_top(tree: Tree, top: str | None = None, until: float | None = None) -> Solved:
    """Work out a gate, basic events independent.

    Parameters
    ----------
    top : the gate; None: the first top
    until : when to give up, by the monotonic clock; None: after `MAX_SECONDS`

    A diagram splits on one event a node: P = p P(high) + (1 - p) P(low), each node once (Rauzy 1993). 1 - P
    is carried beside P, so that complemented edges cost no digits where P is small.

    Raises
    ------
    ProblemsError
        If there is no such gate, a diagram grows too large, or a probability waits for the mission time.
    """
    top = tree.chosen(top)[0]
    until = monotonic() + MAX_SECONDS if until is None else until
    below = tree.below(top)
    waits = [name for name in below.events if tree.probabilities[name] is None]
    if waits:
        expected = "--mission-time HOURS"
        raise ProblemsError([Problem("the mission time is not stated", tree.file, tree.lines.get(waits[0]),
                                     path=waits[0], expected=expected)])  # fmt: skip
    circuit, literal = circuit_of(tree, top)
    parts: list[SolvedPart] = []
    number: dict[int, int] = {}
    flips: dict[int, int] = {}
    if literal > 1:
        for module in modules_of(circuit.gates, literal >> 1):
            try:
                grown = _grown(circuit.gates, module, flips, until)
            except (TooLargeError, MemoryError):
                raise _refusal(tree, top) from None
            parts.append(_part(tree, circuit.gates, grown, number, parts))
            flips[module.root], number[module.root] = grown.flip, len(parts) - 1
    flip = (literal & 1) ^ (flips[literal >> 1] if literal > 1 else 0)
    yes, no = (parts[-1].odds.yes[-1], parts[-1].odds.no[-1]) if parts else (0.0, 1.0)
    chance = (float(no), float(yes)) if flip else (float(yes), float(no))
    return Solved(top, *chance, below, parts, tree.probabilities, flip)


def _refusal(tree: Tree, top: str) -> ProblemsError:
    message = "its decision diagram is too large in every order that was tried"
    expected = (
        f"at most {STAGES[-1][0]:,} nodes and {MAX_SECONDS:g} s; `--top GATE` may solve a gate below, whose "
        "probability can take its place where nothing else shares its events"
    )
    return ProblemsError([Problem(message, tree.file, tree.lines.get(top), value=top, expected=expected)])


def _grown(gates: list[Gate], module: Module, flips: dict[int, int], until: float) -> GrownDiagram:
    """The diagram of a module, in the first order that works."""
    for nodes, is_sifted in STAGES:
        for begun in ORDERS:
            limit = Limit(nodes, until, is_sifted)
            with suppress(TooLargeError):
                return grow(gates, module, begun(gates, module), flips, limit)
            if monotonic() > until:
                raise TooLargeError
    raise TooLargeError


def _part(
    tree: Tree, gates: list[Gate], grown: GrownDiagram, number: dict[int, int], parts: list[SolvedPart]
) -> SolvedPart:
    leaves = [number[node] if node in number else gates[node].event for node in grown.order]
    yes = np.empty(len(leaves))
    no = np.empty(len(leaves))
    for k, leaf in enumerate(leaves):
        if isinstance(leaf, int):
            yes[k], no[k] = parts[leaf].odds.yes[-1], parts[leaf].odds.no[-1]
        else:
            p = tree.probabilities[leaf] or 0.0
            yes[k], no[k] = p, 1.0 - p
    n = len(grown.finished.level)
    odds = Odds(np.empty(n), np.empty(n))
    chances(grown.finished, Odds(yes, no), odds)
    return SolvedPart(grown.finished, leaves, Odds(yes, no), odds)
