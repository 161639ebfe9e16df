"""The supplies that ship load against their scenario, say where numbers are from, and differ as they say."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

import himaya
from himaya.campaign.run import run_campaign
from himaya.campaign.supply.ledger import OPTIONAL, initial_stock, ledger, only, optional_ids, without
from himaya.campaign.supply.load import SUPPLIES, load_supply, with_supply
from himaya.files.base import parts
from himaya.record.weapons import RecordClass
from himaya.scenario import Pert

NAMES = ["status-quo", "pause", "pause-and-backfill", "co-production"]
SCENARIO = "ukraine-2025-07"


@pytest.fixture(scope="module")
def scenario():
    return himaya.load(SCENARIO)


@pytest.mark.parametrize("name", NAMES)
def test_shipped__loads_against_its_scenario_and_every_number_has_a_source(name, scenario):
    supply = load_supply(name, scenario)
    assert (supply.name, supply.start, supply.base_year) == (name, date(2025, 7, 1), 2025)
    for part in ("deliveries", "pauses", "purchases", "lines", "backfills"):
        for each in getattr(supply, part):
            assert each.source.startswith("guess: ") or "20" in each.source, each.id
    for stock in supply.stock:
        assert isinstance(stock.quantity, Pert)
        assert stock.quantity.source.startswith("guess: ")
        assert stock.quantity.low < stock.quantity.likely < stock.quantity.high
    assert any("guesses" in told for told in supply.leaves_out)
    assert all(part.source for _, part in parts(supply) if isinstance(part, Pert))


def test_shipped__are_these(scenario):
    assert sorted(SUPPLIES.shipped()) == sorted(NAMES)
    rounds = {f"{kind.id}/{each.id}" for kind in scenario.system_types for each in kind.rounds}
    for name in NAMES:
        assert {stock.round for stock in load_supply(name).stock} == rounds


def test_shipped__differ_in_what_they_say():
    supplies = {name: load_supply(name) for name in NAMES}
    first = supplies["status-quo"]
    for name, other in supplies.items():
        for part in ("start", "depots", "stock", "units", "deliveries", "policies", "raids"):
            assert getattr(other, part) == getattr(first, part), (name, part)
    assert supplies["pause"].pauses == supplies["pause-and-backfill"].pauses
    assert supplies["co-production"].pauses == first.pauses
    (pause,) = first.pauses
    assert (pause.begins, pause.ends, pause.donor) == (date(2025, 7, 1), date(2025, 7, 8), "United States")
    assert {each.ends for each in supplies["pause"].pauses} == {date(2025, 10, 1)}
    assert supplies["pause-and-backfill"].backfills
    assert supplies["pause-and-backfill"].purchases
    assert supplies["co-production"].lines
    assert (first.lines, first.backfills, first.purchases) == ((), (), ())


def test_scenario__is_ukraine_with_groups_of_every_class_and_shorter_loads(scenario):
    whole = himaya.load("ukraine")
    bare = [unit.model_copy(update={"rounds": {}}) for unit in scenario.units]
    assert bare == [unit.model_copy(update={"rounds": {}}) for unit in whole.units]
    assert scenario.aim_points == whole.aim_points
    assert scenario.area_defences == whole.area_defences
    kinds = {each.id: each.weapon_class.value for each in scenario.threat_types}
    flown = {kinds[group.type] for group in scenario.raid}
    assert flown == {"one_way_drone", "decoy_drone", *(each.value for each in RecordClass if each != "drone")}
    assert all(group.aim_points == whole.raid[0].aim_points for group in scenario.raid)
    systems = {each.id: each for each in whole.system_types}
    for unit in scenario.units:
        for name, load in unit.rounds.items():
            (kind,) = [each for each in systems[unit.type].rounds if each.id == name]
            assert load.ready <= kind.ready
            assert load.ready + load.stock < kind.ready + kind.stock or unit.type == "samp-t"


@pytest.mark.parametrize("name", NAMES)
def test_only_and_without__part_a_supply(name, scenario):
    supply = load_supply(name, scenario)
    ids = optional_ids(supply)
    assert len(set(ids)) == len(ids) == sum(len(getattr(supply, part)) for part in OPTIONAL)
    assert only(supply, ids) == without(supply, []) == supply
    assert optional_ids(only(supply, [])) == optional_ids(without(supply, ids)) == []
    for k, left in enumerate(ids):
        kept = optional_ids(without(supply, [left]))
        also = {each.id for each in supply.backfills if each.pause == left}
        assert kept == [each for each in ids if each != left and each not in also]
        assert optional_ids(only(supply, ids[: k + 1]))[-1:] != [] or left in {f.id for f in supply.backfills}


def test_pause__delays_what_status_quo_brings_and_loses_nothing(scenario):
    """By the middle of January as many rounds have come, in October fewer."""
    came = {}
    for name in ("status-quo", "pause"):
        supply = load_supply(name, scenario)
        whole = with_supply(scenario, supply)
        rounds = [f"{kind.id}/{each.id}" for kind in whole.system_types for each in kind.rounds]
        came[name] = ledger(supply, whole, rounds, (200, range(20)), 1).arrivals.sum(axis=2).cumsum(axis=1)
        assert initial_stock(supply, rounds).sum() > 0
    pac = rounds.index("patriot/pac-3-mse")
    assert (came["pause"][:, 91, pac] < came["status-quo"][:, 91, pac]).all()
    assert (came["pause"] <= came["status-quo"]).all()
    assert (came["pause"][:, 195] == came["status-quo"][:, 195]).all()


def test_campaigns__run_out_in_the_order_that_supply_suggests(scenario):
    """40 futures: short rounds run out under the long pause in more futures than as it went, and guns,
    which everybody would go on supplying, in none."""
    shares = {}
    for name in NAMES[:3]:
        outcome = run_campaign(scenario, load_supply(name, scenario), nights=180, futures=40)
        assert not outcome.imbalance().any()
        for kind in ("patriot/pac-3-mse", "nasams/amraam", "gepard/burst-35-mm"):
            shares[name, kind] = float((outcome.runout(kind) <= 180).mean())
    for name in NAMES[:3]:
        assert shares[name, "gepard/burst-35-mm"] == 0.0
    for kind in ("patriot/pac-3-mse", "nasams/amraam"):
        order = [shares[name, kind] for name in ("status-quo", "pause-and-backfill", "pause")]
        assert order == sorted(order)
        assert any(a < b for a, b in pairwise(order))
