"""The official record, where its file is beside this checkout: counts by reason, check counts, one night."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import pytest

from himaya.notes import Note
from himaya.record import Ends, RecordClass, raids_of, read_record
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
    assert (len(record.verdicts), record.n_used) == (2_943, 1_554)
    assert aside == {
        "kill_list": 1_214,
        "not_a_raid_row": 65,
        "cross_class": 7,
        "no_count": 3,
        "regional_duplicate": 38,
        "unscored_date_only": 62,
    }
    assert record.n_used + sum(aside.values()) == 2_943


def test_scored_raids__of_drones_are_as_many_as_the_model_says(scored):
    drones = [raid for raid in scored if raid.weapon_class is RecordClass.drone]
    assert (len(drones), sum(raid.launched for raid in drones)) == (385, 46_198)


def test_scored_raids__of_missiles_hold_what_s_400s_launched(scored):
    """With S-400 rows set aside they were 106, 154 and 14 raids with 1,285, 498 and 34 launched."""
    raids, launched = Counter(raid.weapon_class for raid in scored), Counter()
    for raid in scored:
        launched[raid.weapon_class] += raid.launched
    assert {kind: (raids[kind], launched[kind]) for kind in raids if kind is not RecordClass.drone} == {
        RecordClass.cruise_missile: (106, 1_285),
        RecordClass.ballistic_missile: (163, 552),
        RecordClass.supersonic_missile: (14, 34),
    }


def test_ballistic_missiles__that_had_been_set_aside_are_a_sixth(record):
    """1,022 of 1,216: C-400, C-300/C-400 and Iskander-M beside them, and 12 of a number that is split."""
    raids = [raid for raid in record.raids if raid.weapon_class is RecordClass.ballistic_missile]
    assert (len(raids), sum(raid.launched for raid in raids)) == (300, 1_216)
    of_s_400 = sum(
        used.row.launched
        for verdict in record.verdicts
        for used in verdict.used
        if "C-400" in verdict.row.model or (used.row.whole is not None and used.row.launched == 12)
    )
    assert of_s_400 == 1_216 - 1_022


def test_lost__told_of_a_part_is_an_interval_on_twelve_scored_raids(scored):
    open_raids = [raid for raid in scored if raid.neutralised_ends.low < raid.neutralised_ends.high]
    codes = Counter(note.code for raid in open_raids for note in raid.notes)
    assert codes == {"lost_not_told": 8, "lost_told_in_part": 4}
    by_id = {raid.raid_id: raid for raid in open_raids}
    large = by_id["2025-05-24T23:15Z-cruise_missile"]
    assert (large.launched, large.destroyed, large.neutralised_ends) == (59, 45, Ends(47, 57))


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
