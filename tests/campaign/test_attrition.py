"""Units put out by hits near to them: reach, probability, spare parts, and the way back."""

from __future__ import annotations

import numpy as np
import pytest

import himaya
from himaya.campaign.attrition import Wear, exposed
from himaya.campaign.rules import Attrition
from himaya.campaign.state import LOST, WAITING, State
from himaya.chance.draws import Draws

N = 20_000
HURT = Attrition(p_hit=0.1, p_destroyed=0.25, repair_nights=20.0)


def wear(attrition, futures=N, units=("a", "b", "c")):
    return Wear(attrition, units, Draws(1, "attrition"), np.arange(futures))


def state(futures=N, units=3, spares=0):
    none = np.zeros((futures, 0), np.int64)
    return State(
        none, none, np.zeros((futures, 1, 0), np.int64), np.zeros((futures, 0, 0), np.int64),
        np.zeros((futures, 0), np.int64),
        np.zeros((futures, units), np.int64), np.full(futures, spares, np.int64), np.ones((futures, 0)),
    )  # fmt: skip


def near(*hits):
    return np.repeat(np.array([hits]), N, axis=0)


THERE = np.ones((N, 3), bool)


def test_put_out__is_independent_for_every_hit():
    """Of 0, 1 and 3 hits: 0, .1 and 1 - .9^3 = .271; standard error at most .0032; four of them."""
    now = state()
    wear(HURT).put_out(now, near(0, 1, 3), THERE, 5)
    assert (now.back > 5).mean(axis=0) == pytest.approx([0.0, 0.1, 0.271], abs=0.013)


def test_destroyed__is_a_share_of_those_and_final():
    """A quarter of 2,000 or so: standard error .0097; four of them."""
    now = state()
    destroyed = wear(HURT).put_out(now, near(0, 1, 0), THERE, 5)[:, 1]
    assert destroyed.mean() / (now.back[:, 1] > 5).mean() == pytest.approx(0.25, abs=0.039)
    assert (now.back[destroyed, 1] == LOST).all()


def test_repair__lasts_its_mean_and_a_night_at_least():
    """Exponential of mean 20, rounded up: 1 / (1 - exp(-1/20)) = 20.50; standard error .14; four of them."""
    now, worn = state(), wear(HURT)
    now.back[:] = WAITING
    worn.mend(now, 7)
    lasts = now.back[:, 0] - 7
    assert lasts.min() == 1
    assert lasts.mean() == pytest.approx(20.50, abs=0.58)


def test_spares__run_out_in_the_order_of_units_and_come_again():
    attrition = Attrition(p_hit=0.1, spares=1, spares_a_month=1)
    now, worn = state(futures=4, spares=1), wear(attrition, 4)
    now.back[:] = WAITING
    worn.mend(now, 7)
    assert (now.back == WAITING).tolist() == [[False, True, True]] * 4
    worn.mend(now, 31)
    assert (now.back == WAITING).tolist() == [[False, False, True]] * 4


def test_unit_that_is_out__is_not_hit_again():
    now = state()
    now.back[:] = 9
    destroyed = wear(Attrition(p_hit=1.0, p_destroyed=1.0)).put_out(now, near(1, 1, 1), THERE, 5)
    assert not destroyed.any()


def test_draws__do_not_depend_on_the_other_units_or_the_block():
    whole, part = state(), state(futures=5, units=1)
    wear(HURT).put_out(whole, near(1, 1, 1), THERE, 5)
    Wear(HURT, ("b",), Draws(1, "attrition"), np.arange(10, 15)).put_out(
        part, np.ones((5, 1), int), THERE[:5, :1], 5
    )
    assert part.back[:, 0].tolist() == whole.back[10:15, 1].tolist()


def test_exposed__is_within_reach_of_the_aim_points_centre():
    city = himaya.load("city")
    assert exposed(city, 0.0).shape == (len(city.aim_points), len(city.units))
    assert not exposed(city, 0.001).all()
    assert exposed(city, 1000.0).all()
