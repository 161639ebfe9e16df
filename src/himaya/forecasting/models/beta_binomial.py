"""The beta-binomial law: a binomial whose probability varies from raid to raid."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from himaya.record.rows import Ends

Floats: TypeAlias = NDArray[np.float64]
FEW = 30
"""Factors that are multiplied: as quick as two gamma functions, and within what a float holds."""


def log_probability(k: int | Floats, n: int | Floats, mean: Floats, concentration: Floats) -> Floats:
    """Log of C(n, k) B(k + alpha, n - k + beta) / B(alpha, beta), alpha = K m, beta = K (1 - m).

    Arrays broadcast, and a caller whose concentrations repeat passes them once.
    """
    ways = gammaln(n + 1.0) - gammaln(k + 1.0) - gammaln(n - k + 1.0)
    alpha, beta = mean * concentration, (1.0 - mean) * concentration
    found: Floats = _log_rising(alpha, k) + _log_rising(beta, n - k)
    return found + (ways - _log_rising(concentration, n))


def _log_rising(x: Floats, steps: int | Floats) -> Floats:
    """Log of x (x + 1) ... (x + steps - 1), of x up to 1e8; few factors cost less than gamma functions."""
    if not isinstance(steps, int) or steps > FEW:
        return np.asarray(gammaln(x + steps) - gammaln(x))
    if steps == 0:
        return np.zeros_like(x)
    product = x.copy()
    for step in range(1, steps):
        product *= x + step
    return np.asarray(np.log(product))


def log_interval(ends: Ends, n: int, mean: Floats, concentration: Floats) -> Floats:
    """Log probability of a count that is `ends.low` at least and `ends.high` at most."""
    found = log_probability(ends.low, n, mean, concentration)
    for k in range(ends.low + 1, ends.high + 1):
        found = np.logaddexp(found, log_probability(k, n, mean, concentration))
    return found


def pmfs(n: int, alpha: Floats, beta: Floats) -> Floats:
    """Probabilities of 0 to n for many parameters at once.

    By the ratio of neighbours, P(k + 1) / P(k) = (n - k)(k + alpha) / ((k + 1)(n - k - 1 + beta)):
    one logarithm a cell where gamma functions cost twenty times that.

    Parameters
    ----------
    n : at least 0.
    alpha, beta : float64[cell], above 0.

    Returns
    -------
    float64[cell, n + 1]
    """
    k = np.arange(n, dtype=np.float64)
    ratio = (n - k) * (k + alpha[:, None]) / ((k + 1.0) * (n - k - 1.0 + beta[:, None]))
    log_p = np.zeros((len(alpha), n + 1))
    np.cumsum(np.log(ratio), axis=1, out=log_p[:, 1:])
    p: Floats = np.exp(log_p - log_p.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    return p
