"""Orders as dated entries: what comes when, in every future; draws are keyed by order, never by place."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from himaya.arrays import I8
from himaya.campaign.supply.file import Delivery, Goods, Pause, Purchase, Repeated, Supply
from himaya.chance.draws import Draws
from himaya.chance.laws import number_quantiles
from himaya.scenario import Number, Uncertain, mean

NEVER = np.int64(1) << 40
"""The night of what does not come."""
DAYS_PER_MONTH = 30.0


@dataclass(frozen=True)
class Entry:
    """One order, or one of its repeats."""

    key: str
    """Kind, id and number of the repeat: ``delivery/gem-t/2``; draws are keyed by it."""
    order: Goods
    due: date
    """As planned, before any delay or pause."""
    night: I8
    """i8[future]: the night on which it is there, `NEVER` if it does not come."""
    paid: tuple[tuple[I8, float], ...] = ()
    """Payments: nights i8[future], USD."""

    @property
    def kind(self) -> str:
        """delivery, purchase or backfill."""
        return self.key.partition("/")[0]


@dataclass(frozen=True)
class Books:
    """What entries are made with: the supply, the draws, the futures."""

    supply: Supply
    draws: Draws
    future: I8

    def night(self, day: date) -> int:
        """The night that begins on a day; 1 is the first."""
        return (day - self.supply.start).days + 1

    def lasts(self, days: Number, key: str) -> I8:
        """Days drawn for an order, whole, i8[future]."""
        if not isinstance(days, Uncertain):
            return np.full(len(self.future), round(mean(days)), np.int64)
        share = self.draws.uniform(f"days/{key}", self.future)
        drawn: I8 = np.rint(number_quantiles(days, share)).astype(np.int64)
        return drawn

    def comes(self, probability: Number, key: str) -> NDArray[np.bool]:
        """Whether it comes at all, bool[future]."""
        p = mean(probability)
        if p >= 1.0:
            return np.full(len(self.future), True)
        return self.draws.uniform(f"comes/{key}", self.future) < p


def dates(order: Repeated, first: date, last: date) -> Iterator[date]:
    """The dates of an order until `last`; the 31st of a shorter month is its last day."""
    day, months = first, 0
    while day <= min(order.until or last, last):
        yield day
        if order.every is None:
            return
        months += 1
        year, month = divmod(first.month - 1 + months, 12)
        year, month = first.year + year, month + 1
        day = date(year, month, min(first.day, monthrange(year, month)[1]))


def entries(books: Books, nights: int) -> list[Entry]:
    """Everything that is due by the last night, in the order of the file; lines are not among it."""
    last = books.supply.start + timedelta(days=nights - 1)
    return [*_deliveries(books, last), *_purchases(books, last), *_backfills(books)]


def _deliveries(books: Books, last: date) -> Iterator[Entry]:
    for order in books.supply.deliveries:
        for k, due in enumerate(dates(order, order.date, last)):
            key = f"delivery/{order.id}/{k}"
            yield Entry(key, order, due, _delivered(books, order, due, key))


def _delivered(books: Books, order: Delivery, due: date, key: str) -> I8:
    night = paused(books, np.full(len(books.future), books.night(due), np.int64), order.donor, order.item)
    night = np.where(night < NEVER, night + books.lasts(order.delay_days, key), NEVER)
    night = paused(books, night, order.donor, order.item)  # a delay can lead into a pause
    return np.where(books.comes(order.probability, key), night, NEVER)


def paused(books: Books, night: I8, donor: str, item: str) -> I8:
    """Nights after the donor's pauses, in order of time; what a pause delays can fall into the next."""
    for pause in sorted(books.supply.pauses, key=lambda each: each.begins):
        if pause.donor == donor and (not pause.items or item in pause.items):
            night = np.where(_within(books, night, pause), _after(books, pause), night)
    return night


def _within(books: Books, night: I8, pause: Pause) -> NDArray[np.bool]:
    inside: NDArray[np.bool] = (night >= books.night(pause.begins)) & (night < books.night(pause.ends))
    return inside


def _after(books: Books, pause: Pause) -> int:
    return books.night(pause.ends) if pause.effect == "delayed" else int(NEVER)


def _purchases(books: Books, last: date) -> Iterator[Entry]:
    """One order after the other at every supplier, by date and id; what is complete is delivered at once.

    What was ordered before the start and not delivered comes on the first night at the earliest.
    """
    placed = [
        (day, order.id, k, order)
        for order in books.supply.purchases
        for k, day in enumerate(dates(order, order.ordered, last))
    ]
    capacity = {each.id: each.capacity_per_month for each in books.supply.suppliers}
    free: dict[str, float] = {}
    for day, _, k, order in sorted(placed, key=lambda each: each[:3]):
        made = begun = float(books.night(day))
        limit = capacity.get(order.supplier)
        if limit is not None:
            made = max(begun, free.get(order.supplier, begun)) + order.quantity * DAYS_PER_MONTH / mean(limit)
            free[order.supplier] = made
        yield _bought(books, order, day, (f"purchase/{order.id}/{k}", int(np.ceil(made - 1e-9))))


def _bought(books: Books, order: Purchase, day: date, made: tuple[str, int]) -> Entry:
    """An order; made : its key, and the night on which the supplier has made it."""
    key, complete = made
    night = np.maximum(complete, books.night(day) + books.lasts(order.lead_days, key))
    night = np.maximum(paused(books, night, order.supplier, order.item), 1)
    price = order.quantity * mean(order.unit_price_usd)
    first = price * mean(order.paid_up_front)
    at_order = np.full(len(books.future), books.night(day), np.int64)
    return Entry(key, order, day, night, ((at_order, first), (night, price - first)))


def _backfills(books: Books) -> Iterator[Entry]:
    pauses = {pause.id: pause for pause in books.supply.pauses}
    for order in books.supply.backfills:
        key, pause = f"backfill/{order.id}/0", pauses[order.pause]
        night = np.maximum(books.night(pause.begins) + books.lasts(order.delay_days, key), 1)
        yield Entry(key, order, pause.begins, np.where(books.comes(order.probability, key), night, NEVER))
