"""Turns pydantic's errors into problems: place in the file, plain words, near matches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from himaya.errors import Problem, near_matches
from himaya.files.document import FileDocument, Keys
from himaya.units import convert, suffix_of

Schema = dict[str, Any]

_MESSAGES = {
    "missing": "is missing",
    "finite_number": "not a finite number",
    "literal_error": "not what it must say",
    "enum": "unknown name",
    "string_pattern_mismatch": "not an identifier",
    r"(string_)?too_.*": "wrong length",
    r"(greater|less)_than.*|multiple_of|.*_size": "out of range",
    r".*_(parsing|type)|int_from_float": "wrong kind of value",
}
"""What to say of pydantic's errors, by a pattern of their type."""
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")


class Grammar:
    """What a model's JSON schema says is right at each place of a file."""

    def __init__(self, model: type[BaseModel]) -> None:
        self._root = model.model_json_schema()

    def at(self, path: Keys) -> list[Schema]:
        """Return what may stand at a path: one schema for each alternative, none if nothing may."""
        nodes = self._alternatives(self._root)
        for key in path:
            children = [child for node in nodes for child in _children(node, key)]
            nodes = [found for child in children for found in self._alternatives(child)]
        return nodes

    def keys(self, path: Keys) -> list[str]:
        """Return the keys that the mapping at a path may have."""
        return list(dict.fromkeys(key for node in self.at(path) for key in node.get("properties", ())))

    def key_names(self, path: Keys) -> list[Schema]:
        """Return what the free keys of the mapping at a path must be."""
        found: list[Schema] = []
        for node in self.at(path):
            found += [{"type": "string", "pattern": pattern} for pattern in node.get("patternProperties", ())]
            found += [name for name in self._alternatives(node.get("propertyNames", {})) if "enum" in name]
        return found

    def _alternatives(self, node: Schema) -> list[Schema]:
        if "$ref" in node:
            return self._alternatives(self._root["$defs"][node["$ref"].rsplit("/", 1)[1]])
        options = node.get("anyOf") or node.get("oneOf")
        if options is None:
            return [node]
        bounds = {name: node[name] for name in _BOUNDS if name in node}
        return [found for option in options for found in self._alternatives({**bounds, **option})]


@cache
def grammar_of(model: type[BaseModel]) -> Grammar:
    """Return a model's grammar, made once."""
    return Grammar(model)


def _children(node: Schema, key: str | int) -> list[Schema]:
    if isinstance(key, int):
        fixed = node.get("prefixItems")
        item = fixed[key] if fixed and key < len(fixed) else node.get("items")
        return [item] if isinstance(item, dict) else []
    if key in node.get("properties", {}):
        return [node["properties"][key]]
    free = [*node.get("patternProperties", {}).values(), node.get("additionalProperties")]
    return [child for child in free if isinstance(child, dict)]


def expected_words(nodes: list[Schema]) -> str | None:
    """Say in plain words what may stand at a place."""
    words = [_words(node) for node in nodes if node.get("type") != "null"]
    return " or ".join(dict.fromkeys(word for word in words if word)) or None


def _words(node: Schema) -> str:
    if "const" in node:
        return str(node["const"])
    if "enum" in node:
        return "one of " + ", ".join(map(str, node["enum"]))
    kind = node.get("type")
    if kind in ("number", "integer"):
        return ("a number" if kind == "number" else "a whole number") + _bounds_words(node)
    if kind == "string":
        return "lower-case words and digits joined by hyphens" if "pattern" in node else "text"
    if kind == "array":
        least = node.get("minItems")
        return f"a list of at least {least}" if least else "a list"
    if "properties" in node:
        required = node.get("required", list(node["properties"]))
        return "{" + ", ".join(required or node["properties"]) + "}"
    least = node.get("minProperties")
    return f"a mapping of at least {least}" if least else "a mapping"


def _bounds_words(node: Schema) -> str:
    low, high = node.get("minimum"), node.get("maximum")
    if low is not None and high is not None:
        text = f" from {_plain(low)} to {_plain(high)}"
    elif low is not None:
        text = f" of at least {_plain(low)}"
    elif "exclusiveMinimum" in node:
        text = f" above {_plain(node['exclusiveMinimum'])}"
    else:
        text = ""
    return text + (f" in steps of {node['multipleOf']}" if "multipleOf" in node else "")


def _plain(number: float) -> str:
    return f"{number:,.15g}"


def problems_of(error: ValidationError, document: FileDocument, grammar: Grammar) -> Iterator[Problem]:
    """Yield one problem for each mistake that pydantic found in a document."""
    details = [(_path(detail, document), detail) for detail in error.errors(include_url=False)]
    answered: set[Keys] = set()
    for path, detail in details:
        if detail["type"] == "extra_forbidden":
            problem = _unknown_key(path, document, grammar)
            answered.add((*path[:-1], *problem.near[:1]))
            yield problem
    for path, detail in details:
        if detail["type"] != "extra_forbidden" and not (detail["type"] == "missing" and path in answered):
            yield _problem(detail, path, document, grammar)


def _path(detail: ErrorDetails, document: FileDocument) -> Keys:
    """Return the place in the file: pydantic's, without the names of alternatives."""
    path: Keys = ()
    for key in detail["loc"]:
        here = document.at(path)
        inside = key in here if isinstance(here, dict) else isinstance(here, list) and isinstance(key, int)
        if inside or (detail["type"] == "missing" and key is detail["loc"][-1]):
            path = (*path, key)
    return (*path, *detail.get("ctx", {}).get("field", ()))


def _problem(detail: ErrorDetails, path: Keys, document: FileDocument, grammar: Grammar) -> Problem:
    context = detail.get("ctx", {})
    is_key = detail["loc"][-1:] == ("[key]",)
    nodes = grammar.key_names(path[:-1]) if is_key else grammar.at(path)
    expected = context.get("expected") if detail["type"] == "fault" else expected_words(nodes)
    value = str(path[-1]) if is_key else None
    found = value or document.at(path)
    names = [str(name) for node in nodes for name in node.get("enum", ())]
    near = near_matches(found, names) if isinstance(found, str) else ()
    return document.problem(path, _message(detail), expected, near, value)


def _message(detail: ErrorDetails) -> str:
    kind = detail["type"]
    return next((said for pattern, said in _MESSAGES.items() if re.fullmatch(pattern, kind)), detail["msg"])


def _unknown_key(path: Keys, document: FileDocument, grammar: Grammar) -> Problem:
    name, known = str(path[-1]), grammar.keys(path[:-1])
    for field in known:
        if _differ_in_unit(name, field):
            value = _converted(name, field, document.at(path))
            return document.problem(path, f"unknown key, the field is {field}", value, (field,))
    near = near_matches(name, known)
    return document.problem(path, "unknown key", None if near else "one of " + ", ".join(known), near)


def _differ_in_unit(name: str, field: str) -> bool:
    """Tell whether a key is a field's name with no unit or another, of the table or not (``_miles``)."""
    stem, suffix = field.removesuffix(suffix_of(field) or ""), suffix_of(name)
    if stem == field:
        return False
    return name == stem or name.rpartition("_")[0] == stem or (suffix is not None and name == stem + suffix)


def _converted(name: str, field: str, value: object) -> str:
    given, wanted = suffix_of(name), suffix_of(field)
    try:
        number = convert(float(str(value)), given, wanted) if given and wanted else None
    except ValueError:
        number = None
    return f"{field} in its own unit" if number is None else f"{field}: {number:.12g}"
