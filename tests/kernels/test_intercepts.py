"""Where a round meets a threat, by hand: head-on, crossing and tail, for rounds faster, as fast and slower.

Closed forms: with d the distance at the closest point and k the threat's speed over the round's, an
intercept at x_i is served by a launch at x_i - k sqrt(d^2 + x_i^2). The triangles are 3-4-5, so that
every number below can be checked in the head.
"""

from __future__ import annotations

import ctypes
from math import inf, isclose, sqrt
from types import SimpleNamespace

import numpy as np
import pytest
from bench.c_twin import CTwin, compiler
from bench.simpy_twin import SimPyNight, Table
from hypothesis import given
from hypothesis import strategies as st

from himaya.kernels.intercepts import NOWHERE_M, intercept_place_m, launch_place_m
from himaya.kernels.tables import HIT, SHOT_DOWN
from tests.kernels.builder import make_plan
from tests.kernels.conftest import by_kernel, by_twin
from tests.naive.night import place_of_meeting

SLOW_M_S, FAST_M_S = 100.0, 290.0
"""Threats against rounds of 500, 100 (k = 0.2, 1) and of 100 metres a second (k = 2.9)."""
CLOSEST_M = 29_000.0
MET = {  # (k, d, x_i): the launch
    "head-on, k = 0.2": (0.2, 0.0, -5_000.0, -6_000.0),
    "head-on, k = 1": (1.0, 0.0, -5_000.0, -10_000.0),
    "head-on, k = 2.9": (2.9, 0.0, -5_800.0, -22_620.0),
    "crossing, k = 0.2": (0.2, 4_000.0, -3_000.0, -4_000.0),
    "crossing, k = 1": (1.0, 4_000.0, -3_000.0, -8_000.0),
    "crossing, k = 2.9": (2.9, 4_640.0, -3_480.0, -20_300.0),
    "abeam, k = 2.9": (2.9, 5_800.0, 0.0, -16_820.0),
    "receding, k = 0.2": (0.2, 4_000.0, 3_000.0, 2_000.0),
    "receding, k = 1": (1.0, 4_000.0, 3_000.0, -2_000.0),
    "tail, k = 0.2": (0.2, 0.0, 5_000.0, 4_000.0),
}
UNMET = {
    "receding, k = 2.9": (2.9, 4_640.0, 3_480.0),  # it draws away 1.74 times as fast as a round flies
    "tail, k = 1": (1.0, 0.0, 5_000.0),
    "tail, k = 2.9": (2.9, 0.0, 5_800.0),
}


def by_c(plan, raid, replication, directory):
    prepared = SimpleNamespace(plan=plan, raid=raid, horizon_ms=1 << 24)
    out = CTwin(prepared, directory).fly(replication, 1)
    columns = (out.outcome[0].tolist(), out.end_ms[0].tolist(), out.by[0].tolist())
    return list(zip(*columns, strict=True)), out.fired[0].tolist()


def by_simpy(plan, raid, replication, _):
    prepared = SimpleNamespace(plan=plan, raid=raid)
    columns = SimPyNight(prepared).fly(Table(prepared, replication))
    return list(zip(*columns, strict=True)), None


ENGINES = {
    "kernel": lambda plan, raid, replication, _: by_kernel(plan, raid, replication),
    "twin": lambda plan, raid, replication, _: by_twin(plan, raid, replication),
    "c": by_c,
    "simpy": by_simpy,
}


@pytest.fixture(params=ENGINES)
def threats(request, tmp_path):
    """The threats of a night as (outcome, end_ms, by), by each engine."""
    if request.param == "c" and compiler() is None:
        pytest.skip("no C compiler")
    return lambda *tables: ENGINES[request.param](*make_plan(*tables), 0, tmp_path)[0]


def speeds(k):
    threat = FAST_M_S if k > 1.0 else SLOW_M_S
    return threat, threat / k


