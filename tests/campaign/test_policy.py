"""Standing orders: each rule on a plan that it changes, and names that are not there."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

import himaya
from himaya.campaign.policy import ALL, Evening, orders_of, refuse_unknown
from himaya.campaign.rules import Policy
from himaya.campaign.tonight import Tonight
from himaya.errors import ProblemsError
from himaya.kernels.tables import CLASSES
from himaya.raid.prepare.bridge import prepare
from tests.campaign.small import battery

UKRAINE = prepare(himaya.load("ukraine"), 1)
ROUNDS = [each.id for each in UKRAINE.rounds]
GEM_T = ROUNDS.index("patriot/gem-t")


def ordered(*policies, held=None):
    """What the orders are of two futures; the second has one GEM-T in all."""
    left = np.full((2, len(ROUNDS)), 100)
    left[1, GEM_T] = 1
    orders = Tonight.of(UKRAINE, 2).orders()
    for order in orders_of(policies):
        order(Evening(1, left if held is None else held, UKRAINE), orders)
    return orders


def weapons(round_type, *classes):
    table = UKRAINE.plan.weapons
    is_round = UKRAINE.plan.magazines.round[table.magazine] == ROUNDS.index(round_type)
    return is_round & np.isin(table.weapon_class, [CLASSES.index(each) for each in classes])


def test_no_policy__is_the_plans_own_orders():
    orders = ordered()
    assert orders.reserve.tolist() == [UKRAINE.plan.weapons.reserve.tolist()] * 2
    assert orders.salvo.tolist() == [UKRAINE.plan.weapons.salvo.tolist()] * 2


def test_reserve__keeps_a_round_from_classes_where_few_are_left():
    policy = Policy(id="a", rule="reserve", rounds=["patriot/gem-t"], classes=["cruise_missile"], below=10)
    orders = ordered(policy)
    mine = weapons("patriot/gem-t", "cruise_missile")
    assert mine.any()
    assert not orders.reserve[0].any()
    assert (orders.reserve[1] == ALL).tolist() == mine.tolist()


def test_guns_for_drones__keeps_rounds_from_drones_at_any_stock():
    policy = Policy(id="a", rule="guns_for_drones", rounds=["gepard/burst-35-mm"])
    assert (ordered(policy).reserve[0] == ALL).tolist() == weapons(
        "gepard/burst-35-mm", "one_way_drone"
    ).tolist()


@pytest.mark.parametrize(("below", "salvos"), [(0, [1, 1]), (5, [3, 1])])
def test_ration_salvos__fires_one_round_at_a_time_where_few_are_left(below, salvos):
    """The first future has five rounds left, the second four; salvos are of three."""
    prepared = prepare(battery(salvo=3), 1)
    orders = Tonight.of(prepared, 2).orders()
    assert orders.salvo.tolist() == [[3], [3]]
    [order] = orders_of([Policy(id="a", rule="ration_salvos", below=below)])
    order(Evening(1, np.array([[5], [4]]), prepared), orders)
    assert orders.salvo[:, 0].tolist() == salvos


def test_regional_priority__ranks_commands_and_the_rest_last():
    rank = ordered(Policy(id="a", rule="regional_priority", order=["east", "north"])).rank
    by_command = {unit.command: each for unit, each in zip(UKRAINE.scenario.units, rank, strict=True)}
    assert by_command == {"east": 0, "north": 1, "south": 2, "centre": 2, "west": 2}


def test_unknown_names__are_all_told_with_near_matches():
    policies = [
        Policy(id="a", rule="reserve", rounds=["patriot/gem"], classes=["cruise_missile"]),
        Policy(id="b", rule="regional_priority", order=["nord"]),
    ]
    with pytest.raises(ProblemsError) as caught:
        refuse_unknown(policies, UKRAINE)
    first, second = caught.value.problems
    assert (first.path, first.value, first.near) == ("policies[0].rounds", "patriot/gem", first.near)
    assert first.near[0] == "patriot/gem-t"
    assert (second.path, second.value) == ("policies[1].order", "nord")


@pytest.mark.parametrize("policy", [
    {"rule": "guns_for_drones"}, {"rule": "reserve", "rounds": ["patriot/gem-t"]},
    {"rule": "regional_priority"}, {"rule": "ration_salvos", "classes": ["cruise_missile"]},
])  # fmt: skip
def test_policy_without_effect_or_with_too_much__is_refused(policy):
    with pytest.raises(ValidationError):
        Policy(id="a", **policy)
