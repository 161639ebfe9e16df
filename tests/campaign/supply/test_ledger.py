"""The ledger: by hand night by night, and how draws stay where they are whatever else is stated."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from himaya.campaign.resupply import transfer
from himaya.campaign.state import Holdings
from himaya.campaign.supply.entry import NEVER
from himaya.campaign.supply.ledger import initial_stock, moves, only, optional_ids, without
from tests.campaign.supply.small import ROUNDS, drawn, stated

EAST, WEST = 0, 1
HAND = """
stock:
  - {round: battery/round, depot: east, quantity: 4}
  - {round: battery/round, depot: east, quantity: {low: 0, likely: 2, high: 10, source: guess}}
units:
  - {id: battery-2, type: battery, lat: 47.5, lon: 34.1}
suppliers:
  - {id: maker, capacity_per_month: 15}
deliveries:
  - {id: gift, donor: friend, round: battery/round, depot: east, quantity: 5, date: 2025-07-03, every: month,
     until: 2025-08-31, source: x}
  - {id: gone, donor: friend, round: battery/round, depot: east, quantity: 50, date: 2025-07-20, source: x}
  - {id: unit, donor: friend, unit: battery-2, date: 2025-07-12, source: x}
  - {id: teams, donor: ally, teams: interceptors-kyiv, quantity: 2, date: 2025-07-05, delay_days: 2,
     source: x}
pauses:
  - {id: late, donor: friend, begins: 2025-07-02, ends: 2025-07-10, source: x}
  - {id: never, donor: friend, items: [battery/round], begins: 2025-07-15, ends: 2025-07-25,
     effect: cancelled, source: x}
purchases:
  - {id: buy-b, supplier: maker, round: battery/round, depot: west, quantity: 6, ordered: 2025-07-02,
     lead_days: 20, unit_price_usd: 1000, paid_up_front: 0.25, source: x}
  - {id: buy-a, supplier: maker, round: battery/round, depot: west, quantity: 5, ordered: 2025-07-02,
     lead_days: 3, unit_price_usd: 1000, source: x}
lines:
  - {id: line, round: battery/round, depot: west, investment_usd: 900, begins: 2025-07-04, ramp_months: 0.1,
     monthly_output: 30, share_kept: 0.5, unit_price_usd: 7, source: x}
backfills:
  - {id: fill, donor: other, pause: late, round: battery/round, depot: east, quantity: 3, delay_days: 4,
     source: x}
transfers:
  - {id: move, round: battery/round, origin: east, depot: west, quantity: 9, date: 2025-07-06, nights: 2}
"""


def came(found, depot, future=0):
    """By night, what came to a depot."""
    arrivals = found.arrivals[future, :, depot, 0]
    return {int(night) + 1: int(arrivals[night]) for night in np.flatnonzero(arrivals)}


def test_supply__solved_by_hand():
    """Night 1 is 1 July.

    East: the gift of 3 July waits for the pause's end, 10 July; that of 3 August comes. What is due on 20
    July is cancelled. The backfill comes 4 days after 2 July. West: the maker makes 15 in 30 days, a round
    in two days, in the order of ids: buy-a's 5 are made by night 12, long after its 3 days, and buy-b's 6
    by night 24, two after its 20 days have passed. The line ramps up over 3 days to half of a round a day:
    day 1 to 3 make t^2 / 12, then half a round a day: 0.75 by day 3 (6 July), 1.25 by day 4, 2.25 by day 6.
    """
    found = drawn(HAND, nights=40)
    assert came(found, EAST) == {6: 3, 10: 5, 34: 5}
    line = dict.fromkeys(range(7, 41, 2), 1)
    assert came(found, WEST) == {**line, 12: 5, 24: 6}
    assert found.unit_night[0].tolist() == [0, 12]
    assert found.teams[0, :, 0].tolist() == [0] * 6 + [2] * 34
    paid = {int(k) + 1: usd for k, usd in enumerate(found.paid_usd[0]) if usd}
    expected = {2: 0.25 * 6000 + 5000, 4: 900.0, 24: 0.75 * 6000, **dict.fromkeys(line, 7.0)}
    assert paid == pytest.approx(expected)
    supply = stated(HAND)
    assert initial_stock(supply, ROUNDS).tolist() == [[7], [0]]  # 4 and (0 + 4 x 2 + 10) / 6 = 3


def test_stock_in_depots__by_hand_with_a_transfer():
    """East has 7; 3 come on night 6, and of 10 the transfer takes 9, which are west on night 8."""
    supply, found = stated(HAND), drawn(HAND, nights=12)
    holdings = Holdings(*(np.zeros(0, np.int64),) * 5, 1, 2, 0, moves(supply, ROUNDS))
    state = SimpleNamespace(
        depots=np.repeat(initial_stock(supply, ROUNDS)[None], 2, axis=0), between=np.zeros((2, 1), np.int64)
    )
    told = []
    for night in range(1, 13):
        state.depots += found.arrivals[:2, night - 1]
        transfer(state, holdings, night)
        told.append((*state.depots[1, :, 0].tolist(), int(state.between[1, 0])))
    assert told[:5] == [(7, 0, 0)] * 5
    assert told[5:8] == [(1, 0, 9), (1, 1, 9), (1, 10, 0)]
    assert told[8:] == [(1, 11, 0), (6, 11, 0), (6, 12, 0), (6, 17, 0)]


def test_pause__cancels_what_falls_in_it_after_another_delayed_it():
    text = """
