"""How good a forecast of a count was: proper scores, intervals, and the PIT without random numbers.

A forecast is a pmf, float64[n + 1], the probabilities of 0 to n. Lower scores are better. What
happened is a count, or an interval of counts where no more is known: then the log score is of the
interval's probability, and the CRPS is the mean over its counts, each as likely (a guess) as the others.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from himaya.forecasting.models.beta_binomial import Floats

N_BINS = 10
"""Of a PIT histogram."""


def cdf(pmf: Floats) -> Floats:
    """F(0) to F(n), float64[n + 1]: at most 1 whatever rounding adds up to, and 1 at the end."""
    at_most = np.minimum(np.cumsum(pmf), 1.0)
    at_most[-1] = 1.0
    return at_most


class Interval(NamedTuple):
    """Whole counts from `low` to `high`, both included."""

    low: int
    high: int


def log_score(pmf: Floats, actual: int, at_most: int | None = None) -> float:
    """Minus the log probability of what happened, nats; infinite where it was called impossible.

    Parameters
    ----------
    at_most : upper end of an interval that begins at `actual`; None: the count itself is known.
    """
    happened = pmf[max(actual, 0) : max(1 + (actual if at_most is None else at_most), 0)]
    with np.errstate(divide="ignore"):
        return float(-np.log(min(happened.sum(), 1.0)))


def crps(pmf: Floats, actual: int, at_most: int | None = None) -> float:
    """Sum over all k of (F(k) - [k >= actual])^2, in counts (Gneiting and Raftery 2007, eq. 21).

    at_most : upper end of an interval that begins at `actual`: the mean over it.
    """
    if at_most is not None and at_most > actual:
        return float(np.mean([crps(pmf, each) for each in range(actual, at_most + 1)]))
    k = np.arange(len(pmf))
    outside = max(-actual, actual - len(pmf), 0)  # whole counts between an impossible one and the support
    return float(np.sum((np.cumsum(pmf) - (k >= actual)) ** 2) + outside)


def quantile(pmf: Floats, p: float) -> int:
    """Smallest k with F(k) >= p."""
    at_most = cdf(pmf)
    return min(int(np.searchsorted(at_most, p - 1e-12)), len(pmf) - 1)


def central_interval(pmf: Floats, level: float) -> Interval:
    """Between the quantiles that leave (1 - level) / 2 on either side: it covers at least `level`."""
    return Interval(quantile(pmf, (1.0 - level) / 2.0), quantile(pmf, (1.0 + level) / 2.0))


def pit(pmf: Floats, actual: int, at_most: int | None = None) -> tuple[float, float]:
    """F(actual - 1) and F(actual): the PIT of a count is spread evenly between them (Czado et al. 2009).

    Of an interval from `actual` to `at_most`: F(actual - 1) and F(at_most).
    """
    below = cdf(pmf)
    return float(below[actual - 1]) if actual > 0 else 0.0, float(
        below[actual if at_most is None else at_most]
    )


def coverage(pits: Floats, level: float) -> float:
    """Share of the PIT that lies in the central part of that level: `level` for a calibrated forecaster.

    Parameters
    ----------
    pits : float64[raid, 2], from `pit`.
    """
    return float(_share_below(pits, (1.0 + level) / 2.0) - _share_below(pits, (1.0 - level) / 2.0))


def histogram(pits: Floats) -> Floats:
    """Mean PIT histogram, float64[10] of sum 1: 0.1 each for a calibrated forecaster."""
    edges = np.linspace(0.0, 1.0, N_BINS + 1)
    return np.diff([_share_below(pits, float(edge)) for edge in edges])


def _share_below(pits: Floats, u: float) -> float:
    """Mean over raids of the PIT's distribution function at u."""
    low, high = pits.T
    width = np.maximum(high - low, 1e-300)
    return float(np.mean(np.clip((u - low) / width, 0.0, 1.0))) if u < 1.0 else 1.0
