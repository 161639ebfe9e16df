"""What a scenario states of a recorded night where the record tells a part: an interval, never 0."""

from __future__ import annotations

from datetime import date

import pytest

import himaya
from himaya.reconstruction import NightOptions, night_scenario
from himaya.scenario import dump, load
from himaya.scenario.assumptions import Gap
from tests.record.small import record_of, row

UKRAINE = himaya.load("ukraine")
PLACE = {"launch_place": "Kursk oblast"}


@pytest.fixture
def recorded(tmp_path):
    def night(*rows):
        record = record_of(tmp_path, *(row(**cells, **PLACE) for cells in rows))
        return night_scenario(record, date(2025, 7, 4), UKRAINE, NightOptions()).scenario

    return night


def told(model, launched, destroyed, lost, **cells):
    return {"model": model, "launched": launched, "destroyed": destroyed, "not_reach_goal": lost, **cells}


def numbers(scenario, group):
    return scenario.recorded[group].model_dump(exclude={"source"}, exclude_none=True)


def test_lost_told_of_a_part__is_an_interval(recorded):
    scenario = recorded(told("C-300", "24", "1", "7"), told("X-47 Kinzhal", "3", "0", ""))
    assert numbers(scenario, "ballistic_missile") == {
        "launched": 27, "destroyed": 1, "neutralised_between": {"low": 8, "high": 11},
    }  # fmt: skip
    whose = {"weapon_class": "ballistic_missile"}
    assert scenario.gaps == [Gap(code="lost_told_in_part", numbers={"low": 8, "high": 11, **whose})]


def test_lost_told_of_one_raid_of_two__is_in_the_sum(recorded):
    """No missile of a raid that tells of none was lost; the two of the other raid are not forgotten."""
    later = {"start": "2025-07-04 07:00", "end": "2025-07-04 08:00"}
    scenario = recorded(told("C-300", "24", "1", ""), told("X-47 Kinzhal", "3", "0", "2", **later))
    assert numbers(scenario, "ballistic_missile") == {"launched": 27, "neutralised": 3}


def test_told_split__flies_and_states_what_its_number_allows(recorded, tmp_path):
    details = "{'C-400': 5, 'Iskander-K': 3, 'X-59': 1}"
    scenario = recorded(told("C-400 and Iskander-K and X-59", "9", "4", "", launched_details=details))
    assert {group.id: (group.type, group.count) for group in scenario.raid} == {
        "s-300-ground": ("s-300-ground", 5),
        "iskander-k": ("iskander-k", 3),
        "kh-59-69": ("kh-59-69", 1),
    }
    assert numbers(scenario, "ballistic_missile") == {
        "launched": 5, "neutralised_between": {"low": 0, "high": 4},
    }  # fmt: skip
    assert numbers(scenario, "cruise_missile") == {
        "launched": 4, "neutralised_between": {"low": 0, "high": 4},
    }  # fmt: skip
    together = {"destroyed": 4, "launched": 9}
    assert (
        Gap(code="destroyed_together", numbers={**together, "weapon_class": "cruise_missile"})
        in scenario.gaps
    )
    (tmp_path / "night.yaml").write_text(dump(scenario), encoding="utf-8")
    assert load(tmp_path / "night.yaml") == scenario


@pytest.mark.parametrize(
    ("cells", "where"),
    [
        ({"neutralised_between": {"low": 4, "high": 3}}, "below low"),
        ({"neutralised_between": {"low": 4, "high": 11}}, "out of range"),
        ({"destroyed": 5, "neutralised_between": {"low": 4, "high": 9}}, "5 to 10"),
        ({"neutralised": 5, "neutralised_between": {"low": 4, "high": 9}}, "beside the number"),
        ({"destroyed": 5, "not_reach_goal": 0, "neutralised_between": {"low": 5, "high": 9}}, "beside"),
    ],
)
def test_interval__that_contradicts_what_is_known_is_refused(tmp_path, cells, where):
    recorded = {"ballistic_missile": {"launched": 10, "source": "test", **cells}}
    text = dump(himaya.load("city"))
    path = tmp_path / "city.yaml"
    path.write_text(text.replace("recorded: {}", f"recorded: {recorded}"), encoding="utf-8")
    with pytest.raises(himaya.ProblemsError, match=where):
        load(path)
