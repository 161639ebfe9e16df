import numpy as np
import pytest
from scipy.stats import betabinom

from himaya.forecasting.models.beta_binomial import log_interval, log_probability, pmfs
from himaya.record import Ends

CASES = [(0, 1.0, 1.0), (1, 0.3, 2.0), (12, 8.0, 1e-4), (539, 40.0, 3.0), (2000, 0.7, 0.5)]


@pytest.mark.parametrize(("n", "alpha", "beta"), CASES)
def test_pmfs__are_those_of_scipy(n, alpha, beta):
    expected = betabinom.pmf(np.arange(n + 1), n, alpha, beta)
    np.testing.assert_allclose(
        pmfs(n, np.array([alpha]), np.array([beta]))[0], expected, rtol=1e-8, atol=1e-14
    )


@pytest.mark.parametrize(("n", "alpha", "beta"), CASES)
def test_log_probability__is_that_of_scipy(n, alpha, beta):
    k, total = n // 3, alpha + beta
    found = log_probability(k, n, np.array([alpha / total]), np.array([total]))
    np.testing.assert_allclose(found, betabinom.logpmf(k, n, alpha, beta), rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize("ends", [(4, 4), (3, 9), (0, 12), (12, 12)])
def test_log_interval__is_the_sum_of_scipys_probabilities(ends):
    found = log_interval(Ends(*ends), 12, np.array([0.4, 0.9]), np.array([5.0, 80.0]))
    for each, alpha, beta in zip(found, (2.0, 72.0), (3.0, 8.0), strict=True):
        expected = betabinom.pmf(np.arange(ends[0], ends[1] + 1), 12, alpha, beta).sum()
        assert np.exp(each) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("k", [0, 1, 29, 30, 31, 470, 500])
def test_log_probability__is_scipys_by_factors_and_by_gamma_functions(k):
    mean, concentration = np.array([0.01, 0.6, 0.999]), np.array([0.5, 30.0, 4e4])
    found = log_probability(k, 500, mean, concentration)
    expected = betabinom.logpmf(k, 500, mean * concentration, (1 - mean) * concentration)
    np.testing.assert_allclose(found, expected, rtol=1e-7, atol=1e-6)
