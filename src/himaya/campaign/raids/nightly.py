"""What was launched on each night of a record, by class group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from himaya.effects.draws import I8
from himaya.errors import Problem, ProblemsError
from himaya.record import Record
from himaya.record.weapons import RecordClass

GROUP_OF = {
    RecordClass.drone: 0,
    RecordClass.cruise_missile: 1,
    RecordClass.ballistic_missile: 2,
    RecordClass.supersonic_missile: 3,
}
"""Place of a class of the record in `CLASS_GROUPS`."""


def nightly(record: Record, first: date, nights: int) -> I8:
    """Count what was launched, by the Kyiv date on which raids ended.

    Returns
    -------
    i8[night, class group]
        0 where the record has no raid: its quiet nights.

    Raises
    ------
    ProblemsError
        If the record does not reach over the span.
    """
    dates = [raid.end_local.date() for raid in record.raids]
    last = first + timedelta(days=nights - 1)
    if not dates or first < min(dates) or last > max(dates):
        told = f"{min(dates)} to {max(dates)}" if dates else "no raid"
        problem = Problem(
            "the record does not reach over these nights",
            record.file,
            path="raids",
            value=f"{first} to {last}",
            expected=f"nights within {told}",
        )
        raise ProblemsError([problem])
    counts = np.zeros((nights, len(GROUP_OF)), np.int64)
    for raid, day in zip(record.raids, dates, strict=True):
        if first <= day <= last:
            counts[(day - first).days, GROUP_OF[raid.weapon_class]] += raid.launched
    return counts


def not_counted(record: Record, first: date, nights: int) -> Sequence[str]:
    """What of these nights is in no raid though it may have flown: rows of several classes, or no count."""
    last = first + timedelta(days=nights - 1)
    aside = [
        verdict.reason
        for verdict in record.verdicts
        if verdict.reason is not None and verdict.row.end and first <= verdict.row.end.date() <= last
    ]
    found = {name: aside.count(name) for name in dict.fromkeys(aside) if name in ("cross_class", "no_count")}
    return [f"{number} rows of these nights are not counted: {name}" for name, number in found.items()]
