"""Area defence against the forms that it must reproduce; seed 1, n stated, 4 standard errors."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest
from numba import config
from scipy.special import gammainc
from scipy.stats import binom

from himaya.kernels.tables import (
    SHOT_DOWN,
)
from tests.kernels.builder import fly, make_plan
from tests.kernels.tolerance import near, near_share

pytestmark = pytest.mark.skipif(
    bool(config.DISABLE_JIT), reason="as many replications need the compiled kernel"
)
N = 40_000


def area_night(passes, *, count=1, p=0.0, teams=4, rate=1e-3, hold=0, n=N):
    """Teams x swath / area = rate; routes of 10 km at 100 m/s."""
    area = {"teams": teams, "rate": rate, "hold": hold, "p": [p] * 5}
    groups = [{"count": count, "pairs": [(1, 0)]}]
    return fly(*make_plan([], [{"length": 10_000.0, "passes": passes}], groups, [area]), n)


@pytest.mark.parametrize(("p", "kills"), [(0.3, 1.0 - exp(-0.6)), (1.0, 1.0 - exp(-2.0))])
def test_area__kills_by_exposure(p, kills):
    """1 - exp(-N w L p / A): two passes of 0.5 and 1.5 km, one candidate a kilometre."""
    out = area_night([(0, 1000.0, 1500.0, 0), (0, 4000.0, 5500.0, 1)], p=p)
    near_share(out.outcome[:, 0] == SHOT_DOWN, kills)


def test_area__meetings_without_holding_are_poisson():
    met = area_night([(0, 1000.0, 3000.0, 0)], teams=1).meetings[:, 0]
    near(met, 2.0)
    near((met - 2.0) ** 2, 2.0)
    near_share(met == 0, exp(-2.0))


# n threats inside meet each free team at the rate beta = n v w / A: a team is busy for tau, then
# free for an Exp(beta) time, apart from all other teams. So busy teams ~ Binomial(N, rho / (1 + rho))
# with rho = beta tau once the start is forgotten, and a candidate is accepted with 1 / (1 + rho).
TEAMS, TAU_S, T_S = 5, 8.0, 90.0
BETA = 20 * 100.0 * 2.5e-4 / TEAMS


def met_until(seconds):
    passes = [(0, 0.0, 100.0 * seconds, 0)]
    return area_night(passes, count=20, teams=TEAMS, rate=2.5e-4, hold=int(1000 * TAU_S), n=10_000).meetings[
        :, 0
    ]


def test_area__busy_teams_are_binomial():
    """Held at T = accepted by T - accepted by T - tau, which one seed gives from two passes."""
    busy, rho = met_until(T_S) - met_until(T_S - TAU_S), BETA * TAU_S
    assert rho == pytest.approx(0.8)
    for k in range(TEAMS + 1):
        near_share(busy == k, binom.pmf(k, TEAMS, rho / (1.0 + rho)))


def test_area__accepted_share_is_one_in_one_plus_rho():
    accepted = met_until(T_S) - met_until(30.0)
    near(accepted, TEAMS * BETA * (T_S - 30.0) / (1.0 + BETA * TAU_S))


def test_area__meetings_from_the_start_are_renewals():
    """E meetings by T = N sum_k P(Gamma(k, beta) <= T - (k - 1) tau); likewise the variance."""
    k = np.arange(1, 12)
    reached = gammainc(k, BETA * np.maximum(T_S - (k - 1) * TAU_S, 0.0))
    mean = reached.sum()
    met = met_until(T_S)
    near(met, TEAMS * mean)
    near((met - TEAMS * mean) ** 2, TEAMS * (((2 * k - 1) * reached).sum() - mean**2))
