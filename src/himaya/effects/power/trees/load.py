"""Loads a fault tree in the Open-PSA exchange format and refuses what it does not read, by name and line."""

from __future__ import annotations

from pathlib import Path

from himaya.effects.power.trees.common_cause import CommonCauses
from himaya.effects.power.trees.definitions import CommonCauseGroup, Definition, Definitions
from himaya.effects.power.trees.expressions import Expressions
from himaya.effects.power.trees.formulas import formula_of, truth_of
from himaya.effects.power.trees.mistakes import Mistakes
from himaya.effects.power.trees.ordering import ordered
from himaya.effects.power.trees.tree import Formula, Tree
from himaya.errors import Problem, ProblemsError
from himaya.files.xml_tree import read_xml

MISSION_H = (0.0, 1e9)
"""Least and most hours of a mission."""


def is_tree(name_or_path: str) -> bool:
    """Tell whether a site is given as a fault tree."""
    return name_or_path.lower().endswith(".xml")


def load_tree(path: Path, mission_time_h: float | None = None) -> Tree:
    """Load a fault tree.

    Parameters
    ----------
    mission_time_h : the system's mission time, where the file asks for it; without it, probabilities that
        need it stay open

    Raises
    ------
    ProblemsError
        If the file cannot be read or anything in it is wrong; it carries all problems.
    """
    if mission_time_h is not None and not MISSION_H[0] <= mission_time_h <= MISSION_H[1]:
        expected = f"hours from {MISSION_H[0]:g} to {MISSION_H[1]:g}"
        raise ProblemsError([Problem("out of range", path="mission time", value=f"{mission_time_h:g}",
                                     expected=expected)])  # fmt: skip
    root = read_xml(path)
    definitions = Definitions(Mistakes(str(path)))
    if root.tag != "opsa-mef":
        definitions.mistakes.note(root, "not an Open-PSA model", root.tag, "opsa-mef")
        definitions.mistakes.refuse()
    definitions.collect(root, definitions.root)
    return _Loading(definitions, Expressions(definitions, mission_time_h)).tree()


class _Loading:
    def __init__(self, definitions: Definitions, expressions: Expressions) -> None:
        self.definitions, self.expressions = definitions, expressions
        self.mistakes = definitions.mistakes
        self._taken: set[int] = set()
        """Events of common-cause groups, by the identity of their elements."""

    def tree(self) -> Tree:
        """Everything read, or refused."""
        grouped = [self._members(group) for group in self.definitions.groups]
        by_kind: dict[str, list[Definition]] = {}
        for each in self.definitions.all:
            by_kind.setdefault(each.kind, []).append(each)
        self.expressions.work_out_parameters()
        gates = by_kind.get("gate", [])
        if not gates:
            self.mistakes.problems.append(Problem("no gate", self.mistakes.file, expected="a define-gate"))
        formulas = {each.label: formula_of(each, self.definitions) for each in gates}
        house = {each.label: truth_of(each, self.definitions) for each in by_kind.get("house-event", [])}
        probabilities = {
            each.label: self._probability(each)
            for each in by_kind.get("basic-event", [])
            if id(each.element) not in self._taken
        }
        tops = self._tops(gates, formulas)
        causes = CommonCauses(self.definitions, self.expressions, dict(formulas), probabilities)
        for group, found in zip(self.definitions.groups, grouped, strict=True):
            causes.add(group, found)
        self.mistakes.refuse()
        lines = {each.label: each.element.line for each in self.definitions.all if each.kind != "parameter"}
        return Tree(
            self.mistakes.file, tops, causes.formulas, probabilities, house, lines, self.expressions.at_mean
        )

    def _probability(self, event: Definition) -> float | None:
        if len(event.content) != 1:
            return self.expressions.defined(event)
        return self.expressions.probability(event.content[0], event.scope, event.label)

    def _members(self, group: CommonCauseGroup) -> list[Definition]:
        """The events of a common-cause group; those that are defined nowhere else are defined here."""
        found: list[Definition] = []
        for part in group.element.children:
            for member in part.children if part.tag == "members" else ():
                known = self.definitions.find("event", member.name, group.scope)
                if member.tag != "basic-event" or (known is not None and known.kind != "basic-event"):
                    self.mistakes.note(
                        member, "not a basic event", member.name or member.tag, "<basic-event/>"
                    )
                elif known is None:
                    known = self.definitions.define("basic-event", member, group.scope)
                elif known.content:
                    message = f"has a probability of its own, too, on line {known.element.line}"
                    self.mistakes.note(member, message, None, "that of the group alone")
                if known is None:
                    continue
                if id(known.element) in self._taken:
                    self.mistakes.note(
                        member, "is in a group already", member.name, "each event in one group"
                    )
                self._taken.add(id(known.element))
                found.append(known)
        return found

    def _tops(self, gates: list[Definition], formulas: dict[str, Formula]) -> tuple[str, ...]:
        """Gates that no other uses; circles are noted."""
        below = {name: [*formula.names()] for name, formula in formulas.items()}
        by_label = {each.label: each for each in gates}
        for circle in ordered(below).circles:
            self.mistakes.note(by_label[circle[0]].element, "gates in a circle", " > ".join(circle[:20]))
        used = {name for parts in below.values() for name in parts}
        return tuple(name for name in formulas if name not in used)
