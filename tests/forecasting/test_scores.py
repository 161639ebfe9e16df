"""Scores against published values, a scoring library, and what calibration means."""

import csv
import json

import numpy as np
import pytest
import scoringrules
from scipy.stats import betabinom, binom

from himaya.forecasting import scores
from himaya.forecasting.history import history
from himaya.record import Ends
from tests.forecasting.small import raid

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


def test_interval__is_scored_by_what_is_known_of_it():
    """Probabilities .1 to .4: P(1 or 2) = .5; CRPS .01 + .49 + .16 of 1 and .01 + .09 + .16 of 2."""
    pmf = np.array([0.1, 0.2, 0.3, 0.4])
    assert scores.log_score(pmf, 1, 2) == pytest.approx(-np.log(0.5))
    assert scores.crps(pmf, 1, 2) == pytest.approx((0.66 + 0.26) / 2)
    assert scores.pit(pmf, 1, 2) == pytest.approx((0.1, 0.6))
    assert scores.log_score(pmf, 0, 3) == pytest.approx(0.0)


def test_interval__of_one_count_is_that_count():
    pmf = np.random.default_rng(5).dirichlet(np.ones(9))
    for k in range(9):
        for rule in (scores.log_score, scores.crps, scores.pit):
            assert rule(pmf, k, k) == rule(pmf, k)


def test_interval__log_score_is_proper():
    """Of all forecasts that of the truth has the best mean score, whatever counts share an interval."""
    rng = np.random.default_rng(6)
    intervals = [(0, 0), (1, 3), (4, 4), (5, 7)]
    truth = rng.dirichlet(np.ones(8))
    chances = [truth[low : high + 1].sum() for low, high in intervals]

    def mean(pmf):
        scored = (scores.log_score(pmf, *ends) for ends in intervals)
        return sum(p * each for p, each in zip(chances, scored, strict=True))

    assert all(mean(truth) <= mean(rng.dirichlet(np.ones(8))) for _ in range(200))


def test_interval__spreads_its_pit_over_what_it_may_be():
    """Counts of a law in intervals of three: the PIT is flat all the same."""
    pmf = binom.pmf(np.arange(31), 30, 0.7)
    counts = np.random.default_rng(7).binomial(30, 0.7, 4_000)
    pits = np.array([scores.pit(pmf, low, min(low + 2, 30)) for low in counts // 3 * 3])
    assert scores.coverage(pits, 0.5) == pytest.approx(0.5, abs=4 * 0.5 / 4_000**0.5)


def test_history__keeps_an_interval_and_leaves_out_one_that_tells_nothing():
    given = [raid(0, 9, 4)._replace(at_most=7), raid(1, 9, 0)._replace(at_most=9), raid(2, 9, 9)]
    found = history(given, "drone")
    assert [each.neutralised_ends for each in found] == [Ends(4, 7), Ends(9, 9)]
    assert found[1].at_most is None
