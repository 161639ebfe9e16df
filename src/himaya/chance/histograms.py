"""Streaming histograms of counts that may be large."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from himaya.arrays import F8, I8
from himaya.kernels.library import Array


class Counts:
    """Histograms of some counts; `add` takes a chunk."""

    def __init__(self, n: int) -> None:
        self.histograms = [np.zeros(1, np.int64) for _ in range(n)]
        """i8[count] each: replications with this count."""

    def add(self, counts: I8) -> None:
        """Add i8[replication, n]."""
        for k, histogram in enumerate(self.histograms):
            self.histograms[k] = add_histogram(histogram, counts[:, k])

    def statistics(self) -> F8:
        """f8[n, 5]: mean, sd, p05, p50, p95."""
        return np.array([statistics(histogram) for histogram in self.histograms], np.float64)


def add_histogram(histogram: Array, values: Array) -> Array:
    """A histogram with values added; it grows where it must."""
    added = np.bincount(values, minlength=len(histogram))
    added[: len(histogram)] += histogram
    return added


class Statistics(NamedTuple):
    """A count over replications."""

    mean: float
    sd: float
    p05: int
    p50: int
    p95: int


def statistics(histogram: Array) -> Statistics:
    """Mean, sd (n - 1) and inverted-cdf percentiles of a count.

    Parameters
    ----------
    histogram : i8[count], replications by count, at least one.

    Returns
    -------
    Statistics
        pXX is the smallest k with F(k) >= XX %; sd is 0 for one replication.
    """
    values = np.arange(len(histogram))
    n = int(histogram.sum())
    total, squares = int(histogram @ values), int(histogram @ (values * values))
    spread = (n * squares - total * total) / (n * (n - 1)) if n > 1 else 0.0
    below = np.cumsum(histogram) * 100
    quantiles = (int(np.searchsorted(below, share * n)) for share in (5, 50, 95))
    return Statistics(total / n, float(np.sqrt(spread)), *quantiles)
