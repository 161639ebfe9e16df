"""What a raid's numbers mean: before September 2024, while losses were told, and after the break."""

from __future__ import annotations

import pytest

from himaya.notes import Note
from tests.record.small import OLD_COLUMNS, record_of, row

FIELDS = ("destroyed", "not_reach_goal", "neutralised", "unaccounted", "split_reported")


def raid_with(tmp_path, **cells):
    [raid] = record_of(tmp_path, row(**cells)).raids
    return raid


@pytest.mark.parametrize(
    ("end", "lost", "expected"),
    [
        ("2024-08-31 23:00", "", (60, None, 60, None, False)),
        ("2024-08-31 23:00", "30.0", (60, 30, 60, 10, True)),
        ("2024-09-01 00:00", "30.0", (60, 30, 90, 10, True)),
        ("2025-07-23 09:00", "30.0", (60, 30, 90, 10, True)),
        ("2025-07-23 09:00", "0.0", (60, 0, 60, 40, True)),
        ("2025-07-23 09:00", "", (60, None, 60, None, False)),
        ("2025-07-24 11:30", "0.0", (60, None, 60, 40, False)),
        ("2025-07-24 11:30", "", (60, None, 60, 40, False)),
        ("2025-07-24 11:30", "30.0", (60, 30, 90, 10, True)),
    ],
)
def test_neutralised__is_one_quantity_across_the_break(tmp_path, end, lost, expected):
    raid = raid_with(tmp_path, start=f"{end[:10]} 00:00", end=end, not_reach_goal=lost)
    assert tuple(getattr(raid, name) for name in FIELDS) == expected


def test_break__is_of_drones_only(tmp_path):
    raid = raid_with(
        tmp_path, start="2025-08-01 01:00", end="2025-08-01 02:00", model="Kalibr", not_reach_goal="0.0"
    )
    assert (raid.not_reach_goal, raid.split_reported, raid.unaccounted) == (0, True, 40)


@pytest.mark.parametrize(
    ("end", "lost", "said"),
    [
        ("2024-08-31 23:00", "30.0", [Note("kills_only")]),
        ("2024-09-01 23:00", "", [Note("lost_not_told")]),
        ("2025-07-24 11:30", "0.0", [Note("one_number")]),
        ("2024-12-28 08:30", "50.0", [Note("more_than_launched", both=110)]),
        ("2024-12-28 08:30", "30.0", []),
    ],
)
def test_notes__say_what_a_reader_must_know(tmp_path, end, lost, said):
    assert raid_with(tmp_path, start=f"{end[:10]} 00:00", end=end, not_reach_goal=lost).notes == (*said,)


def test_neutralised__is_never_more_than_launched(tmp_path):
    raid = raid_with(tmp_path, not_reach_goal="50.0")
    assert (raid.neutralised, raid.unaccounted, raid.not_reach_goal) == (100, 0, 50)


def test_missing__is_unknown_and_a_sum_with_it_too(tmp_path):
    second = row(start="2025-07-04 01:00", destroyed="", num_hit_location="2.0", still_attacking="3.0")
    [raid] = record_of(tmp_path, row(num_fall_fragment_location="1.0"), second).raids
    assert (raid.launched, raid.destroyed, raid.neutralised, raid.unaccounted) == (200, None, None, None)
    assert (raid.hit_places, raid.fragment_places, raid.scored) == (None, None, False)
    assert (raid.still_attacking, raid.notes) == (3, (Note("destroyed_unknown"),))


def test_nothing_launched__is_not_scored(tmp_path):
    assert not raid_with(tmp_path, launched="0", destroyed="0", not_reach_goal="0").scored


def test_regions__are_those_affected_and_those_with_kills(tmp_path):
    cells = {"affected region": "['Kyiv', 'Kyiv oblast']", "destroyed_details": "{'south': 8, 'Kyiv': NaN}"}
    assert raid_with(tmp_path, **cells).regions == ("Kyiv", "Kyiv oblast", "south")


def test_old_version__of_17_columns_gives_the_same_raid_without_what_it_lacks(tmp_path):
    cells = row(num_hit_location="8.0", destroyed_details="{'south': 8}")
    [new] = record_of(tmp_path, cells).raids
    [old] = record_of(tmp_path, cells, columns=OLD_COLUMNS).raids
    assert len(OLD_COLUMNS) == 17
    assert (new.hit_places, old.hit_places) == (8, None)
    assert old.regions == new.regions == ("south",)
    assert [getattr(old, name) for name in FIELDS] == [getattr(new, name) for name in FIELDS]
