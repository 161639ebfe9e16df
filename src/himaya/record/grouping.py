"""Groups rows into raids, one weapon class at a time, by the rule of docs/record.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from himaya.record.cells import in_utc
from himaya.record.raid import Raid, raid_of
from himaya.record.rows import Reason, Row
from himaya.record.weapons import RecordClass, Tier, rank

OVERLAP = timedelta(minutes=30)
"""A row joins the open raid if it starts more than this before the raid's end."""
LEAST_DATE_ONLY = 10
"""Launched on a date without a time, to be a raid."""
_DAY = timedelta(days=1)


@dataclass
class _Event:
    """Rows that may be one raid, while it is gathered; Kyiv time without zone."""

    start: datetime
    end: datetime
    rows: list[Row] = field(default_factory=list)
    date_only: bool = False
    best: int = len(Tier)
    """Rank of the best tier that tells of a timed raid on that date."""


class RowInRaid(NamedTuple):
    """A row, or its part of one class, and the raid that it is used in."""

    row: Row
    raid_id: str


def sort_out(rows: Iterable[Row]) -> tuple[list[Raid], dict[int, Reason], list[RowInRaid]]:
    """Group rows that have one class, an end and a count into raids.

    Returns
    -------
    raids : in (end, raid_id) order.
    reasons : by line, why a row is set aside after all.
    used : the rows that raids are made of.
    """
    by_class: dict[RecordClass, list[Row]] = {}
    for row in rows:
        if row.weapon_class is not None:
            by_class.setdefault(row.weapon_class, []).append(row)
    raids: list[Raid] = []
    reasons: dict[int, Reason] = {}
    in_raids: list[RowInRaid] = []
    for weapon_class, own in by_class.items():
        taken: Counter[str] = Counter()
        for event in _events(own):
            used, aside = _divided(event)
            reasons |= aside
            if used:
                end = event.end if event.date_only else max(row.end for row in used if row.end is not None)
                raid_id = _raid_id(replace(event, end=end), used, weapon_class, taken)
                raids.append(raid_of(used, end, raid_id))
                in_raids += [RowInRaid(row, raid_id) for row in used]
    raids.sort(key=lambda raid: (raid.end, raid.raid_id))
    return raids, reasons, in_raids


def _events(rows: list[Row]) -> list[_Event]:
    timed: list[_Event] = []
    dated: dict[datetime, _Event] = {}
    ended = ((_grouping_start(row.start, row.end), row.end, row) for row in rows if row.end is not None)
    for start, end, row in sorted(ended, key=lambda each: (each[0], each[1], each[2].line)):
        if row.date_only:
            event = _Event(end, end + _DAY - timedelta(minutes=1), date_only=True)
            dated.setdefault(end, event).rows.append(row)
        elif timed and start < timed[-1].end - OVERLAP:
            timed[-1].end = max(timed[-1].end, end)
            timed[-1].rows.append(row)
        else:
            timed.append(_Event(start, end, [row]))
    for event in dated.values():
        beside = (each for each in timed if each.start <= event.end and event.start <= each.end)
        event.best = min((rank(row.tier) for each in beside for row in each.rows), default=event.best)
    return [*timed, *dated.values()]


def _grouping_start(start: datetime | None, end: datetime) -> datetime:
    """Where no start is known, midnight of the day it ended."""
    return end.replace(hour=0, minute=0) if start is None else start


def _divided(event: _Event) -> tuple[list[Row], dict[int, Reason]]:
    """Rows of the best tier, and why the others are set aside."""
    best = min([event.best, *(rank(row.tier) for row in event.rows)])
    used = [row for row in event.rows if rank(row.tier) == best]
    reasons = {
        row.line: Reason.regional_duplicate if row.tier is Tier.regional else Reason.lower_tier
        for row in event.rows
        if rank(row.tier) != best
    }
    if event.date_only and sum(row.launched or 0 for row in used) < LEAST_DATE_ONLY:
        return [], reasons | {row.line: Reason.unscored_date_only for row in used}
    return used, reasons


def _raid_id(event: _Event, used: list[Row], weapon_class: RecordClass, taken: Counter[str]) -> str:
    """Name a raid by its start, or by its end where no start is known."""
    known = all(row.start is not None for row in used) and not event.date_only
    time = min(row.start or event.start for row in used) if known else event.end
    name = f"{'' if known else 'until-'}{in_utc(time):%Y-%m-%dT%H:%MZ}-{weapon_class.value}"
    if event.date_only:
        name = f"{event.start:%Y-%m-%d}-{weapon_class.value}"
    taken[name] += 1
    return name if taken[name] == 1 else f"{name}-{taken[name]}"
