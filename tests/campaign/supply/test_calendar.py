"""The calendar: what the ledger draws, told by order."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from himaya.campaign.supply.calendar import arrived, calendar, comes, months
from tests.campaign.supply.small import drawn, stated
from tests.campaign.supply.test_ledger import CHANCE, HAND


def rows_of(text, nights=40, futures=4):
    return calendar(stated(text), nights, range(futures), 1)


def test_calendar__solved_by_hand():
    """As in `test_supply__solved_by_hand` of the ledger; the line makes 11 by night 31 and 5 by night 40."""
    found = [(str(row.due)[5:], row.kind, row.id, row.quantity, row.night[0]) for row in rows_of(HAND)]
    never = 1 << 40
    assert found == [
        ("07-02", "backfill", "fill", 3, 6), ("07-02", "pause", "late", 0, 2),
        ("07-02", "purchase", "buy-a", 5, 12), ("07-02", "purchase", "buy-b", 6, 24),
        ("07-03", "delivery", "gift", 5, 10), ("07-04", "line", "line", 13, 31),
        ("07-05", "delivery", "teams", 2, 7), ("07-06", "transfer", "move", 9, 8),
        ("07-12", "delivery", "unit", 1, 12), ("07-15", "pause", "never", 0, 15),
        ("07-20", "delivery", "gone", 50, never), ("08-01", "line", "line", 4, 40),
        ("08-03", "delivery", "gift", 5, 34),
    ]  # fmt: skip
    paid = {(row.id, str(row.due)[5:7]): row.paid[0] for row in rows_of(HAND) if row.paid.any()}
    assert paid == {
        ("buy-a", "07"): 5000.0, ("buy-b", "07"): 6000.0,
        ("line", "07"): 900.0 + 7 * 13, ("line", "08"): 28.0,
    }  # fmt: skip


@pytest.mark.parametrize("text", [HAND, CHANCE])
def test_calendar__sums_to_the_ledger(text):
    nights, futures = 90, 30
    rows, found = rows_of(text, nights, futures), drawn(text, nights, range(futures))
    assert (
        arrived(rows, "battery/round", nights, futures).tolist()
        == found.arrivals.sum(axis=(1, 2, 3)).tolist()
    )
    assert sum(row.paid for row in rows) == pytest.approx(found.paid_usd.sum(axis=1))


def test_what_never_comes__has_no_nights():
    (gone,) = [row for row in rows_of(HAND) if row.id == "gone"]
    assert comes(gone).tolist() == []


def test_months__end_where_the_calendar_does_and_the_span():
    found = list(months(date(2025, 12, 30), 35))
    assert found == [(date(2025, 12, 30), 1, 2), (date(2026, 1, 1), 3, 33), (date(2026, 2, 1), 34, 35)]
    assert np.diff([last for *_, last in found]).tolist() == [31, 2]
