"""The kernel against forms that can be solved: leaks, magazines, loss systems, the night.

Tolerances are 4 standard errors, of the sample for means and of the stated value for shares; seed 1.
"""

from __future__ import annotations

import csv
from math import exp, sqrt

import numpy as np
import pytest
from numba import config
from numpy.polynomial.hermite_e import hermegauss

from himaya.kernels.tables import (
    FELL,
    HIT,
    SHOT_DOWN,
    SOFT_KILLED,
    RaidTable,
)
from tests.kernels.builder import changed, fly, make_plan
from tests.kernels.tolerance import Z, near, near_share

pytestmark = pytest.mark.skipif(
    bool(config.DISABLE_JIT), reason="as many replications need the compiled kernel"
)
N = 40_000


def rows(reference, name):
    with reference(f"closed_forms/{name}.csv").open() as file:
        return [{key: row[key] for key in row} for row in csv.DictReader(file)]


def share(text):
    """1/2 as a number."""
    above, _, below = text.partition("/")
    return float(above) / float(below or 1)


def hits(out):
    return (out.outcome == HIT).sum(axis=1)


def one(window=(0, 0.0, 10_000.0, 5000.0, 1000.0), *, count=1, **group):
    """Variants and groups: threats at 100 m/s through one window, by default 100 s wide."""
    return [{"length": 10_000.0, "windows": [window]}], [{"count": count, "pairs": [(1, 0)], **group}]


GATE = (0, 0.0, 0.0, 0.0, 0.0)
"""A window of one millisecond at the launch: every threat is seen once."""


# --- leaks ----------------------------------------------------------------------------
def independent(p, n):
    """Leaked, and rounds fired, with n units that know nothing of each other."""
    units = [{"rounds": [{"ready": 1}], "weapons": [{"p": p, "speed": 1000.0}]} for _ in range(n)]
    windows = [(k, 0.0, 10_000.0, 5000.0, 1000.0) for k in range(n)]
    out = fly(*make_plan(units, [{"length": 10_000.0, "windows": windows}], one()[1]), N)
    return hits(out), out.fired[:, 0]


@pytest.mark.parametrize(("p", "n", "leak"), [(0.5, 4, 1 / 16), (0.7, 2, 0.09), (0.8, 3, 0.008)])
def test_independent_shots__leak_and_all_rounds_spent(p, n, leak):
    leaked, fired = independent(p, n)
    near_share(leaked, leak)
    assert (fired == n).all()


def test_independent_shots__published(reference):
    for row in rows(reference, "leak_independent_shots"):
        near_share(independent(share(row["p"]), int(row["n"]))[0], share(row["leak_exact"]))


def shoot_look_shoot(p, n):
    units = [{"assessment": 1000, "rounds": [{"ready": n}], "weapons": [{"p": p}]}]
    out = fly(*make_plan(units, *one()), N)
    return hits(out), out.fired[:, 0]


@pytest.mark.parametrize(
    ("p", "n", "leak", "rounds"), [(0.5, 4, 1 / 16, 1.875), (0.7, 3, 0.027, 1.39), (0.8, 2, 0.04, 1.2)]
)
def test_shoot_look_shoot__leak_and_rounds(p, n, leak, rounds):
    leaked, fired = shoot_look_shoot(p, n)
    near_share(leaked, leak)
    near(fired, rounds)


def test_shoot_look_shoot__published(reference):
    for row in rows(reference, "shoot_look_shoot"):
        assert row["look"] == "perfect"
        leaked, fired = shoot_look_shoot(share(row["p"]), int(row["max_rounds"]))
        near_share(leaked, share(row["leak_exact"]))
        near(fired, share(row["E_rounds_exact"]))


# --- magazines ------------------------------------------------------------------------
def magazine(m, p, **group):
    """One shot at each threat while the rounds last."""
    units = [{"channels": 99, "assessment": 1000, "rounds": [{"ready": m}], "weapons": [{"p": p}]}]
    return make_plan(units, *one(GATE, last=100_000.0, **group))


FIXED = [(10, 8, 0.8, 3.6, 0.0, 4, 0.79691776), (30, 30, 0.9, 3.0, 0.0423911582752162, 2, 0.411351239559505)]


def check_fixed(n, m, p, mean, none, k, at_most):
    leaked = hits(fly(*magazine(m, p, count=n), N))
    near(leaked, mean)
    near_share(leaked == 0, none)
    near_share(leaked <= k, at_most)


@pytest.mark.parametrize("case", FIXED)
def test_magazine__fixed_raid(case):
    check_fixed(*case)


