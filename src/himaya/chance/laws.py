"""Quantiles of laws: of counts (Poisson, binomial, negative binomial: Panjer's class), PERT and lognormal."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import numpy as np
from scipy.special import betaincinv, gammaincinv, ndtri

from himaya.arrays import F8, I8

LARGE = 1000.0
"""Means above it are drawn by the law's continuous form."""


def panjer_quantile(u: F8, p_0: F8, a: F8, b: F8) -> I8:
    """Least k with F(k) >= u of the law p_k = p_(k-1) (a + b / k); all arguments f8[n]."""
    count = np.zeros(len(u), np.int64)
    left = np.flatnonzero(u > p_0)
    p, below, k, width = p_0[left], p_0[left], 0, 8
    while len(left):  # blocks of growing width: few steps for the many small counts, and for the few large
        step = a[left, None] + b[left, None] / np.arange(k + 1, k + 1 + width)
        terms = p[:, None] * np.cumprod(np.maximum(step, 0.0), axis=1)
        under = below[:, None] + np.cumsum(terms, axis=1)
        n_under = (under < u[left, None]).sum(axis=1)
        count[left] = k + 1 + n_under
        more = (n_under == width) & (terms[:, -1] > 0.0)
        left, p, below = left[more], terms[more, -1], under[more, -1]
        k, width = k + width, min(2 * width, 256)
    return count


def gamma_poisson_quantile(u: F8, mean: F8, shape: float) -> I8:
    """Quantile of a Poisson count whose mean is `mean` times a gamma law of mean 1 and variance 1 / shape.

    Its mean is `mean`, its variance mean + mean^2 / shape. Above a mean of 1,000 the gamma law alone
    is used, rounded.
    """
    large = mean > LARGE
    small = np.where(large, 0.0, mean)
    q = small / (small + shape)
    count = panjer_quantile(np.where(large, 0.0, u), (1.0 - q) ** shape, q, q * (shape - 1.0))
    count[large] = np.rint(gammaincinv(shape, u[large]) / shape * mean[large])
    return count


def binomial_quantile(u: F8, n: I8, p: float) -> I8:
    """Quantile of a binomial count; above n = 1,000 by the normal law, rounded."""
    if p in {0.0, 1.0}:
        return n * int(p)
    large = n > LARGE
    small = np.where(large, 0, n)
    odds = np.full(len(u), p / (1.0 - p))
    count = panjer_quantile(np.where(large, 0.0, u), (1.0 - p) ** small, -odds, (small + 1) * odds)
    spread = np.sqrt(n[large] * p * (1.0 - p))
    count[large] = np.clip(np.rint(n[large] * p + spread * ndtri(u[large])), 0, n[large])
    return np.minimum(count, n)


class ThreePoints(Protocol):
    """The least, the mode and the most of a PERT law, as a number of a file states them."""

    @property
    def low(self) -> float:
        """The least."""

    @property
    def likely(self) -> float:
        """The mode."""

    @property
    def high(self) -> float:
        """The most."""


def pert_quantiles(pert: ThreePoints, share: F8) -> F8:
    """Values that a PERT number stays below with probability `share`: the inverse of the beta cdf; f8[n]."""
    width = pert.high - pert.low
    if width == 0.0:
        return np.full(len(share), pert.low)
    left, right = (1.0 + 4.0 * part / width for part in (pert.likely - pert.low, pert.high - pert.likely))
    values: F8 = np.clip(pert.low + width * betaincinv(left, right, share), pert.low, pert.high)
    return values


@runtime_checkable
class MedianAndSpread(Protocol):
    """A lognormal law, as a number of a file states it."""

    @property
    def median(self) -> float:
        """As likely to be above as below."""

    @property
    def sd_log(self) -> float:
        """Standard deviation of the logarithm."""


def number_quantiles(law: ThreePoints | MedianAndSpread, share: F8) -> F8:
    """Values that a PERT or a lognormal number stays below with probability `share`; f8[n].

    A share of 0 or 1, to which a uniform number may be rounded, is taken for the least or the most between.
    """
    if isinstance(law, MedianAndSpread):
        inside = np.clip(share, 2.0**-54, 1.0 - 2.0**-53)
        values: F8 = law.median * np.exp(law.sd_log * ndtri(inside))
        return values
    return pert_quantiles(law, share)
