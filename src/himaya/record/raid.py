"""A raid: what its rows say together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from himaya.notes import Note
from himaya.record.cells import in_utc, list_of, mapping_of
from himaya.record.neutralised import is_merged, lost_of, neutralised_of, total
from himaya.record.rows import Ends, Row, told_split
from himaya.record.weapons import RecordClass, Tier


class ModelCount(NamedTuple):
    """How many of one model, or of several that have one number, were launched."""

    model: str
    """As ``Kalibr`` or, where nobody tells their split, ``X-101/X-555 and Kalibr``."""
    launched: int


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
    by_model: tuple[ModelCount, ...]
    """`launched` by model; together it is that."""
    destroyed: int | None
    """As the record words it: from 2025-07-24 on, drones that were lost are in it."""
    not_reach_goal: int | None
    neutralised: int | None
    """destroyed + not_reach_goal, one quantity from 2024-09-01; before, kills only: a lower bound. Where
    lost is told of a part alone it is the lower end, and a note says so."""
    neutralised_ends: Ends
    """Least and most that destroyed and lost together can be; equal where both are told."""
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
    lost = total(lost_of(row) for row in rows)
    neutralised, ends, notes = neutralised_of(rows, end, weapon_class)
    whole = destroyed is not None and (lost is not None or is_merged(weapon_class, end))
    return Raid(
        raid_id=raid_id,
        start=None if start is None else in_utc(start),
        end=in_utc(end),
        start_local=start,
        end_local=end,
        weapon_class=weapon_class,
        launched=launched,
        by_model=by_model(rows),
        destroyed=destroyed,
        not_reach_goal=lost,
        neutralised=neutralised,
        neutralised_ends=ends,
        unaccounted=launched - ends.low if whole else None,
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


def by_model(rows: Iterable[Row]) -> tuple[ModelCount, ...]:
    """How many of each model rows tell, in the order in which they are named first."""
    counts: dict[str, int] = {}
    for row in rows:
        for model, count in (told_split(row) or {row.model: row.launched or 0}).items():
            counts[model] = counts.get(model, 0) + count
    return tuple(ModelCount(model, count) for model, count in counts.items())


def _known_total(counts: Iterable[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def regions_of(row: Row) -> list[str]:
    """Regions that a row names as affected or as where kills were made."""
    return [*(list_of(row.cell("affected region")) or ()), *(mapping_of(row.cell("destroyed_details")) or ())]