def test_magazine__fixed_raid_published(reference):
    names = ("N_threats", "magazine", "p", "E_leakers_exact", "P_zero_leak", "k", "P(leakers<=k)")
    for row in rows(reference, "finite_magazine_fixed_raid"):
        n, m, p, mean, none, k, at_most = (share(row[name]) for name in names)
        check_fixed(int(n), int(m), p, mean, none, k, at_most)


def composition(count):
    """A raid of one group."""
    return RaidTable(np.array([count]), np.zeros(count, "i8"), np.arange(count))


def fly_sizes(plan, sizes):
    """One replication for each raid size, in order of size."""
    first = 0
    for size, n in zip(*np.unique(sizes, return_counts=True), strict=True):
        yield int(size), fly(plan, composition(int(size)), int(n), first=first)
        first += int(n)


def check_poisson(rate, m, p, mean, none):
    sizes = np.random.default_rng(1).poisson(rate, N)
    leaked = np.concatenate([hits(out) for _, out in fly_sizes(magazine(m, p)[0], sizes)])
    near(leaked, mean)
    near_share(leaked == 0, none)


@pytest.mark.parametrize(
    "case",
    [
        (10, 8, 0.8, 3.96828077119101, 0.0801925622845583),
        (20, 20, 0.7, 7.24369444348919, 0.00235999910253595),
    ],
)
def test_magazine__poisson_raid(case):
    check_poisson(*case)


def test_magazine__poisson_raid_published(reference):
    for row in rows(reference, "finite_magazine_poisson_raid"):
        check_poisson(
            int(row["lambda"]),
            int(row["magazine"]),
            *(float(row[name]) for name in ("p", "E_leakers", "P_zero_leak")),
        )


def test_mixed_kill_probability__is_beta_binomial(reference):
    """Numpy draws p ~ Beta(2, 3) for each of 4,000 plans of 10 shots: P(0 kills) = 6/91."""
    plan, raid = magazine(10, 0.5, count=10)
    drawn = np.random.default_rng(1).beta(2.0, 3.0, (4000, 1))
    plans = (plan._replace(weapons=changed(plan.weapons, p_kill=p)) for p in drawn)
    kills = np.array([10 - hits(fly(mixed, raid, 1, first=r))[0] for r, mixed in enumerate(plans)])
    near(kills, 4.0)
    near((kills - 4.0) ** 2, 6.0)
    near_share(kills == 0, 6 / 91)
    for row in rows(reference, "beta_binomial"):
        if (row["n"], row["alpha"], row["beta"]) == ("10", "2", "3"):
            near_share(kills == int(row["k"]), share(row["pmf_exact"]))


# --- loss systems ---------------------------------------------------------------------
HOLD_MS = 100_000


def check_erlang(c, offered, loss, n=400, **held):
    """Channels held by a law (constant unless stated).

    A Poisson number of launches, uniform over 70 holding times; the first 10 are not counted.

    E(lost - loss x arrived) = 0 in the stationary part, so that the tolerance needs no ratio.
    """
    forces = {"channels": c, "assessment": HOLD_MS, **held}
    units = [{**forces, "rounds": [{"ready": 10**6}], "weapons": [{"p": 1.0}]}]
    middle = 35.0 * HOLD_MS
    plan, _ = make_plan(
        units, [{"length": 1.0, "windows": [GATE]}], one(first=middle, last=middle, jitter=middle)[1]
    )
    excess = []
    for _, out in fly_sizes(plan, np.random.default_rng(1).poisson(70.0 * offered, n)):
        counted = out.end_ms >= 10 * HOLD_MS
        excess += (((out.outcome == HIT) & counted).sum(axis=1) - loss * counted.sum(axis=1)).tolist()
    near(excess, 0.0)
    assert Z * np.std(excess) / sqrt(n) < 0.15 * loss * 60.0 * offered  # it could not pass for half the loss


@pytest.mark.parametrize(("c", "offered", "loss"), [(1, 2.0, 2 / 3), (2, 1.0, 1 / 5), (5, 2.5, 625 / 8963)])
def test_channels__lose_by_erlang_b(c, offered, loss):
    check_erlang(c, offered, loss)


def test_channels__lose_by_erlang_b_published(reference):
    for row in rows(reference, "erlang_b"):
        check_erlang(int(row["c"]), share(row["a_erlang"]), float(row["B"]))


