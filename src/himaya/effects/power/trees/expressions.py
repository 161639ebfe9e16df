"""Works out expressions: numbers, parameters, arithmetic, conditions, built-in distributions.

A value is None where it waits for the mission time, or where something in it is wrong, which is then noted.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise
from operator import truediv

from himaya.effects.power.trees.definitions import Definition, Definitions, Scope
from himaya.effects.power.trees.distributions import BUILT_IN, DEVIATES, ArgumentsError
from himaya.effects.power.trees.numbers import real, whole
from himaya.effects.power.trees.ordering import ordered
from himaya.files.xml_tree import Element

HOURS = {"hours": 1.0, "years": 8760.0}
"""Units of the mission time."""
MANY = (1, None)
OPERATIONS: dict[str, tuple[tuple[int, int | None], Callable[..., float]]] = {
    "neg": ((1, 1), lambda x: -x),
    "add": (MANY, lambda *each: math.fsum(each)),
    "sub": (MANY, lambda first, *others: first - math.fsum(others)),
    "mul": (MANY, lambda *each: math.prod(each)),
    "div": (MANY, lambda *each: reduce(truediv, each)),
    "pi": ((0, 0), lambda: math.pi),
    "pow": ((2, 2), math.pow),
    "mod": ((2, 2), lambda x, y: float(int(x) % int(y))),
    "min": (MANY, min),
    "max": (MANY, max),
    "mean": (MANY, lambda *each: math.fsum(each) / len(each)),
    "abs": ((1, 1), abs),
    "ceil": ((1, 1), math.ceil),
    "floor": ((1, 1), math.floor),
    **{name: ((1, 1), getattr(math, name)) for name in ("exp", "log", "log10", "sqrt", "sin", "cos", "tan")},
    **{name: ((1, 1), getattr(math, name)) for name in ("asin", "acos", "atan", "sinh", "cosh", "tanh")},
    "not": ((1, 1), lambda x: not x),
    "and": (MANY, lambda *each: all(each)),
    "or": (MANY, lambda *each: any(each)),
    "eq": ((2, 2), lambda x, y: x == y),
    "df": ((2, 2), lambda x, y: x != y),
    "lt": ((2, 2), lambda x, y: x < y),
    "gt": ((2, 2), lambda x, y: x > y),
    "leq": ((2, 2), lambda x, y: x <= y),
    "geq": ((2, 2), lambda x, y: x >= y),
}
"""Least and most arguments, and what it gives."""
LITERALS = ("float", "int", "bool")


@dataclass
class Expressions:
    """Works out the expressions of one model."""

    definitions: Definitions
    mission_h: float | None
    at_mean: int = 0
    """How many random deviates were held at their mean."""
    _known: dict[int, float | None] = field(default_factory=dict)
    """Value of a parameter, by the identity of its element."""

    def work_out_parameters(self) -> None:
        """Work out every parameter, each after those that it is made of."""
        parameters = {
            str(id(each.element)): each for each in self.definitions.all if each.kind == "parameter"
        }
        below = {key: [*self._referred(each.element, each.scope)] for key, each in parameters.items()}
        order = ordered(below)
        for circle in order.circles:
            first = parameters[circle[0]]
            way = " > ".join(parameters[key].label for key in circle[:20])
            self.definitions.mistakes.note(first.element, "parameters in a circle", way)
        if order.circles:
            return
        for key in order.names:
            self._known[int(key)] = self.defined(parameters[key])

    def _referred(self, element: Element, scope: Scope) -> Iterator[str]:
        for child in element.children:
            found = (
                self.definitions.find("parameter", child.name, scope) if child.tag == "parameter" else None
            )
            if found:
                yield str(id(found.element))
            yield from self._referred(child, scope)

    def defined(self, definition: Definition) -> float | None:
        """The one expression of a definition."""
        if len(definition.content) == 1:
            return self.value(definition.content[0], definition.scope)
        what = "probability" if definition.kind == "basic-event" else "expression"
        n = len(definition.content)
        message = f"more than one {what}" if n else f"no {what}"
        self.definitions.mistakes.note(
            definition.element, message, str(n) if n else None, '<float value="..."/>'
        )
        return None

    def probability(self, element: Element, scope: Scope, of: str) -> float | None:
        """An expression that must be a probability."""
        found = self.value(element, scope)
        if found is not None and (isinstance(found, bool) or not 0.0 <= found <= 1.0):
            value = element.attributes.get("value") or f"{found:g}"
            self.definitions.mistakes.note(element, f"no probability of {of}", value, "a number from 0 to 1")
            return None
        return found

    def value(self, element: Element, scope: Scope) -> float | None:
        """The value of an expression."""
        tag = element.tag
        special = {
            **dict.fromkeys(LITERALS, self._literal),
            "parameter": self._parameter,
            "system-mission-time": self._mission_time,
            "ite": self._choice,
            "switch": self._switch,
            "histogram": self._histogram,
        }
        if tag in special:
            return special[tag](element, scope)
        if tag in OPERATIONS:
            (least, most), function = OPERATIONS[tag]
            if least <= len(element.children) and (most is None or len(element.children) <= most):
                return self._applied(element, scope, function)
            return self._miscounted(element, f"{least}" if most == least else f"{least} or more")
        known = {**BUILT_IN, **DEVIATES}
        if tag not in known:
            expected = f"one of {', '.join([*special, *OPERATIONS, *known])}"
            return self._wrong(element, "this expression is not read", tag, expected)
        counts, function = known[tag]
        if len(element.children) not in counts:
            return self._miscounted(element, " or ".join(map(str, counts)))
        self.at_mean += int(tag in DEVIATES)
        return self._applied(element, scope, function)

    def _miscounted(self, element: Element, expected: str) -> float | None:
        return self._wrong(element, "wrong number of arguments", str(len(element.children)), expected)

    def _wrong(self, element: Element, message: str, value: str | None, expected: str | None) -> float | None:
        self.definitions.mistakes.note(element, message, value, expected)
        return None

    def _applied(self, element: Element, scope: Scope, function: Callable[..., float]) -> float | None:
        arguments = [self.value(each, scope) for each in element.children]
        if any(each is None for each in arguments):
            return None
        try:
            found = function(*arguments)
        except ArgumentsError as error:
            return self._wrong(element, "cannot be worked out", None, str(error))
        except (ValueError, ArithmeticError):
            return self._wrong(element, "cannot be worked out", None, None)
        if isinstance(found, complex) or not math.isfinite(found):
            return self._wrong(element, "cannot be worked out", None, None)
        return found

    def _literal(self, element: Element, _scope: Scope) -> float | None:
        text = element.attributes.get("value", "").strip()
        if element.tag == "bool":
            if text in ("true", "false"):
                return text == "true"
            return self._wrong(element, "no truth value", text or "nothing", "true or false")
        found = whole(text) if element.tag == "int" else real(text)
        if found is None:
            expected = "a whole number" if element.tag == "int" else "a number"
            return self._wrong(element, "is not read as a number", text or "nothing", expected)
        return float(found)

    def _parameter(self, element: Element, scope: Scope) -> float | None:
        found = self.definitions.find("parameter", element.name, scope)
        if found is None:
            near = self.definitions.near("parameter", element.name)
            expected = "a define-parameter of that name"
            self.definitions.mistakes.note(
                element, "is not defined", element.name or "nothing", expected, near
            )
            return None
        stated, asked = found.element.attributes.get("unit"), element.attributes.get("unit")
        if stated and asked and stated != asked:
            return self._wrong(element, "is defined in another unit", asked, stated)
        return self._known.get(id(found.element))

    def _mission_time(self, element: Element, _scope: Scope) -> float | None:
        unit = element.attributes.get("unit", "hours")
        if unit not in HOURS:
            return self._wrong(element, "the mission time has no such unit", unit, "hours or years")
        return None if self.mission_h is None else self.mission_h / HOURS[unit]

    def _choice(self, element: Element, scope: Scope) -> float | None:
        """The second where the first is true, else the third."""
        if len(element.children) != 3:
            return self._miscounted(element, "3")
        condition, *values = [self.value(each, scope) for each in element.children]
        return None if condition is None else values[0 if condition else 1]

    def _switch(self, element: Element, scope: Scope) -> float | None:
        *cases, last = element.children or [element]
        if last is element or any(each.tag != "case" or len(each.children) != 2 for each in cases):
            return self._wrong(
                element, "not a switch", None, "cases of two expressions, and a last expression"
            )
        found = self.value(last, scope)
        for case in reversed(cases):
            condition, value = (self.value(each, scope) for each in case.children)
            found = None if condition is None else value if condition else found
        return found

    def _histogram(self, element: Element, scope: Scope) -> float | None:
        """Its mean: of each bin the middle, by the bins' weights."""
        first, *bins = element.children or [element]
        if not bins or any(each.tag != "bin" or len(each.children) != 2 for each in bins):
            return self._wrong(
                element, "not a histogram", None, "a lower bound, and bins of upper bound and weight"
            )
        self.at_mean += 1
        values = [
            self.value(first, scope),
            *(self.value(each, scope) for bin_ in bins for each in bin_.children),
        ]
        known = [each for each in values if each is not None]
        if len(known) < len(values):
            return None
        bounds, weights = [known[0], *known[1::2]], known[2::2]
        if sorted(bounds) != bounds or min(weights) < 0 or sum(weights) <= 0:
            return self._wrong(element, "not a histogram", None, "rising bounds, and weights of 0 or more")
        middles = [(low + high) / 2.0 for low, high in pairwise(bounds)]
        return math.fsum(w * x for w, x in zip(weights, middles, strict=True)) / math.fsum(weights)
