"""What a notebook shows of a scenario: the raid, and who defends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from himaya.notebook import NotebookTable, Shown

if TYPE_CHECKING:
    from himaya.scenario.forces import Unit
    from himaya.scenario.model import Scenario
    from himaya.scenario.types import SystemType


def shown_scenario(scenario: Scenario) -> Shown:
    """Its title, and tables of raid, units and area defences by type."""
    counts = (
        (sum(group.count for group in scenario.raid), "threat"),
        (len(scenario.units), "fire unit"),
        (len(scenario.area_defences), "area defence"),
        (len(scenario.assets), "asset"),
    )
    answer = f"{scenario.name}: {', '.join(_counted(n, noun) for n, noun in counts)}."
    tables = (_raid(scenario), _units(scenario), _areas(scenario))
    return Shown(scenario.title, answer, tuple(each for each in tables if each.rows))


def _counted(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def _raid(scenario: Scenario) -> NotebookTable:
    names = {each.id: each.name for each in scenario.threat_types}
    rows = [
        (
            f"{group.id}: {names.get(group.type, group.type)}",
            f"{group.count:,}",
            f"{group.first_launch_min:g} to {group.last_launch_min:g}",
        )
        for group in scenario.raid
    ]
    return NotebookTable(("Raid", "Threats", "Launched, minutes"), rows)


def _units(scenario: Scenario) -> NotebookTable:
    """Units of a type in a row, with all that they start with."""
    systems = {each.id: each for each in scenario.system_types}
    by_type: dict[str, list[Unit]] = {}
    for unit in scenario.units:
        by_type.setdefault(unit.type, []).append(unit)
    rows = [
        (systems[kind].name, f"{len(units):,}", ", ".join(_rounds(systems[kind], units)))
        for kind, units in by_type.items()
    ]
    return NotebookTable(("Units", "Number", "Rounds, ready and in stock"), rows)


def _rounds(system: SystemType, units: Sequence[Unit]) -> Iterator[str]:
    for each in system.rounds:
        loads = [unit.rounds.get(each.id, each) for unit in units]
        ready, stock = (sum(getattr(load, name) for load in loads) for name in ("ready", "stock"))
        yield f"{each.name} {ready:,} + {stock:,}"


def _areas(scenario: Scenario) -> NotebookTable:
    rows = []
    for kind in scenario.area_types:
        teams = [area.teams for area in scenario.area_defences if area.type == kind.id]
        if teams:
            rows.append((kind.name, f"{len(teams):,}", f"{sum(teams):,}"))
    return NotebookTable(("Area defences", "Number", "Teams"), rows)