# --- what is lost by itself -----------------------------------------------------------
def test_soft_kill__zones_add():
    """Hazards 1e-4 over 2..7 km and 2e-4 over 5..8 km: 0.3 up to 5 km, 0.9 to 7, 1.1 in all."""
    breaks = [(2000.0, 0.0), (5000.0, 0.3), (7000.0, 0.9), (8000.0, 1.1)]
    out = fly(*make_plan([], [{"length": 10_000.0, "breaks": breaks}], one()[1]), N)
    lost, where = out.outcome[:, 0] == SOFT_KILLED, out.s_end_m[:, 0]
    near_share(lost, 1.0 - exp(-1.1))
    near_share(lost & (where <= 4000.0), 1.0 - exp(-0.2))
    near_share(lost & (where <= 6000.0), 1.0 - exp(-0.6))
    assert where[lost].min() >= 2000.0


def test_own_failure__share_and_uniform_place():
    out = fly(*make_plan([], [{"length": 10_000.0}], one(p_fail=0.2)[1]), N)
    fell = out.outcome[:, 0] == FELL
    near_share(fell, 0.2)
    near(out.s_end_m[fell, 0], 5000.0)
    near((out.s_end_m[fell, 0] - 5000.0) ** 2, 10_000.0**2 / 12.0)


# --- the night effect -----------------------------------------------------------------
NODES, WEIGHTS = (
    values / scale for values, scale in zip(hermegauss(60), (1.0, sqrt(2.0 * np.pi)), strict=True)
)


def killed(hazard, sigma, z):
    """Share killed on a night of score z."""
    return 1.0 - np.exp(-hazard * np.exp(sigma * z - sigma * sigma / 2.0))


def moments(n, hazard, sigma):
    """Mean and variance of n kills: E n q, E n q (1 - q) + Var n q over nights."""
    q = killed(hazard, sigma, NODES)
    mean = WEIGHTS @ q
    return n * mean, n * (WEIGHTS @ (q * (1.0 - q))) + n * n * (WEIGHTS @ (q - mean) ** 2)


def two_fronts(n, correlation, *, sigma=0.35, hard=0.5, soft=0.5, cls=(0, 0)):
    """Kills by night of n threats shot at, and of n others flown through a zone."""
    units = [{"assessment": 1, "rounds": [{"ready": n}], "weapons": [{"p": 1.0 - exp(-hard), "cls": cls[0]}]}]
    variants = [
        {"length": 100.0, "windows": [GATE]},
        {"length": 100.0, "breaks": [(0.0, 0.0), (100.0, soft)]},
    ]
    groups = [{"count": n, "cls": cls[k], "last": 1000.0 * n, "pairs": [(1, k)]} for k in (0, 1)]
    out = fly(*make_plan(units, variants, groups, sigma=[sigma] * 4, correlation=correlation), 3000)
    return (out.outcome[:, :n] == SHOT_DOWN).sum(axis=1), (out.outcome[:, n:] == SOFT_KILLED).sum(axis=1)


def test_night__widens_539_drones_from_7_to_35():
    """One shot of p = 0.88 at each of 539: sd 7.5 by chance alone, 35 with sigma = 0.25 (model, 2)."""
    mean, variance = moments(539, -np.log(0.12), 0.25)
    assert moments(539, -np.log(0.12), 0.0)[1] ** 0.5 == pytest.approx(7.5, abs=0.1)
    assert variance**0.5 == pytest.approx(35.0, abs=1.0)
    kills = two_fronts(539, 0.5, sigma=0.25, hard=-np.log(0.12))[0]
    near(kills, mean)
    near((kills - mean) ** 2, variance)


def test_night__mean_multiplier_is_one():
    """In small hazards the mean kills are n h, whatever sigma: 2,000 x 0.005, less 0.3 % of curvature."""
    for kills in two_fronts(2000, 0.5, hard=0.005, soft=0.005):
        near(kills, moments(2000, 0.005, 0.35)[0])
        near(kills / 10.0, 0.997)


@pytest.mark.parametrize(
    ("correlation", "cls"), [(0.0, (0, 0)), (0.5, (0, 0)), (1.0, (4, 4)), (0.5, (0, 1)), (1.0, (0, 2))]
)
def test_night__hard_and_soft_are_correlated_within_a_class_group(correlation, cls):
    """Cov(kills) = n^2 Cov(q(z), q(r z + sqrt(1 - r^2) z')), nothing between class groups."""
    n, (mean, variance) = 200, moments(200, 0.5, 0.35)
    r = 0.0 if cls == (0, 2) else correlation
    z_soft = r * NODES[:, None] + sqrt(1.0 - r * r) * NODES[None, :]
    mixed = WEIGHTS @ (killed(0.5, 0.35, NODES)[:, None] * killed(0.5, 0.35, z_soft)) @ WEIGHTS
    hard, soft = two_fronts(n, correlation, cls=cls)
    near((hard - mean) * (soft - mean), n * n * mixed - mean * mean)
    near((soft - mean) ** 2, variance)  # whatever the correlation
