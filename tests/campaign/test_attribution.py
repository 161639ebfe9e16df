"""Attribution: sums that must hold, games that are solved by hand, and items that do nothing."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from himaya.campaign.attribution import MAX_SHAPLEY, attribute, attributed, subsets
from himaya.campaign.breakeven import breakeven, with_stock
from himaya.campaign.run import Asked, prepare_campaign
from himaya.campaign.totals import QUANTITIES, difference
from himaya.errors import ProblemsError
from tests.campaign.small import battery, supply

TWO = """
deliveries:
  - {id: early, donor: a, round: battery/round, depot: depot, quantity: 3, date: 2025-07-01, source: test}
  - {id: late, donor: b, round: battery/round, depot: depot, quantity: 3, date: 2025-07-20, source: test}
pauses: [{id: pause, donor: a, begins: 2025-07-01, ends: 2025-07-03, source: test}]
"""


def game(worth, n, futures=3):
    """Totals of every subset of n items that is worth the same in every quantity, plus luck of the future."""
    luck = np.arange(futures)[:, None] * np.ones(len(QUANTITIES))
    return {
        frozenset(some): worth(set(some)) + luck
        for size in range(n + 1)
        for some in combinations(range(n), size)
    }


def means(items, field):
    return [getattr(item, field).mean for item in items if item.quantity == "leakers"]


def test_game_of_gloves__has_the_shapley_values_of_the_textbook():
    """One left and two right gloves, a pair is worth 1: 2/3 for the left one, 1/6 for each right one."""
    found = attributed(["left", "right", "other"], game(lambda some: float(0 in some and len(some) > 1), 3))
    assert means(found.items, "shapley") == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert means(found.items, "added") == [0.0, 0.0, 0.0]
    assert means(found.items, "left_out") == [1.0, 0.0, 0.0]
    assert found.total["leakers"].mean == found.interaction["leakers"].mean == 1.0


def test_many_items__are_left_out_and_added_alone_and_have_no_shapley_value():
    wanted = subsets(MAX_SHAPLEY + 1)
    assert len(wanted) == 2 * (MAX_SHAPLEY + 1) + 2
    found = attributed(
        [str(k) for k in range(7)], {some: np.full((2, 4), float(len(some))) for some in wanted}
    )
    assert {item.shapley for item in found.items} == {None}
    assert means(found.items, "added") == means(found.items, "left_out") == [1.0] * 7


def test_campaign__sums_to_its_total_and_its_null_item_changes_nothing():
    """Four rounds and three threats a night; `late` comes after the last night, so it changes nothing."""
    found = attribute(prepare_campaign(battery(), supply(TWO, transport=0), None, Asked(4, 3)))
    by_id = {item.id: item for item in found.items if item.quantity == "leakers"}
    assert by_id["late"].shapley.mean == by_id["late"].added.mean == 0.0
    assert by_id["early"].added.mean == by_id["early"].left_out.mean == -3.0
    assert by_id["pause"].added.mean == 0.0
    for quantity in QUANTITIES:
        items = [item for item in found.items if item.quantity == quantity]
        total = found.total[quantity].mean
        assert sum(item.shapley.mean for item in items) == pytest.approx(total, abs=1e-9)
        assert sum(item.added.mean for item in items) + found.interaction[quantity].mean == pytest.approx(
            total
        )


def test_difference__covers_its_mean_as_often_as_it_says():
    """2,000 samples of 10 normal numbers around 1: 95 % cover, standard error .0049; four of them."""
    rng = np.random.default_rng(1)
    found = [difference(rng.normal(1.0, 2.0, 10)) for _ in range(2000)]
    assert np.mean([each.low <= 1.0 <= each.high for each in found]) == pytest.approx(0.95, abs=0.0195)


@pytest.mark.parametrize(
    ("more", "futures", "message"), [("", 3, "nothing to attribute"), (TWO, 1, "too few futures")]
)
def test_attribution__of_nothing_is_refused(more, futures, message):
    with pytest.raises(ProblemsError, match=message):
        attribute(prepare_campaign(battery(), supply(more), None, Asked(4, futures)))


def test_breakeven__by_hand():
    """Three threats on each of four nights need 12 rounds, and one more is left where 0 counts as run out."""
    stated = supply(transport=0, runout_share="0")
    found = breakeven(prepare_campaign(battery(), stated, None, Asked(4, 3)), "battery/round")
    assert [point.rounds for point in found.sweep] == list(range(4, 11))
    assert [point.p_runout for point in found.sweep] == [1.0] * 6 + [0.0]
    assert (found.median, found.low, found.high, found.p_without) == (9.5, 9.0, 10.0, 0.0)


def test_breakeven__of_a_stock_that_always_lasts_is_none():
    found = breakeven(
        prepare_campaign(battery(0), supply(runout_share="0"), None, Asked(4, 3)), "battery/round"
    )
    assert (found.median, found.low, found.sweep[0].p_runout, found.p_without) == (None, None, 0.0, 1.0)


def test_breakeven__counts_what_is_there_at_the_start_and_not_what_arrives():
    """Of the 10 rounds that are needed 5 come on night 1: 5 at the start, one more than units hold."""
    more = """
