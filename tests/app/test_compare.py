"""What `himaya compare` takes: scenarios or kept runs, all of one kind; and the document it gives."""

from __future__ import annotations

import json

import jsonschema
import pytest

import himaya
from himaya.app import actions
from himaya.app.compare_runs import CompareOptions, compare_runs
from himaya.errors import ProblemsError

FEW = CompareOptions(replications=48)


@pytest.fixture
def kept(tmp_path):
    """Two kept runs, flown on other seeds and replications."""
    places = [tmp_path / "one", tmp_path / "two"]
    for place, replications, seed in zip(places, (40, 30), (7, 8), strict=True):
        actions.run("city", actions.RunOptions(replications=replications, seed=seed, out=place))
    return [str(place) for place in places]


def problems(names, options=FEW):
    with pytest.raises(ProblemsError) as caught:
        compare_runs(names, options)
    return [str(problem) for problem in caught.value.problems]


def test_document__validates_and_names_what_was_asked_for():
    document = compare_runs(["city", "kyiv-2025-07-04"], FEW)
    given = json.loads(document.model_dump_json(by_alias=True))
    jsonschema.validate(given, actions.schema("compare"))
    assert (given["schema"], given["scenarios"]) == ("himaya.compare/1", ["city", "kyiv-2025-07-04"])
    assert {(row["a"], row["b"], row["n"]) for row in given["paired"]} == {("city", "kyiv-2025-07-04", 48)}


def test_rows__are_those_of_the_verb():
    city = himaya.load("city")
    rows = himaya.compare([city, city], replications=48, seed=3)
    document = compare_runs(["city", "city"], CompareOptions(48, 3))
    assert [row.model_dump() for row in document.paired] == [vars(row) for row in rows]


def test_runs__are_flown_as_the_first_was(kept):
    document = compare_runs(kept, CompareOptions())
    assert (document.replications, document.seed, document.scenarios) == (40, 7, kept)
    assert {row.mean for row in document.paired} == {0.0}


def test_options__go_before_those_of_the_run(kept):
    document = compare_runs(kept, CompareOptions(replications=16, seed=2))
    assert (document.replications, document.seed) == (16, 2)


def test_kinds__are_not_mixed(kept):
    [said] = problems([kept[0], "city"])
    assert said.endswith(
        "is a run, city is a scenario, expected all of one kind: scenarios, or directories of runs"
    )


def test_directory__that_is_no_run_is_refused(tmp_path):
    [said] = problems([str(tmp_path), str(tmp_path)])[:1]
    assert said == f"{tmp_path}: not a run of Himaya, expected a directory that `himaya run --out` wrote"


def test_shipped_name__never_means_a_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "city").mkdir()
    assert compare_runs(["city", "city"], FEW).replications == 48


def test_unknown_names__are_all_said_at_once():
    said = problems(["citty", "city", "kyiv"])
    assert ["got citty" in said[0], "got kyiv" in said[1], len(said)] == [True, True, 2]


def test_one_scenario__is_too_few():
    assert problems(["city"]) == ["scenarios: too few, got 1, expected two or more"]
