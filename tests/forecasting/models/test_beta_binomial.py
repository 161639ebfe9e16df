import numpy as np
import pytest
from scipy.stats import betabinom

from himaya.forecasting.models.beta_binomial import log_probability, pmfs

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
