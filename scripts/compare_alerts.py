"""Hours under alert of Kyiv City: simulated, recorded, and recorded on earlier nights of like size.

    python scripts/compare_alerts.py RECORD.csv ALERTS.parquet [--choose]

RECORD is the official record of raids; ALERTS has region, started_at and finished_at (UTC). Recorded hours of
a night are the union of the alerts that overlap [start, end + 2 h] of a raid that ended on that date: other
alerts, as of take-offs, are no part of it. Each night of 2025 is scored by CRPS under three forecasts: the
alert rule, on the night as reconstructed with its targets drawn; the same with neither targets nor rule as of
version 0.2 (aim points by population, 40 km, 10 minutes, one threat); and the recorded hours of the latest
earlier nights of like size, the baseline. The rule was chosen on nights to June 2025 (--choose prints the
best of its grid) and is judged on those after. The result goes to effects/warning/recorded.json, as the
package ships it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow.parquet as pq

import himaya
from himaya.effects.warning.alerts import alerts, causes
from himaya.effects.warning.districts import oblasts
from himaya.errors import ProblemsError
from himaya.kernels.tables import Out
from himaya.raid.fly import chunks
from himaya.raid.prepare.bridge import Prepared
from himaya.raid.prepare.nights import prepare_nights
from himaya.reconstruction import NightOptions, night_scenario
from himaya.record import Record, read_record
from himaya.scenario.places import AlertRule

OUT = Path(__file__).resolve().parents[1] / "src" / "himaya" / "effects" / "warning" / "recorded.json"
REGION = "Kyiv City"
KYIV = tuple(each for each in oblasts() if each.id == "kyiv-city")
PAST_FROM, FROM, CHECK_FROM = date(2024, 3, 1), date(2025, 1, 1), date(2025, 7, 1)
REPLICATIONS, SEED, TAIL = 50, 1, timedelta(hours=2)
LIKE, LIKE_NIGHTS, FEWEST = 1.5, 30, 8
"""Nights are alike up to this factor of what was launched; the latest so many; fewer: the nearest so many."""
OLD = AlertRule(distance_km=40.0, time_min=10.0, threats=1, hold_min=10.0)
GRID = tuple(
    AlertRule(distance_km=distance, time_min=time, threats=threats, hold_min=hold)
    for distance, time, threats, hold in product((10, 20, 40), (0, 5, 10), (1, 2), (0, 10, 20))
)
SIZES = (0, 60, 100, 150, 250)
"""Least launched of each size class."""
BLOCK, DRAWS = 7, 4_000
Span = tuple[datetime, datetime]


class Night(NamedTuple):
    """A night of the record."""

    end: date
    launched: int
    recorded_h: float


def union_h(spans: Iterable[Span]) -> float:
    """Hours that at least one of the spans covers."""
    total, latest = timedelta(0), datetime.min.replace(tzinfo=UTC)
    for begin, end in sorted(spans):
        total += max(timedelta(0), end - max(begin, latest))
        latest = max(latest, end)
    return total.total_seconds() / 3600.0


def read_alerts(path: str) -> list[Span]:
    """Alerts of Kyiv City, UTC."""
    rows = pq.read_table(path, columns=["region", "started_at", "finished_at"]).to_pylist()
    return [(row["started_at"], row["finished_at"]) for row in rows if row["region"] == REGION]


def windows(record: Record, night: date) -> list[Span]:
    """[start, end + 2 h] of the raids that ended on a date, UTC; such as have no start are left out."""
    raids = [each for each in record.raids if each.end_local.date() == night and each.launched]
    return [
        (each.start.replace(tzinfo=UTC), each.end.replace(tzinfo=UTC) + TAIL) for each in raids if each.start
    ]


def overlapping(spans: list[Span], wanted: list[Span]) -> set[Span]:
    """Alerts that overlap any of the spans."""
    return {each for each in spans for begin, end in wanted if each[0] < end and each[1] > begin}


def nights_of(record: Record, recorded: list[Span]) -> list[Night]:
    """Nights that have a start, in order."""
    launched: dict[date, int] = {}
    for raid in record.raids:
        launched[raid.end_local.date()] = launched.get(raid.end_local.date(), 0) + raid.launched
    return [
        Night(end, n, union_h(overlapping(recorded, windows(record, end))))
        for end, n in sorted(launched.items())
        if end >= PAST_FROM and n and windows(record, end)
    ]


def of_like_size(nights: list[Night], night: Night) -> np.ndarray:
    """Recorded hours of the latest earlier nights of like size: the baseline's ensemble."""
    earlier = [each for each in nights if each.end < night.end]
    like = [each for each in earlier if 1 / LIKE <= each.launched / night.launched <= LIKE]
    if len(like) < FEWEST:
        like = sorted(earlier, key=lambda each: abs(np.log(each.launched / night.launched)))[:FEWEST]
    return np.array([each.recorded_h for each in like[-LIKE_NIGHTS:]])


