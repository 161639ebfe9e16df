"""Hold the campaign's raids to come against the nights of the official record, as text.

    python scripts/check_raids.py RECORD

Bootstrap and generator as of 1 July 2025, 500 futures, beside the nights that they come from (January to
June 2025) and beside the 92 nights that came after. docs/raids-to-come.md shows what it prints.
"""

from __future__ import annotations

import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import ks_2samp

from himaya.arrays import I8
from himaya.campaign.raids.nightly import nightly, window
from himaya.campaign.raids.parametric import Means, Parametric
from himaya.campaign.raids.resample import Bootstrap
from himaya.chance.draws import Draws
from himaya.record import read_record
from himaya.scenario import CLASS_GROUPS

START, FUTURES, SEED = date(2025, 7, 1), 500, 1
EDGES = (0, 1, 25, 50, 75, 100, 150, 200, 300, 400, 600, 10_000)
"""Drones a night, for the histogram."""


def drawn(source: Bootstrap | Parametric, nights: int) -> I8:
    """i8[future, night, class group]"""
    return np.stack([source.counts(night, range(FUTURES)) for night in range(1, nights + 1)], axis=1)


def longest(quiet: NDArray[np.bool]) -> I8:
    """Longest run of true in every row: i8[row]."""
    run = best = np.zeros(len(quiet), np.int64)
    for column in quiet.T:
        run = np.where(column, run + 1, 0)
        best = np.maximum(best, run)
    return best


def measures(counts: I8, median: float) -> list[tuple[str, NDArray[np.float64]]]:
    """Measures of every future's nights by name, f8[future] each; counts : i8[future, night, class group]."""
    drones = counts[..., 0].astype(np.float64)
    logs = np.log(drones + 0.5)
    after = [float(np.corrcoef(each[1:], each[:-1])[0, 1]) for each in logs]
    massed = drones > np.quantile(drones, 0.8, axis=1, keepdims=True)
    found = [
        *((f"drones a night, {q} %", np.quantile(drones, q / 100, axis=1)) for q in (5, 25, 50, 75, 95)),
        ("drones a night, mean", drones.mean(axis=1)),
        ("nights without drones, %", 100 * (drones == 0).mean(axis=1)),
        ("autocorrelation of log(drones + 1/2)", np.array(after)),
        ("longest run below the median", longest(drones < median).astype(np.float64)),
    ]
    for k, name in list(enumerate(CLASS_GROUPS))[1:]:
        some = counts[..., k] > 0
        word = name.replace("_missile", "")
        found.append((f"{word} a night, mean", counts[..., k].mean(axis=1)))
        found.append((f"nights with {word}, %", 100 * some.mean(axis=1)))
    cruise = ((counts[..., 1] > 0) & massed).sum(axis=1) / np.maximum(massed.sum(axis=1), 1)
    found.append(("massed nights with cruise, %", 100 * cruise))
    return found


def table(recorded: I8, sources: dict[str, Bootstrap | Parametric]) -> str:
    """The record's measures, and the middle 95 % of the futures' of each source."""
    median, nights = float(np.median(recorded[:, 0])), len(recorded)
    made = {name: drawn(source, nights) for name, source in sources.items()}
    columns = [measures(each, median) for each in made.values()]
    lines = [f"| {nights} nights | record | {' | '.join(made)} |", "|" + "---|" * (2 + len(made))]
    for row, (name, value) in enumerate(measures(recorded[None], median)):
        cells = [np.quantile(column[row][1], [0.025, 0.5, 0.975]) for column in columns]
        texts = [f"{mid:.3g} ({low:.3g} to {high:.3g})" for low, mid, high in cells]
        lines.append(f"| {name} | {value[0]:.3g} | {' | '.join(texts)} |")
    distances = [f"{ks_2samp(recorded[:, 0], each[..., 0].ravel()).statistic:.3f}" for each in made.values()]
    limit = f"1 % point {1.63 / nights**0.5:.3f}"
    lines.append(f"| distance of distributions, drones | {limit} | {' | '.join(distances)} |")
    return "\n".join(lines)


def histogram(recorded: I8, sources: dict[str, Bootstrap | Parametric]) -> str:
    """Share of nights by drones launched, a mark for each per cent."""
    series = {"record": recorded[None], **{k: drawn(each, len(recorded)) for k, each in sources.items()}}
    lines = []
    for low, high in pairwise(EDGES):
        for name, counts in series.items():
            drones = counts[..., 0]
            share = 100 * ((drones >= low) & (drones < high)).mean()
            span = f"{low}" if high == low + 1 else f"{low} to {high - 1}" if high < EDGES[-1] else f"{low} +"
            span = span if name == "record" else ""
            lines.append(f"{span:>12}  {name:<10}  {'#' * round(share)} {share:.0f}")
    return "\n".join(lines)


def main(path: Path) -> None:
    """Print tables and plots."""
    record, draws = read_record(path), Draws(SEED, "raids")
    first, found = window(record, START, 180)
    before = nightly(record, first, found)
    after = nightly(record, date(2025, 7, 2), 91)
    sources: dict[str, Bootstrap | Parametric] = {
        "bootstrap": Bootstrap(before, (7, 14), 180, draws),
        "generator": Parametric(Means.before(START), 180, draws),
    }
    for title, nights in (("the nights that they come from", before), ("the nights that came after", after)):
        print(f"{title}\n\n{table(nights, sources)}\n\n{histogram(nights, sources)}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
