"""The generator against what it is stated to be: the published means, spread, runs, missiles with drones."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from scipy.stats import nbinom, norm
from scipy.stats import poisson as law

from himaya.campaign.raids.parametric import SHAPE, Means, Parametric, monthly_totals, poisson
from himaya.chance.draws import Draws
from himaya.errors import ProblemsError
from himaya.scenario import CLASS_GROUPS
from tests.campaign.raids.small import START, raids

MEANS = Means(np.array([120.0, 3.0, 1.2, 0.1]), np.array([0.97, 0.2, 0.35, 0.04]))
FUTURES, NIGHTS = 400, 100


@pytest.fixture(scope="module")
def drawn():
    """i8[future, night, class group]"""
    made = Parametric(MEANS, NIGHTS, Draws(1, "raids"))
    return np.stack([made.counts(night, range(FUTURES)) for night in range(1, NIGHTS + 1)], axis=1)


def error(totals):
    """Standard error of the mean of the futures' totals, a night."""
    return totals.std(ddof=1) / NIGHTS / FUTURES**0.5


def test_means__are_the_published_ones(drawn):
    """Four standard errors, from the spread of 400 futures' totals."""
    for k in range(4):
        totals = drawn[..., k].sum(axis=1)
        assert totals.mean() / NIGHTS == pytest.approx(MEANS.launched[k], abs=4 * error(totals))


def test_nights_with_any__are_the_published_share(drawn):
    for k, share in enumerate((1 - SHAPE.p_quiet, *MEANS.p_any[1:])):
        totals = (drawn[..., k] > 0).sum(axis=1)
        assert totals.mean() / NIGHTS == pytest.approx(share, abs=4 * error(totals))


def test_drones__are_spread_as_stated(drawn):
    """Log of Poisson around lognormal: its variance is sigma^2 + about 1 / mean; no bias beyond 3 %."""
    drones = drawn[..., 0][drawn[..., 0] > 0]
    assert np.log(drones).std() == pytest.approx(SHAPE.sigma, rel=0.03)


def test_quiet_nights__come_in_runs_as_stated(drawn):
    """About 1,300 quiet nights: standard error of a third sqrt(2/9 / 1,300) = 0.013; four."""
    quiet = drawn[..., 0] == 0
    again = quiet[:, 1:][quiet[:, :-1]]
    assert len(again) > 1000
    assert again.mean() == pytest.approx(SHAPE.p_again, abs=4 * (2 / 9 / len(again)) ** 0.5)


def test_sizes__have_the_stated_autocorrelation():
    """400 futures of 100 nights: standard error 1 / sqrt(40,000) = 0.005; four."""
    z = Parametric(MEANS, NIGHTS, Draws(1, "raids")).sizes(range(FUTURES))
    pairs = np.corrcoef(z[:, 1:].ravel(), z[:, :-1].ravel())[0, 1]
    assert pairs == pytest.approx(SHAPE.rho, abs=0.02)
    assert z.std() == pytest.approx(1.0, abs=0.02)


def test_missiles__come_with_massed_drones(drawn):
    """P(any | z) = Phi((Phi^-1(p) + r z) / sqrt(1 - r^2)), its mean over the upper fifth of nights."""
    z = Parametric(MEANS, NIGHTS, Draws(1, "raids")).sizes(range(FUTURES))
    massed = z > np.quantile(z, 0.8)
    for k in (1, 2):
        r = SHAPE.r[k - 1]
        p = norm.cdf((norm.ppf(MEANS.p_any[k]) + r * z[massed]) / (1 - r * r) ** 0.5).mean()
        there = (drawn[..., k] > 0)[massed]
        assert there.mean() == pytest.approx(p, abs=4 * (p * (1 - p) / massed.sum()) ** 0.5)
        assert p > 1.4 * MEANS.p_any[k]


def test_missiles__are_one_and_a_negative_binomial_number(drawn):
    """Distance of distribution functions on about 14,000 nights; 0.1 % point 1.95 / sqrt(n)."""
    some = drawn[..., 2][drawn[..., 2] > 0]
    number, more = SHAPE.dispersion[1], MEANS.launched[2] / MEANS.p_any[2] - 1.0
    k = np.arange(1, 60)
    expected = nbinom.cdf(k - 1, number, number / (number + more))
    seen = np.searchsorted(np.sort(some), k, side="right") / len(some)
    assert np.abs(seen - expected).max() < 1.95 / len(some) ** 0.5


def test_poisson__is_the_exact_inverse():
    rng = np.random.default_rng(1)
    u, mean = rng.random(5000), np.exp(rng.normal(2.0, 2.5, 5000))
    assert (poisson(u, mean) == law.ppf(u, mean)).all()
    assert poisson(np.array([1e-9, 0.5]), np.array([3.0, 0.0])).tolist() == [0, 0]


def test_level__is_that_of_the_six_months_before_and_never_of_later_ones():
    totals = monthly_totals()
    months = [f"2025-{month:02}" for month in range(1, 7)]
    for first in (START, date(2025, 7, 31)):
        means = Means.before(first)
        for k, name in enumerate(CLASS_GROUPS):
            launched = sum(totals[month, name].launched for month in months)
            assert means.launched[k] == pytest.approx(launched / 181)


def test_level__of_a_date_before_all_totals_is_refused():
    with pytest.raises(ProblemsError, match=r"2024-09-30.*expected a date after 2024-09"):
        raids(kind="parametric", start=date(2024, 9, 30))


def test_totals__have_every_class_of_every_month_and_their_source():
    totals = monthly_totals()
    assert len(totals) == 13 * len(CLASS_GROUPS)
    for launched, nights, days in totals.values():
        assert 0 <= nights <= days
        assert launched >= nights