def crps(ensemble: np.ndarray, recorded: float) -> float:
    """Continuous ranked probability score of an ensemble: E |X - y| - E |X - X'| / 2."""
    ordered, n = np.sort(ensemble), len(ensemble)
    spread = ((2 * np.arange(n) + 1 - n) * ordered).sum() / n**2
    return float(np.abs(ordered - recorded).mean() - spread)


def scenarios(record: Record, nights: list[Night], options: NightOptions) -> dict[Night, himaya.Scenario]:
    """Scenarios of the nights that one can be made of."""
    defence, made = himaya.load("ukraine"), {}
    for night in nights:
        try:
            made[night] = night_scenario(record, night.end, defence, options).scenario
        except ProblemsError as error:
            print(f"{night.end}: left out: {error.problems[0]}", file=sys.stderr)
    return made


def flown(made: dict[Night, himaya.Scenario]) -> Iterator[tuple[Night, Prepared, list[Out]]]:
    """Every night with its replications, thirty nights at a time."""
    nights = list(made)
    for first in range(0, len(nights), 30):
        some = nights[first : first + 30]
        for night, prepared in zip(some, prepare_nights([made[each] for each in some], SEED), strict=True):
            yield night, prepared, [out for _, out in chunks(prepared, range(REPLICATIONS), 1)]


def hours(prepared: Prepared, outs: list[Out], rule: AlertRule) -> np.ndarray:
    """Hours under alert of Kyiv City; f8[replication]."""
    changed = prepared.scenario.model_copy(update={"alert": rule})
    found = causes(replace(prepared, scenario=changed), KYIV)
    parts = []
    for out in outs:
        under = alerts(found, out, 1)
        seconds = np.bincount(under.cell, weights=under.off_s - under.on_s, minlength=len(out.variant))
        parts.append(seconds / 3600.0)
    return np.concatenate(parts)


