"""How many of a raid did not arrive: destroyed and lost together, or between what and what that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from himaya.notes import Note
from himaya.record.rows import Ends, Row
from himaya.record.weapons import RecordClass

SPLIT_FROM = datetime(2024, 9, 1)  # noqa: DTZ001 (Kyiv local)
"""From raids that end here on, the air force tells of every drone that was lost, too."""
LAST_SPLIT = datetime(2025, 7, 23, 9, 0)  # noqa: DTZ001 (Kyiv local)
"""End of the last raid whose drones shot down and lost are told apart."""


class Neutralised(NamedTuple):
    """What a raid's rows say of it together."""

    number: int | None
    """Where ends differ, the lower one, and a note says so; None where destroyed is not told."""
    ends: Ends
    notes: tuple[Note, ...]


def neutralised_of(rows: Sequence[Row], end: datetime, kind: RecordClass) -> Neutralised:
    """Sum up what is told; what a row does not tell is anything from 0 to what is left of the row.

    Only of missiles that no row tells to be lost, and of drones after the break, is nothing left open.
    """
    told_lost = [row for row in rows if lost_of(row) is not None]
    tells_lost = bool(told_lost) or any(row.whole is not None and lost_of(row.whole) for row in rows)
    merged = is_merged(kind, end)
    is_open = not merged and (kind is RecordClass.drone or tells_lost)
    each = [_ends(row, is_open=is_open) for row in rows]
    launched = sum(row.launched or 0 for row in rows)
    sums = Ends(sum(ends.low for ends in each), sum(ends.high for ends in each))
    ends = Ends(min(sums.low, launched), min(sums.high, launched))
    destroyed = total(row.destroyed for row in rows)
    if destroyed is None:
        return Neutralised(None, ends, _unknown(rows))
    if end < SPLIT_FROM:
        return Neutralised(destroyed, ends, (Note("kills_only"),))
    notes = (Note("one_number"),) if merged and len(told_lost) < len(rows) else ()
    if ends.low < ends.high:
        notes = (Note("lost_told_in_part", low=ends.low, high=ends.high),)
        notes = notes if tells_lost else (Note("lost_not_told"),)
    if sums.low > launched:
        notes = (*notes, Note("more_than_launched", both=sums.low))
    return Neutralised(ends.low, ends, notes)


def _ends(row: Row, *, is_open: bool) -> Ends:
    """Least and most of one row; is_open : whether lost that it does not tell may be any number."""
    launched, lost = row.launched or 0, lost_of(row)
    down = destroyed_ends(row)
    untold = _of_whole(row, None if row.whole is None else lost_of(row.whole))
    gone = Ends(lost, lost) if lost is not None else untold or Ends(0, launched if is_open else 0)
    low = down.low + gone.low
    return Ends(low, max(low, min(down.high + gone.high, launched)))


def destroyed_ends(row: Row) -> Ends:
    """Least and most destroyed: of a part of a row, what the row's number allows."""
    if row.destroyed is not None:
        return Ends(row.destroyed, row.destroyed)
    told = _of_whole(row, None if row.whole is None else row.whole.destroyed)
    return told or Ends(0, row.launched or 0)


def _of_whole(row: Row, count: int | None) -> Ends | None:
    """What a count of the whole row allows for this part of it; None where there is no such count."""
    if count is None or row.whole is None or row.whole.launched is None:
        return None
    launched = row.launched or 0
    return Ends(count, count).among(Ends(launched, launched), row.whole.launched)


def _unknown(rows: Iterable[Row]) -> tuple[Note, ...]:
    """Of rows that do not tell what was destroyed; of a part of a row, what the row tells of all classes."""
    notes: dict[Note, None] = {}
    for row in rows:
        whole = row.whole
        if row.destroyed is None and whole is not None and None not in {whole.destroyed, whole.launched}:
            notes[
                Note("destroyed_together", destroyed=whole.destroyed or 0, launched=whole.launched or 0)
            ] = None
        elif row.destroyed is None:
            notes[Note("destroyed_unknown")] = None
    return tuple(notes)


def is_merged(kind: RecordClass, end: datetime) -> bool:
    """Whether drones shot down and lost may be one number: the break of July 2025."""
    return kind is RecordClass.drone and end > LAST_SPLIT


def lost_of(row: Row) -> int | None:
    """Lost on the way, as told: after the break a 0 for drones says only that it is told no more."""
    kind = row.weapon_class
    merged = kind is not None and row.end is not None and is_merged(kind, row.end)
    return None if merged and row.not_reach_goal == 0 else row.not_reach_goal


def total(counts: Iterable[int | None]) -> int | None:
    """Sum of counts; unknown if one of them is."""
    given = list(counts)
    return None if None in given else sum(count or 0 for count in given)