def flight(k, window, **unit):
    """A unit of one round that always kills, and the one threat that flies into its window."""
    threat, speed = speeds(k)
    forces = {
        "node": 0, "assessment": 1, "rounds": [{"ready": 1}], "weapons": [{"p": 1.0, "speed": speed}], **unit
    }  # fmt: skip
    group = {"count": 1, "speed": threat, "pairs": [(1, 0)]}
    return [forces], [{"length": 2.0 * CLOSEST_M, "windows": [window]}], [group]


def at_ms(k, x):
    """When the threat is there."""
    return round((CLOSEST_M + x) / speeds(k)[0] * 1000.0)


each_met = pytest.mark.parametrize(("k", "d", "x_i", "x"), MET.values(), ids=MET)


@each_met
def test_launch_decided_at_a_place__meets_the_threat_where_the_closed_form_says(threats, k, d, x_i, x):
    window = (0, 0.0, 2.0 * CLOSEST_M, CLOSEST_M, d)
    assert threats(*flight(k, window, reaction=at_ms(k, x))) == [(SHOT_DOWN, at_ms(k, x_i), 0)]


@each_met
@pytest.mark.parametrize(("too_soon_ms", "second"), [(0, SHOT_DOWN), (1, HIT)])
def test_earliest_launch__is_that_for_the_windows_opening(threats, k, d, x_i, x, too_soon_ms, second):
    """A second threat of another class can be shot at in one millisecond, an interval after the first."""
    s_i = CLOSEST_M + x_i
    forces, routes, [first] = flight(k, (0, s_i, 2.0 * CLOSEST_M, CLOSEST_M, d), channels=2, interval=1_000)
    forces[0]["rounds"] = [{"ready": 2}]
    forces[0]["weapons"].append({"p": 1.0, "cls": 4})
    routes.append({"length": 9_000.0, "windows": [(1, 0.0, 0.0, 0.0, 0.0)]})
    then = float(at_ms(k, x) + 1_000 - too_soon_ms)
    other = {"count": 1, "cls": 4, "first": then, "last": then, "pairs": [(1, 1)]}
    night = threats(forces, routes, [first, other])
    assert night[0] == (SHOT_DOWN, at_ms(k, x_i), 0)
    assert night[1][0] == second


@each_met
def test_window__of_one_place_is_met_there_and_nowhere_else(threats, k, d, x_i, x):
    s_i = CLOSEST_M + x_i
    assert threats(*flight(k, (0, s_i, s_i, CLOSEST_M, d))) == [(SHOT_DOWN, at_ms(k, x_i), 0)]
    late = flight(k, (0, s_i, s_i, CLOSEST_M, d), reaction=at_ms(k, x) + 4)
    assert threats(*late) == [(HIT, at_ms(k, CLOSEST_M), -1)]


def test_earliest_launch__rounded_down_is_met_at_the_windows_opening_and_not_before(threats):
    """Launch at 500.04 m past, 295,000.4 ms: flown at 295,000, which alone would meet it 4 ms too soon."""
    window = (0, CLOSEST_M + 5_000.4, 2.0 * CLOSEST_M, CLOSEST_M, 0.0)
    assert threats(*flight(0.9, window)) == [(SHOT_DOWN, 340_004, 0)]


@pytest.mark.parametrize(("k", "d", "x_i"), UNMET.values(), ids=UNMET)
def test_window__of_a_threat_that_runs_away_is_never_fired_into(threats, k, d, x_i):
    window = (0, CLOSEST_M + x_i, 2.0 * CLOSEST_M, CLOSEST_M, d)
    assert threats(*flight(k, window)) == [(HIT, at_ms(k, CLOSEST_M), -1)]


def test_threat_that_outruns_the_round__is_met_until_it_draws_away_and_not_later(threats):
    """d = 5800, k = 2.9: the last launch is at -d sqrt(k^2 - 1), and meets it at d / sqrt(k^2 - 1)."""
    k, d, q = 2.9, 5_800.0, sqrt(2.9 * 2.9 - 1.0)
    window = (0, 0.0, 2.0 * CLOSEST_M, CLOSEST_M, d)
    [(outcome, end_ms, _)] = threats(*flight(k, window, reaction=at_ms(k, -d * q) - 1))
    assert outcome == SHOT_DOWN
    assert end_ms <= at_ms(k, d / q)
    assert threats(*flight(k, window, reaction=at_ms(k, -d * q) + 1))[0][0] == HIT


