"""Strike drones and decoys: as the record tells them apart, else by what was known on that day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import sqrt
from typing import NamedTuple

import numpy as np

from himaya.record.cells import count_of
from himaya.record.record import Record
from himaya.record.rows import Row
from himaya.record.weapons import RecordClass
from himaya.scenario import Pert, mean

DAYS = 180
"""So long a telling post counts."""
STANDING_RAIDS = 5
"""What stands beside the posts counts as so many raids that tell their strike drones (guess)."""
PERT_SD = sqrt(7.0)
"""Half-width of a symmetric PERT, in its standard deviations."""

_FOUND = "first found in July 2024 (t-online.de, id_100460164)"
_MOD = "at most 60 % from September to November 2024 (UK Ministry of Defence, brf.be/international/1928942)"
_HALF = "a little less than half (air force's spokesman, 28 May 2025, censor.net/en/news/3554772)"
STANDING = (
    (date.min, Pert(low=0.0, likely=0.0, high=0.1, source=f"guess: decoys were {_FOUND}")),
    (date(2024, 7, 28), Pert(low=0.0, likely=0.3, high=0.6, source=f"guess: decoys were {_FOUND}")),
    (date(2025, 1, 1), Pert(low=0.2, likely=0.4, high=0.6, source=f"{_MOD}; low, likely: guess")),
    (date(2025, 5, 28), Pert(low=0.3, likely=0.45, high=0.6, source=f"{_HALF}; {_MOD}; low: guess")),
)
"""Share of decoys among drones, by the first day on which somebody had said so much."""


def told_decoys(row: Row) -> int | None:
    """How many of a row's drones it does not tell to be strike drones; None where it tells of none."""
    armed = count_of(row.cell("is_shahed"))
    if armed is None or row.launched is None or armed > row.launched:
        return None
    return row.launched - armed


def standing_share(until: date) -> Pert:
    """Share of decoys as it was known on a day without any post of the record."""
    return next(share for first, share in reversed(STANDING) if first <= until)


def decoy_share(record: Record, until: date) -> Pert:
    """Share of decoys among a night's drones, as it was known at the end of a day.

    Raids that tell their strike drones, each weighed by its drones, have a mean and a variance; what stands
    beside them counts as `STANDING_RAIDS` more. The PERT has the mean and the variance of both together.
    """
    stands = standing_share(until)
    raids = list(_telling(record, until))
    if not raids:
        return stands
    drones, decoys = (np.array(column, float) for column in list(zip(*raids, strict=True))[1:])
    own = decoys.sum() / drones.sum()
    variance = float(drones @ (decoys / drones - own) ** 2 / drones.sum())
    weight = STANDING_RAIDS / (STANDING_RAIDS + len(raids))
    middle = weight * mean(stands) + (1.0 - weight) * own
    both = weight * (_variance(stands) + (mean(stands) - middle) ** 2)
    both += (1.0 - weight) * (variance + (own - middle) ** 2)
    half = PERT_SD * sqrt(both)
    source = (
        f"{own:.0%} of {drones.sum():,.0f} drones of {len(raids)} raids of the record that tell strike "
        f"drones, to {raids[-1].ended}; beside it, as {STANDING_RAIDS} raids: {stands.source}"
    )
    low, likely, high = (round(float(each), 3) for each in (max(middle - half, 0.0), middle, middle + half))
    return Pert(low=low, likely=likely, high=min(high, 1.0), source=source)


class _Telling(NamedTuple):
    """A row that tells how many of its drones are strike drones."""

    ended: date
    drones: int
    decoys: int


def _telling(record: Record, until: date) -> Iterator[_Telling]:
    """Rows in raids that tell it, of the `DAYS` days to that day, oldest first."""
    rows = (used.row for used in record.in_raids if used.row.weapon_class is RecordClass.drone)
    found = [
        _Telling(row.end.date(), row.launched, decoys)
        for row in rows
        if row.launched and row.end is not None and (decoys := told_decoys(row)) is not None
    ]
    return (each for each in sorted(found) if 0 <= (until - each.ended).days < DAYS)


def _variance(share: Pert) -> float:
    """(mean - low)(high - mean) / 7, of the usual PERT of shape 4."""
    return (mean(share) - share.low) * (share.high - mean(share)) / 7.0
