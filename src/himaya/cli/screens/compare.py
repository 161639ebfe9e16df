"""What `himaya compare` shows: how each later scenario differs from the first, how well that is known."""

from __future__ import annotations

from collections.abc import Iterator

from himaya.cli.screens.builder import Screen
from himaya.cli.screens.words import NAMES, ONLY_SHOWN, number
from himaya.documents.compare import CompareDocument, PairedDifference

ENDS = {"shot_down": "Shot down", "soft_killed": "Soft killed", "fell": "Fell", "hit": "Hit"}
_MILLION, _THOUSAND = 1e6, 1e3
MOST_TIMES = 1e6
"""Above this a ratio says only that hardly anything is left to chance."""
_READING = (
    "Means, and the difference on the same nights with its interval, in which are chance and the "
    "library of routes. Numbers with a range are held at their mean: ignorance is in no interval.",
    "Pairing: how many times more replications it takes without pairing to see the difference as well; "
    "exact: the difference is the same in every replication.",
    ONLY_SHOWN,
)


def compare_screen(document: CompareDocument) -> str:
    """The whole screen as text, at most 78 characters wide."""
    screen = Screen()
    letters = add_scenarios(screen, document)
    screen.line(
        f"{document.replications:,} replications each, seed {document.seed}, {document.elapsed_s.total:.1f} s"
    )
    per_scenario = len(document.paired) // (len(letters) - 1)
    for k, letter in enumerate(letters[1:]):
        rows = document.paired[k * per_scenario : (k + 1) * per_scenario]
        screen.table(("", "A", letter, f"{letter} - A", "95 % interval", "Pairing"), _rows(rows))
        screen.paragraph(_worth(rows))
    screen.paragraph(*_READING)
    return screen.text()


def add_scenarios(screen: Screen, document: CompareDocument) -> list[str]:
    """Add a line for each scenario, and give the letters that stand for them."""
    letters = [chr(ord("A") + k) if k < 26 else str(k + 1) for k in range(len(document.scenarios))]
    for letter, name in zip(letters, document.scenarios, strict=True):
        screen.line(f"{letter}  {name}", indent="   ")
    return letters


def _rows(rows: list[PairedDifference]) -> Iterator[tuple[str, ...] | str]:
    shown = ""
    for row in rows:
        group, _, end = row.quantity.rpartition(".")
        if group and row.mean_a == row.mean_b == 0.0 and end != "hit":
            continue  # as jammed ballistic missiles: nobody asks
        if group not in {shown, ""}:
            yield NAMES[group]
            shown = group
        yield _cells(row, f"  {ENDS[end]}" if group else "Rounds fired")


def _cells(row: PairedDifference, name: str) -> tuple[str, ...]:
    unit = 1.0
    if row.quantity == "cost_usd":
        unit = _MILLION if max(row.mean_a, row.mean_b) >= _MILLION else _THOUSAND
        name = "Cost, USD million" if unit == _MILLION else "Cost, USD thousand"
    ends = f"{_signed(row.low / unit)} to {_signed(row.high / unit)}"
    sides = (_signed(side / unit).removeprefix("+") for side in (row.mean_a, row.mean_b))
    return (name, *sides, _signed(row.mean / unit), ends, _times(row.variance_ratio))


def _signed(value: float) -> str:
    digits = 2 if abs(value) < 1000 else 0
    if value == 0.0:
        return "0"
    return f"{value:+,.{digits}f}" if round(value, digits) else "0.00"


def _times(ratio: float | None) -> str:
    if ratio is None:
        return "exact"
    if ratio > MOST_TIMES:
        return "> 1e6 x"
    return f"{number(ratio, 0 if ratio >= 100 else 1)} x"


def _worth(rows: list[PairedDifference]) -> str:
    """One line: what the pairing bought."""
    [ratio] = [row.variance_ratio for row in rows if row.quantity == "all.hit"]
    if ratio is None:
        return "Paired, hits differ by the same number every night: no chance is left."
    if ratio < 1.0:
        return f"Pairing bought nothing for hits: {1 / ratio:,.1f} times more replications are needed."
    return f"Pairing was worth {_times(ratio).removesuffix(' x')} times the replications for hits."
