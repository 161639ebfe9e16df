"""Formulas as the file writes them: connectives, references, constants."""

from __future__ import annotations

from himaya.effects.power.trees.definitions import Definition, Definitions, Scope
from himaya.effects.power.trees.numbers import whole
from himaya.effects.power.trees.tree import Formula
from himaya.files.xml_tree import Element

OPERANDS = {
    "and": (1, None), "or": (1, None), "not": (1, 1), "xor": (1, None), "iff": (1, None), "nand": (1, None),
    "nor": (1, None), "imply": (2, 2), "atleast": (1, None), "cardinality": (1, None),
}  # fmt: skip
"""Least and most."""
REFERENCES = ("event", "gate", "basic-event", "house-event")
TRUTH = {"true": True, "false": False}
NOTHING = Formula("constant")
"""In the place of what is wrong."""


def formula_of(gate: Definition, definitions: Definitions) -> Formula:
    """The formula of a gate; what is wrong with it is noted."""
    if len(gate.content) != 1:
        definitions.mistakes.note(gate.element, "not one formula", str(len(gate.content)), "one formula")
        return NOTHING
    return _read(gate.content[0], gate.scope, definitions)


def truth_of(house: Definition, definitions: Definitions) -> bool:
    """The value of a house event; false where none is stated, as the format says."""
    if len(house.content) > 1:
        definitions.mistakes.note(
            house.element, "more than one value", str(len(house.content)), "one constant"
        )
    return bool(house.content) and _truth(house.content[0], definitions)


def _truth(element: Element, definitions: Definitions) -> bool:
    value = element.attributes.get("value", "").strip()
    if element.tag != "constant" or value not in TRUTH:
        expected = '<constant value="true"/> or "false"'
        definitions.mistakes.note(element, "no truth value", value or element.tag, expected)
    return TRUTH.get(value, False)


def _read(element: Element, scope: Scope, definitions: Definitions) -> Formula:
    if element.tag in REFERENCES:
        return _reference(element, scope, definitions)
    if element.tag == "constant":
        return Formula("constant", least=int(_truth(element, definitions)))
    if element.tag not in OPERANDS:
        known = ", ".join([*OPERANDS, *REFERENCES, "constant"])
        definitions.mistakes.note(element, "this formula is not read", element.tag, f"one of {known}")
        return NOTHING
    least, most = OPERANDS[element.tag]
    n = len(element.children)
    if n < least or (most is not None and n > most):
        expected = f"{least}" if most else f"{least} or more"
        definitions.mistakes.note(element, "wrong number of operands", str(n), expected)
    operands = tuple(_read(each, scope, definitions) for each in element.children)
    bounds = {"atleast": ("min",), "cardinality": ("min", "max")}.get(element.tag, ())
    limits = [_limit(element, name, n, definitions) for name in bounds]
    if len(limits) == 2 and limits[0] > limits[1]:
        definitions.mistakes.note(element, "min is above max", str(limits[0]), f"at most {limits[1]}")
    return Formula(element.tag, operands, "", *limits)


def _limit(element: Element, name: str, n: int, definitions: Definitions) -> int:
    """`min` or `max` of a connective; `atleast` begins with 1, since at least none is no condition."""
    least = 1 if element.tag == "atleast" else 0
    value = element.attributes.get(name, "").strip()
    found = whole(value)
    if found is None or not least <= found <= n:
        expected = f"a whole number from {least} to {n}"
        definitions.mistakes.note(element, f"{name} is out of range", value or "nothing", expected)
        return least
    return found


def _reference(element: Element, scope: Scope, definitions: Definitions) -> Formula:
    kind = element.attributes.get("type", "event") if element.tag == "event" else element.tag
    if kind not in REFERENCES:
        definitions.mistakes.note(element, "unknown type", kind, "gate, basic-event or house-event")
        return NOTHING
    found = definitions.find("event", element.name, scope)
    if found is None:
        what = "definition" if kind == "event" else f"define-{kind}"
        near = definitions.near(kind, element.name)
        definitions.mistakes.note(
            element, "is not defined", element.name or "nothing", f"a {what} of that name", near
        )
        return NOTHING
    if kind not in ("event", found.kind):
        definitions.mistakes.note(element, f"is a {found.kind}", element.name, f"<{found.kind}/> or <event/>")
        return NOTHING
    return Formula("reference", name=found.label)
