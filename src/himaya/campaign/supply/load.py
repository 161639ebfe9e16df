"""Supply files: by shipped name or by path."""

from __future__ import annotations

from pathlib import Path

from himaya.campaign.supply.check import fit_problems, supply_problems
from himaya.campaign.supply.file import Supply
from himaya.files.kind import FileKind, Folder
from himaya.files.problems import refuse
from himaya.scenario import Scenario
from himaya.scenario.catalogue import shipped_catalogue
from himaya.scenario.load import with_types

SUPPLIES = FileKind("supply", Supply, Folder("himaya.campaign", "supplies"), supply_problems)
"""Files of supplies."""


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
    document = SUPPLIES.find(name_or_path)
    supply = SUPPLIES.parse(document)
    if scenario is not None:
        kinds = with_supply(scenario, supply).system_types
        refuse(fit_problems(supply, scenario, kinds, document))
    return supply


def with_supply(scenario: Scenario, supply: Supply) -> Scenario:
    """The scenario with all units that come, and as many teams as there can be at the most."""
    teams = {area.id: area.teams for area in scenario.area_defences}
    for order in (*supply.deliveries, *supply.purchases, *supply.backfills):
        if order.teams in teams:
            teams[order.teams] += order.quantity
    areas = [area.model_copy(update={"teams": teams[area.id]}) for area in scenario.area_defences]
    raised = scenario.model_copy(update={"units": [*scenario.units, *supply.units], "area_defences": areas})
    return with_types(raised, shipped_catalogue())