def interval(difference: dict[Night, float]) -> tuple[float, float, float]:
    """Mean of a difference with its 95 % interval, weeks drawn with replacement."""
    weeks: dict[int, list[float]] = {}
    for night, value in difference.items():
        weeks.setdefault(night.end.toordinal() // BLOCK, []).append(value)
    sums = np.array([(sum(each), len(each)) for each in weeks.values()])
    drawn = sums[np.random.default_rng(SEED).integers(0, len(sums), (DRAWS, len(sums)))].sum(axis=1)
    low, high = np.percentile(drawn[:, 0] / drawn[:, 1], (2.5, 97.5))
    return float(np.mean(list(difference.values()))), float(low), float(high)


def choose(record: Record, nights: list[Night]) -> None:
    """Print the ten rules of the grid that score best on every other night before those that judge."""
    some = [each for each in nights if FROM <= each.end < CHECK_FROM][::2]
    options = NightOptions(usual_places=True, usual_targets=True, draw_targets=True)
    scores: dict[int, list[float]] = {k: [] for k in range(len(GRID))}
    for night, prepared, outs in flown(scenarios(record, some, options)):
        for k, rule in enumerate(GRID):
            scores[k].append(crps(hours(prepared, outs, rule), night.recorded_h))
    for k in sorted(scores, key=lambda k: np.mean(scores[k]))[:10]:
        print(f"{np.mean(scores[k]):.3f} {GRID[k].model_dump()}")


def compare(record: Record, nights: list[Night]) -> dict[str, dict[Night, float]]:
    """CRPS of every night by forecast."""
    wanted = [each for each in nights if each.end >= FROM]
    drawn = NightOptions(usual_places=True, usual_targets=True, draw_targets=True)
    asked = {"rule": (drawn, AlertRule()), "old": (NightOptions(usual_places=True), OLD)}
    scores: dict[str, dict[Night, float]] = {"record": {}, "rule": {}, "old": {}}
    for name, (options, rule) in asked.items():
        for night, prepared, outs in flown(scenarios(record, wanted, options)):
            scores[name][night] = crps(hours(prepared, outs, rule), night.recorded_h)
            scores["record"][night] = crps(of_like_size(nights, night), night.recorded_h)
    return scores


def tell(scores: dict[str, dict[Night, float]]) -> dict[str, object]:
    """Print the table; what the package says of the nights that judge."""
    periods = {
        "2025-01 to 2025-06, chosen on": (FROM, CHECK_FROM),
        "2025-07 to 2025-09": (CHECK_FROM, date.max),
    }
    print("| nights | how many | record | rule | old | rule - record (95 %) |\n|---|---|---|---|---|---|")
    said: dict[str, object] = {}
    for period, (first, last) in periods.items():
        own = [night for night in scores["record"] if first <= night.end < last]
        means = {name: float(np.mean([of[night] for night in own])) for name, of in scores.items()}
        mean, low, high = interval({night: scores["rule"][night] - scores["record"][night] for night in own})
        row = " | ".join(f"{means[name]:.2f}" for name in ("record", "rule", "old"))
        print(f"| {period} | {len(own)} | {row} | {mean:+.2f} ({low:+.2f} to {high:+.2f}) |")
        said = {
            "nights": len(own), "first": str(own[0].end), "last": str(own[-1].end),
            "crps_h": {name: round(value, 3) for name, value in means.items()},
            "rule_less_record_h": {"mean": round(mean, 3), "low": round(low, 3), "high": round(high, 3)},
            "better_than_record": high < 0.0,
        }  # fmt: skip
    return said


def by_size(nights: list[Night]) -> list[dict[str, float | int | None]]:
    """Recorded hours by size of the raid, over the latest year of the record."""
    year = [each for each in nights if each.end > nights[-1].end - timedelta(days=365)]
    rows = []
    for least, below in zip(SIZES, [*SIZES[1:], None], strict=True):
        own = [each.recorded_h for each in year if least <= each.launched < (below or 10**9)]
        p05, p50, p95 = np.percentile(own, (5, 50, 95)).round(1).tolist()
        rows.append({"launched_from": least, "launched_below": below, "nights": len(own), "p05_h": p05,
                     "p50_h": p50, "p95_h": p95})  # fmt: skip
    return rows


def main(record_file: str, alerts_file: str, *flags: str) -> None:
    """Choose, or compare and write what the package says."""
    record = read_record(record_file)
    nights = nights_of(record, read_alerts(alerts_file))
    if "--choose" in flags:
        choose(record, nights)
        return
    said = {
        "source": "scripts/compare_alerts.py: public alerts of Kyiv City (MIT licence) beside the record",
        "district": "kyiv-city", "rule": AlertRule().model_dump(), **tell(compare(record, nights)),
        "year": {"first": str(nights[-1].end - timedelta(days=364)), "last": str(nights[-1].end)},
        "recorded": by_size(nights),
    }  # fmt: skip
    OUT.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
