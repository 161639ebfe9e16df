"""What is wrong with a supply file beyond its shape: names, times, and what the scenario lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from himaya.campaign.supply.file import Goods, Pause, Supply
from himaya.errors import Problem, near_matches
from himaya.files.document import FileDocument, Keys
from himaya.scenario import Scenario
from himaya.scenario.catalogue import shipped_catalogue
from himaya.scenario.checks import tree_problems
from himaya.scenario.types import SystemType

ORDERS = ("deliveries", "purchases", "backfills")


def supply_problems(supply: Supply, document: FileDocument) -> Iterator[Problem]:
    """Yield what is wrong within the file."""
    yield from _twice(supply, document)
    depots = [depot.id for depot in supply.depots]
    for part in ("stock", *ORDERS, "lines", "transfers"):
        for k, each in enumerate(getattr(supply, part)):
            if each.depot is not None:
                yield from _unknown(document, (part, k, "depot"), each.depot, depots, "depot")
            if part == "transfers":
                yield from _unknown(document, (part, k, "origin"), each.origin, depots, "depot")
    suppliers = [each.id for each in supply.suppliers]
    for k, bought in enumerate(supply.purchases):
        yield from _unknown(document, ("purchases", k, "supplier"), bought.supplier, suppliers, "supplier")
    donors = list(dict.fromkeys([each.donor for each in supply.deliveries] + suppliers))
    for k, pause in enumerate(supply.pauses):
        yield from _unknown(document, ("pauses", k, "donor"), pause.donor, donors, "donor")
        yield from _overlaps(document, supply.pauses, k)
    pauses = [each.id for each in supply.pauses]
    for k, backfill in enumerate(supply.backfills):
        yield from _unknown(document, ("backfills", k, "pause"), backfill.pause, pauses, "pause")
    yield from _times(supply, document)
    yield from _units(supply, document)
    yield from _served(supply, document)


def _twice(supply: Supply, document: FileDocument) -> Iterator[Problem]:
    """Ids of everything that can be left out stand once: draws and attribution are keyed by them."""
    for parts in (
        ("depots",),
        ("suppliers",),
        ("units",),
        (*ORDERS, "pauses", "lines", "transfers", "policies"),
    ):
        seen: set[str] = set()
        for part in parts:
            for k, each in enumerate(getattr(supply, part)):
                if each.id in seen:
                    yield document.problem(
                        (part, k, "id"), "this id stands twice", "another id", value=each.id
                    )
                seen.add(each.id)


def _unknown(
    document: FileDocument, path: Keys, name: str, known: Sequence[str], noun: str
) -> Iterator[Problem]:
    if name not in known:
        near = near_matches(name, known)
        expected = None if near else ", ".join(known) or f"a {noun} that the file defines"
        yield document.problem(path, f"unknown {noun}", expected, near, name)


def _overlaps(document: FileDocument, pauses: Sequence[Pause], k: int) -> Iterator[Problem]:
    for other in pauses[:k]:
        mine = pauses[k]
        shared = not mine.items or not other.items or set(mine.items) & set(other.items)
        if mine.donor == other.donor and shared and mine.begins < other.ends and other.begins < mine.ends:
            expected = f"a pause that begins on {other.ends} or later, or ends by {other.begins}"
            message = f"overlaps the pause {other.id} of the same donor"
            yield document.problem(("pauses", k, "begins"), message, expected, value=str(mine.begins))


def _times(supply: Supply, document: FileDocument) -> Iterator[Problem]:
    """Nothing is due before the start; repeated orders end after they begin."""
    dated = [("deliveries", "date"), ("purchases", "ordered"), ("transfers", "date")]
    for part, field in dated:
        for k, each in enumerate(getattr(supply, part)):
            due = getattr(each, field)
            if due < supply.start and part != "purchases":
                expected = f"{supply.start} or later; what came before is in the stock"
                yield document.problem((part, k, field), "before the start", expected, value=str(due))
            until = getattr(each, "until", None)
            if until is not None and until < due:
                message, expected = "ends before it begins", f"{due} or later"
                yield document.problem((part, k, "until"), message, expected, value=str(until))


def _units(supply: Supply, document: FileDocument) -> Iterator[Problem]:
    """Every unit of the file is delivered once, and nothing else is."""
    known = [unit.id for unit in supply.units]
    seen: set[str] = set()
    for part in ORDERS:
        for k, each in enumerate(getattr(supply, part)):
            if each.unit is None:
                continue
            yield from _unknown(document, (part, k, "unit"), each.unit, known, "unit")
            if each.unit in seen or getattr(each, "every", None):
                yield document.problem((part, k, "unit"), "a unit comes once", "one order", value=each.unit)
            seen.add(each.unit)
    for k, unit in enumerate(supply.units):
        if unit.id not in seen:
            expected = "a delivery, purchase or backfill of it"
            yield document.problem(("units", k, "id"), "the unit never comes", expected, value=unit.id)


def _served(supply: Supply, document: FileDocument) -> Iterator[Problem]:
    """A unit has one depot."""
    served: dict[str, str] = {}
    for k, depot in enumerate(supply.depots):
        for n, name in enumerate(depot.units):
            if served.setdefault(name, depot.id) != depot.id:
                expected = f"one depot; {served[name]} serves it"
                yield document.problem(("depots", k, "units", n), "served twice", expected, value=name)


def fit_problems(
    supply: Supply, scenario: Scenario, kinds: Sequence[SystemType], document: FileDocument
) -> Iterator[Problem]:
    """Yield what the file names and the scenario does not have; kinds : of all units, those to come too."""
    rounds = [f"{kind.id}/{each.id}" for kind in kinds for each in kind.rounds]
    for part in ("stock", *ORDERS, "lines", "transfers"):
        for k, each in enumerate(getattr(supply, part)):
            if each.round is not None:
                yield from _unknown(document, (part, k, "round"), each.round, rounds, "round type")
            if isinstance(each, Goods) and each.teams is not None:
                areas = [area.id for area in scenario.area_defences]
                yield from _unknown(document, (part, k, "teams"), each.teams, areas, "area defence")
    yield from _new_units(scenario, document)
    own = [unit.id for unit in scenario.units]
    for k, unit in enumerate(supply.units):
        if unit.id in own:
            expected = "an id of its own"
            yield document.problem(("units", k, "id"), "the scenario has this unit", expected, value=unit.id)
    served = [*own, *(unit.id for unit in supply.units)]
    for k, depot in enumerate(supply.depots):
        for n, name in enumerate(depot.units):
            yield from _unknown(document, ("depots", k, "units", n), name, served, "unit")
    items = [*rounds, *served, *(area.id for area in scenario.area_defences)]
    for k, pause in enumerate(supply.pauses):
        for n, name in enumerate(pause.items):
            yield from _unknown(document, ("pauses", k, "items", n), name, items, "item")
    commands = sorted({unit.command for unit in (*scenario.units, *supply.units) if unit.command})
    for k, policy in enumerate(supply.policies):
        for field, known, noun in (("rounds", rounds, "round type"), ("order", commands, "command")):
            for n, name in enumerate(getattr(policy, field)):
                yield from _unknown(document, ("policies", k, field, n), name, known, noun)


def _new_units(scenario: Scenario, document: FileDocument) -> Iterator[Problem]:
    """Types, networks and loads of units that come are checked as those of a scenario are."""
    tree = document.tree if isinstance(document.tree, dict) else {}
    parts = scenario.model_dump(mode="json", include={"system_types", "networks"})
    among = replace(document, tree={**parts, "units": tree.get("units", [])})
    for problem in tree_problems(among, shipped_catalogue()):
        if (problem.path or "").startswith("units"):  # the scenario's own parts were checked with it
            yield problem
