"""Which places are targets tonight: closed forms by hand, 4,000 nights; tolerance: 4 standard errors."""

from __future__ import annotations

import numpy as np
import pytest

from tests.kernels.builder import fly, make_plan

ROUTES = [{"length": 1_000.0, "detect": [0.0], "windows": [], "passes": [], "breaks": []}] * 2
NIGHTS = 4_000


def at_second(chances, places="ab", weights=(1.0, 1.0), count=1, n=NIGHTS, **group):
    """Threats of every night at the second of two pairs; i8[night]."""
    pairs = [(weights[0], 0), (weights[1], 1)]
    row = {"count": count, "cls": 0, "pairs": pairs, "chances": list(chances), "places": list(places)}
    plan, raid = make_plan([], ROUTES, [row | group])
    return (fly(plan, raid, n).variant == 1).sum(axis=1)


def within(share, expected, n=NIGHTS):
    return abs(share - expected) < 4.0 * np.sqrt(expected * (1.0 - expected) / n)


def test_place_that_is_a_target_on_three_nights_in_ten__is_flown_to_by_its_share_on_those_alone():
    # weights 1 and 1: on 0.3 of nights half of 20 threats, else none; P(none of 20 | target) is 1e-6
    seen = at_second((1.0, 0.3), count=20)
    assert within((seen > 0).mean(), 0.3)
    tonight = seen[seen > 0]
    assert abs(tonight.mean() - 10.0) < 4.0 * np.sqrt(5.0 / len(tonight))


def test_no_target_at_all__is_the_place_whose_uniform_is_the_smallest_share_of_its_chance():
    # chances .2 and .1. Neither is on: u_a > .2, u_b > .1; then the second is flown to where
    # u_b / .1 < u_a / .2, on .9 * .8 - int_.2^1 (1 - u / 2) du = .72 - .56 = .16 of nights.
    # The second alone: .8 * .1; both: .02, by half.
    assert within(at_second((0.2, 0.1)).mean(), 0.16 + 0.08 + 0.01)


def test_weights__hold_among_tonights_targets():
    # the second is certain; the first takes 3 of 4 threats on half of nights: 1 - .5 * .75
    assert within(at_second((0.5, 1.0), weights=(3.0, 1.0)).mean(), 1.0 - 0.5 * 0.75)


def test_aim_points_of_one_place__are_targets_together():
    # both pairs at one place: by their weights every night, the chance does not matter
    assert within(at_second((0.1, 0.1), places="aa", weights=(1.0, 4.0)).mean(), 0.8)


def test_groups__share_the_luck_of_a_place_and_the_less_likely_never_flies_there_alone():
    pairs, places = [(1.0, 0), (1e9, 1)], ["a", "b"]
    rows = [
        {"id": name, "count": 1, "cls": 0, "pairs": pairs, "places": places, "chances": [1.0, chance]}
        for name, chance in (("often", 0.6), ("seldom", 0.2))
    ]
    plan, raid = make_plan([], ROUTES, rows)
    often, seldom = (fly(plan, raid, NIGHTS).variant == 1).T
    assert within(often.mean(), 0.6)
    assert within(seldom.mean(), 0.2)
    assert not (seldom & ~often).any()


def test_another_night_and_another_seed__have_other_targets_and_the_same_seed_the_same():
    pairs, places = [(1.0, 0), (1e9, 1)], ["a", "b"]
    row = {"count": 1, "cls": 0, "pairs": pairs, "places": places, "chances": [1.0, 0.5]}
    seen = {}
    for name, seed, night in (("one", 1, 0), ("again", 1, 0), ("seed", 2, 0), ("night", 1, 1)):
        plan, raid = make_plan([], ROUTES, [row], seed=seed)
        seen[name] = fly(plan, raid, 200, night=night).variant[:, 0]
    assert (seen["one"] == seen["again"]).all()
    for other in ("seed", "night"):  # independent: they agree on half of 200 nights
        assert abs((seen["one"] == seen[other]).mean() - 0.5) < 4.0 * np.sqrt(0.25 / 200)


@pytest.mark.parametrize("count", [1, 7])
def test_targets_of_a_night__do_not_depend_on_the_chunk(count):
    pairs, places = [(1.0, 0), (2.0, 1)], ["a", "b"]
    row = {"count": count, "cls": 0, "pairs": pairs, "places": places, "chances": [0.4, 0.3]}
    plan, raid = make_plan([], ROUTES, [row])
    whole = fly(plan, raid, 60).variant
    assert (fly(plan, raid, 20, first=40).variant == whole[40:]).all()
