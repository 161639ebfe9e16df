"""Fault trees as Open-PSA writes them: gates over basic events, read and checked.

Read are `and`, `or`, `not`, `xor` of two, `atleast`, `constant`, house events, and basic events with a
constant probability; anything else is refused by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from himaya.errors import Problem, ProblemsError, near_matches
from himaya.files.xml_tree import Element, read_xml

MAX_EVENTS = 800
MAX_PROBLEMS = 100
OPERATORS = {"and": (1, None), "or": (1, None), "not": (1, 1), "xor": (2, 2), "atleast": (1, None)}
"""Least and most operands."""
REFERENCES = {"gate": "define-gate", "basic-event": "define-basic-event", "house-event": "define-house-event"}
CONTAINERS = ("opsa-mef", "define-fault-tree", "model-data")
WORDS = ("label", "attributes")
"""Say nothing about probability."""
TRUTH = {"true": True, "false": False}


@dataclass(frozen=True)
class Tree:
    """A fault tree without mistakes."""

    top: str
    gates: dict[str, Element]
    """Formula by gate."""
    probabilities: dict[str, float]
    """Of basic events."""
    house: dict[str, bool]
    order: list[str]
    """Gates below the top and the top itself, each after those it is made of."""
    events: list[str]
    """Basic events below the top, in the order of a depth-first walk."""


def is_tree(name_or_path: str) -> bool:
    """Tell whether a site is given as a fault tree."""
    return name_or_path.lower().endswith(".xml")


def load_tree(path: Path) -> Tree:
    """Load a fault tree.

    Raises
    ------
    ProblemsError
        If the file cannot be read or anything in it is wrong; it carries all problems.
    """
    root = read_xml(path)
    checker = _Checker(str(path))
    if root.tag != "opsa-mef":
        checker.note(root, "not an Open-PSA model", root.tag, "opsa-mef")
    else:
        checker.collect(root)
        checker.check_formulas()
    checker.refuse()
    return checker.tree()


@dataclass
class _Checker:
    """Collects definitions and notes what is wrong with them."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    defined: dict[tuple[str, str], Element] = field(default_factory=dict)
    """Definition by tag and name."""
    gates: dict[str, Element] = field(default_factory=dict)
    probabilities: dict[str, float] = field(default_factory=dict)
    house: dict[str, bool] = field(default_factory=dict)

    def note(self, element: Element, message: str, value: str | None = None, expected: str | None = None,
             near: tuple[str, ...] = ()) -> None:  # fmt: skip
        """Note a problem at an element."""
        path = f"{element.tag} {element.name}".rstrip()
        self.problems.append(Problem(message, self.file, element.line, None, path, value, expected, near))

    def refuse(self) -> None:
        """Raise what was noted."""
        if self.problems:
            found = sorted(self.problems, key=lambda problem: problem.line or 0)
            raise ProblemsError(found[:MAX_PROBLEMS])

    def collect(self, container: Element) -> None:
        """Collect definitions; containers may be nested."""
        for element in container.children:
            if element.tag in CONTAINERS:
                self.collect(element)
            elif element.tag in REFERENCES.values():
                self._define(element)
            elif element.tag not in WORDS:
                expected = "define-gate, define-basic-event or define-house-event"
                self.note(element, "this element is not read", element.tag, expected)

    def _define(self, element: Element) -> None:
        key = (element.tag, element.name)
        if not element.name:
            self.note(element, "a definition without a name", None, "name=...")
        elif key in self.defined:
            self.note(element, f"defined twice, first on line {self.defined[key].line}", element.name)
        else:
            self.defined[key] = element
        inner = [child for child in element.children if child.tag not in WORDS]
        if element.tag == "define-gate":
            if len(inner) == 1:
                self.gates.setdefault(element.name, inner[0])
            else:
                self.note(element, "not one formula", str(len(inner)), "one formula")
        elif element.tag == "define-basic-event":
            self._probability(element, inner)
        else:
            self.house[element.name] = bool(inner) and self._truth(inner[0])

    def _probability(self, element: Element, inner: list[Element]) -> None:
        self.probabilities[element.name] = 0.0
        if len(inner) != 1:
            self.note(element, "no probability", None, '<float value="..."/>')
            return
        value = inner[0].attributes.get("value", "")
        if inner[0].tag not in ("float", "int"):
            self.note(inner[0], "this expression is not read", inner[0].tag, '<float value="..."/>')
            return
        try:
            p = float(value)
        except ValueError:
            p = -1.0
        if not 0.0 <= p <= 1.0:
            self.note(
                inner[0], f"no probability of {element.name}", value or "nothing", "a number from 0 to 1"
            )
        self.probabilities[element.name] = p

    def _truth(self, element: Element) -> bool:
        value = element.attributes.get("value", "")
        if element.tag != "constant" or value not in TRUTH:
            self.note(element, "no truth value", value or element.tag, '<constant value="true"/> or "false"')
        return TRUTH.get(value, False)

    def check_formulas(self) -> None:
        """Check what every gate is made of."""
        for formula in self.gates.values():
            self._check(formula)
        if not self.gates:
            self.problems.append(Problem("no gate", self.file, expected="a define-gate"))

    def _check(self, element: Element) -> None:
        if element.tag in REFERENCES:
            tag = REFERENCES[element.tag]
            if (tag, element.name) not in self.defined:
                near = near_matches(element.name, [name for kind, name in self.defined if kind == tag])
                self.note(element, "is not defined", element.name or "nothing", f"a {tag} of that name", near)
        elif element.tag == "constant":
            self._truth(element)
        elif element.tag in OPERATORS:
            self._check_operands(element)
        else:
            known = ", ".join([*OPERATORS, *REFERENCES, "constant"])
            self.note(element, "this formula is not read", element.tag, f"one of {known}")

    def _check_operands(self, element: Element) -> None:
        least, most = OPERATORS[element.tag]
        n = len(element.children)
        if n < least or (most is not None and n > most):
            self.note(element, "wrong number of operands", str(n), f"{least}" if most else f"{least} or more")
        if element.tag == "atleast":
            value = element.attributes.get("min", "")
            if not value.isdecimal() or not 1 <= int(value[:9]) <= n:
                self.note(element, "min is out of range", value or "nothing", f"a whole number from 1 to {n}")
        for child in element.children:
            self._check(child)

    def tree(self) -> Tree:
        """The tree: its top, and an order in which gates can be worked out.

        Raises
        ------
        ProblemsError
            If gates go in a circle, there is not one top, or too much below it.
        """
        below = {name: [*references(formula)] for name, formula in self.gates.items()}
        used = {name for parts in below.values() for kind, name in parts if kind == "gate"}
        tops = [name for name in self.gates if name not in used]
        walk = _Walk(below)
        for name in tops or self.gates:
            walk.visit(name)
        missed = [name for name in self.gates if name not in walk.done]
        for name in missed:  # a circle that no top leads to
            walk.visit(name)
        for circle in walk.circles:
            self.note(self.defined["define-gate", circle[0]], "gates in a circle", " > ".join(circle[:20]))
        if len(tops) > 1:
            element, names = self.defined["define-gate", tops[1]], ", ".join(tops[:10])
            self.note(element, "more than one gate that no other uses", names, "one top gate")
        if len(walk.events) > MAX_EVENTS:
            expected = f"at most {MAX_EVENTS}"
            self.problems.append(Problem("too many basic events", self.file, value=str(len(walk.events)),
                                         expected=expected))  # fmt: skip
        self.refuse()
        return Tree(tops[0], self.gates, self.probabilities, self.house, list(walk.done), list(walk.events))


def references(formula: Element) -> Iterator[tuple[str, str]]:
    """Kind and name of what a formula refers to, in order."""
    if formula.tag in REFERENCES:
        yield formula.tag, formula.name
    for child in formula.children:
        yield from references(child)


@dataclass
class _Walk:
    """A depth-first walk from gate to gate, on a stack of its own: trees may be deeper than Python's."""

    below: dict[str, list[tuple[str, str]]]
    done: dict[str, None] = field(default_factory=dict)
    events: dict[str, None] = field(default_factory=dict)
    circles: list[list[str]] = field(default_factory=list)

    def visit(self, top: str) -> None:
        """Visit everything below a gate that was not visited before."""
        if top in self.done:
            return
        path = {top: iter(self.below[top])}
        while path:
            gate = next(reversed(path))
            for kind, name in path[gate]:
                if kind == "basic-event":
                    self.events[name] = None
                elif kind == "gate" and name in path:
                    circle = list(path)
                    self.circles.append([*circle[circle.index(name) :], name])
                elif kind == "gate" and name not in self.done:
                    path[name] = iter(self.below[name])
                    break
            else:
                del path[gate]
                self.done[gate] = None