deliveries:
  - {id: gift, donor: a, round: battery/round, depot: depot, quantity: 5, date: 2025-07-01, source: x}
"""
    stated = supply(more, transport=0, runout_share="0")
    found = breakeven(prepare_campaign(battery(), stated, None, Asked(4, 3)), "battery/round")
    assert [(point.rounds, point.p_runout) for point in found.sweep] == [(4, 1.0), (5, 0.0)]


def test_breakeven__shares_the_stock_as_the_depots_have_it():
    depots = (
        "[{id: a, name: A, lat: 47.5, lon: 33}, {id: b, name: B, lat: 47.5, lon: 34, units: [battery-1]}]"
    )
    more = """
stock: [{round: battery/round, depot: a, quantity: 1}, {round: battery/round, depot: b, quantity: 3}]
transfers: [{id: t, round: battery/round, origin: a, depot: b, quantity: 1, date: 2025-07-09}]
"""
    ready = prepare_campaign(battery(), supply(more, depots=depots), None, Asked(2, 2))
    assert with_stock(ready, 0, 8).campaign.depots.tolist() == [[2], [6]]
    empty = prepare_campaign(battery(), supply(depots=depots), None, Asked(2, 2))
    assert with_stock(empty, 0, 8).campaign.depots.tolist() == [[0], [8]]  # only b serves the battery


def test_attribution__keeps_the_callers_own_orders_and_leaves_policies_transfers_and_teams_out():
    """Nobody fires on night 1 by the caller's order; `save` holds fire below 4 rounds, from night 3 on."""

    def hold_fire_at_first(evening, orders):
        if evening.night == 1:
            orders.reserve[:] = 1000

    policy = "[{id: save, rule: reserve, rounds: [battery/round], classes: [one_way_drone], below: 4}]"
    ready = prepare_campaign(battery(2), supply(policies=policy), None, Asked(3, 2), [hold_fire_at_first])
    found = attribute(ready)
    [item] = [item for item in found.items if item.quantity == "leakers"]
    # without: 2 hit on night 1, then 2 and 2 are shot down; with: on night 3 two more hit
    assert item.added.mean == item.left_out.mean == 2.0


@pytest.mark.parametrize(
    ("stated", "name", "message"),
    [
        (supply(), "battery/rund", "unknown round type.*battery/round"),
        (supply(depots="[]"), "battery/round", "no depot serves units"),
    ],
)
def test_breakeven__of_what_is_not_there_is_refused(stated, name, message):
    with pytest.raises(ProblemsError, match=message):
        breakeven(prepare_campaign(battery(), stated, None, Asked(2, 2)), name)
