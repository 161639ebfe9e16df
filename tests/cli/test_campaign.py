"""The command `himaya campaign`, and `himaya compare` of what it keeps."""

from __future__ import annotations

import json
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

import jsonschema
import pytest

from himaya.app import actions
from himaya.cli.main import _guarded
from himaya.scenario import dump
from tests.campaign.small import battery, supply

MORE = """
deliveries:
  - {id: a-delivery-with-a-rather-long-name, donor: friend, round: battery/round, depot: depot, quantity: 5,
     date: 2025-07-03, source: test}
pauses: [{id: pause, donor: friend, begins: 2025-07-03, ends: 2025-07-09, source: test}]
"""


@pytest.fixture
def says(tmp_path, monkeypatch):
    """Run a command beside a scenario and two supplies; exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HIMAYA_RECORD", raising=False)
    dump(battery(3, 0.7), "battery.yaml")
    dump(supply(MORE), "supply.yaml")
    dump(supply(), "nothing.yaml")

    def say(*arguments):
        shown, complaints = StringIO(), StringIO()
        with redirect_stdout(shown), redirect_stderr(complaints):
            code = _guarded(["campaign", *arguments] if arguments[0] != "compare" else list(arguments))
        return code, shown.getvalue(), complaints.getvalue()

    return say


SHORT = ("battery.yaml", "--supply", "supply.yaml", "--nights", "12", "--futures", "4")


def test_screen__is_at_most_78_wide_and_says_what_matters(says):
    code, shown, _ = says(*SHORT, "--attribute", "--breakeven", "battery/round", "--attribute-futures", "3")
    assert code == 0
    assert max(map(len, shown.splitlines())) <= 78
    for words in ("Runs out", "Leakers in all", "2025-07", "Break-even of battery/round", "only together"):
        assert words in shown
    assert " ".join(shown.split()).endswith("`--json` prints it for scripts.")


def test_attribution__tells_its_cost_first(says):
    _, _, complaints = says(*SHORT, "--attribute", "--attribute-futures", "3")
    assert "attribution: 4 campaigns, 144 nights" in complaints


def test_json__is_one_object_that_validates(says):
    code, shown, _ = says(*SHORT, "--json", "--quiet")
    assert (code, shown.count("\n")) == (0, 1)
    document = json.loads(shown)
    jsonschema.validate(document, actions.schema("campaign"))
    assert (document["nights"], document["futures"], document["attribution"]) == (12, 4, None)


def test_out__keeps_a_campaign_that_compare_and_resume_read(says):
    assert says(*SHORT, "--out", "a")[0] == 0
    assert says("battery.yaml", "--supply", "nothing.yaml", *SHORT[3:], "--out", "b")[0] == 0
    code, shown, _ = says("compare", "a", "b")
    assert code == 0
    assert max(map(len, shown.splitlines())) <= 78
    assert "Rounds fired" in shown
    assert "4 futures each" in shown
    code, shown, _ = says("--resume", "a")
    assert (code, "Kept in a." in shown) == (0, True)
    code, _, complaints = says(*SHORT, "--out", "a")
    assert (code, "in use" in complaints) == (2, True)
    assert says(*SHORT, "--out", "a", "--force")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--nights", "3"), "a scenario or a directory to resume"),
        (("battery.yaml", "--resume", "a"), "a scenario or a directory to resume"),
        (("--resume", "nowhere"), "nowhere: no campaign was begun here"),
        (("battery.yaml", "--supply", "nope"), "unknown supply, got nope, expected a shipped supply"),
        (("battery.yaml", "--supply", "nope.yaml"), "nope.yaml: cannot be read"),
        ((*SHORT, "--futures", "0"), "futures: out of range, got 0, expected 1 to 1000000"),
        ((*SHORT, "--breakeven", "battery/rund"), "breakeven: unknown round type, got battery/rund"),
        (("city", "--nights", "2", "--record", "none.csv"), "none.csv"),
    ],
)
def test_mistakes__are_one_line_and_exit_2(says, arguments, complaint):
    code, shown, complaints = says(*arguments)
    assert (code, shown) == (2, "")
    assert complaint in complaints
    assert "Traceback" not in complaints


def test_mistakes__are_json_where_json_is_asked_for(says):
    code, shown, _ = says(*SHORT, "--futures", "0", "--json")
    assert code == 2
    assert json.loads(shown)["problems"][0]["path"] == "futures"
