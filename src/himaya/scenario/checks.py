"""Checks between the parts of a scenario: references, ids, the size of the raid.

References and ids are checked on the tree of the file, so that they are reported together with
all other mistakes even where the models cannot be built.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from himaya.errors import Problem, near_matches
from himaya.files.document import FileDocument, Keys, Tree, inside
from himaya.scenario.catalogue import Catalogue
from himaya.scenario.classes import CLASS_GROUPS
from himaya.scenario.identity import unit_hash
from himaya.scenario.model import MAX_THREATS, Scenario
from himaya.scenario.projection import projection_problems

_KEYS = "(keys)"
"""In a pattern: every key of a mapping, as a name; `*` is every item of a list."""

REFERENCES: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("raid", "*", "type"), "threat_types", "threat type"),
    (("raid", "*", "launch_areas", _KEYS), "launch_areas", "launch area"),
    (("raid", "*", "aim_points", _KEYS), "aim_points", "aim point"),
    (("raid", "*", "via", "*"), "waypoints", "waypoint"),
    (("aim_points", "*", "asset"), "assets", "asset"),
    (("sites", "*", "lines", _KEYS), "assets", "asset"),
    (("units", "*", "type"), "system_types", "system type"),
    (("units", "*", "network"), "networks", "network"),
    (("sensors", "*", "network"), "networks", "network"),
    (("area_defences", "*", "type"), "area_types", "area type"),
    *((("multipliers", group, "types", _KEYS), "threat_types", "threat type") for group in CLASS_GROUPS),
)
"""Where a file names what it or the catalogue defines: place, list of definitions, what to call one."""

NAMESPACES: tuple[tuple[tuple[str, ...], ...], ...] = (
    *(((part, "*", "id"),) for part in ("threat_types", "system_types", "area_types", "launch_areas")),
    *(((part, "*", "id"),) for part in ("waypoints", "assets", "aim_points", "raid", "soft_kill_zones")),
    *(((part, "*", "id"),) for part in ("networks", "sensors", "commands", "districts")),
    (("sites", "*", "site"),),
    (("units", "*", "id"), ("area_defences", "*", "id")),
)
"""Lists in which an id stands once; draws are keyed by the ids of units and area defences together."""


def tree_problems(document: FileDocument, catalogue: Catalogue) -> Iterator[Problem]:
    """Yield what is wrong with names in a document, as far as it can be read."""
    for pattern, part, noun in REFERENCES:
        known = _defined(document, part, catalogue)
        if known is not None:
            yield from _unknown_names(document, pattern, known, noun)
    yield from _unknown_rounds(document, catalogue)
    for patterns in NAMESPACES:
        yield from _duplicates(document, *patterns)
    for path, _ in _names(document.tree, ("system_types", "*", "id")):
        yield from _duplicates(document, (*path[:-1], "rounds", "*", "id"))
    yield from _colliding(document)


def scenario_problems(scenario: Scenario, document: FileDocument) -> Iterator[Problem]:
    """Yield what is wrong with a scenario as a whole, beyond names."""
    n_threats = sum(group.count for group in scenario.raid)
    if n_threats > MAX_THREATS:
        expected = f"at most {MAX_THREATS:,} threats in all"
        yield document.problem(("raid",), "the raid is too large", expected, value=f"{n_threats:,}")
    points = {asset.id for asset in scenario.assets if asset.radius_km == 0.0}
    for k, each in enumerate(scenario.sites):
        for asset in points & each.lines.keys():
            path = ("sites", k, "lines", asset)
            yield document.problem(path, "lines through a point, which no hit falls on", "radius_km above 0")
    yield from projection_problems(scenario, document)


def check_scenario(scenario: Scenario, catalogue: Catalogue) -> tuple[Problem, ...]:
    """Check a scenario that was made in Python; empty if nothing is wrong."""
    document = FileDocument(None, scenario.model_dump(mode="json", warnings=False))
    return (*tree_problems(document, catalogue), *scenario_problems(scenario, document))


def users(document: FileDocument, part: str, name: str) -> Iterator[Keys]:
    """Yield every place that names an item of a list; part : the list."""
    by_command = (("units", "*", "command"), "commands", "command")
    for pattern, defined, _ in (*REFERENCES, by_command):
        if defined == part:
            yield from (path for path, given in _names(document.tree, pattern) if given == name)


def _names(tree: Tree, pattern: Keys, path: Keys = ()) -> list[tuple[Keys, str]]:
    """Return every name at the places of a pattern, with its path; what has another shape is passed over.

    path : where in the document the tree stands.
    """
    places = [(path, tree)]
    for key in pattern:
        if key == "*":
            lists = ((place, part) for place, part in places if isinstance(part, list))
            places = [((*place, index), item) for place, part in lists for index, item in enumerate(part)]
        elif key == _KEYS:
            mappings = ((place, part) for place, part in places if isinstance(part, dict))
            places = [((*place, name), name) for place, part in mappings for name in part]
        else:
            places = [((*place, key), inside(part, key)) for place, part in places]
    return [(place, name) for place, name in places if isinstance(name, str)]


def _defined(document: FileDocument, part: str, catalogue: Catalogue) -> list[str] | None:
    """Return the ids that a list defines; None if the list itself cannot be read."""
    if not isinstance(document.at((part,)) or [], list):
        return None
    own = [name for _, name in _names(document.tree, (part, "*", "id"))]
    return own + [each.id for each in getattr(catalogue, part, ())]


def _unknown_names(document: FileDocument, pattern: Keys, known: list[str], noun: str) -> Iterator[Problem]:
    names = dict.fromkeys(known)
    for path, name in _names(document.tree, pattern):
        if name not in names:
            near = near_matches(name, names)
            listed = ", ".join(list(names)[:12]) or f"a {noun} to be defined"
            yield document.problem(path, f"unknown {noun}", None if near else listed, near, name)


def _unknown_rounds(document: FileDocument, catalogue: Catalogue) -> Iterator[Problem]:
    rounds = {each.id: [one.id for one in each.rounds] for each in catalogue.system_types}
    for path, name in _names(document.tree, ("system_types", "*", "id")):
        rounds[name] = [each for _, each in _names(document.at(path[:-1]), ("rounds", "*", "id"))]
    for path, name in _names(document.tree, ("units", "*", "type")):
        if name in rounds:
            pattern = (*path[:-1], "rounds", _KEYS)
            yield from _unknown_names(document, pattern, rounds[name], f"round of {name}")


def _duplicates(document: FileDocument, *patterns: Keys) -> Iterator[Problem]:
    first: dict[str, Keys] = {}
    for path, name in chain.from_iterable(_names(document.tree, pattern) for pattern in patterns):
        if name in first:
            yield document.problem(path, f"duplicate id, first {_place(document, first[name])}")
        first.setdefault(name, path)


def _place(document: FileDocument, path: Keys) -> str:
    mark = document.marks.get(path)
    return f"on line {mark.line}" if mark else "elsewhere"


def _colliding(document: FileDocument) -> Iterator[Problem]:
    """Yield ids whose hashes are equal: their draws would be the same (0 is the hash of no unit)."""
    first = {0: "no unit at all"}
    for path, name in chain(*(_names(document.tree, pattern) for pattern in NAMESPACES[-1])):
        other = first.setdefault(unit_hash(name), name)
        if other != name:
            yield document.problem(path, f"its hash is that of {other}", "another id for one of the two")
