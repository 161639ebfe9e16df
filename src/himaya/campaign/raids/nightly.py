"""What was launched on each night of a record, by class group."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from himaya.arrays import I8
from himaya.errors import Problem, ProblemsError
from himaya.notes import Note
from himaya.reconstruction.night import SET_ASIDE
from himaya.record import Record
from himaya.record.weapons import RecordClass
from himaya.scenario import CLASS_GROUPS, class_group

LEAST = 60
"""Nights that a bootstrap needs."""

GROUP_OF = {each: CLASS_GROUPS.index(class_group(each)) for each in RecordClass}
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


def window(record: Record, start: date, most: int) -> tuple[date, int]:
    """First night and number of the recorded nights that had ended when the first night begins.

    Parameters
    ----------
    start : date of the evening on which the first night begins; raids that end later are not looked at.
    most : so many nights at most.

    Raises
    ------
    ProblemsError
        If the record has fewer than 60 of them.
    """
    dates = [raid.end_local.date() for raid in record.raids]
    first = max(min(dates, default=start), start - timedelta(days=most - 1))
    found = (min(max(dates, default=start), start) - first).days + 1
    if not dates or found < LEAST:
        told = f"{max(found, 0) if dates else 0} nights of the record that end by {start}"
        expected = f"{LEAST} or more of the {most} nights before"
        raise ProblemsError([Problem("too few", record.file, path="raids", value=told, expected=expected)])
    return first, found


def not_counted(record: Record, first: date, nights: int) -> list[Note]:
    """What of these nights is in no raid though it may have flown: unknown, never 0; and quiet nights."""
    last = first + timedelta(days=nights - 1)
    rows = (
        (verdict.row.model, verdict.row.end.date(), verdict.row.line, SET_ASIDE[verdict.reason])
        for verdict in record.verdicts
        if verdict.reason in SET_ASIDE and verdict.row.end is not None
    )
    notes = [
        Note("not_counted", model=model, ended=str(ended), line=line, why=why)
        for model, ended, line, why in sorted(rows)
        if first <= ended <= last
    ]
    quiet = int((nightly(record, first, nights).sum(axis=1) == 0).sum())
    return [Note("quiet_nights", quiet=quiet, nights=nights), *notes] if quiet else notes
