"""A fault tree without mistakes: formulas by gate, and what is known of the events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from himaya.errors import Problem, UnknownNameError, near_matches

NEGATING = ("not", "nand", "nor", "xor", "iff", "imply", "cardinality")


@dataclass(frozen=True, slots=True)
class Formula:
    """A connective over formulas; a `reference` by name or a `constant` has none."""

    connective: str
    operands: tuple[Formula, ...] = ()
    name: str = ""
    """Of what it refers to."""
    least: int = 0
    """How many operands must be true; of a constant 1 or 0."""
    most: int = 0
    """How many may be."""

    def names(self) -> Iterator[str]:
        """What it refers to, in order."""
        if self.connective == "reference":
            yield self.name
        for operand in self.operands:
            yield from operand.names()


class Below(NamedTuple):
    """What a gate is made of."""

    gates: list[str]
    """Each after those that it is made of, itself last."""
    events: list[str]
    """Basic events, in the order of a depth-first walk."""


@dataclass(frozen=True)
class Tree:
    """A fault tree, or several in one file."""

    file: str
    tops: tuple[str, ...]
    """Gates that no other uses, as the file has them; never none."""
    formulas: Mapping[str, Formula]
    """By gate, and by basic event of a common-cause group: the causes that let it happen."""
    probabilities: Mapping[str, float | None]
    """By basic event; None: it waits for the mission time."""
    house: Mapping[str, bool]
    lines: Mapping[str, int]
    """Where each gate and event is defined."""
    at_mean: int = 0
    """How many random deviates are held at their mean."""

    @property
    def top(self) -> str:
        """The first top."""
        return self.tops[0]

    @property
    def is_negating(self) -> bool:
        """Whether a formula can become false when an event happens."""
        waiting = [*self.formulas.values()]
        while waiting:
            formula = waiting.pop()
            if formula.connective in NEGATING:
                return True
            waiting += formula.operands
        return False

    def chosen(self, name: str | None) -> tuple[str, ...]:
        """The gate of that name, or all tops.

        Raises
        ------
        UnknownNameError
            If there is no such gate.
        """
        if name is None:
            return self.tops
        if name not in self.formulas:
            near = near_matches(name, list(self.formulas))
            expected = f"a gate ({', '.join(self.tops[:10])})"
            raise UnknownNameError(
                [Problem("unknown gate", self.file, value=name, expected=expected, near=near)]
            )
        return (name,)

    def below(self, top: str) -> Below:
        """What a gate is made of; gates may be deeper than Python's stack."""
        gates: dict[str, None] = {}
        events: dict[str, None] = {}
        path = [(top, self.formulas[top].names())]
        while path:
            gate, names = path[-1]
            for name in names:
                if name in self.formulas and name not in gates:
                    path.append((name, self.formulas[name].names()))
                    break
                if name not in self.formulas and name not in self.house:
                    events[name] = None
            else:
                path.pop()
                gates[gate] = None
        return Below(list(gates), list(events))
