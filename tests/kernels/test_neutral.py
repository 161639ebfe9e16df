"""Rules that are told to do nothing change no bit, and what a rule decides changes no other draw."""

from __future__ import annotations

import numpy as np
import pytest
from numba import config

import himaya
from himaya.kernels.tables import (
    LOGNORMAL,
)
from himaya.raid.prepare.bridge import prepare
from tests.kernels.builder import changed, fly
from tests.kernels.test_invariants import BITS

pytestmark = pytest.mark.skipif(
    bool(config.DISABLE_JIT), reason="as many replications need the compiled kernel"
)
N = 1000
ALMOST = 1.0 - 1e-12
"""A probability that needs a draw and always comes true."""
CITY = prepare(himaya.load("city"), 1)
N_NODES, N_UNITS = len(CITY.plan.nodes.tracks), len(CITY.plan.units.p_up)


def flown(plan):
    """What came of every replication of city, as bytes."""
    out = fly(plan, CITY.raid, N, horizon_ms=CITY.horizon_ms)
    columns = [getattr(out, name) for name in BITS]
    return [b"".join(column[row].tobytes() for column in columns) for row in range(N)]


def with_rules(table, **columns):
    """City's plan with columns of one table filled with a value each."""
    old = getattr(CITY.plan, table)
    new = {name: np.full_like(getattr(old, name), value) for name, value in columns.items()}
    return CITY.plan._replace(**{table: changed(old, **new)})


def at_unit(unit, **values):
    """City's plan with values of one unit replaced."""
    units = CITY.plan.units
    new = {name: getattr(units, name).copy() for name in values}
    for name, value in values.items():
        new[name][unit] = value
    return CITY.plan._replace(units=changed(units, **new))


@pytest.fixture(scope="module")
def plain():
    return flown(CITY.plan)


def test_city__has_the_counts_that_it_had():
    """2,000 replications, seed 1: hits and kills by class, the same on any machine.

    Those of model version 3; a round's flight to a moving threat changed them (decision 0019), the rules
    below change nothing where they are not stated.
    """
    outcome = himaya.simulate(himaya.load("city"), replications=2000, seed=1, effects=False)
    found = {
        name: (outcome.statistics(name, "hit").mean, outcome.statistics(name, "shot_down").mean)
        for name in ("one_way_drone", "decoy_drone", "cruise_missile", "ballistic_missile")
    }
    assert found == {
        "one_way_drone": (1.5925, 8.83), "decoy_drone": (0.0, 2.8615), "cruise_missile": (0.1615, 2.724),
        "ballistic_missile": (0.424, 0.5535),
    }  # fmt: skip


@pytest.mark.parametrize("plan", [
    with_rules("units", p_up=ALMOST),
    with_rules("networks", p_up=ALMOST),
    with_rules("units", p_track=ALMOST),
    with_rules("units", p_alive_seen=1e-12, p_dead_seen=1e-12),
    with_rules("units", assessment_law=LOGNORMAL, assessment_sigma=0.0),
    with_rules("units", assessment_sigma=2.0),
    with_rules("nodes", tracks=int(CITY.raid.count.sum())),
    with_rules("groups", p_recognised=1e-12),
    CITY.plan._replace(p_duplicate=np.array([ALMOST])),
], ids=["p_up", "network", "p_track", "looks", "lognormal", "sigma of a constant", "tracks", "recognised",
        "duplicate"])  # fmt: skip
def test_rule__that_draws_and_does_nothing_changes_no_bit(plain, plan):
    assert flown(plan) == plain


@pytest.mark.parametrize("plan", [
    with_rules("units", p_up=0.5),
    with_rules("units", p_track=0.5),
    with_rules("units", p_alive_seen=0.5),
    with_rules("units", p_dead_seen=0.5),
    with_rules("units", assessment_law=LOGNORMAL, assessment_sigma=1.0),
    with_rules("nodes", tracks=1),
    with_rules("groups", p_recognised=0.5),
    with_rules("weapons", salvo=2),
    with_rules("weapons", reserve=1),
], ids=["p_up", "p_track", "alive", "dead", "lognormal", "tracks", "recognised", "salvo",
        "reserve"])  # fmt: skip
def test_rule__that_does_something_is_felt_in_city(plain, plan):
    assert flown(plan) != plain


@pytest.mark.parametrize("unit", range(N_UNITS))
def test_readiness__decides_whether_a_unit_is_there_and_nothing_else(plain, unit):
    """With p_up = 0.5 each replication is, to the bit, that with the unit or that without it."""
    without, half = flown(at_unit(unit, p_up=0.0)), flown(at_unit(unit, p_up=0.5))
    assert all(bits in both for bits, both in zip(half, zip(plain, without, strict=True), strict=True))
    differ = [r for r in range(N) if plain[r] != without[r]]
    share = np.mean([half[r] == plain[r] for r in differ])
    assert abs(share - 0.5) <= 4.0 * 0.5 / np.sqrt(len(differ))


def test_network__decides_what_its_units_are_told_and_nothing_else(plain):
    down, half = flown(with_rules("networks", p_up=0.0)), flown(with_rules("networks", p_up=0.5))
    assert all(bits in both for bits, both in zip(half, zip(plain, down, strict=True), strict=True))
    assert plain != down


def test_readiness__is_better_on_the_same_nights():
    """A unit that is up at p = 0.3 is up at 0.6, with the same night."""
    without, low, high = (flown(at_unit(0, p_up=p)) for p in (0.0, 0.3, 0.6))
    assert all(high[r] == low[r] for r in range(N) if low[r] != without[r])
    assert high != low
