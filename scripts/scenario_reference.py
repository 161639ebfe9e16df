"""Print docs/scenario-file.md: the reference of the scenario file, made from the models' own sentences.

``python scripts/scenario_reference.py > docs/scenario-file.md``; a test holds the page to this output.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from himaya.scenario import SCENARIOS, Scenario

Schema = dict[str, Any]

INTRODUCTION = Path(__file__).with_suffix(".md")
"""What stands above the tables."""
NUMBERS = ("Stated", "Pert", "LogNormal")
"""Models that a plain number may be replaced by; the page explains them once."""
BOUNDS = (
    ("minimum", "at least"),
    ("exclusiveMinimum", "above"),
    ("maximum", "at most"),
    ("multipleOf", "a multiple of"),
)
PLAIN = {"string": "text", "integer": "whole number", "number": "plain number", "boolean": "true or false"}


def anchor(name: str) -> str:
    """Link to a model's section."""
    return f"[{name}](#{name.lower()})"


def kind(node: Schema) -> str:
    """Say in words what a schema takes."""
    if "$ref" in node:
        return anchor(node["$ref"].rsplit("/", 1)[1])
    options = [each for each in node.get("anyOf", ()) if each.get("type") != "null"]
    if options:
        return " or ".join(kind(each) for each in options)
    if "const" in node or "enum" in node:
        return ", ".join(f"`{each}`" for each in node.get("enum", [node.get("const")]))
    if "oneOf" in node:
        return f"[number](#numbers){_bounds(node)}"
    if node["type"] == "array":
        return _list_kind(node)
    if node["type"] == "object":
        return f"mapping of {_key_kind(node)} to {kind(_values(node))}"
    if "pattern" in node:
        return "id"
    if node.get("format") == "date":
        return "date"
    return PLAIN[node["type"]] + _bounds(node)


def _bounds(node: Schema) -> str:
    if "minimum" in node and "maximum" in node and "multipleOf" not in node:
        return f" from {node['minimum']:,g} to {node['maximum']:,g}"
    return "".join(f", {words} {node[name]:,g}" for name, words in BOUNDS if name in node)


def _list_kind(node: Schema) -> str:
    if "prefixItems" in node:
        return "pair of " + " and ".join(kind(each) for each in node["prefixItems"])
    least = f", {node['minItems']} or more" if "minItems" in node else ""
    return f"list of {kind(node['items'])}{least}"


def _key_kind(node: Schema) -> str:
    names = node.get("propertyNames", {})
    return kind(names) if "enum" in names or "$ref" in names else "id"


def _values(node: Schema) -> Schema:
    patterns: dict[str, Schema] = node.get("patternProperties", {})
    found: Schema = next(iter(patterns.values())) if patterns else node["additionalProperties"]
    return found


def default(name: str, node: Schema, required: list[str]) -> str:
    """Say what holds where a key is left out."""
    if name in required:
        return "**needed**"
    value = node["default"]
    if value is None or value in ("", [], {}) or (isinstance(value, dict) and "$ref" in node):
        return "none" if not value else "see there"
    if isinstance(value, dict) and "likely" in value:
        return f"{value['low']:g} to {value['high']:g}, likely {value['likely']:g} ({value['source']})"
    return f"`{json.dumps(value)}`"


def table(model: Schema) -> Iterator[str]:
    """Yield the lines of a model's table."""
    yield "| key | takes | default | meaning |"
    yield "|---|---|---|---|"
    for name, node in model["properties"].items():
        cells = (f"`{name}`", kind(node), default(name, node, model.get("required", [])))
        yield f"| {' | '.join(cells)} | {' '.join(node['description'].split())} |"


def mentioned(node: object) -> Iterator[str]:
    """Yield the models that a schema speaks of, in order."""
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"].rsplit("/", 1)[1]
        for each in node.values():
            yield from mentioned(each)
    elif isinstance(node, list):
        for each in node:
            yield from mentioned(each)


def sections(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Yield every model once, in the order in which the file speaks of them."""
    yield Scenario.__name__, schema
    waiting, seen = list(mentioned(schema["properties"])), set(NUMBERS)
    while waiting:
        name = waiting.pop(0)
        if name not in seen:
            seen.add(name)
            yield name, schema["$defs"][name]
            waiting = [*mentioned(schema["$defs"][name]), *waiting]


def page() -> str:
    """Make the whole page."""
    schema = SCENARIOS.schema()
    lines = [INTRODUCTION.read_text(encoding="utf-8").rstrip()]
    for name, model in sections(schema):
        lines += ["", f"## {name}", "", model["description"], ""]
        lines += table(model) if "properties" in model else [f"One of {kind(model)}."]
    lines += ["", "## Numbers", "", "A number is plain, or one of these three."]
    for name in NUMBERS:
        lines += ["", f"### {name}", "", schema["$defs"][name]["description"], ""]
        lines += table(schema["$defs"][name])
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(page(), end="")
