import pytest

import himaya
from himaya.calibration.nights import Told, night_of
from himaya.notes import Note
from himaya.scenario.recorded import Recorded

MAY = "2025-05-10T22:00:00+03:00"


def night(start=MAY, **groups):
    city = himaya.load("city")
    told = {group: Recorded(source="test", **counts) for group, counts in groups.items()}
    return night_of(city.model_copy(update={"start": start, "recorded": told}))


def test_split_era__tells_shot_down_and_lost():
    found = night(drones={"launched": 16, "destroyed": 9, "not_reach_goal": 4})
    assert found.told == {"drones": Told(16, 13, 9)}
    assert not found.merged


def test_night_that_ended_after_midnight__has_the_later_date():
    assert str(night(start=MAY).ended) == "2025-05-11"


def test_night__has_the_date_on_which_the_recorded_raids_ended():
    """All are launched before midnight, the raid ends in the morning: the record has the later date."""
    city = himaya.load("city")
    stated = {"start": "2025-07-12T18:00:00+03:00", "end": "2025-07-13T05:00:00Z"}
    assert str(night_of(city.model_copy(update={"start": stated["start"]})).ended) == "2025-07-12"
    assert str(night_of(city.model_copy(update=stated)).ended) == "2025-07-13"


def test_last_split_morning__is_split_and_the_next_is_merged():
    counts = {"launched": 16, "destroyed": 9}
    assert night("2025-07-24T00:00:00+03:00", drones=counts).told == {"drones": Told(16, 9, None)}
    assert night("2025-07-24T00:00:00+03:00", drones=counts).merged
    assert not night("2025-07-23T00:00:00+03:00", drones={**counts, "not_reach_goal": 3}).merged


def test_lost_that_are_told_after_the_break__are_told_apart():
    found = night("2025-08-10T22:00:00+03:00", drones={"launched": 16, "destroyed": 9, "not_reach_goal": 4})
    assert found.told == {"drones": Told(16, 13, 9)}


def test_neutralised_alone__is_one_number():
    found = night(drones={"launched": 16, "neutralised": 12})
    assert found.told == {"drones": Told(16, 12, None)}
    assert found.merged


def test_missiles__without_lost_tell_kills_alone():
    found = night(cruise_missile={"launched": 3, "destroyed": 2}).told["cruise_missile"]
    assert (found, found.recorded) == (Told(3, None, 2), 2)


def test_missiles__with_lost_tell_both():
    found = night(cruise_missile={"launched": 3, "destroyed": 1, "not_reach_goal": 1})
    assert found.told["cruise_missile"] == Told(3, 2, 1)


@pytest.mark.parametrize(
    ("start", "counts", "reason"),
    [
        (MAY, {"launched": 16}, Note("destroyed_unknown")),
        (
            MAY,
            {"launched": 16, "destroyed": 9},
            Note("lost_bound"),
        ),
        ("2024-05-10T22:00:00+03:00", {"launched": 16, "destroyed": 9}, Note("kills_bound")),
        (
            MAY,
            {"launched": 17, "destroyed": 9, "not_reach_goal": 1},
            Note("others_fly", recorded=17, flown=16),
        ),
    ],
)
def test_counts_that_cannot_be_used__are_left_out_with_the_reason(start, counts, reason):
    found = night(start, drones=counts)
    assert (found.told, found.left_out) == ({}, {"drones": reason})


def test_night_without_a_date__is_a_problem():
    with pytest.raises(himaya.ProblemsError, match="the night has no date"):
        night(None)


@pytest.mark.parametrize(
    ("start", "group", "counts", "expected"),
    [
        (MAY, "cruise_missile", {"launched": 3, "destroyed": 1}, Told(3, 2, 1, 3)),
        (MAY, "cruise_missile", {"launched": 3}, Told(3, 2, None, 3)),
        (MAY, "drones", {"launched": 16, "destroyed": 2}, Told(16, 2, 2, 3)),
        ("2025-08-10T22:00:00+03:00", "drones", {"launched": 16}, Told(16, 2, None, 3)),
    ],
)
def test_interval__is_what_is_told(start, group, counts, expected):
    found = night(start, **{group: {**counts, "neutralised_between": {"low": 2, "high": 3}}})
    assert (found.told, found.left_out) == ({group: expected}, {})


@pytest.mark.parametrize(
    ("start", "counts", "low", "reason"),
    [
        (MAY, {"destroyed": 0}, 0, "lost_bound"),
        (MAY, {}, 0, "destroyed_unknown"),
        ("2024-08-10T22:00:00+03:00", {"destroyed": 9}, 9, "kills_bound"),
    ],
)
def test_interval__that_tells_nothing_or_kills_alone_is_left_out(start, counts, low, reason):
    counts = {"launched": 16, **counts, "neutralised_between": {"low": low, "high": 16}}
    assert night(start, drones=counts).left_out == {"drones": Note(reason)}
