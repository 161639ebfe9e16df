"""What `himaya supply` shows: a calendar, and what comes of each kind in all."""

from __future__ import annotations

from itertools import groupby
from textwrap import fill

from himaya.chance.statistics import Statistics
from himaya.cli.words import WIDTH
from himaya.documents.envelope import NotePart
from himaya.documents.supply import CalendarRow, SupplyDocument

SHOWN_NOTES = 5
WIDTHS = (4, 26, 21, 7, 14, 6)
TOTALS = (40, 12, 26)


def supply_screen(document: SupplyDocument) -> str:
    """The whole screen as text, at most 78 characters wide."""
    lines = [
        document.title,
        f"{document.nights} nights from {document.start}, {document.futures} futures, seed {document.seed}",
        "",
        _line(("Due", "What", "Item", "Number", "Night", "USD M"), WIDTHS),
        "─" * WIDTH,
    ]
    for month, rows in groupby(document.calendar, key=lambda row: row.month):
        lines += [month, *(_row(row) for row in rows)]
    told = (
        "Nights: mean, and the middle 90 % of the futures in which it comes at all; of a line the last of "
        f"the month. Numbers: mean of what is there by night {document.nights} of what is due."
    )
    lines += ["", fill(told, WIDTH), "", *_totals(document), "", *_notes(document.notes)]
    return "\n".join(lines)


def _row(row: CalendarRow) -> str:
    what = row.id if row.kind == "delivery" else f"{row.kind} {row.id}"
    item = row.item or row.who or ""
    cost = "" if row.cost_usd is None else f"{row.cost_usd.mean / 1e6:,.1f}"
    return _line((f" {row.date[8:]}", what, item, _quantity(row), _night(row), cost), WIDTHS)


def _quantity(row: CalendarRow) -> str:
    if row.quantity is None or row.arrived is None or row.p_arrives is None:
        return ""
    if row.p_arrives == 1.0:
        return f"{row.quantity:,}"
    return f"{row.arrived.mean:,.1f}/{row.quantity:,}"


def _night(row: CalendarRow) -> str:
    night = row.night
    if night is None:
        return "never"
    if row.kind == "pause":
        return f"{night.p05:.0f} until {night.p95:.0f}"
    return _band(night)


def _totals(document: SupplyDocument) -> list[str]:
    lines = [_line(("In all", "Stock", "Comes"), TOTALS), "─" * WIDTH]
    for name, each in document.items.items():
        stock = "" if each.stock is None else f"{each.stock:,.0f}"
        lines.append(_line((name, stock, _band(each.arrives)), TOTALS))
    cost = document.cost_usd
    band = "" if cost.p05 == cost.p95 else f" ({cost.p05 / 1e6:,.1f}-{cost.p95 / 1e6:,.1f})"
    paid = f"Paid for purchases and lines: USD {cost.mean / 1e6:,.1f} million{band} of {document.base_year}."
    return [*lines, "", fill(paid, WIDTH)]


def _band(each: Statistics) -> str:
    mean, low, high = (f"{value:,.0f}" for value in (each.mean, each.p05, each.p95))
    return mean if mean == low == high else f"{mean} ({low}-{high})"


def _line(cells: tuple[str, ...], widths: tuple[int, ...]) -> str:
    """Words to the left, numbers to the right."""
    words = 3 if len(cells) == len(WIDTHS) else 1
    left = (
        f"{_cut(cell, width):<{width}}" for cell, width in zip(cells[:words], widths[:words], strict=True)
    )
    right = (f"{cell:>{width}}" for cell, width in zip(cells[words:], widths[words:], strict=True))
    return "".join([*left, *right]).rstrip()


def _cut(text: str, width: int) -> str:
    return text if len(text) < width else f"{text[: width - 2]}…"


def _notes(notes: list[NotePart]) -> list[str]:
    shown = [fill(f"- {note.text}", WIDTH, subsequent_indent="  ") for note in notes[:SHOWN_NOTES]]
    more = len(notes) - SHOWN_NOTES
    rest = [f"- and {more} more: `--json` has all"] if more > 0 else []
    return ["Left out", *shown, *rest] if shown else []
