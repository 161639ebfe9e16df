"""Paired differences: what numpy says of the same replications, and intervals that hold what they promise."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

import himaya
from himaya.errors import ProblemsError
from himaya.kernels.tables import (
    HIT,
)
from himaya.raid import compare, fly
from himaya.raid.fly import chunks
from himaya.raid.prepare import bridge
from himaya.raid.prepare.bridge import prepare
from himaya.raid.prepare.geometry.library import build_library
from himaya.raid.tally import by_group
from tests.scenario.small import TEXT, read

CITY = himaya.load("city")
BARE = CITY.model_copy(update={"units": CITY.units[1:]})
"""Without its Patriot."""
N = 480
REPETITIONS = 400


def duel(rounds, *more):
    """One drone flies at one gun with so many rounds; every shot kills with 0.3."""
    alone, *_ = TEXT[TEXT.index("launch_areas:") :].split("area_defences:")
    text = TEXT.split("area_types:")[0] + alone
    for old, new in (
        ("{low: 0.1, likely: 0.3, high: 0.5, source: guess}", "0.3"),
        ("radius_km: 10", "radius_km: 0"),
        ("count: 2", "count: 1"),
        ("lon: 34.1, rounds: {burst: {ready: 5}}", f"lon: 34.0, rounds: {{burst: {{ready: {rounds}}}}}"),
        *more,
    ):
        assert old in text, old
        text = text.replace(old, new, 1)
    return read(text)


def passing(rounds, launch):
    """The same where most of 16 routes end out of the gun's reach; drawn by the launch area's id."""
    return duel(
        rounds,
        ("id: east", f"id: {launch}"),
        ("{east: 1}", f"{{{launch}: 1}}"),
        ("lon: 34.0, asset", "lon: 34.0, radius_km: 6, asset"),
        ("launch_areas:", "route_variants: 16\nlaunch_areas:"),
    )


def of(rows, quantity, b=None):
    [row] = [each for each in rows if each.quantity == quantity and b in {None, each.b}]
    return row


@pytest.fixture(scope="module")
def rows():
    return himaya.compare([CITY, BARE], replications=N, seed=5, threads=1)


def counts(scenario, group, outcome):
    """The count of every replication, in the order of their numbers."""
    flown = sorted(chunks(prepare(scenario, 5), range(N), 2), key=lambda chunk: chunk[0])
    return np.concatenate([by_group(out.counts)[:, group, outcome] for _, out in flown])


def test_row__is_what_numpy_says_of_the_same_replications(rows):
    row = of(rows, "all.hit")
    a, b = (counts(each, -1, HIT) for each in (CITY, BARE))
    d = b - a
    assert (row.mean_a, row.mean_b, row.mean) == pytest.approx((a.mean(), b.mean(), d.mean()), rel=1e-12)
    assert row.variance_ratio == pytest.approx((a.var() + b.var()) / d.var(), rel=1e-12)
    groups = d.reshape(-1, 8)  # column g: replications g, g + 8, ...
    between = groups.mean(axis=0).var(ddof=1) - (groups.var(axis=0, ddof=1) / len(groups)).mean()
    half = sqrt(1.959964**2 * d.var(ddof=1) / N + 2.364624**2 * max(0.0, between) / 8)
    assert (row.low, row.high) == pytest.approx((d.mean() - half, d.mean() + half), rel=1e-6)
    assert (row.n, row.a, row.b) == (N, "city", "city")


def test_means__are_those_of_simulate(rows):
    for scenario, side in ((CITY, "mean_a"), (BARE, "mean_b")):
        outcome = himaya.simulate(scenario, replications=N, seed=5, effects=False)
        for quantity in ("drones.shot_down", "cruise_missile.fell", "ballistic_missile.hit"):
            expected = outcome.statistics(*quantity.split(".")).mean
            assert getattr(of(rows, quantity), side) == pytest.approx(expected, rel=1e-12)
        fired = float(outcome.dataset["fired"].sel(statistic="mean").sum())
        assert getattr(of(rows, "fired"), side) == pytest.approx(fired, rel=1e-12)


def test_cost__is_of_rounds_and_meetings(rows):
    outcome = himaya.simulate(BARE, replications=N, seed=5, effects=False).dataset.sel(statistic="mean")
    prices = {each.id: each.unit_cost_usd for each in prepare(BARE, 5).rounds}
    [team] = [each for each in BARE.area_types if each.id == BARE.area_defences[0].type]
    cost = float(outcome["meetings"].sum()) * himaya.scenario.mean(team.cost_per_engagement_usd)
    cost += sum(float(outcome["fired"].sel(round=name)) * price for name, price in prices.items())
    assert of(rows, "cost_usd").mean_b == pytest.approx(cost, rel=1e-12)


def test_quantities__are_those_of_the_groups_that_fly(rows):
    groups = ("all", "drones", "cruise_missile", "ballistic_missile")
    ends = ("shot_down", "soft_killed", "fell", "hit")
    expected = [*(f"{group}.{end}" for group in groups for end in ends), "fired", "cost_usd"]
    assert [row.quantity for row in rows] == expected


def test_group__that_flies_in_one_scenario_only_is_there():
    drones = CITY.model_copy(update={"raid": CITY.raid[:2]})
    row = of(himaya.compare([drones, CITY], replications=16), "ballistic_missile.hit")
    assert row.mean_a == 0.0 < row.mean_b == row.mean


def test_scenario_against_itself__differs_by_exactly_nothing():
    for row in himaya.compare([CITY, CITY], replications=N):
        assert (row.mean, row.low, row.high, row.variance_ratio) == (0.0, 0.0, 0.0, None)


def test_difference__that_never_changes_is_exact_in_money_too():
    a, b = (duel(1, ("unit_cost_usd: 1000", f"unit_cost_usd: {usd}")) for usd in ("1000.1", "1000.4"))
    row = of(himaya.compare([a, b], replications=N), "cost_usd")
    assert row.low == row.mean == row.high == pytest.approx(0.3, rel=1e-9)
    assert row.variance_ratio is None


@pytest.mark.parametrize(("threads", "chunk"), [(2, 200), (3, 7), (2, 1)])
def test_rows__are_the_same_for_any_threads_and_chunks(rows, monkeypatch, threads, chunk):
    monkeypatch.setattr(fly, "CHUNK", chunk)
    assert himaya.compare([CITY, BARE], replications=N, seed=5, threads=threads) == rows


def test_blocks__change_nothing_but_the_last_digits(rows, monkeypatch):
    monkeypatch.setattr(compare, "BLOCK", 80)  # six blocks
    again = himaya.compare([CITY, BARE], replications=N, seed=5)
    for one, other in zip(rows, again, strict=True):
        assert (one.mean, one.low) == pytest.approx((other.mean, other.low), rel=1e-9, abs=1e-12)


def test_order__turns_the_sign_and_nothing_else(rows):
    for row, turned in zip(rows, himaya.compare([BARE, CITY], replications=N, seed=5), strict=True):
        expected = (-row.mean, -row.high, -row.low, row.variance_ratio or -1.0)
        found = (turned.mean, turned.low, turned.high, turned.variance_ratio or -1.0)
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_each_later_scenario__stands_beside_the_first(rows):
    three = himaya.compare([CITY, CITY, BARE], replications=N, seed=5)
    assert three[len(rows) :] == rows


def test_pairing__is_worth_more_the_more_scenarios_share():
    """City without its Patriot shares most of its luck with city, without its first gun nearly all."""
    gun = CITY.model_copy(update={"name": "gun", "units": [*CITY.units[:2], *CITY.units[3:]]})
    found = himaya.compare([CITY, BARE, gun], replications=4_000)
    assert 1.5 < of(found, "all.hit", "city").variance_ratio < of(found, "all.hit", "gun").variance_ratio


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"scenarios": [CITY]}, "scenarios"),
        ({"scenarios": [CITY, CITY], "replications": 1}, "replications"),
        ({"scenarios": [CITY, CITY], "seed": -1}, "seed"),
    ],
)
def test_argument__out_of_range_is_refused(given, path):
    with pytest.raises(ProblemsError) as caught:
        himaya.compare(**given)
    assert [each.path for each in caught.value.problems] == [path]


def test_progress__counts_all_scenarios_together():
    said = []
    himaya.compare([CITY, BARE], replications=N, progress=lambda done, of: said.append((done, of)))
    assert said == sorted(said)
    assert (said[0], said[-1]) == ((0, 2 * N), (2 * N, 2 * N))


# --- intervals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("quantity", "truth"), [("all.hit", 0.49 - 0.7), ("fired", 1.7 - 1.0)])
def test_interval__covers_the_true_difference(quantity, truth, coverage_by_chance):
    """One shot or two that kill with 0.3: 0.7 or 0.49 hits, 1 or 1.7 rounds.

    The share of a library that has none is estimated, too, and not below 0: 96.4 % are expected.
    """
    low, high = coverage_by_chance[quantity]
    assert 0.91 <= np.mean((low <= truth) & (truth <= high)) <= 0.97


@pytest.fixture(scope="module")
def coverage_by_chance():
    """Ends of the intervals of 400 seeds; the routes are all the same, so that chance is alone."""
    one, two = duel(1), duel(2)
    found = [
        himaya.compare([one, two], replications=160, seed=seed, threads=1)
        for seed in range(1, REPETITIONS + 1)
    ]
    return {
        quantity: np.array([(of(rows, quantity).low, of(rows, quantity).high) for rows in found]).T
        for quantity in ("all.hit", "fired")
    }


def test_interval__covers_the_true_difference_whatever_the_library(monkeypatch):
    """400 seeds, each with 16 routes of its own: what the gun is worth depends on the route.

    The truth is the mean over all of them, known 20 times better than one. Without the library's share
    the intervals would cover 66 %.
    """
    monkeypatch.setattr(bridge, "library", build_library)  # keeps no library
    found = []
    for seed in range(1, REPETITIONS + 1):
        pair = [passing(rounds, f"east-{seed}") for rounds in (1, 4)]
        found.append(of(himaya.compare(pair, replications=160, seed=seed, threads=1), "all.hit"))
    mean, low, high = (np.array([getattr(row, name) for row in found]) for name in ("mean", "low", "high"))
    assert 0.91 <= np.mean((low <= mean.mean()) & (mean.mean() <= high)) <= 0.97
