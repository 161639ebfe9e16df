"""The front part of a night: how many drones, to which oblasts, and who never flies there."""

from datetime import date, timedelta
from math import exp

import pytest

import himaya
from himaya.notes import Note
from himaya.reconstruction import NightOptions, night_scenario
from himaya.reconstruction.destinations import Destinations, Portion
from himaya.reconstruction.front import FRONT_DRONES, behind_the_front, front_aims, front_share
from tests.reconstruction.test_usual_targets import FIRST, raid, raids
from tests.record.small import record_of

UKRAINE = himaya.load("ukraine")
FRONT = {aim.id for aim in UKRAINE.aim_points if aim.region in UKRAINE.front_oblasts}
OPTIONS = NightOptions(usual_places=True, usual_targets=True)


def night(tmp_path, *rows, number=40, options=OPTIONS, defence=UKRAINE):
    record = record_of(tmp_path, *rows)
    return night_scenario(record, FIRST + timedelta(days=number), defence, options)


@pytest.mark.parametrize("launched", [1, 30, 90, 400, 2000])
def test_front__takes_nearly_all_of_a_small_night_and_no_more_than_90_of_a_large_one(launched):
    front = launched * front_share(launched)
    assert front == pytest.approx(90.0 * (1.0 - exp(-launched / 90.0)))
    assert front <= min(launched, FRONT_DRONES)


@pytest.mark.parametrize("number", range(8))
def test_parts__of_a_kind_are_all_of_it(number):
    """A half of an odd number rounds down twice."""
    given = Destinations({"aim-kyiv": 1.0}, {"aim-sumy": 1.0}, 0.5)
    parts = [part for part, _ in given.parts(Portion("decoys", "decoy-gerbera", number))]
    assert sum(part.number for part in parts) == number
    assert [part.front_line for part in parts] == [True, False]


def test_front_share__of_nobody_is_nothing():
    assert front_share(0) == 0.0


def test_groups__fly_to_the_front_or_past_it_and_none_is_lost(tmp_path):
    """100 drones, 60.4 of them to the front: of 55 strike drones 33, of 45 decoys 27."""
    made = night(tmp_path, raid(40))
    counts = {group.id: (group.count, group.front_line) for group in made.scenario.raid}
    assert counts == {
        "front-strike-drones": (33, True), "strike-drones": (22, False),
        "front-decoys": (27, True), "decoys": (18, False),
    }  # fmt: skip
    for group in made.scenario.raid:
        assert (set(group.aim_points) <= FRONT) is group.front_line
        assert bool(set(group.aim_points) & FRONT) is group.front_line
    assert Note("front_part", most=90) in made.assumptions
    assert sum(group.count for group in made.scenario.raid) == made.scenario.recorded["drones"].launched


def test_front_aims__go_by_small_earlier_raids_and_every_oblast_counts_once_more(tmp_path):
    """Four small raids name Sumy, one of 91 drones Odesa, tonight's and a later one Kharkiv: 5 to 1 each."""
    small = raids(4, "Sumy oblast", "Kyiv oblast", launched="90", destroyed="20")
    large = raid(6, ["Odesa oblast"], launched="91", destroyed="20")
    later = raid(41, ["Kharkiv oblast"], launched="50", destroyed="20")
    tonight = raid(40, ["Kharkiv oblast"], launched="50", destroyed="20")
    record = record_of(tmp_path, *small, large, later, tonight)
    weights = front_aims(record, FIRST + timedelta(days=40), UKRAINE)
    assert weights["aim-sumy"] == pytest.approx(100.0 * 5.0 / 13.0, abs=1e-3)
    assert weights["aim-odesa"] == pytest.approx(100.0 / 13.0, abs=1e-3)
    assert set(weights) == FRONT


def test_deep_part__flies_where_raids_of_like_size_went_behind_the_front(tmp_path):
    made = night(tmp_path, *raids(20, "Sumy oblast", "Lviv oblast"), raid(40))
    deep = next(group for group in made.scenario.raid if group.id == "decoys")
    assert set(deep.aim_points) == {"aim-lviv"}


@pytest.mark.parametrize(
    ("cells", "options", "defence"),
    [
        ({"target": "Lviv oblast"}, OPTIONS, UKRAINE),
        ({}, NightOptions(usual_places=True), UKRAINE),
        ({}, OPTIONS, UKRAINE.model_copy(update={"front_oblasts": []})),
        ({}, OPTIONS, UKRAINE.model_copy(update={"front_oblasts": ["atlantis"]})),
        ({"model": "X-101/X-555"}, OPTIONS, UKRAINE),
    ],
    ids=["named targets", "without the option", "no front line", "no aim point there", "missiles"],
)
def test_no_front_part(tmp_path, cells, options, defence):
    made = night(tmp_path, raid(40, **cells), options=options, defence=defence)
    assert not any(group.front_line for group in made.scenario.raid)
    assert "front_part" not in {each.code for each in made.assumptions}


def test_main_target__takes_its_share_of_the_deep_part(tmp_path):
    made = night(tmp_path, raid(40, target_main="Lviv"))
    deep = next(group for group in made.scenario.raid if group.id == "strike-drones")
    assert deep.aim_points["aim-lviv"] == pytest.approx(100.0 * OPTIONS.main_share, abs=1e-3)


def test_country_that_is_all_front__has_nothing_behind_it():
    every = UKRAINE.model_copy(update={"front_oblasts": [aim.region for aim in UKRAINE.aim_points]})
    assert behind_the_front(every) is every


def test_official_night__knows_nothing_of_itself(official_record):
    """4 July 2025: the same front without the night's own row and all after it."""
    record = himaya.read_record(official_record)
    day = date(2025, 7, 4)
    earlier = [each for each in record.verdicts if each.row.end is not None and each.row.end.date() < day]
    cut = type(record)(record.file, record.sha256, record.columns, tuple(earlier), record.raids)
    assert front_aims(record, day, UKRAINE) == front_aims(cut, day, UKRAINE)
