"""Rows grouped into raids, by hand-made cases of each part of the rule."""

from __future__ import annotations

import pytest

from himaya.record import Reason, RecordClass, Tier
from tests.record.small import SOUTH, reasons_of, record_of, row

DAY = "2025-07-04"


@pytest.mark.parametrize(
    ("start", "n_raids"), [(f"{DAY} 05:29", 1), (f"{DAY} 05:30", 2), (f"{DAY} 05:31", 2)]
)
def test_row__joins_a_raid_that_lasts_more_than_30_minutes_longer(tmp_path, start, n_raids):
    record = record_of(
        tmp_path, row(end=f"{DAY} 06:00"), row(start=start, end=f"{DAY} 12:00", destroyed="50.0")
    )
    assert len(record.raids) == n_raids
    assert sum(raid.launched for raid in record.raids) == 200


def test_raid__lasts_until_its_last_row_ends(tmp_path):
    long, short = row(end=f"{DAY} 09:00"), row(start=f"{DAY} 01:00", end=f"{DAY} 02:00")
    record = record_of(tmp_path, short, row(start=f"{DAY} 08:00", end=f"{DAY} 10:00"), long)
    [raid] = record.raids
    assert f"{raid.start_local} {raid.end_local}" == "2025-07-03 18:00:00 2025-07-04 10:00:00"
    assert (raid.launched, raid.destroyed, raid.not_reach_goal) == (300, 180, 90)


def test_raid__is_of_one_class(tmp_path):
    record = record_of(tmp_path, row(), row(model="Kalibr"), row(model="X-101/X-555", destroyed="50.0"))
    assert [(raid.weapon_class, raid.launched) for raid in record.raids] == [
        (RecordClass.cruise_missile, 200),
        (RecordClass.drone, 100),
    ]


def test_start__that_is_unknown_groups_from_midnight_and_stays_unknown(tmp_path):
    joined = record_of(tmp_path, row(), row(start=DAY, end=f"{DAY} 08:00")).raids
    assert [(raid.start, raid.launched) for raid in joined] == [(None, 200)]
    apart = record_of(tmp_path, row(end="2025-07-03 23:50"), row(start=DAY, end=f"{DAY} 08:00")).raids
    assert [raid.raid_id for raid in apart] == ["2025-07-03T15:00Z-drone", "until-2025-07-04T05:00Z-drone"]


def test_raid_ids__are_unique_where_starts_are_not(tmp_path):
    at = {"start": f"{DAY} 12:00", "end": f"{DAY} 12:00", "model": "Iskander-M"}
    record = record_of(tmp_path, row(**at), row(**at, destroyed="50.0"), row(**at, destroyed="40.0"))
    name = "2025-07-04T09:00Z-ballistic_missile"
    assert [raid.raid_id for raid in record.raids] == [name, f"{name}-2", f"{name}-3"]


def test_dates_alone__are_an_event_of_their_own_if_ten_flew(tmp_path):
    def raids(*counts):
        rows = (row(start=DAY, end=DAY, launched=n, destroyed=1, target=k) for k, n in enumerate(counts))
        return record_of(tmp_path, *rows)

    assert reasons_of(raids(4, 5)) == [Reason.unscored_date_only] * 2
    [raid] = raids(4, 6).raids
    assert (raid.raid_id, raid.launched, raid.start, raid.scored) == ("2025-07-04-drone", 10, None, True)
    assert str(raid.end_local) == "2025-07-04 23:59:00"


LOWER = [
    (SOUTH, Reason.regional_duplicate),
    ("CinCAFU/posts/1", Reason.lower_tier),
    ("GeneralStaff.ua/posts/1", Reason.lower_tier),
    ("https://t.me/war_monitor/1", Reason.lower_tier),
]


@pytest.mark.parametrize(("source", "reason"), LOWER)
def test_lower_tier__counts_only_where_the_air_force_tells_nothing(tmp_path, source, reason):
    told = row(start=f"{DAY} 01:00", end=f"{DAY} 02:00", launched="120.0", source=source)
    record = record_of(tmp_path, told, row())
    assert reasons_of(record) == [reason, None]
    assert [raid.launched for raid in record.raids] == [100]
    alone = record_of(tmp_path, told, row(model="Kalibr"))
    assert reasons_of(alone) == [None, None]
    assert {raid.tier for raid in alone.raids} >= {Tier.air_force}


def test_lower_tier__that_is_set_aside_makes_no_raid_longer(tmp_path):
    told = row(end=f"{DAY} 11:00", launched="120.0", source=SOUTH)
    [raid] = record_of(tmp_path, told, row()).raids
    assert (str(raid.end_local), raid.launched) == (f"{DAY} 06:00:00", 100)


def test_lower_tier__of_a_date_alone_repeats_the_raids_of_that_date(tmp_path):
    told = row(start=DAY, end=DAY, launched="50.0", destroyed="20.0", source=SOUTH)
    assert reasons_of(record_of(tmp_path, told, row())) == [Reason.regional_duplicate, None]
    assert reasons_of(record_of(tmp_path, told, row("2025-07-05 01:00", "2025-07-05 02:00"))) == [None, None]


def test_raids__are_in_order_of_end_then_name_whatever_the_file_s(tmp_path):
    rows = [
        row(model=model, end=f"{DAY} 0{hour}:00")
        for hour, model in ((6, "Kalibr"), (5, "X-22"), (6, "X-47 Kinzhal"))
    ]
    names = [raid.raid_id for raid in record_of(tmp_path, *rows).raids]
    assert names == [raid.raid_id for raid in record_of(tmp_path, *reversed(rows)).raids]
    assert [name.partition("Z-")[2] for name in names] == [
        "supersonic_missile",
        "ballistic_missile",
        "cruise_missile",
    ]
