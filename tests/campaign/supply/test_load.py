"""Supply files: what is wrong is told with its line, its value and what would be right."""

from __future__ import annotations

import pytest

from himaya.campaign.supply.load import SUPPLIES, load_supply
from himaya.errors import ProblemsError, UnknownNameError
from himaya.scenario import dump
from tests.campaign.supply.small import scenario, stated, stated_whole, text_of

GOOD = """
stock:
  - {round: battery/round, depot: east, quantity: 5}
units:
  - {id: battery-2, type: battery, lat: 47.5, lon: 34.1}
suppliers:
  - {id: maker, capacity_per_month: 10}
deliveries:
  - {id: gift, donor: friend, round: battery/round, depot: east, quantity: 5, date: 2025-07-03, source: x}
  - {id: unit, donor: friend, unit: battery-2, date: 2025-07-04, source: x}
  - {id: teams, donor: friend, teams: interceptors-kyiv, quantity: 2, date: 2025-07-05, source: x}
pauses:
  - {id: july, donor: friend, begins: 2025-07-02, ends: 2025-07-10, source: x}
purchases:
  - {id: buy, supplier: maker, round: battery/round, depot: west, quantity: 7, ordered: 2025-07-02,
     lead_days: 3, unit_price_usd: 1000, source: x}
lines:
  - {id: line, round: battery/round, depot: east, investment_usd: 1, begins: 2025-07-02, monthly_output: 30,
     unit_price_usd: 5, source: x}
backfills:
  - {id: fill, donor: other, pause: july, round: battery/round, depot: east, quantity: 3, source: x}
transfers:
  - {id: move, round: battery/round, origin: east, depot: west, quantity: 3, date: 2025-07-06}
policies:
  - {id: save, rule: reserve, rounds: [battery/round], classes: [one_way_drone], below: 3}
"""


def problems(*edits):
    text = GOOD
    for old, new in edits:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    with pytest.raises(ProblemsError) as caught:
        stated(text)
    return caught.value.problems, text_of(text)


def test_good__loads_and_reads_back_equal(tmp_path):
    supply = stated(GOOD)
    dump(supply, tmp_path / "again.yaml")
    assert load_supply(tmp_path / "again.yaml", scenario()) == supply
    assert load_supply(str(tmp_path / "again.yaml")) == supply


JULY = "  - {id: july, donor: friend, begins: 2025-07-02, ends: 2025-07-10, source: x}"
GIFT = "  - {id: gift, donor: friend, round: battery/round, depot: east, quantity: 5, date: 2025-07-03"
UNIT = "  - {id: unit, donor: friend, unit: battery-2, date: 2025-07-04, source: x}\n"


