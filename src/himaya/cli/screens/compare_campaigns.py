"""What `himaya compare` shows of campaigns: totals, months and what runs out, each with its interval."""

from __future__ import annotations

from collections.abc import Iterator

from himaya.cli.screens.builder import Screen
from himaya.cli.screens.compare import add_scenarios
from himaya.cli.screens.words import NAMES, ONLY_SHOWN
from himaya.documents.compare import CompareDocument, PairedDifference

TITLES = {"value_lost": "Value lost", "killed": "Killed", "cost_usd": "Paid, USD million"}
ENDS = {"leakers": "Leakers", "value_lost": "Value lost", "runout": "Runs out, %", "fired": "Rounds fired"}
_READING = (
    "Means over futures, and the mean difference on the same futures: the same raids and luck, another "
    "supply. Numbers with a range are held at their mean: ignorance is in no interval.",
    ONLY_SHOWN,
)


def compare_campaigns_screen(document: CompareDocument) -> str:
    """The whole screen as text, at most 78 characters wide."""
    screen = Screen()
    letters = add_scenarios(screen, document)
    screen.line(f"{document.replications:,} futures each, seed {document.seed}")
    for letter, name in zip(letters[1:], document.scenarios[1:], strict=True):
        rows = _rows([row for row in document.paired if row.b == name])
        screen.table(("", "A", letter, f"{letter} - A", "95 % interval"), rows)
    screen.paragraph(*_READING)
    return screen.text()


def _rows(rows: list[PairedDifference]) -> Iterator[tuple[str, ...] | str]:
    title = ""
    for row in rows:
        if row.mean_a == row.mean_b == 0.0:
            continue
        what, _, end = row.quantity.rpartition(".")
        if what and _section(what, end) != title:
            title = _section(what, end)
            yield title
        name = f"  {NAMES.get(what, what).strip()}" if what else TITLES[end]
        yield (name, *_cells(row))


def _section(what: str, end: str) -> str:
    by_month = " by month" if what[:2] == "20" else ""
    return f"{ENDS[end]}{by_month}"


def _cells(row: PairedDifference) -> tuple[str, ...]:
    unit = {"cost_usd": 1e6}.get(row.quantity, 0.01 if row.quantity.endswith(".runout") else 1.0)
    a, b, mean, low, high = (each / unit for each in (row.mean_a, row.mean_b, row.mean, row.low, row.high))
    return f"{a:,.1f}", f"{b:,.1f}", f"{mean:+,.2f}", f"{low:+,.2f} to {high:+,.2f}"
