"""The discrepancy against its plain twin, closed forms, and what it must not know."""

from datetime import date, timedelta

import numpy as np
import pytest

from himaya.calibration.discrepancy import (
    LEVEL,
    LEVEL_HALF_LIFE,
    LOG_SPREAD,
    SLOPE,
    SLOPE_HALF_LIFE,
    SPREAD_HALF_LIFE,
    UNIFORM,
    Discrepancy,
    ExpectedNight,
    one_ahead,
    parameters,
    prior,
    returning,
)
from tests.naive import discrepancy as naive

FIRST = date(2025, 5, 1)


def night(day, launched=40, share=0.8, low=25, high=None):
    return ExpectedNight(FIRST + timedelta(days=day), launched, share, low, low if high is None else high)


def test_filter__is_that_of_the_plain_twin():
    """Three nights, one with an interval, one of a sure simulator; the twin's time steps err by 1e-3."""
    nights = [night(0), night(1, 6, 0.999, 2, 4), night(3, 120, 0.9, 119)]
    known, grid, day = Discrepancy(), naive.start(), 0
    for each in nights:
        known = known.after(each)
        passed = (each.ended - FIRST).days - day
        day += passed
        grid = naive.learnt(
            naive.later(grid, passed) if passed else grid, (each.launched, each.share), each.low, each.high
        )
    assert known.density == pytest.approx(np.array(grid), abs=2e-5)
    expected = np.array(naive.law(naive.later(grid, 1), (30, 0.7)))
    found = known.law(FIRST + timedelta(days=4), 30, 0.7)
    assert found == pytest.approx((1.0 - UNIFORM) * expected + UNIFORM / 31, abs=1e-4)


@pytest.mark.parametrize(
    ("axis", "half_life"),
    [(LEVEL, LEVEL_HALF_LIFE), (SLOPE, SLOPE_HALF_LIFE), (LOG_SPREAD, SPREAD_HALF_LIFE)],
)
def test_return__halves_in_its_half_life_and_rests_at_the_prior(axis, half_life):
    """A grid of neighbours is no continuum: to 10 %."""
    moved = returning(axis, half_life, int(half_life))
    place = int(np.argmin(np.abs(axis.values - axis.mean - axis.sd)))
    away = axis.values - axis.mean
    assert away @ moved[:, place] == pytest.approx(away[place] / 2.0, rel=0.1)
    assert moved @ axis.prior == pytest.approx(axis.prior, abs=1e-12)
    assert moved.sum(axis=0) == pytest.approx(np.ones(axis.points))
    assert (moved >= 0.0).all()


def test_spread__is_about_a_standard_deviation_in_logits():
    """Variance of the share m (1 - m) / (K + 1) = (spread m (1 - m))^2, by hand at spread .15."""
    mean, concentration = parameters(100, 0.8)
    place = (int(np.argmin(np.abs(LEVEL.values))), int(np.argmin(np.abs(SLOPE.values))), 0)
    assert mean[place] == pytest.approx(0.8)
    assert concentration[place] == pytest.approx(1.0 / (0.15**2 * 0.16) - 1.0)


def test_nights_that_are_better_the_larger_they_are__teach_a_slope():
    """The mean of what is known over the last 60 of 120 nights: a slope walks with half-life 60 nights."""
    rng, found = np.random.default_rng(1), []
    known = Discrepancy()
    for day in range(120):
        launched = int(rng.integers(30, 600))
        logit = np.log(0.8 / 0.2) + 0.5 * np.log(launched / 100.0) + rng.normal(0.0, 0.3)
        known = known.after(night(day, launched, 0.8, int(rng.binomial(launched, 1 / (1 + np.exp(-logit))))))
        found.append(known.means)
    assert np.mean(found[60:], axis=0) == pytest.approx((0.0, 0.5, 0.3), abs=0.15)


def test_prediction__knows_no_night_of_its_own_date_or_later():
    nights = [night(day, low=low) for day, low in ((0, 30), (1, 10), (2, 38))]
    [(_, alone)] = one_ahead(nights[:1], nights[1:2])
    (_, first), (_, second) = one_ahead(nights[:1], nights[1:])
    assert (first.density == alone.density).all()
    assert (first.density == Discrepancy().after(nights[0]).on(nights[1].ended).density).all()
    assert (second.density != first.density).any()


def test_no_night__is_the_prior_with_the_simulators_own_share():
    law = Discrepancy().law(FIRST, 200, 0.8)
    assert law.sum() == pytest.approx(1.0)
    assert law @ np.arange(201) / 200 == pytest.approx(0.8, abs=0.05)
    assert prior().sum() == pytest.approx(1.0)


def test_interval__weighs_all_of_its_numbers():
    """Anything from 0 to all teaches nothing."""
    assert Discrepancy().after(night(0, 40, 0.8, 0, 40)).density == pytest.approx(prior(), abs=1e-9)