@pytest.mark.parametrize(
    ("old", "new", "path", "said"),
    [
        ("ends: 2025-07-10", "ends: 2025-07-01", "pauses[0].ends",
         "the pause ends before it begins, got 2025-07-01, expected a date after 2025-07-02"),
        ("date: 2025-07-03", "date: 2025-07-03, every: month, until: 2025-07-01", "deliveries[0].until",
         "ends before it begins, got 2025-07-01, expected 2025-07-03 or later"),
        ("date: 2025-07-03", "date: 2025-07-03, until: 2025-08-01", "deliveries[0].until",
         "ends what is not repeated, got 2025-08-01, expected every: month with it"),
        ("date: 2025-07-03", "date: 2025-06-30", "deliveries[0].date",
         "before the start, got 2025-06-30, expected 2025-07-01 or later; what came before is in the stock"),
        ("date: 2025-07-06", "date: 2025-06-06", "transfers[0].date", "before the start, got 2025-06-06"),
        ("date: 2025-07-03", "date: July", "deliveries[0].date", "got July"),
        ("july, donor: friend", "july, donor: frend", "pauses[0].donor",
         "unknown donor, got frend (did you mean friend?"),
        ("supplier: maker", "supplier: makers", "purchases[0].supplier",
         "unknown supplier, got makers (did you mean maker?"),
        ("pause: july", "pause: jully", "backfills[0].pause", "unknown pause, got jully (did you mean july?"),
        ("round: battery/round, depot: east, quantity: 5}",
         "round: battery/rounds, depot: east, quantity: 5}",
         "stock[0].round", "unknown round type, got battery/rounds (did you mean battery/round?"),
        ("donor: friend, round: battery/round", "donor: friend, round: missile", "deliveries[0].round",
         "got missile"),
        ("depot: west, quantity: 7", "depot: weest, quantity: 7", "purchases[0].depot",
         "unknown depot, got weest (did you mean west or east?"),
        ("origin: east", "origin: eats", "transfers[0].origin",
         "unknown depot, got eats (did you mean east?"),
        ("origin: east", "origin: west", "transfers[0].depot",
         "from a depot to itself, got west, expected another depot than the origin"),
        ("friend, unit: battery-2", "friend, unit: battery-3", "deliveries[1].unit",
         "unknown unit, got battery-3 (did you mean battery-2?"),
        ("teams: interceptors-kyiv", "teams: interceptors-kiev", "deliveries[2].teams",
         "unknown area defence, got interceptors-kiev (did you mean interceptors-kyiv?"),
        (JULY, JULY.replace("ends", "items: [battery/rund], ends"), "pauses[0].items[0]",
         "unknown item, got battery/rund (did you mean battery/round or"),
        ("unit_price_usd: 1000", "unit_price_usd: -1000", "purchases[0].unit_price_usd",
         "out of range, got -1000"),
        ("investment_usd: 1", "investment_usd: -1", "lines[0].investment_usd", "out of range, got -1"),
        ("lead_days: 3", "lead_days: -3", "purchases[0].lead_days", "out of range, got -3"),
        ("quantity: 7", "quantity: 0", "purchases[0].quantity", "got 0"),
        ("quantity: 7", "quantity: 0.5", "purchases[0].quantity", "got 0.5"),
        (JULY, f"{JULY}\n{JULY.replace('july', 'late').replace('07-02', '07-09').replace('07-10', '07-20')}",
         "pauses[1].begins", "overlaps the pause july of the same donor, got 2025-07-09, "
         "expected a pause that begins on 2025-07-10 or later, or ends by 2025-07-02"),
        ("monthly_output: 30", "monthly_output: 0", "lines[0].monthly_output", "out of range, got 0"),
        ("monthly_output: 30", "monthly_output: 30, share_kept: 0", "lines[0].share_kept",
         "a line with no output, got 0, expected more than 0"),
        ("capacity_per_month: 10", "capacity_per_month: 0", "suppliers[0].capacity_per_month",
         "out of range, got 0"),
        ("date: 2025-07-03", "date: 2025-07-03, probability: 1.2", "deliveries[0].probability",
         "out of range, got 1.2, expected a number from 0 to 1"),
        ("lead_days: 3", "lead_days: 3, paid_up_front: 2", "purchases[0].paid_up_front", "got 2"),
        ("id: buy", "id: gift", "purchases[0].id", "this id stands twice, got gift, expected another id"),
        ("id: save", "id: move", "policies[0].id", "this id stands twice, got move"),
        ("{id: maker,", "{id: maker}\n  - {id: maker,", "suppliers[1].id", "this id stands twice, got maker"),
        (UNIT, "", "units[0].id",
         "the unit never comes, got battery-2, expected a delivery, purchase or backfill of it"),
        (UNIT, UNIT + UNIT.replace("id: unit", "id: again"), "deliveries[2].unit",
         "a unit comes once, got battery-2, expected one order"),
        ("unit: battery-2, date", "unit: battery-2, every: month, date", "deliveries[1].every",
         "only rounds come every month"),
        ("unit: battery-2, date", "unit: battery-2, quantity: 2, date", "deliveries[1].quantity",
         "a unit is one, got 2"),
        ("unit: battery-2, date", "unit: battery-2, teams: interceptors-kyiv, date", "deliveries[1]",
         "several kinds in one order"),
        ("unit: battery-2, date", "date", "deliveries[1]", "nothing is ordered"),
        ("unit: battery-2, date", "unit: battery-2, depot: east, date", "deliveries[1].depot",
         "rounds and a depot go together"),
        ("type: battery,", "type: batery,", "units[0].type", "unknown system type, got batery"),
        ("type: battery,", "type: battery, rounds: {ronud: {ready: 1}},", "units[0].rounds.ronud",
         "unknown round of battery, got ronud (did you mean round?"),
        ("rule: reserve, rounds: [battery/round]", "rule: reserve, rounds: [battery/rounds]",
         "policies[0].rounds[0]", "unknown round type, got battery/rounds (did you mean battery/round?"),
        ("classes: [one_way_drone], ", "", "policies[0].classes", "classes and reserve go together"),
        ("rule: reserve", "rule: guns_for_drones", "policies[0].classes", "classes and reserve go together"),
        ("rule: reserve", "rule: resserve", "policies[0].rule", "got resserve"),
        ("supplier: maker, round", "suplier: maker, round", "purchases[0].suplier", "unknown key"),
    ],
)  # fmt: skip
def test_mistake__is_told_with_its_line_value_and_what_would_be_right(old, new, path, said):
    found, text = problems((old, new))
    (problem,) = [each for each in found if each.path == path]
    assert said in str(problem)
    assert problem.file == "small.yaml"
    last = path.rpartition("]")[2].strip(".") or path.rpartition("[")[0]
    line = text.splitlines()[problem.line - 1]
    assert last in line or "- {" in line, (line, last)


