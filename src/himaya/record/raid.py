"""A raid: what its rows say together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from himaya.notes import Note
from himaya.record.cells import in_utc, list_of, mapping_of
from himaya.record.rows import Row
from himaya.record.weapons import RecordClass, Tier

SPLIT_FROM = datetime(2024, 9, 1)  # noqa: DTZ001 (Kyiv local)
"""From raids that end here on, the air force tells of every drone that was lost, too."""
LAST_SPLIT = datetime(2025, 7, 23, 9, 0)  # noqa: DTZ001 (Kyiv local)
"""End of the last raid whose drones shot down and lost are told apart."""


@dataclass(frozen=True)
class Raid:
    """What the record says of one raid's weapons of one class; None is unknown, never 0."""

    raid_id: str
    """``2025-07-03T15:00Z-drone``: start in UTC and class; ``until-...`` where only the end is known."""
    start: datetime | None
    """UTC."""
    end: datetime
    """UTC; the last minute of the day where only the date is known."""
    start_local: datetime | None
    """Kyiv time without zone."""
    end_local: datetime
    """Kyiv time without zone."""
    weapon_class: RecordClass
    launched: int
    destroyed: int | None
    """As the record words it: from 2025-07-24 on, drones that were lost are in it."""
    not_reach_goal: int | None
    neutralised: int | None
    """destroyed + not_reach_goal, one quantity from 2024-09-01; before, kills only: a lower bound."""
    unaccounted: int | None
    """launched - destroyed - not_reach_goal, where both are told: not the number of hits."""
    still_attacking: int | None
    """In the air when it was written: neutralised is somewhere up to so many higher. The sum of the rows
    that tell it; None if none does."""
    hit_places: int | None
    fragment_places: int | None
    split_reported: bool
    """Whether shot down and lost are told apart."""
    scored: bool
    """Whether a forecast of it can be scored: launched and destroyed are known."""
    tier: Tier
    regions: tuple[str, ...]
    """Regions named as affected or as where kills were made."""
    sources: tuple[str, ...]
    notes: tuple[Note, ...]
    """What a reader must know of this raid; none where there is nothing."""


def raid_of(rows: Sequence[Row], end: datetime, raid_id: str) -> Raid:
    """Make the raid of rows of one class and one tier; `end` is Kyiv time without zone."""
    weapon_class = rows[0].weapon_class
    launched = total(row.launched for row in rows)
    assert weapon_class is not None  # noqa: S101 (rows of several classes are set aside)
    assert launched is not None  # noqa: S101 (so are those without a count)
    starts = [row.start for row in rows if row.start is not None]
    start = min(starts) if len(starts) == len(rows) else None
    destroyed = total(row.destroyed for row in rows)
    merged = _is_merged(weapon_class, end)
    lost = total(lost_of(row) for row in rows)
    neutralised, notes = _neutralised(_Sums(launched, destroyed, lost), end, weapon_class)
    told = None if destroyed is None or (lost is None and not merged) else destroyed + (lost or 0)
    return Raid(
        raid_id=raid_id,
        start=None if start is None else in_utc(start),
        end=in_utc(end),
        start_local=start,
        end_local=end,
        weapon_class=weapon_class,
        launched=launched,
        destroyed=destroyed,
        not_reach_goal=lost,
        neutralised=neutralised,
        unaccounted=None if told is None else max(0, launched - told),
        still_attacking=_known_total(row.still_attacking for row in rows),
        hit_places=total(row.hit_places for row in rows),
        fragment_places=total(row.fragment_places for row in rows),
        split_reported=lost is not None,
        scored=launched > 0 and destroyed is not None,
        tier=rows[0].tier,
        regions=tuple(dict.fromkeys(region for row in rows for region in regions_of(row))),
        sources=tuple(dict.fromkeys(row.source for row in rows)),
        notes=notes,
    )


class _Sums(NamedTuple):
    """Sums over a raid's rows; None: unknown."""

    launched: int
    destroyed: int | None
    lost: int | None


def _neutralised(counts: _Sums, end: datetime, kind: RecordClass) -> tuple[int | None, tuple[Note, ...]]:
    """Drones and missiles that did not arrive, and what a reader must know of that number."""
    launched, destroyed, lost = counts
    merged = _is_merged(kind, end)
    if destroyed is None:
        return None, (Note("destroyed_unknown"),)
    if end < SPLIT_FROM:
        return destroyed, (Note("kills_only"),)
    notes = (Note("one_number"),) if merged and lost is None else ()
    if not merged and lost is None and kind is RecordClass.drone:
        notes = (Note("lost_not_told"),)
    both = destroyed + (lost or 0)
    if both > launched:
        return launched, (*notes, Note("more_than_launched", both=both))
    return both, notes


def _is_merged(kind: RecordClass, end: datetime) -> bool:
    """Whether drones shot down and lost may be one number: the break of July 2025."""
    return kind is RecordClass.drone and end > LAST_SPLIT


def lost_of(row: Row) -> int | None:
    """Lost on the way, as told: after the break a 0 for drones says only that it is told no more."""
    kind = row.weapon_class
    merged = kind is not None and row.end is not None and _is_merged(kind, row.end)
    return None if merged and row.not_reach_goal == 0 else row.not_reach_goal


def total(counts: Iterable[int | None]) -> int | None:
    """Sum of counts; unknown if one of them is."""
    given = list(counts)
    return None if None in given else sum(count or 0 for count in given)


def _known_total(counts: Iterable[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def regions_of(row: Row) -> list[str]:
    """Regions that a row names as affected or as where kills were made."""
    return [*(list_of(row.cell("affected region")) or ()), *(mapping_of(row.cell("destroyed_details")) or ())]
