"""Destroyed and lost together: what is told counts, what is not told is open, and by how much."""

from __future__ import annotations

import pytest

from himaya.notes import Note
from himaya.record import Ends
from tests.record.small import record_of, row

NIGHT = ("2025-06-11 22:00", "2025-06-12 06:00")


def missiles(model, launched, destroyed, lost, **cells):
    given = {"model": model, "launched": launched, "destroyed": destroyed, "not_reach_goal": lost}
    return row(*NIGHT, **given, **cells)


def raid_with(tmp_path, *rows):
    [raid] = record_of(tmp_path, *rows).raids
    return raid


@pytest.mark.parametrize(
    ("rows", "ends", "codes"),
    [
        # all told: one number
        ([("30", "2", "11"), ("4", "1", "0")], (14, 14), []),
        # 13 told, and from 1 to all 4 of the row that does not tell its lost
        ([("30", "2", "11"), ("4", "1", "")], (14, 17), ["lost_told_in_part"]),
        # nobody tells of lost missiles: there were none
        ([("30", "2", ""), ("4", "1", "")], (3, 3), []),
        # of a row that tells its lost alone, from those to all of it
        ([("30", "", "11"), ("4", "1", "0")], (12, 31), ["destroyed_unknown"]),
        ([("30", "", ""), ("4", "1", "")], (1, 31), ["destroyed_unknown"]),
        # the row that tells nothing of its lost has none left that can be lost
        ([("30", "2", "11"), ("4", "4", "")], (17, 17), []),
    ],
)
def test_ends__of_missiles_by_hand(tmp_path, rows, ends, codes):
    names = ("Iskander-M/KN-23", "X-47 Kinzhal")
    raid = raid_with(tmp_path, *(missiles(name, *counts) for name, counts in zip(names, rows, strict=True)))
    assert raid.neutralised_ends == Ends(*ends)
    assert [note.code for note in raid.notes] == codes


def test_told_loss__is_in_the_number_and_the_note_has_both_ends(tmp_path):
    raid = raid_with(
        tmp_path, missiles("C-300", "30", "0", "11"), missiles("X-47 Kinzhal", "4", "0", "")
    )  # fmt: skip
    assert (raid.neutralised, raid.scored, raid.not_reach_goal, raid.unaccounted) == (11, True, None, None)
    assert raid.notes == (Note("lost_told_in_part", low=11, high=15),)


@pytest.mark.parametrize(
    ("end", "lost", "ends"),
    [
        ("2024-08-31 23:00", "", (60, 100)),
        ("2024-08-31 23:00", "30", (90, 90)),
        ("2025-07-23 09:00", "", (60, 100)),
        ("2025-07-23 09:00", "0", (60, 60)),
        ("2025-07-24 11:30", "0", (60, 60)),
        ("2025-07-24 11:30", "", (60, 60)),
        ("2025-07-24 11:30", "30", (90, 90)),
        ("2025-07-24 11:30", "70", (100, 100)),
    ],
)
def test_ends__of_drones_before_and_after_the_break(tmp_path, end, lost, ends):
    raid = raid_with(tmp_path, row(f"{end[:10]} 00:00", end, not_reach_goal=lost))
    assert raid.neutralised_ends == Ends(*ends)


def test_lost_drones__told_after_the_break_in_one_of_two_rows_are_lost(tmp_path):
    night = ("2025-08-11 22:00", "2025-08-12 06:00")
    raid = raid_with(tmp_path, row(*night, not_reach_goal="30.0"), row(*night, not_reach_goal="0.0"))
    assert (raid.neutralised, raid.neutralised_ends, raid.unaccounted) == (150, Ends(150, 150), 50)
    assert raid.notes == (Note("one_number"),)


def test_sum__above_launched_is_all_of_them(tmp_path):
    raid = raid_with(tmp_path, missiles("X-22", "5", "4", "3"))
    assert (raid.neutralised, raid.neutralised_ends, raid.unaccounted) == (5, Ends(5, 5), 0)
    assert raid.notes == (Note("more_than_launched", both=7),)
