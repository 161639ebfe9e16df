"""Totals by month and class: what raids are made of, and what is set aside beside it."""

from __future__ import annotations

from dataclasses import dataclass

from himaya.record.raid import Raid
from himaya.record.record import Record
from himaya.record.rows import Row
from himaya.record.weapons import RecordClass, Tier


@dataclass(frozen=True)
class Month:
    """One class in one month, by the Kyiv date on which raids ended."""

    month: str
    """As 2025-07."""
    weapon_class: RecordClass
    raids: int
    scored: int
    launched: int
    """Of all raids."""
    destroyed: int
    """Of the raids that tell it, as the record words it."""
    neutralised: int
    """Of the raids that tell it; of an interval its lower end, and before September 2024 kills."""
    unknown_destroyed: int
    """Raids that do not tell what was destroyed."""
    neutralised_at_most: int
    """As `neutralised`, with the upper ends of what is not told, of all raids."""
    air_force_launched: int
    """Of the raids told by the air force."""
    lower_tier_launched: int
    """Of the raids that only a lower tier tells."""
    set_aside_launched: int
    """In rows of the class that are set aside: repeats, kill lists, dates alone."""


def months_of(record: Record) -> list[Month]:
    """Totals by month and class, oldest first."""
    raids: dict[tuple[str, RecordClass], list[Raid]] = {}
    aside: dict[tuple[str, RecordClass], list[Row]] = {}
    for raid in record.raids:
        raids.setdefault((f"{raid.end_local:%Y-%m}", raid.weapon_class), []).append(raid)
    for verdict in record.verdicts:
        row = verdict.row
        if verdict.reason is not None and row.weapon_class is not None and row.end is not None:
            aside.setdefault((f"{row.end:%Y-%m}", row.weapon_class), []).append(row)
    order = list(RecordClass)
    keys = sorted({*raids, *aside}, key=lambda key: (key[0], order.index(key[1])))
    return [_month(key, raids.get(key, []), aside.get(key, [])) for key in keys]


def _month(key: tuple[str, RecordClass], raids: list[Raid], aside: list[Row]) -> Month:
    best = [raid for raid in raids if raid.tier is Tier.air_force]
    launched = sum(raid.launched for raid in raids)
    from_best = sum(raid.launched for raid in best)
    return Month(
        month=key[0],
        weapon_class=key[1],
        raids=len(raids),
        scored=sum(raid.scored for raid in raids),
        launched=launched,
        destroyed=sum(raid.destroyed or 0 for raid in raids),
        neutralised=sum(raid.neutralised or 0 for raid in raids),
        neutralised_at_most=sum(raid.neutralised_ends.high for raid in raids),
        unknown_destroyed=sum(raid.destroyed is None for raid in raids),
        air_force_launched=from_best,
        lower_tier_launched=launched - from_best,
        set_aside_launched=sum(row.launched or 0 for row in aside),
    )