# --- the closed form itself -------------------------------------------------------------
K, D = st.floats(0.01, 8.0) | st.just(1.0), st.floats(0.0, 50_000.0)
X = st.floats(-200_000.0, 200_000.0)


@given(X, D, K)
def test_launch__and_intercept_are_each_others_inverse(x_i, d, k):
    x = launch_place_m(x_i, d, k)
    slant = sqrt(d * d + x_i * x_i)
    # at the turn, where it draws away as fast as a round flies, a place is all that a launch leaves open
    if x < NOWHERE_M and slant - k * x_i > 1e-3 * slant + 1e-3:
        assert isclose(intercept_place_m(x, d, k), x_i, rel_tol=1e-6, abs_tol=1e-3)


@given(X, D, K)
def test_intercept__comes_after_the_launch_and_solves_the_equation(x, d, k):
    x_i = intercept_place_m(x, d, k)
    if x_i < 1e9:
        slant = sqrt(d * d + x_i * x_i)
        assert isclose(x_i - k * slant, x, rel_tol=1e-9, abs_tol=1e-9 * (k * slant + abs(x_i)) + 1e-9)
        assert x_i >= x - 1e-6
        assert k * x_i <= slant * (1.0 + 1e-6) + 1e-6


@given(X, D, K)
def test_intercept__is_bit_for_bit_that_of_the_plain_twin(x, d, k):
    place = place_of_meeting(x, d, k)
    assert intercept_place_m(x, d, k) == (NOWHERE_M if place is None else min(place, NOWHERE_M))


@pytest.mark.parametrize("k", [0.2, 0.9, 1.0, 1.3, 2.9])
@pytest.mark.parametrize("d", [0.0, 500.0, 12_000.0])
@pytest.mark.parametrize("x", [-60_000.0, -25_000.0, -9_000.0, -300.0, 400.0])
def test_intercept__is_where_a_round_flown_step_by_step_first_reaches_as_far_as_the_threat(x, d, k):
    """No algebra: both move by steps of a metre of the threat's way, for 2,000 km."""
    way = np.arange(1.0, 2e6)
    reached = way / k >= np.sqrt(d * d + (x + way) ** 2)
    first = x + way[reached.argmax()] if reached.any() else inf
    x_i = intercept_place_m(x, d, k)
    assert x_i == pytest.approx(first, abs=1.0) or (first == inf and x_i > 1.9e6)


@pytest.mark.parametrize("x", [-30_000.0, -1.0])
def test_intercept__does_not_jump_where_the_round_is_as_fast_as_the_threat(x):
    below, at, above = (intercept_place_m(x, 9_000.0, k) for k in (1.0 - 1e-13, 1.0, 1.0 + 1e-13))
    assert below == pytest.approx(at, rel=1e-4)
    assert above == pytest.approx(at, rel=1e-4) or above == NOWHERE_M


@pytest.mark.skipif(compiler() is None, reason="no C compiler")
def test_c__gives_the_closed_form_bit_for_bit(tmp_path):
    plan, raid = make_plan(*flight(1.0, (0, 0.0, 1.0, 0.0, 0.0)))
    twin = CTwin(SimpleNamespace(plan=plan, raid=raid, horizon_ms=1 << 24), tmp_path)
    function = twin._library.intercept_place_m
    function.restype, function.argtypes = ctypes.c_double, [ctypes.c_double] * 3
    draws = np.random.default_rng(1)
    for x, d, k in zip(
        draws.normal(0, 3e4, 500), draws.exponential(9e3, 500), draws.gamma(1.5, 1.0, 500), strict=True
    ):
        assert function(x, d, k) == intercept_place_m(x, d, k)
