"""What is shown of warning: lead times of a run's hits, and the alerts of every district."""

from __future__ import annotations

from datetime import datetime, timedelta
from textwrap import fill

from rich.console import Console
from rich.table import Table

from himaya.chance.statistics import Statistics
from himaya.cli.words import NAMES, WIDTH, plain_table
from himaya.documents.warning import AlertsDocument, DistrictAlerts, WarningPart

LONGEST = 3
"""So many districts are named below a run's lead times."""


def lead_table(part: WarningPart) -> Table:
    """Lead times of hits by class."""
    table = plain_table()
    table.add_column("Minutes under alert before a hit", no_wrap=True)
    for name in ("Hits", "5 %", "Median", "95 %", "Under 15"):
        table.add_column(name, justify="right", no_wrap=True)
    for group, words in NAMES.items():
        if group in part.lead:
            each = part.lead[group]
            times = (each.minutes.p05, each.minutes.p50, each.minutes.p95)
            cells = (f"{time:,.1f}" if time < 10 else f"{time:,.0f}" for time in times)
            table.add_row(words, f"{each.hits:,.1f}", *cells, f"{100 * each.below_15:.1f} %")
    return table


def longest_line(part: WarningPart) -> str:
    """The districts longest under alert, in one sentence."""
    longest = sorted(part.districts.values(), key=lambda each: -each.hours.mean)[:LONGEST]
    listed = ", ".join(f"{each.name} {each.hours.mean:.1f}" for each in longest)
    return f"Mean hours under alert: {listed}; night {part.night_hours.mean:.1f}." if listed else ""


def alerts_screen(document: AlertsDocument) -> str:
    """The whole screen as text, at most 78 characters wide."""
    table = plain_table()
    table.add_column("District", overflow="ellipsis", no_wrap=True, max_width=30)
    for name in ("Hours", "Share", "On", "Off", "Chance"):
        table.add_column(name, justify="right", no_wrap=True)
    for each in sorted(document.districts.values(), key=lambda each: -each.hours.mean):
        table.add_row(*_cells(each, document.start))
    console = Console(width=WIDTH, markup=False, emoji=False, highlight=False, no_color=True)
    with console.capture() as capture:
        console.print(f"EXERCISE. Simulated alerts of {document.scenario}, not a warning of anything real")
        console.print(f"{document.replications:,} replications, seed {document.seed}\n")
        console.print(table)
        clock = "local time" if document.start else "hours and minutes after the start"
        console.print(
            fill(
                f"Hours: median and 90 % of replications. On, off: median of the first and last, {clock}.",
                WIDTH,
            )
        )
        for note in document.notes:
            console.print(fill(note.text, WIDTH))
        console.print(fill(_last_line(document), WIDTH))
    return capture.get().rstrip("\n")


def _cells(each: DistrictAlerts, start: str | None) -> tuple[str, ...]:
    hours = f"{each.hours.p50:.1f} ({each.hours.p05:.1f}-{each.hours.p95:.1f})"
    share = "-" if each.share is None else f"{100 * each.share:.0f} %"
    return (
        each.name,
        hours,
        share,
        _when(each.on, start),
        _when(each.off, start),
        f"{100 * each.p_alert:.0f} %",
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