def test_mistakes__are_told_all_at_once_in_order_of_lines():
    found, _ = problems(
        ("capacity_per_month: 10", "capacity_per_month: -1"), ("ends: 2025-07-10", "ends: 2025-07-01"),
        ("unit_price_usd: 1000", "unit_price_usd: -1"), ("monthly_output: 30", "monthly_output: none"),
    )  # fmt: skip
    assert [each.path for each in found] == [
        "suppliers[0].capacity_per_month", "pauses[0].ends", "purchases[0].unit_price_usd",
        "lines[0].monthly_output",
    ]  # fmt: skip
    assert [each.line for each in found] == sorted(each.line for each in found)


def test_unit_served_by_two_depots__is_told():
    text = text_of("").replace("lon: 33.0}", "lon: 33.0, units: [battery-1]}")
    text = text.replace("lon: 32.0}", "lon: 32.0, units: [battery-1, batery-1]}")
    with pytest.raises(ProblemsError) as caught:
        stated_whole(text)
    (first,) = caught.value.problems
    assert str(first) == (
        "small.yaml:9: depots[1].units[0]: served twice, got battery-1, expected one depot; east serves it"
    )
    with pytest.raises(ProblemsError, match=r"unknown unit, got batery-1 \(did you mean battery-1\?\)"):
        stated_whole(text.replace("[battery-1, batery-1]", "[batery-1]"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("himaya/supply/2", "written for a newer Himaya; update it, got himaya/supply/2"),
        ("himaya/scenario/2", "not a supply, got himaya/scenario/2, expected himaya/supply/1"),
    ],
)
def test_other_format__is_told_and_nothing_else(given, said):
    with pytest.raises(ProblemsError) as caught:
        stated_whole(text_of("nonsense: 1\n").replace("himaya/supply/1", given))
    (problem,) = caught.value.problems
    assert (problem.line, problem.path) == (2, "format")
    assert said in str(problem)


def test_unit_that_the_scenario_has__is_told():
    text = text_of(GOOD).replace("battery-2", "battery-1")
    with pytest.raises(ProblemsError, match=r"units\[0\].id: the scenario has this unit, got battery-1"):
        stated_whole(text)


def test_two_pauses_of_one_donor__may_touch_or_be_of_other_items():
    late = JULY.replace("july", "late").replace("ends: 2025-07-10", "ends: 2025-07-20")
    stated(GOOD.replace(JULY, f"{JULY}\n{late.replace('07-02', '07-10')}"))
    mine, other = (
        JULY.replace("ends", "items: [battery/round], ends"),
        late.replace("ends", "items: [battery-2], ends"),
    )
    stated(GOOD.replace(JULY, f"{mine}\n{other}"))


def test_unknown_name__names_those_that_ship():
    shipped = r"co-production, pause-and-backfill, pause, status-quo"
    with pytest.raises(UnknownNameError, match=rf"a shipped supply \({shipped}\)"):
        load_supply("satus")
    with pytest.raises(ProblemsError, match=r"no/supply.yaml: cannot be read: No such file"):
        load_supply("no/supply.yaml")


def test_schema__says_what_a_supply_is():
    schema = SUPPLIES.schema()
    assert schema["properties"]["format"]["const"] == "himaya/supply/1"
    assert {"format", "name", "title", "start", "base_year"} == set(schema["required"])
