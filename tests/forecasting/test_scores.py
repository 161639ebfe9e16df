"""Scores against published values, a scoring library, and what calibration means."""

import csv
import json

import numpy as np
import pytest
import scoringrules
from scipy.stats import betabinom, binom

from himaya.forecasting import scores

PUBLISHED = [("crps_binomial", 8, 0.6685115), ("crps_binomial", -8, 16.49896), ("logs_binomial", 8, 1.641392)]
"""Of Binomial(10, 0.9), from the tests of scoringrules; -8 lies outside the support."""
FUNCTIONS = {"crps_binomial": scores.crps, "logs_binomial": scores.log_score}


@pytest.mark.parametrize(("name", "actual", "expected"), PUBLISHED)
def test_score__is_the_published_one(name, actual, expected):
    pmf = binom.pmf(np.arange(11), 10, 0.9)
    assert FUNCTIONS[name](pmf, actual) == pytest.approx(expected, rel=1e-6)


def test_score__is_that_of_the_reference_folder(reference):
    with reference("scoring/oracles.csv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["function"] in FUNCTIONS]
    assert len(rows) == 3
    for row in rows:
        actual, n, p = json.loads(row["args"])
        found = FUNCTIONS[row["function"]](binom.pmf(np.arange(n + 1), n, p), actual)
        assert found == pytest.approx(float(row["rerun"]), rel=1e-6)


def test_crps__is_that_of_the_reference_ensembles(reference):
    with reference("scoring/oracles.csv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["function"].startswith("crps_ensemble")]
    counts = [(json.loads(row["args"]), float(row["rerun"])) for row in rows]
    for (actual, members, *weights), expected in counts:
        values = np.atleast_1d(members)
        if np.any(values < 0) or actual != round(actual):
            continue  # not a count
        pmf = np.bincount(values.astype(int), *weights)
        assert scores.crps(pmf / pmf.sum(), int(actual)) == pytest.approx(expected, abs=1e-9)


def test_crps__is_that_of_scoringrules():
    n, alpha, beta = 60, 7.0, 2.0
    pmf = betabinom.pmf(np.arange(n + 1), n, alpha, beta)
    found = [scores.crps(pmf, k) for k in (0, 33, 60)]
    np.testing.assert_allclose(
        found,
        scoringrules.crps_ensemble(
            np.array([0.0, 33.0, 60.0]), np.tile(np.arange(n + 1.0), (3, 1)), ens_w=np.tile(pmf, (3, 1))
        ),
        atol=1e-9,
    )


@pytest.mark.parametrize(("level", "expected"), [(0.5, (4, 6)), (0.8, (3, 7)), (0.9, (2, 8))])
def test_interval__is_between_scipys_quantiles(level, expected):
    assert scores.central_interval(binom.pmf(np.arange(11), 10, 0.5), level) == expected


def test_coverage__by_hand():
    # the first PIT lies evenly in 0 to 0.2: half of it is within 0.1 to 0.9; the second is wholly within
    assert scores.coverage(np.array([[0.0, 0.2], [0.4, 0.8]]), 0.8) == pytest.approx(0.75)


def test_pit__of_one_count_is_spread_over_its_probability():
    assert scores.pit(np.array([0.2, 0.5, 0.3]), 1) == pytest.approx((0.2, 0.7))


def test_pit__of_a_calibrated_forecaster_is_flat():
    """5,000 raids: a bin's share has a standard error of at most sqrt(0.09 / 5,000) = 0.0042; 4 of them."""
    generator = np.random.default_rng(5)
    pits = []
    for _ in range(5000):
        n = int(generator.integers(1, 40))
        alpha, beta = generator.uniform(0.5, 9.0, 2)
        actual = int(generator.binomial(n, generator.beta(alpha, beta)))
        pits.append(scores.pit(betabinom.pmf(np.arange(n + 1), n, alpha, beta), actual))
    shares = scores.histogram(np.array(pits))
    assert shares.sum() == pytest.approx(1.0)
    assert np.abs(shares - 0.1).max() < 4 * 0.0042
    assert abs(scores.coverage(np.array(pits), 0.8) - 0.8) < 4 * np.sqrt(0.16 / 5000)
