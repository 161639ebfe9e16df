"""`himaya supply`: the calendar on screen and as JSON; `himaya check` and `himaya schema` on supply files."""

from __future__ import annotations

import json
from collections import Counter

import jsonschema
import pytest

from himaya.app.supply import SupplyOptions, supply_calendar
from himaya.cli.main import _guarded
from himaya.cli.screens.supply import supply_screen
from tests.campaign.supply.small import text_of
from tests.campaign.supply.test_ledger import HAND

NAMES = ["status-quo", "pause", "pause-and-backfill", "co-production"]


@pytest.fixture
def says(capsys):
    def said(*arguments):
        code = _guarded(list(arguments))
        return code, *capsys.readouterr()

    return said


@pytest.fixture
def hand(tmp_path):
    path = tmp_path / "hand.yaml"
    path.write_text(text_of(HAND), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", NAMES)
def test_screen__is_narrow_and_has_every_row(name):
    document = supply_calendar(name, SupplyOptions(futures=20))
    lines = supply_screen(document).splitlines()
    assert max(map(len, lines)) <= 78
    months = sorted({row.month for row in document.calendar})
    places = [lines.index(month) for month in months]
    assert places == sorted(places)
    assert len(months) == 6
    rows = lines[places[0] : lines.index("", places[0])]
    assert len(rows) == len(document.calendar) + len(months)


def test_screen__by_hand(hand):
    lines = supply_screen(supply_calendar(hand, SupplyOptions(40, 3))).splitlines()
    words = [line.split() for line in lines]
    assert ["02", "purchase", "buy-a", "battery/round", "5", "12", "0.0"] in words
    assert ["02", "pause", "late", "friend", "2", "until", "10"] in words
    assert ["20", "gone", "battery/round", "0.0/50", "never"] in words
    total = next(line for line in lines if line.startswith("battery/round"))
    assert total.split() == ["battery/round", "7", "41"]
    assert "Paid for purchases and lines: USD 0.0 million of 2025." in lines


def test_document__says_what_arrives_and_what_it_costs(hand, says):
    code, out, err = says("supply", hand, "--nights", "40", "--futures", "3", "--json")
    assert (code, err) == (0, "")
    document = json.loads(out)
    jsonschema.validate(document, json.loads(says("schema", "supply")[1]))
    rows = {(row["id"], row["month"]): row for row in document["calendar"]}
    assert Counter(row["kind"] for row in document["calendar"]) == {
        "delivery": 5, "purchase": 2, "line": 2, "pause": 2, "backfill": 1, "transfer": 1,
    }  # fmt: skip
    bought = rows["buy-b", "2025-07"]
    assert (bought["who"], bought["depot"], bought["p_arrives"]) == ("maker", "west", 1.0)
    assert bought["cost_usd"] == {
        "mean": 6000.0, "sd": 0.0, "p05": 6000.0, "p50": 6000.0, "p95": 6000.0,
    }  # fmt: skip
    gone = rows["gone", "2025-07"]
    assert (gone["p_arrives"], gone["night"], gone["arrived"]["mean"]) == (0.0, None, 0.0)
    assert document["items"]["battery/round"]["stock"] == 7
    assert document["items"]["battery/round"]["arrives"]["mean"] == 3 + 5 + 5 + 5 + 6 + 17
    assert document["cost_usd"]["mean"] == 11_000 + 900 + 7 * 17


def test_scenario__is_checked_where_asked(hand, says):
    assert says("supply", hand, "--futures", "2")[0] == 0
    code, out, err = says("supply", hand, "--scenario", "ukraine-2025-07")
    assert (code, out) == (2, "")
    assert "unknown round type, got battery/round" in err
    assert says("supply", "pause", "--scenario", "ukraine-2025-07", "--futures", "2")[0] == 0


def test_check__knows_a_supply_by_its_name_and_its_format(hand, says, tmp_path):
    assert says("check", "co-production") == (0, "co-production: valid\n", "")
    assert says("check", hand)[0] == 0
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(text_of(HAND).replace("lead_days: 3", "lead_days: -3"), encoding="utf-8")
    code, _, err = says("check", str(wrong))
    assert code == 2
    assert "purchases[1].lead_days: out of range, got -3" in err


def test_mistakes__end_with_2(says):
    assert "expected a shipped supply" in says("supply", "paus")[2]
    code, _, err = says("supply", "pause", "--nights", "0", "--seed", "-1")
    assert code == 2
    assert "nights: out of range, got 0, expected 1 to 2000" in err
    assert "seed: out of range" in err


def test_schema_of_the_file__is_that_of_supplies(says):
    found = json.loads(says("schema", "supply_file")[1])
    assert found["properties"]["format"]["const"] == "himaya/supply/1"
    assert "supply_file" in says("schema", "nope")[2]
