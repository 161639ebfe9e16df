"""What `himaya compare` shows of campaigns: totals, months and what runs out, each with its interval."""

from __future__ import annotations

from textwrap import fill

from himaya.cli.words import NAMES, WIDTH
from himaya.documents.compare import CompareDocument, PairedDifference

TITLES = {"value_lost": "Value lost", "killed": "Killed", "cost_usd": "Paid, USD million"}
ENDS = {"leakers": "Leakers", "value_lost": "Value lost", "runout": "Runs out, %", "fired": "Rounds fired"}
_WIDTHS = (11, 11, 12, 22)


def compare_campaigns_screen(document: CompareDocument) -> str:
    """The whole screen as text, at most 78 characters wide."""
    first, *others = document.scenarios
    lines = [
        fill(f"A  {first}", WIDTH, subsequent_indent="   "),
        *(fill(f"{chr(66 + k)}  {name}", WIDTH, subsequent_indent="   ") for k, name in enumerate(others)),
        f"{document.replications:,} futures each, seed {document.seed}",
    ]
    for k, name in enumerate(others):
        rows = [row for row in document.paired if row.b == name]
        lines += ["", *_table(rows, chr(66 + k))]
    return "\n".join([*lines, "", *(fill(line, WIDTH) for line in _reading())])


def _table(rows: list[PairedDifference], letter: str) -> list[str]:
    lines = [_line("", "A", letter, f"{letter} - A", "95 % interval"), "─" * WIDTH]
    title = ""
    for row in rows:
        if row.mean_a == row.mean_b == 0.0:
            continue
        what, _, end = row.quantity.rpartition(".")
        if what and _section(what, end) != title:
            title = _section(what, end)
            lines.append(title)
        name = f"  {NAMES.get(what, what).strip()}" if what else TITLES[end]
        lines.append(_line(name, *_cells(row)))
    return lines


def _section(what: str, end: str) -> str:
    by_month = " by month" if what[:2] == "20" else ""
    return f"{ENDS[end]}{by_month}"


def _cells(row: PairedDifference) -> tuple[str, ...]:
    unit = {"cost_usd": 1e6}.get(row.quantity, 0.01 if row.quantity.endswith(".runout") else 1.0)
    a, b, mean, low, high = (each / unit for each in (row.mean_a, row.mean_b, row.mean, row.low, row.high))
    return f"{a:,.1f}", f"{b:,.1f}", f"{mean:+,.2f}", f"{low:+,.2f} to {high:+,.2f}"


def _line(name: str, *cells: str) -> str:
    left = WIDTH - sum(_WIDTHS)
    shown = name if len(name) < left else name[: left - 2] + "…"
    return f"{shown:<{left}}" + "".join(
        f"{each:>{width}}" for each, width in zip(cells, _WIDTHS, strict=True)
    )


def _reading() -> tuple[str, ...]:
    return (
        "Means over futures, and the mean difference on the same futures: the same raids and luck, another "
        "supply. Numbers with a range are held at their mean: ignorance is in no interval.",
        "Nothing was written; `--json` prints it for scripts.",
    )
