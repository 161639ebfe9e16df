"""Simulated against recorded hours under alert of Kyiv City, on nights of the record.

    python scripts/compare_alerts.py RECORD.csv ALERTS.parquet [NIGHTS]

RECORD is the official record of raids; ALERTS has region, started_at and finished_at (UTC). Nights are
spread evenly over those of 2025 that a scenario can be made of. Recorded hours are the union of the alerts
that overlap [start, end + 2 h] of a raid that ended on that date: other alerts, as of take-offs, are no part
of it. What is left of the alerts is told as unexplained, not as the model's error. Nothing is fitted.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow.parquet as pq
from scipy.stats import t as student

import himaya
from himaya.effects.warning.tally import WarningTally
from himaya.errors import ProblemsError
from himaya.raid.fly import chunks
from himaya.raid.prepare.bridge import Prepared
from himaya.raid.prepare.nights import prepare_nights
from himaya.reconstruction import night_scenario
from himaya.record import Raid, Record, read_record

DISTRICT, REGION = "kyiv-city", "Kyiv City"
FROM, TO = date(2025, 1, 1), date(2025, 9, 29)
REPLICATIONS, SEED, TAIL = 50, 1, timedelta(hours=2)
Span = tuple[datetime, datetime]


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


def overlapping(alerts: list[Span], spans: list[Span]) -> set[Span]:
    """Alerts that overlap any of the spans."""
    return {each for each in alerts for begin, end in spans if each[0] < end and each[1] > begin}


def some_nights(record: Record, wanted: int) -> dict[date, himaya.Scenario]:
    """Scenarios of nights, evenly over all that have known places, a start and drones."""
    defence = himaya.load("ukraine")
    dates = sorted({each.end_local.date() for each in record.raids if each.launched})
    dates = [each for each in dates if FROM <= each <= TO and windows(record, each)]
    found: dict[date, himaya.Scenario] = {}
    for night in dates[:: max(1, len(dates) // wanted)]:
        try:
            found[night] = night_scenario(record, night, defence).scenario
        except ProblemsError as error:
            print(f"{night}: left out: {error.problems[0]}", file=sys.stderr)
    return found


def simulated_h(prepared: Prepared) -> np.ndarray:
    """Mean, p05, p50, p95 of the hours under alert."""
    tally = WarningTally.of(prepared)
    for first, out in chunks(prepared, range(REPLICATIONS), 1):
        tally.add(prepared, out, first)
    hours = tally.variables()["alert_hours"].sel(district=DISTRICT)
    picked: np.ndarray = hours.sel(statistic=["mean", "p05", "p50", "p95"]).to_numpy()
    return picked


def main(record_file: str, alerts_file: str, wanted: int) -> None:
    """Print the table and the errors."""
    record, alerts = read_record(record_file), read_alerts(alerts_file)
    scenarios = some_nights(record, wanted)
    rows = []
    print("| night | threats | recorded, h | simulated, h (90 %) |\n|---|---|---|---|")
    for night, prepared in zip(scenarios, prepare_nights(list(scenarios.values()), SEED), strict=True):
        recorded = union_h(overlapping(alerts, windows(record, night)))
        mean, low, _, high = simulated_h(prepared)
        rows.append((recorded, mean, low, high))
        threats = len(prepared.raid.group)
        print(f"| {night} | {threats} | {recorded:.1f} | {mean:.1f} ({low:.1f} to {high:.1f}) |")
    tell(np.array(rows))
    raids = [span for each in record.raids if each.launched and each.start for span in windows_of(each)]
    within = [each for each in alerts if FROM <= each[0].date() <= TO]
    explained = overlapping(within, raids)
    left, all_h = union_h(set(within) - explained), union_h(within)
    print(f"\nAlert hours that overlap no raid of the record, {FROM} to {TO}: {left:.0f} of {all_h:.0f}")


def windows_of(raid: Raid) -> list[Span]:
    """[start, end + 2 h] of one raid."""
    assert raid.start is not None  # noqa: S101 (asked before)
    return [(raid.start.replace(tzinfo=UTC), raid.end.replace(tzinfo=UTC) + TAIL)]


def tell(rows: np.ndarray) -> None:
    """Print means, the mean error with its 95 % interval over nights, and coverage."""
    recorded, mean, low, high = rows.T
    error = mean - recorded
    half = student.ppf(0.975, len(error) - 1) * error.std(ddof=1) / np.sqrt(len(error))
    inside = ((low <= recorded) & (recorded <= high)).mean()
    rank = np.corrcoef(recorded, mean)[0, 1]
    print(
        f"\n{len(error)} nights: recorded {recorded.mean():.2f} h, simulated {mean.mean():.2f} h; mean error"
    )
    print(f"{error.mean():+.2f} h, 95 % interval {error.mean() - half:+.2f} to {error.mean() + half:+.2f};")
    print(f"mean absolute error {np.abs(error).mean():.2f} h; correlation {rank:.2f};")
    print(f"recorded inside the simulated 90 % interval on {100 * inside:.0f} % of nights.")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 30)
