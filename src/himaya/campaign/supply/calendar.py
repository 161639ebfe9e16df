"""A supply as a calendar: what is due when, whether and on which night it comes, what it costs; no raid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

import numpy as np

from himaya.arrays import F8, I8
from himaya.campaign.supply.entry import NEVER, Books, Entry, entries
from himaya.campaign.supply.file import Backfill, Delivery, Purchase, Supply
from himaya.campaign.supply.ledger import output
from himaya.chance.draws import Draws
from himaya.scenario import mean

RowKind = Literal["delivery", "pause", "purchase", "line", "backfill", "transfer"]


@dataclass(frozen=True)
class CalendarEntry:
    """One line of the calendar."""

    due: date
    """As planned: of a purchase when it is ordered, of a line the first day of its month, or its first."""
    kind: RowKind
    id: str
    who: str
    """Donor or supplier, the origin of a transfer; empty for a line."""
    item: str
    """Round type, unit or area defence; empty for a pause of all."""
    depot: str
    source: str
    quantity: int = 0
    """Ordered, or made in the month."""
    night: I8 = field(default_factory=lambda: np.zeros(0, np.int64))
    """i8[future]: the night on which it is there, or `NEVER`; of a pause its first night and its end."""
    paid: F8 = field(default_factory=lambda: np.zeros(1))
    """f8[future], or one: USD paid within the nights."""


def calendar(supply: Supply, nights: int, futures: range, seed: int) -> list[CalendarEntry]:
    """Draw what a supply brings, in order of what is due.

    The draws are those of a campaign of that seed: future f of the calendar is future f of the campaign.
    """
    books = Books(supply, Draws(seed, "supply"), np.array(futures, np.int64))
    rows = [_ordered(entry, nights) for entry in entries(books, nights)]
    rows += [*_pauses(books, nights), *_made(books, nights), *_moved(books, nights)]
    return sorted(rows, key=lambda row: (row.due, row.kind, row.id))


def arrived(rows: Sequence[CalendarEntry], item: str, nights: int, futures: int) -> I8:
    """How much of an item comes within the nights, i8[future]; transfers only move it."""
    total = np.zeros(futures, np.int64)
    for row in rows:
        if row.item == item and row.kind not in ("pause", "transfer"):
            total += row.quantity * ((row.night >= 1) & (row.night <= nights))
    return total


def months(start: date, nights: int) -> Iterator[tuple[date, int, int]]:
    """First day, first night and last night of every calendar month of a span."""
    first, last = start, start + timedelta(days=nights - 1)
    while first <= last:
        turn = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        end = min(last, turn - timedelta(days=1))
        yield first, (first - start).days + 1, (end - start).days + 1
        first = turn


def _ordered(entry: Entry, nights: int) -> CalendarEntry:
    order, kind = entry.order, entry.kind
    who = order.supplier if isinstance(order, Purchase) else ""
    who = order.donor if isinstance(order, Delivery | Backfill) else who
    paid = np.zeros(len(entry.night))
    for night, usd in entry.paid:
        paid += usd * ((night >= 1) & (night <= nights))
    named: RowKind = "purchase" if kind == "purchase" else "backfill" if kind == "backfill" else "delivery"
    where = (order.item, order.depot or "", order.source)
    return CalendarEntry(entry.due, named, order.id, who, *where, order.quantity, entry.night, paid)


def _pauses(books: Books, nights: int) -> Iterator[CalendarEntry]:
    for pause in books.supply.pauses:
        span = np.array([books.night(pause.begins), books.night(pause.ends)], np.int64)
        if span[0] <= nights:
            items = ", ".join(pause.items)
            yield CalendarEntry(
                pause.begins, "pause", pause.id, pause.donor, items, "", pause.source, 0, span
            )


def _made(books: Books, nights: int) -> Iterator[CalendarEntry]:
    """A row for every month in which a line makes anything or is paid for."""
    n = len(books.future)
    for line in books.supply.lines:
        made, begins = output(line, books, nights), books.night(line.begins)
        for first, low, high in months(books.supply.start, nights):
            quantity = int(made[low - 1 : high].sum())
            begun = mean(line.investment_usd) if low <= begins <= high else 0.0
            if quantity or begun:
                due = max(first, line.begins)
                paid = np.full(n, quantity * mean(line.unit_price_usd) + begun)
                last = np.full(n, high, np.int64)
                where = (line.round, line.depot, line.source)
                yield CalendarEntry(due, "line", line.id, "", *where, quantity, last, paid)


def _moved(books: Books, nights: int) -> Iterator[CalendarEntry]:
    for move in books.supply.transfers:
        night = books.night(move.date)
        if night <= nights:
            there = np.full(len(books.future), night + move.nights, np.int64)
            where = (move.round, move.depot, "")
            yield CalendarEntry(move.date, "transfer", move.id, move.origin, *where, move.quantity, there)


def comes(row: CalendarEntry) -> I8:
    """Nights of the futures in which it comes at all."""
    found: I8 = row.night[row.night < NEVER]
    return found
