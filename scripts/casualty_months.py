"""Print people killed and injured in months of the record, simulated night by night, beside the UN's counts.

    python scripts/casualty_months.py RECORD

Every night of a month is made as ``himaya record scenario NIGHT --usual-places --usual-targets`` makes it,
against the defence of `ukraine`, and flown in 300 replications. A month's variance is the sum over nights, as
if nothing unknown were common to them: its interval is too narrow. Those injured by debris are counted, as
with the UN.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from math import sqrt
from pathlib import Path
from typing import NamedTuple

import numpy as np

import himaya
from himaya.errors import ProblemsError
from himaya.record import Record

REPLICATIONS = 300
NORMAL = 1.645


class Count(NamedTuple):
    """What the UN counted in a month."""

    month: str
    group: str
    """What did it: drones, or all long-range weapons."""
    killed: int
    injured: int


COUNTS = (
    Count("2024-10", "drones", 6, 21),
    Count("2024-11", "all", 65, 372),
    Count("2025-07", "all", 89, 572),
)
"""UN HRMMU, sources in docs/casualties.md; November 2025, 92 and 509, is not in the record."""


def nights_of(month: str) -> list[date]:
    """The dates of a month, as 2025-07."""
    first = date.fromisoformat(f"{month}-01")
    days = (first + timedelta(days=k) for k in range(31))
    return [day for day in days if day.month == first.month]


def of_night(record: Record, day: date, group: str) -> np.ndarray | None:
    """Launched, mean hits, killed, injured, and the variances of the last two; None where no raid ended."""
    try:
        night = himaya.reconstruct(record, day, usual_places=True, usual_targets=True)
    except ProblemsError as problem:
        print(problem, file=sys.stderr)
        return None
    found = himaya.simulate(night, replications=REPLICATIONS, seed=day.toordinal()).dataset
    own, debris = found.sel(group=group), found["injured_by_debris"]
    hurt = {
        name: [own[name].sel(statistic=each).item() for each in ("mean", "sd")]
        for name in ("killed", "injured")
    }
    more = [debris.sel(statistic=each).item() for each in ("mean", "sd")]
    counts = [own["launched"].item(), own["mean"].sel(quantity="hit").item()]
    means = [hurt["killed"][0], hurt["injured"][0] + more[0]]
    return np.array([*counts, *means, hurt["killed"][1] ** 2, hurt["injured"][1] ** 2 + more[1] ** 2])


def cell(mean: float, variance: float) -> str:
    """Mean, and 90 % of months."""
    half = NORMAL * sqrt(variance)
    return f"{mean:.0f} ({max(mean - half, 0):.0f} to {mean + half:.0f})"


def main(path: str) -> None:
    """Print one row a month."""
    record = himaya.read_record(Path(path))
    print("| month | weapons | nights | launched | hits | killed: UN | simulated | injured: UN | simulated |")
    print("|---|---|---|---|---|---|---|---|---|")
    for each in COUNTS:
        nights = [of_night(record, day, each.group) for day in nights_of(each.month)]
        flown = [night for night in nights if night is not None]
        launched, hits, killed, injured, *variances = np.sum(flown, axis=0)
        people = (
            f"{each.killed} | {cell(killed, variances[0])} | {each.injured} | {cell(injured, variances[1])}"
        )
        print(
            f"| {each.month} | {each.group} | {len(flown)} | {launched:,.0f} | {hits:.0f} | {people} |",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1])
