"""What is shown of warning: lead times of a run's hits, and the alerts of every district."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from himaya.chance.statistics import Statistics
from himaya.cli.screens.builder import Screen
from himaya.cli.screens.words import NAMES, number, percent
from himaya.documents.warning import AlertsDocument, DistrictAlerts, WarningPart

LONGEST = 3
"""So many districts are named below a run's lead times."""


def add_lead(screen: Screen, part: WarningPart) -> None:
    """Add lead times of hits by class, and the districts longest under alert."""
    columns = ("Minutes under alert before a hit", "Hits", "5 %", "Median", "95 %", "Under 15")
    screen.table(columns, _lead_rows(part))
    longest = sorted(part.districts.values(), key=lambda each: -each.hours.mean)[:LONGEST]
    listed = ", ".join(f"{each.name} {each.hours.mean:.1f}" for each in longest)
    if listed:
        screen.line(f"Mean hours under alert: {listed}; night {part.night_hours.mean:.1f}.")


def _lead_rows(part: WarningPart) -> Iterator[tuple[str, ...]]:
    for group, words in NAMES.items():
        if group in part.lead:
            each = part.lead[group]
            times = (each.minutes.p05, each.minutes.p50, each.minutes.p95)
            cells = (number(time, 1 if time < 10 else 0) for time in times)
            yield (words, number(each.hits, 1), *cells, percent(each.below_15, 1))


def alerts_screen(document: AlertsDocument) -> str:
    """The whole screen as text, at most 78 characters wide."""
    screen = Screen(
        f"EXERCISE. Simulated alerts of {document.scenario}, not a warning of anything real",
        f"{document.replications:,} replications, seed {document.seed}",
    )
    longest_first = sorted(document.districts.values(), key=lambda each: -each.hours.mean)
    rows = (_cells(each, document.start) for each in longest_first)
    screen.table(("District", "Hours", "Share", "On", "Off", "Chance"), rows)
    clock = "local time" if document.start else "hours and minutes after the start"
    screen.line(
        f"Hours: median and 90 % of replications. On, off: median of the first and last, {clock}.",
        *(note.text for note in document.notes),
        _last_line(document),
    )
    return screen.text()


def _cells(each: DistrictAlerts, start: str | None) -> tuple[str, ...]:
    hours = f"{each.hours.p50:.1f} ({each.hours.p05:.1f}-{each.hours.p95:.1f})"
    return (
        each.name,
        hours,
        percent(each.share),
        _when(each.on, start),
        _when(each.off, start),
        percent(each.p_alert),
    )


def _when(minutes: Statistics | None, start: str | None) -> str:
    if minutes is None:
        return "-"
    if start is None:
        return f"{minutes.p50 // 60:.0f}:{minutes.p50 % 60:02.0f}"
    return f"{datetime.fromisoformat(start) + timedelta(minutes=minutes.p50):%H:%M}"


def _last_line(document: AlertsDocument) -> str:
    if not document.files:
        return "Nothing was written; `--csv FILE` and `--cap DIR` export, with status Exercise."
    n = len(document.files)
    return f"Written with status Exercise: {document.files[0]}" + (f" and {n - 1} more" if n > 1 else "")
