"""One number for weapons of several classes: where the split is told each class has its part."""

from __future__ import annotations

import pytest

from himaya.notes import Note
from himaya.record import Ends, Reason, RecordClass
from himaya.record.claims import claims_of, side_by_side
from himaya.record.totals import months_of
from tests.record.small import record_of, row

MODEL = "C-300/C-400 and Kalibr and X-59/X-69 and X-47 Kinzhal"
SPLIT = "{'C-300/C-400': 9, 'Kalibr': 5, 'X-59/X-69': 2, 'X-47 Kinzhal': 1}"
BALLISTIC, CRUISE = RecordClass.ballistic_missile, RecordClass.cruise_missile


def combined(**cells):
    given = {"model": MODEL, "launched": "17", "destroyed": "8", "not_reach_goal": "",
             "launched_details": SPLIT}  # fmt: skip
    return row(**{**given, **cells})


def by_class(record):
    return {raid.weapon_class: raid for raid in record.raids}


def test_told_split__gives_each_class_its_launched_and_what_of_destroyed_it_can_hold(tmp_path):
    """10 ballistic, 7 cruise, 8 destroyed: of the ballistic ones at least 1, for 7 can be cruise missiles."""
    record = record_of(tmp_path, combined())
    found = by_class(record)
    assert {kind: (raid.launched, raid.destroyed, raid.neutralised) for kind, raid in found.items()} == {
        BALLISTIC: (10, None, None), CRUISE: (7, None, None),
    }  # fmt: skip
    assert {kind: raid.neutralised_ends for kind, raid in found.items()} == {
        BALLISTIC: Ends(1, 8), CRUISE: Ends(0, 7),
    }  # fmt: skip
    assert {raid.scored for raid in record.raids} == {False}
    assert {raid.notes for raid in record.raids} == {(Note("destroyed_together", destroyed=8, launched=17),)}


def test_lost_of_the_whole__is_divided_like_the_destroyed(tmp_path):
    """None destroyed and 9 of 17 lost: of the 10 ballistic ones at least 2, for 7 can be cruise missiles."""
    found = by_class(record_of(tmp_path, combined(destroyed="0", not_reach_goal="9")))
    assert {kind: (raid.neutralised, raid.neutralised_ends) for kind, raid in found.items()} == {
        BALLISTIC: (2, Ends(2, 9)), CRUISE: (0, Ends(0, 7)),
    }  # fmt: skip
    assert found[BALLISTIC].notes == (Note("lost_told_in_part", low=2, high=9),)


def test_lost_of_the_whole__leaves_other_rows_of_the_raid_open(tmp_path):
    """A Kinzhal of which nothing is told lost, in a raid that tells some: 2 to 9, and 0 or 1."""
    alone = row(model="X-47 Kinzhal", launched="1", destroyed="0", not_reach_goal="")
    found = by_class(record_of(tmp_path, combined(destroyed="0", not_reach_goal="9"), alone))
    assert found[BALLISTIC].neutralised_ends == Ends(2, 10)


@pytest.mark.parametrize(
    ("destroyed", "each"), [("0", {BALLISTIC: 0, CRUISE: 0}), ("17", {BALLISTIC: 10, CRUISE: 7})]
)
def test_none_or_all_destroyed__is_known_of_each_class(tmp_path, destroyed, each):
    found = by_class(record_of(tmp_path, combined(destroyed=destroyed)))
    assert {kind: raid.destroyed for kind, raid in found.items()} == each
    assert all(raid.scored and not raid.notes for raid in found.values())


@pytest.mark.parametrize(
    "cells",
    [
        {"launched": "18"},
        {"launched_details": ""},
        {"launched_details": SPLIT.replace("2", "NaN")},
        {"launched_details": "{'C-300/C-400': 9, 'Kalibr': 8}"},
    ],
)
def test_split_that_is_not_whole__sets_the_row_aside(tmp_path, cells):
    record = record_of(tmp_path, combined(**cells))
    assert [verdict.reason for verdict in record.verdicts] == [Reason.cross_class]
    assert not record.raids


def test_part_of_no_raid_weapon__is_left_out_of_the_raid(tmp_path):
    cells = {"model": "X-59 and X-35", "launched": "6", "launched_details": "{'X-59': 4, 'X-35': 2}"}
    [raid] = record_of(tmp_path, combined(**cells, destroyed="3")).raids
    assert (raid.launched, raid.neutralised_ends) == (4, Ends(1, 3))


def test_part__joins_the_raid_of_its_class(tmp_path):
    own = row(model="Kalibr", launched="20", destroyed="15", not_reach_goal="")
    record = record_of(tmp_path, own, combined())
    cruise = by_class(record)[CRUISE]
    assert (cruise.launched, cruise.destroyed, cruise.neutralised_ends) == (27, None, Ends(15, 22))
    assert [len(verdict.used) for verdict in record.verdicts] == [1, 2]
    assert record.n_used == 2


def test_better_tier__takes_the_place_of_the_part_of_its_class_alone(tmp_path):
    own = row(model="Kalibr", launched="20", destroyed="15", not_reach_goal="")
    record = record_of(tmp_path, own, combined(source="PvKPivden/posts/1"))
    assert {kind: raid.launched for kind, raid in by_class(record).items()} == {BALLISTIC: 10, CRUISE: 20}
    assert [verdict.reason for verdict in record.verdicts] == [None, None]


def test_claims__of_each_class_are_what_the_number_allows(tmp_path):
    claims = [each for each in claims_of(record_of(tmp_path, combined())) if not each.part]
    told = {(each.weapon_class, each.quantity.value): (each.low, each.high) for each in claims}
    assert told == {
        (None, "launched"): (17, 17), (None, "destroyed"): (8, 8),
        (BALLISTIC, "launched"): (10, 10), (BALLISTIC, "destroyed"): (1, 8),
        (CRUISE, "launched"): (7, 7), (CRUISE, "destroyed"): (0, 7),
    }  # fmt: skip
    assert not any(beside.differ for beside in side_by_side(claims))


def test_months__count_the_parts_launched_and_how_many_may_be_neutralised(tmp_path):
    months = months_of(record_of(tmp_path, combined()))
    told = {
        month.weapon_class: (month.launched, month.neutralised, month.neutralised_at_most) for month in months
    }
    assert told == {BALLISTIC: (10, 0, 8), CRUISE: (7, 0, 7)}