deliveries: [{id: a, donor: b, round: battery/round, depot: east, quantity: 5, date: 2025-07-03, source: x}]
pauses:
  - {id: after, donor: b, begins: 2025-07-10, ends: 2025-07-20, effect: cancelled, source: x}
  - {id: before, donor: b, begins: 2025-07-02, ends: 2025-07-10, source: x}
"""
    assert came(drawn(text), EAST) == {}
    assert came(drawn(without(stated(text), ["after"])), EAST) == {10: 5}
    assert came(drawn(only(stated(text), ["a"])), EAST) == {3: 5}


@pytest.mark.parametrize(("day", "comes"), [(1, True), (2, False), (9, False), (10, True)])
def test_pause__begins_with_its_first_day_and_ends_before_its_last(day, comes):
    text = f"""
deliveries: [{{id: a, donor: b, round: battery/round, depot: east, date: 2025-07-{day:02}, source: x}}]
pauses: [{{id: p, donor: b, begins: 2025-07-02, ends: 2025-07-10, effect: cancelled, source: x}}]
"""
    assert came(drawn(text), EAST) == ({day: 1} if comes else {})


def test_line_that_was_there_before_the_start__is_paid_for():
    """It begins on 30 June and makes one a day: that day's and its investment are of before."""
    text = """
lines:
  - {id: old, round: battery/round, depot: east, investment_usd: 500, begins: 2025-06-30, monthly_output: 30,
     unit_price_usd: 2, source: x}
"""
    found = drawn(text, nights=3)
    assert came(found, EAST) == {1: 1, 2: 1, 3: 1}
    assert found.paid_usd[0].tolist() == [2.0, 2.0, 2.0]


CHANCE = """
suppliers: [{id: maker}]
deliveries:
  - {id: a, donor: b, round: battery/round, depot: east, quantity: 5, date: 2025-07-20, probability: 0.5,
     delay_days: {low: 0, likely: 5, high: 20, source: x}, every: month, source: x}
  - {id: c, donor: d, round: battery/round, depot: west, quantity: 4, date: 2025-07-20,
     delay_days: {low: 0, likely: 5, high: 20, source: x}, source: x}
purchases:
  - {id: e, supplier: maker, round: battery/round, depot: west, quantity: 3, ordered: 2025-07-10,
     lead_days: {low: 5, likely: 10, high: 40, source: x}, unit_price_usd: 2, source: x}
pauses:
  - {id: far, donor: b, begins: 2025-07-22, ends: 2025-07-28, source: x}
  - {id: idle, donor: d, begins: 2025-12-02, ends: 2025-12-09, source: x}
backfills:
  - {id: f, donor: g, pause: far, round: battery/round, depot: east, quantity: 2, probability: 0.6,
     delay_days: {low: 1, likely: 5, high: 20, source: x}, source: x}
"""


def nights_of(supply, **given):
    return {entry.key: entry.night.tolist() for entry in drawn(supply, 120, **given).entries}


def test_draws__do_not_shift_when_anything_is_added_or_left_out():
    supply = stated(CHANCE)
    whole, moved = nights_of(supply), set()
    for left in optional_ids(supply):
        fewer = nights_of(without(supply, [left]))
        moved |= {left for key in fewer if fewer[key] != whole[key]}
        gone = {key.split("/")[1] for key in whole.keys() - fewer.keys()}
        assert gone <= ({left} | ({"f"} if left == "far" else set()))
    assert moved == {"far"}  # its own donor's deliveries move, by its dates and not by luck
    late = nights_of(without(supply, ["far"]))
    for key in (key for key in late if key.startswith("delivery/a/")):
        for before, after in zip(late[key], whole[key], strict=True):
            assert after == (28 if 22 <= before < 28 else before)


def test_draws__do_not_depend_on_the_block_of_futures_or_on_nights():
    whole = drawn(CHANCE, 120, range(20))
    part = drawn(CHANCE, 50, range(7, 12))
    assert (whole.arrivals[7:12, :50] == part.arrivals).all()
    assert (whole.paid_usd[7:12, :50] == part.paid_usd).all()
    other = drawn(CHANCE, 120, range(20), seed=2)
    assert (other.arrivals != whole.arrivals).any()


def test_chances__are_met():
    """2,000 futures: a share of 0.5 within 4 standard errors, 0.045; the mean delay 6.67 within 0.35."""
    found = drawn(CHANCE, 120, range(2000))
    first, late = found.entries[0].night, next(e for e in found.entries if e.key == "delivery/c/0").night
    assert (first < NEVER).mean() == pytest.approx(0.5, abs=0.045)
    assert late.mean() - 20 == pytest.approx((0 + 4 * 5 + 20) / 6, abs=0.35)
    assert {int(night) for night in late - 20} <= set(range(21))


