"""Loads supply files: by shipped name or by path, or tells every problem."""

from __future__ import annotations

from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from himaya.campaign.supply.check import fit_problems, supply_problems
from himaya.campaign.supply.file import Supply
from himaya.files.document import Document
from himaya.files.explain import Grammar, problems_of
from himaya.files.named import find_document, shipped_files
from himaya.files.problems import format_problem, refuse
from himaya.scenario import Scenario
from himaya.scenario.catalogue import shipped_catalogue
from himaya.scenario.load import with_types

FORMAT = "himaya/supply/1"


def load_supply(name_or_path: str | Path, scenario: Scenario | None = None, /) -> Supply:
    """Load a supply file.

    Parameters
    ----------
    name_or_path : the name of a shipped supply, or a path: a `Path`, or text that contains ``/`` or ends
        in ``.yaml``. A name never falls back to a file.
    scenario : checked to have all that the file names.

    Raises
    ------
    UnknownNameError
        If no supply of that name ships with Himaya.
    ProblemsError
        If the file cannot be read or anything in it is wrong; it carries all problems.

    Examples
    --------
    >>> import himaya
    >>> supply = himaya.load_supply("status-quo")
    >>> str(supply.start)
    '2025-07-01'
    """
    document = _document(name_or_path)
    supply = supply_of(document)
    if scenario is not None:
        kinds = with_supply(scenario, supply).system_types
        refuse(fit_problems(supply, scenario, kinds, document))
    return supply


def supply_of(document: Document) -> Supply:
    """Make the supply that a document states."""
    refuse(format_problem(document, FORMAT))
    problems = list(document.problems)
    try:
        supply = Supply.model_validate(document.tree)
    except ValidationError as error:
        problems += problems_of(error, document, _grammar())
        refuse(problems)
        raise
    refuse([*problems, *supply_problems(supply, document)])
    return supply


def supply_schema() -> dict[str, Any]:
    """JSON Schema of a supply file."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Supply.model_json_schema()}


def shipped_supplies() -> dict[str, Traversable]:
    """The supplies that ship with Himaya, by name."""
    return shipped_files("himaya.campaign", "supplies")


def with_supply(scenario: Scenario, supply: Supply) -> Scenario:
    """The scenario with all units that come, and as many teams as there can be at the most."""
    teams = {area.id: area.teams for area in scenario.area_defences}
    for order in (*supply.deliveries, *supply.purchases, *supply.backfills):
        if order.teams in teams:
            teams[order.teams] += order.quantity
    areas = [area.model_copy(update={"teams": teams[area.id]}) for area in scenario.area_defences]
    raised = scenario.model_copy(update={"units": [*scenario.units, *supply.units], "area_defences": areas})
    return with_types(raised, shipped_catalogue())


@cache
def _grammar() -> Grammar:
    return Grammar(Supply)


def _document(name_or_path: str | Path) -> Document:
    shipped = shipped_supplies()
    expected = f"a shipped supply ({', '.join(shipped)}) or a path with / or ending in .yaml"
    return find_document(name_or_path, shipped, "supply", expected)
