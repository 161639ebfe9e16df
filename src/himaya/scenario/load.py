"""Loads scenarios: by shipped name or by path, complete with the types they use, or with all problems."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from himaya.errors import ProblemsError, near_matches
from himaya.files.document import FileDocument
from himaya.files.kind import FileKind, Folder
from himaya.scenario.catalogue import Catalogue, shipped_catalogue
from himaya.scenario.checks import scenario_problems, tree_problems
from himaya.scenario.model import Scenario
from himaya.scenario.upgrade import VERSION, upgraded

SCENARIOS = FileKind(
    "scenario", Scenario, Folder("himaya.scenario", "shipped"), scenario_problems, version=VERSION
)
"""Files of scenarios."""


def load(name_or_path: str | Path, /) -> Scenario:
    """Load a scenario, complete with the types it uses.

    Parameters
    ----------
    name_or_path : the name of a shipped scenario, or a path: a `Path`, or text that contains ``/``
        or ends in ``.yaml``. A name never falls back to a file.

    Returns
    -------
    Scenario
        Resolved: what it uses of the catalogue is among its own types, so that saved it loads the
        same without a catalogue.

    Raises
    ------
    UnknownNameError
        If no scenario of that name ships with Himaya.
    ProblemsError
        If the file cannot be read or anything in it is wrong; it carries all problems.

    Examples
    --------
    >>> import himaya
    >>> scenario = himaya.load("city")
    >>> scenario.name
    'city'
    >>> {unit.type for unit in scenario.units} <= {each.id for each in scenario.system_types}
    True
    """
    return resolve(read_scenario(name_or_path), shipped_catalogue())


def list_scenarios() -> tuple[tuple[str, str], ...]:
    """Return the name and title of every shipped scenario, by name."""
    return tuple((name, str(read_scenario(name).at(("title",)))) for name in sorted(SCENARIOS.shipped()))


def resolve(document: FileDocument, catalogue: Catalogue) -> Scenario:
    """Make the scenario that a document states, with what it uses of a catalogue.

    Raises
    ------
    ProblemsError
        With everything that is wrong, first lines first, at most `MAX_PROBLEMS`.
    """
    scenario = SCENARIOS.parse(document, tree_problems(document, catalogue))
    return with_types(scenario, catalogue)


def with_types(scenario: Scenario, catalogue: Catalogue) -> Scenario:
    """Add the types that a scenario uses and does not define; its own come first and win."""
    used = {
        "threat_types": {group.type for group in scenario.raid}
        | {name for each in scenario.multipliers.values() for name in each.types},
        "system_types": {unit.type for unit in scenario.units},
        "area_types": {area.type for area in scenario.area_defences},
    }
    merged = {}
    for part, names in used.items():
        own = getattr(scenario, part)
        names -= {each.id for each in own}
        merged[part] = [*own, *(each for each in getattr(catalogue, part) if each.id in names)]
    return scenario.model_copy(update=merged)


def read_scenario(name_or_path: str | Path) -> FileDocument:
    """Read the file of a scenario, by shipped name or by path, with what it takes from another."""
    return upgraded(_extended(SCENARIOS.find(name_or_path)))


def _extended(document: FileDocument) -> FileDocument:
    """A document that says `extends: NAME`, with what it does not state taken from a shipped scenario.

    What is taken has no place in the file: a problem with it is told of the file's first line.
    """
    name, shipped = document.at(("extends",)), SCENARIOS.shipped()
    if name is None or not isinstance(document.tree, dict):
        return document
    base = SCENARIOS.find(name) if isinstance(name, str) and name in shipped else None
    if base is None or not isinstance(base.tree, dict) or "extends" in base.tree:
        whole = [each for each in shipped if "extends" not in (SCENARIOS.find(each).tree or {})]
        near = near_matches(str(name), whole)
        expected = None if near else f"a shipped scenario that extends none: {', '.join(whole)}"
        raise ProblemsError([document.problem(("extends",), "unknown scenario", expected, near, str(name))])
    own = {key: part for key, part in document.tree.items() if key != "extends"}
    return replace(document, tree={**base.tree, **own})