DATES = st.dates(date(2025, 7, 1), date(2025, 10, 1))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(DATES, st.integers(1, 50), st.integers(0, 30), st.booleans()), max_size=5),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=4),
    st.tuples(st.integers(0, 90), st.integers(0, 4), st.floats(0.5, 200.0)),
)
def test_arrivals__are_what_entries_and_lines_say_and_delay_loses_nothing(gifts, pauses, line):
    """A pause that delays changes when, never how much; the sum over time is that of the orders."""
    begins, tree = date(2025, 7, 1).toordinal(), {}
    tree["deliveries"] = [
        {"id": f"d{k}", "donor": "b", "round": "battery/round", "depot": "east", "quantity": quantity,
         "date": day, "delay_days": delay, "source": "x", **({"every": "month"} if every else {})}
        for k, (day, quantity, delay, every) in enumerate(gifts)
    ]  # fmt: skip
    day, tree["pauses"] = begins, []
    for k, (after, lasts) in enumerate(pauses if gifts else ()):
        first, day = date.fromordinal(day + after), day + after + lasts
        tree["pauses"].append(
            {"id": f"p{k}", "donor": "b", "begins": first, "ends": date.fromordinal(day), "source": "x"}
        )
    start, ramp, output = line
    tree["lines"] = [
        {"id": "line", "round": "battery/round", "depot": "west", "investment_usd": 0, "ramp_months": ramp,
         "begins": date.fromordinal(begins + start), "monthly_output": output, "unit_price_usd": 1,
         "source": "x"}
    ]  # fmt: skip
    nights = 150
    found = drawn(tree, nights, range(2))
    due = {}
    for entry in found.entries:
        assert (entry.night >= found_night(entry.due)).all()
        for night in set(entry.night.tolist()):
            assert not any(found_night(p["begins"]) <= night < found_night(p["ends"]) for p in tree["pauses"])
        if entry.night[0] <= nights:
            due[int(entry.night[0])] = due.get(int(entry.night[0]), 0) + entry.order.quantity
    assert came(found, EAST) == due
    free = drawn({**tree, "pauses": []}, nights + 120, range(2))
    with_pauses = drawn(tree, nights + 120, range(2))
    upto = sum(e.order.quantity for e in free.entries if e.night[0] <= nights)
    assert with_pauses.arrivals[0, :, EAST].sum() >= upto  # all pauses end within 120 nights after
    assert found.arrivals[0, :, WEST, 0].tolist() == found.output["line"].tolist()
    days = max(0, nights - start)
    area = output / 30 * (days**2 / (60 * ramp) if days < 30 * ramp else days - 15 * ramp)
    assert found.output["line"].sum() == pytest.approx(area, abs=1.001)
    assert found.output["line"].sum() <= area + 1e-6
    assert found.paid_usd[0].sum() == pytest.approx(found.output["line"].sum())


def found_night(day):
    return (day - date(2025, 7, 1)).days + 1


def test_due_in_a_pause__waits_for_its_end_whatever_its_own_delay():
    """Due on the 3rd, 40 days under way: cancelled with the pause to the 10th, or 40 days from then."""
    for effect, nights in (("cancelled", {}), ("delayed", {50: 1})):
        text = f"""
deliveries:
  - {{id: a, donor: b, round: battery/round, depot: east, date: 2025-07-03, delay_days: 40, source: x}}
pauses: [{{id: p, donor: b, begins: 2025-07-02, ends: 2025-07-10, effect: {effect}, source: x}}]
"""
        assert came(drawn(text, nights=60), EAST) == nights


def test_monthly_on_the_31st__comes_on_the_last_day_of_shorter_months_and_on_the_31st_again():
    text = """
deliveries:
  - {id: a, donor: b, round: battery/round, depot: east, date: 2025-08-31, every: month, source: x}
"""
    days = [date(2025, 8, 31), date(2025, 9, 30), date(2025, 10, 31), date(2025, 11, 30), date(2025, 12, 31)]
    expected = {(day - date(2025, 7, 1)).days + 1: 1 for day in days}
    assert came(drawn(text, nights=190), EAST) == expected


def test_purchase_of_before_the_start__comes_on_the_first_night_at_the_earliest():
    """Lead of 2 and of 40 days from 1 June: the first is there on night 1, the other on night 11."""
    for lead, night in ((2, 1), (40, 11)):
        text = f"""
suppliers: [{{id: maker}}]
purchases:
  - {{id: a, supplier: maker, round: battery/round, depot: east, quantity: 4, ordered: 2025-06-01,
     lead_days: {lead}, unit_price_usd: 10, paid_up_front: 0.5, source: x}}
"""
        found = drawn(text, nights=20)
        assert came(found, EAST) == {night: 4}
        assert found.paid_usd[0].sum() == 20.0
