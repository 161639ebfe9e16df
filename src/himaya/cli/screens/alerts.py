"""What is shown of warning: lead times of a run's hits, and the alerts of every district."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from himaya.chance.statistics import Statistics
from himaya.cli.screens.builder import Screen
from himaya.cli.screens.words import NAMES, number, percent
from himaya.documents.warning import AlertsDocument, DistrictAlerts, HoursVerdict, WarningPart

LONGEST = 3
"""So many districts are named below a run's lead times."""


def add_lead(screen: Screen, part: WarningPart) -> None:
    """Add times from detection to impact by class, and hours under alert: recorded where those are better."""
    columns = ("Minutes from detection to impact", "Hits", "5 %", "Median", "95 %", "Under 15")
    screen.table(columns, _lead_rows(part))
    screen.line(*_hours_lines(part))


def _hours_lines(part: WarningPart) -> Iterator[str]:
    if not part.hours.better_than_record:
        for line in _recorded_lines(part.hours, {name: each.name for name, each in part.districts.items()}):
            yield f"{line} Simulated hours foretell no better and are not shown."
        return
    longest = sorted(part.districts.values(), key=lambda each: -each.hours.mean)[:LONGEST]
    if longest:
        listed = ", ".join(f"{each.name} {each.hours.mean:.1f}" for each in longest)
        yield f"Mean hours under alert: {listed}; night {part.night_hours.mean:.1f}."


def _recorded_lines(verdict: HoursVerdict, names: dict[str, str]) -> Iterator[str]:
    """Recorded hours on nights of this size, in place of simulated ones that foretell no better."""
    recorded = verdict.recorded
    if recorded is not None:
        above = "or more" if recorded.launched_below is None else f"to {recorded.launched_below - 1:,}"
        yield (
            f"Hours under alert, recorded in {names[recorded.district]} on {recorded.nights} nights of "
            f"{recorded.launched_from:,} {above} launched, from {recorded.first:%B %Y} to "
            f"{recorded.last:%B %Y}: median {recorded.p50_h:.1f}, "
            f"90 % {recorded.p05_h:.1f} to {recorded.p95_h:.1f}."
        )


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
    shown = document.hours.better_than_record
    longest_first = sorted(document.districts.values(), key=lambda each: (-each.p_alert, -each.hours.mean))
    rows = (_cells(each, document.start, with_hours=shown) for each in longest_first)
    screen.table(("District", *(("Hours", "Share") if shown else ()), "On", "Off", "Chance"), rows)
    clock = "local time" if document.start else "hours and minutes after the start"
    screen.line(
        *(["Hours: median and 90 % of replications."] if shown else []),
        f"On, off: median of the first and last, {clock}.",
        *(note.text for note in document.notes),
        *([] if shown else _recorded_lines(document.hours, _names(document))),
        _last_line(document),
    )
    return screen.text()


def _names(document: AlertsDocument) -> dict[str, str]:
    return {name: each.name for name, each in document.districts.items()}


def _cells(each: DistrictAlerts, start: str | None, *, with_hours: bool) -> tuple[str, ...]:
    hours = f"{each.hours.p50:.1f} ({each.hours.p05:.1f}-{each.hours.p95:.1f})"
    return (
        each.name,
        *((hours, percent(each.share)) if with_hours else ()),
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
