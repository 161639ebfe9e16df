"""What `himaya supply` shows: a calendar, and what comes of each kind in all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from himaya.cli.screens.builder import Screen, note_texts
from himaya.cli.screens.words import band, number
from himaya.documents.supply import CalendarRow, SupplyDocument

SHOWN_NOTES = 5
LONGEST_WHAT, LONGEST_ITEM = 25, 20
"""Longer names are cut, so that a row is one line; `--json` has them in full."""


def supply_screen(document: SupplyDocument) -> str:
    """The whole screen as text, at most 78 characters wide."""
    screen = Screen(
        document.title,
        f"{document.nights} nights from {document.start}, {document.futures} futures, seed {document.seed}",
    )
    columns = ["On", "What", "Item", "Number", "Night"]
    if any(row.cost_usd is not None for row in document.calendar):
        columns.append("USDm")
    screen.table(columns, _calendar(document, len(columns)), words={"What", "Item"})
    screen.paragraph(
        "Nights: mean, and the middle 90 % of the futures in which it comes at all; of a line the last of "
        f"the month. Numbers: mean of what is there by night {document.nights} of what is due."
    )
    screen.table(("In all", "Stock", "Comes"), _totals(document))
    cost = document.cost_usd
    screen.paragraph(
        f"Paid for purchases and lines: USD {number(cost.mean / 1e6, 1)} million"
        + ("" if cost.p05 == cost.p95 else f" ({cost.p05 / 1e6:,.1f}-{cost.p95 / 1e6:,.1f})")
        + f" of {document.base_year}."
    )
    screen.notes("Left out", note_texts(document.notes, SHOWN_NOTES))
    return screen.text()


def _calendar(document: SupplyDocument, n_columns: int) -> Iterator[tuple[str, ...] | str]:
    for month, rows in groupby(document.calendar, key=lambda row: row.month):
        yield month
        yield from (_cells(row)[:n_columns] for row in rows)


def _cells(row: CalendarRow) -> tuple[str, ...]:
    what = row.id if row.kind == "delivery" else f"{row.kind} {row.id}"
    item = row.item or row.who or ""
    cost = "" if row.cost_usd is None else number(row.cost_usd.mean / 1e6, 1)
    return (
        row.date[8:],
        _cut(what, LONGEST_WHAT),
        _cut(item, LONGEST_ITEM),
        _quantity(row),
        _night(row),
        cost,
    )


def _cut(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _quantity(row: CalendarRow) -> str:
    if row.quantity is None or row.arrived is None or row.p_arrives is None:
        return ""
    if row.p_arrives == 1.0:
        return f"{row.quantity:,}"
    return f"{number(row.arrived.mean, 1 if row.quantity < 100 else 0)}/{row.quantity:,}"


def _night(row: CalendarRow) -> str:
    night = row.night
    if night is None:
        return "never"
    if row.kind == "pause":
        return f"{night.p05:.0f} until {night.p95:.0f}"
    return band(night)


def _totals(document: SupplyDocument) -> Iterator[tuple[str, ...]]:
    for name, each in document.items.items():
        yield (name, "" if each.stock is None else number(each.stock), band(each.arrives))
