"""The screen of `himaya run`: narrow, in words, recorded beside simulated."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

import himaya
from himaya.app import actions
from himaya.app.run_document import run_document
from himaya.cli.screens.run import run_screen
from himaya.documents.run import Elapsed
from himaya.scenario.effects import Effects

OPTIONS = actions.RunOptions(replications=40)


@pytest.fixture(scope="module", params=["city", "kyiv-2025-07-04"])
def result(request):
    return actions.run(request.param, OPTIONS)


@pytest.fixture(scope="module")
def kyiv():
    return run_screen(actions.run("kyiv-2025-07-04", OPTIONS), None)


@pytest.mark.parametrize("columns", ["40", "80", "200"])
def test_screen__is_at_most_78_wide_on_any_terminal(result, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    shown = run_screen(result, None)
    assert max(map(len, shown.splitlines())) <= 78
    assert "\x1b" not in shown


def test_screen__speaks_in_words(result):
    assert re.findall(r"\w+_\w+", run_screen(result, None)) == []


def test_screen__has_no_more_than_6_columns(result):
    [head] = [line for line in run_screen(result, None).splitlines() if "Launched" in line]
    assert head.split("  ")[-1].strip() == "Hit"
    assert all(word in head for word in ("Launched", "Shot down", "Lost or fell", "Hit"))


def test_screen__shows_raids_of_thousands_in_full(result):
    count = dataclasses.replace(result.document.outcomes["all"].hit, p50=8_888, p05=7_777, p95=9_999)
    launched = dataclasses.replace(count, p05=12_345, p50=12_345, p95=12_345)
    names = ("shot_down", "soft_killed_or_fell", "hit")
    parts = {
        group: part.model_copy(update={"launched": launched, **dict.fromkeys(names, count)})
        for group, part in result.document.outcomes.items()
    }
    document = result.document.model_copy(update={"outcomes": parts})
    table = run_screen(type(result)(document, result.scenario, result.outcome), None).split(
        "Rounds and meetings"
    )[0]
    assert table.count("12,345") == len(parts) + 1  # in the answer, too
    assert table.count("8,900") == 3 * len(parts) + 1
    assert table.count("(7800-10000)") == 3 * len(parts)
    assert "…" not in table
    assert max(map(len, table.splitlines())) <= 78


def outcomes(screen):
    """Lines of the first table."""
    return screen.partition("What it means")[0].splitlines()


def test_rows__are_the_classes_that_fly(kyiv):
    rows = ["Drones", "  strike drones", "  decoys", "Cruise missiles", "Ballistic missiles", "All"]
    found = [line for line in outcomes(kyiv) if line.startswith(tuple(rows))]
    assert [line[: len(row)] for line, row in zip(found, rows, strict=True)] == rows
    assert "Supersonic" not in kyiv


def test_recorded__stands_above_simulated(kyiv):
    lines = outcomes(kyiv)
    [row] = [k for k, line in enumerate(lines) if line.startswith("Drones")]
    assert lines[row].split() == ["Drones", "recorded", "539", "268", "208", "63"]
    assert lines[row + 1].split()[:2] == ["simulated", "539"]
    said = " ".join(kyiv.split())
    claim = "Hits: the record speaks of 63 drones and 9 missiles at 8 places"
    assert re.search(rf"{claim}; simulated are \d\d and \d on average\.", said)
    assert "luck of one night, model taken for true" in said
    assert "What was used: no record to compare with." in said
    assert "- fitted to this night: agreement is not validation" in kyiv


def test_recorded__is_not_there_where_no_record_is():
    table = run_screen(actions.run("city", OPTIONS), None).split("\n\n")[2]
    assert "Launched" in table
    assert "recorded" not in table
    assert "simulated" not in table


@pytest.mark.parametrize(
    ("out", "said"), [(None, "`--out DIR` keeps the run"), (Path("kept/here"), "Kept in kept/here: run.json")]
)
def test_last_line__says_what_was_kept_or_how(result, out, said):
    assert said in " ".join(run_screen(result, out).split("\n\n")[-1].split())


def test_counts__of_one_are_singular():
    assert "1 area defence\n" in run_screen(actions.run("city", OPTIONS), None)


def test_markup__in_a_scenarios_words_is_shown_as_it_stands(result):
    scenario = result.scenario.model_copy(update={"title": "A [red]night[/] of [1] :bomb:"})
    assert "A [red]night[/] of [1] :bomb:" in run_screen(
        type(result)(result.document, scenario, result.outcome), None
    )


def test_meaning__is_told_by_group_and_as_an_order_of_magnitude(kyiv):
    table = kyiv.partition("What it means")[2].partition("What to keep in mind")[0]
    rows = ["Drones", "Cruise missiles", "Ballistic missiles", "All"]
    assert [row for row in rows if f"\n{row}" in table] == rows
    said = " ".join(table.split())
    assert "kills over built-up ground" in said
    assert (
        "Killed and injured are an order of magnitude. How many are in shelter rests on how long before each "
        "hit people are warned."
    ) in said
    assert "most of what is lost is at Solomianskyi." in said
    assert re.search(r"Of \d\d hits on average, \d\d fall on homes and \d\d on open ground\.", said)


def test_tolls__stand_below_all_by_the_day_of_the_count(kyiv):
    lines = [line.split() for line in kyiv.splitlines()]
    assert ["Counted", "by", "4", "July", "2025", "1", "23"] in lines
    assert ["Counted", "by", "8", "July", "2025", "3", "32"] in lines


def test_error_of_the_mean__is_shown_with_notes_alone(result):
    plain, whole = (" ".join(run_screen(result, None, notes=each).split()) for each in (False, True))
    mean, half = result.document.outcomes["all"].hit.mean, result.document.precision.half_width
    assert "to this mean" not in plain
    assert (
        f"Mean hits {mean:.2f}. Chance and the library of routes leave +/- {half:.2f} to this mean" in whole
    )


def test_value_lost__is_a_share_in_as_few_parts_as_make_one(result):
    """A hundredth is 1 %, half of it 50 of 10,000, and a millionth 1 of a million."""
    damage = result.document.damage
    whole = sum(asset.value for asset in damage.assets.values())
    in_parts = (
        (0.01, "Value lost, %", "1 (0-1)"),
        (0.005, "Value lost, of 10,000", "50 (0-50)"),
        (1e-6, "Value lost, of a million", "1 (0-1)"),
    )
    for share, words, cell in in_parts:
        lost = dataclasses.replace(damage.total["all"], p05=0.0, p50=share * whole, p95=1.001 * share * whole)
        total = damage.model_copy(update={"total": {"all": lost}})
        document = result.document.model_copy(update={"damage": total})
        shown = run_screen(type(result)(document, result.scenario, result.outcome), None)
        assert words in shown
        row = next(line for line in shown.partition(words)[2].splitlines() if line.startswith("All "))
        assert row.split()[1:3] == cell.split()


def test_brackets__say_what_they_hold():
    drawn = actions.run("city", actions.RunOptions(replications=2_000, uncertain=10))
    said = " ".join(run_screen(drawn, None).split())
    assert "90 % of nights: luck of one night, and what is not known of the model's numbers." in said
    assert "model taken for true" not in said


def test_meaning__says_where_warning_is_stated():
    scenario = himaya.load("city")
    stated = scenario.model_copy(update={"effects": Effects(warning_min={"drones": 5})})
    outcome = himaya.simulate(stated, replications=100)
    document = run_document(stated, outcome, dict.fromkeys(Elapsed.model_fields, 0.0), [])
    assert document.casualties.shelter["drones"] == "stated"
    shown = " ".join(run_screen(actions.RunResult(document, stated, outcome), None).split())
    assert "how long before each hit people are warned, for drones on the warning that is stated." in shown


def test_cautions__are_three_and_with_notes_all(result):
    notes = [note.text for note in result.document.notes]
    few, whole = (" ".join(run_screen(result, None, notes=each).split()) for each in (False, True))
    assert sum(note in few for note in notes) == 3
    assert f"{len(notes) - 3} more: `--notes`, `--json`" in few
    assert all(note in whole for note in notes)
    assert "more: `--notes`" not in whole


def test_rounds__that_are_hardly_used_get_no_row(result):
    rounds = result.document.rounds
    name, used = next(iter(rounds.items()))
    never = dataclasses.replace(used.fired, mean=0.01, p05=0, p50=0, p95=0)
    unused = used.model_copy(update={"fired": never, "name": "Rusty", "on_hand": 1_200})
    document = result.document.model_copy(update={"rounds": {**rounds, name: unused}})
    shown = run_screen(type(result)(document, result.scenario, result.outcome), None)
    assert not any(line.startswith("Rusty") for line in shown.splitlines())
    assert "Not used in nineteen nights of twenty: Rusty (1,200)" in " ".join(shown.split())
