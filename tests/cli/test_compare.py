"""The command and the screen of `himaya compare`."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest

from himaya.app import actions
from himaya.app.compare_runs import CompareOptions, compare_runs
from himaya.cli.main import _guarded
from himaya.cli.screens.compare import compare_screen


@pytest.fixture(scope="module")
def document():
    return compare_runs(["city", "kyiv-2025-07-04", "city"], CompareOptions(replications=48))


def with_ratio(document, ratio):
    rows = [row.model_copy(update={"variance_ratio": ratio}) for row in document.paired]
    return compare_screen(document.model_copy(update={"paired": rows}))


def test_screen__is_narrow_and_in_words(document):
    shown = compare_screen(document)
    assert max(map(len, shown.splitlines())) <= 78
    assert re.findall(r"\w+_\w+", shown) == []
    assert [line.split() for line in shown.splitlines() if "Pairing" in line and " - " in line] == [
        ["A", letter, letter, "-", "A", "95", "%", "interval", "Pairing"] for letter in "BC"
    ]


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (3.04, "Pairing was worth 3.0 times the replications for hits."),
        (0.5, "Pairing bought nothing for hits: 2.0 times more replications are needed."),
        (None, "Paired, hits differ by the same number every night: no chance is left."),
    ],
)
def test_screen__says_in_one_line_what_the_pairing_bought(document, ratio, said):
    assert with_ratio(document, ratio).splitlines().count(said) == 2


def test_nothing__is_shown_as_0_and_exact(document):
    last = compare_screen(document).split("C - A")[1]
    row = next(line for line in last.splitlines() if line.startswith("Rounds fired"))
    assert row.split()[4:] == ["0", "0", "to", "0", "exact"]


def test_json__is_one_object_of_its_schema(capsys):
    code = _guarded(["compare", "city", "city", "--replications", "16", "--quiet", "--json"])
    shown, complaints = capsys.readouterr()
    jsonschema.validate(json.loads(shown), actions.schema("compare"))
    assert (code, complaints, shown.count("\n")) == (0, "", 1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["city"], "scenarios: too few, got 1"),
        (["city", "citty"], "did you mean city?"),
        ([], "Missing argument"),
        (["city", "city", "--replications", "1"], "replications: out of range, got 1, expected 2 to"),
    ],
)
def test_mistake__is_a_line_and_exit_2(capsys, arguments, said):
    assert _guarded(["compare", *arguments]) == 2
    shown, complaints = capsys.readouterr()
    assert (shown, complaints.count("\n"), said in complaints) == ("", 1, True)
