"""The official record, where its file is beside this checkout: counts by reason, check counts, one night."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import pytest

from himaya.notes import Note
from himaya.record import RecordClass, raids_of, read_record
from himaya.record.claims import claims_of
from himaya.record.totals import months_of

FIRST, LAST = date(2024, 9, 1), date(2025, 9, 30)


@pytest.fixture(scope="module")
def record(official_record):
    return read_record(official_record)


@pytest.fixture(scope="module")
def scored(record):
    return [raid for raid in raids_of(record) if raid.scored and FIRST <= raid.end_local.date() <= LAST]


def test_rows__are_used_or_set_aside_by_reason(record):
    aside = {reason.value: count for reason, count in record.set_aside.items() if count}
    assert (len(record.verdicts), record.n_used) == (2_943, 1_521)
    assert aside == {
        "kill_list": 1_214,
        "not_a_raid_row": 95,
        "cross_class": 12,
        "no_count": 3,
        "regional_duplicate": 35,
        "unscored_date_only": 63,
    }
    assert record.n_used + sum(aside.values()) == 2_943


def test_scored_raids__are_as_many_as_the_model_says(scored):
    counted = Counter(raid.weapon_class for raid in scored)
    assert counted == {
        RecordClass.drone: 385,
        RecordClass.cruise_missile: 106,
        RecordClass.ballistic_missile: 154,
        RecordClass.supersonic_missile: 14,
    }
    assert sum(raid.launched for raid in scored if raid.weapon_class is RecordClass.drone) == 46_198


def test_break__is_where_the_model_says(scored):
    drones = [raid for raid in scored if raid.weapon_class is RecordClass.drone]
    assert max(raid.end_local for raid in drones if raid.split_reported) == datetime.fromisoformat(
        "2025-07-23 09:00"
    )
    first = min(raid.end_local for raid in drones if Note("one_number") in raid.notes)
    assert first == datetime.fromisoformat("2025-07-24 11:30")
    notes = [note for raid in drones for note in raid.notes]
    assert [note.numbers for note in notes if note.code == "more_than_launched"] == [{"both": 26}]


def test_reference_night__is_exact(record):
    names = (
        "launched",
        "destroyed",
        "not_reach_goal",
        "neutralised",
        "unaccounted",
        "hit_places",
        "fragment_places",
    )
    night = [raid for raid in record.raids if raid.end_local.date() == date(2025, 7, 4)]
    assert {raid.raid_id: tuple(getattr(raid, name) for name in names) for raid in night} == {
        "2025-07-03T15:00Z-drone": (539, 268, 208, 476, 63, 8, 33),
        "2025-07-03T21:20Z-ballistic_missile": (1, 0, None, 0, None, None, None),
        "2025-07-03T23:00Z-ballistic_missile": (6, 0, None, 0, None, None, None),
        "2025-07-03T23:00Z-cruise_missile": (4, 2, None, 2, None, None, None),
    }
    claims = claims_of(record, date(2025, 7, 4))
    assert {(claim.model, claim.low, claim.verdict) for claim in claims if claim.quantity == "launched"} == {
        ("Shahed-136/131", 539, "used"),
        ("Iskander-M/KN-23", 6, "used"),
        ("Iskander-K", 4, "used"),
        ("X-47 Kinzhal", 1, "used"),
        ("Iskander-M", 2, "regional_duplicate"),
        ("Unknown UAV", 4, "kill_list"),
    }


def test_totals__of_all_months_are_those_of_all_raids(record):
    months = months_of(record)
    assert sum(month.launched for month in months) == sum(raid.launched for raid in record.raids)
    assert sum(month.raids for month in months) == len(record.raids)
