"""Print what the campaign's generator of raids is made of, from the official record.

    python scripts/monthly_totals.py RECORD > src/himaya/campaign/raids/monthly_totals.csv

Totals by month and class, by the Kyiv date on which raids ended, are facts that the air force publishes post
by post; the table carries the record's SHA-256. On stderr: shapes, fitted to January to June 2025, that
`himaya.campaign.raids.parametric.SHAPE` states.
"""

from __future__ import annotations

import sys
from calendar import monthrange
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
from scipy.special import ndtri

from himaya.arrays import F8, I8
from himaya.campaign.raids.nightly import nightly
from himaya.record import read_record
from himaya.scenario import CLASS_GROUPS

MONTHS = [(2024 + k // 12, k % 12 + 1) for k in range(8, 21)]
"""September 2024, from when on every drone is told of, to September 2025."""
FITTED = (date(2025, 1, 1), 181)


def shapes(counts: I8) -> None:
    """Print the generator's shapes; counts : i8[night, class group]."""
    drones = counts[:, 0]
    logs = np.log(np.maximum(drones, 1))
    some = drones > 0
    pairs = some[:-1] & some[1:]
    rho = np.corrcoef(logs[:-1][pairs], logs[1:][pairs])[0, 1]
    again = (~some[1:])[~some[:-1]].mean()
    print(f"p_quiet {1 - some.mean():.3f} p_again {again:.2f}", file=sys.stderr)
    print(f"sigma {logs[some].std(ddof=1):.2f} rho {rho:.2f}", file=sys.stderr)
    z: F8 = (logs - logs[some].mean()) / logs[some].std()
    for k in range(1, len(CLASS_GROUPS)):
        there = counts[some, k] > 0
        p, more = there.mean(), counts[some, k][there] - 1
        at = ndtri(p)
        density = np.exp(-0.5 * at * at) / np.sqrt(2 * np.pi)
        biserial = np.corrcoef(z[some], there)[0, 1] * np.sqrt(p * (1 - p)) / density
        number = more.mean() ** 2 / max(more.var(ddof=1) - more.mean(), 1e-9)
        print(f"{CLASS_GROUPS[k]} r {biserial:.2f} number {number:.2f}", file=sys.stderr)


def main() -> None:
    """Print the table, and the shapes on stderr."""
    path = Path(sys.argv[1])
    record = read_record(path)
    print(
        "# Launched by month and class group, by the Kyiv date on which raids ended: posts of the Air Force"
    )
    print("# of the Armed Forces of Ukraine, summed from the public record of raids by weapon model.")
    print("# Made by scripts/monthly_totals.py from a file of SHA-256")
    print(f"# {sha256(path.read_bytes()).hexdigest()}.")
    print(
        f"# The record ends on {max(raid.end_local for raid in record.raids):%Y-%m-%d}. Its sources disagree"
    )
    print("# about its licence (ODC-BY, CC BY-NC-SA): no row of it is here, totals are facts.")
    print("# `nights`: nights with any; `days`: days of the month.")
    print("month,class_group,launched,nights,days")
    for year, month in MONTHS:
        days = monthrange(year, month)[1]
        counts = nightly(record, date(year, month, 1), days)
        for k, name in enumerate(CLASS_GROUPS):
            print(f"{year}-{month:02},{name},{counts[:, k].sum()},{(counts[:, k] > 0).sum()},{days}")
    shapes(nightly(record, *FITTED))


main()
