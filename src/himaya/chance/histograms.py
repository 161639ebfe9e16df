"""Streaming histograms of counts that may be large."""

from __future__ import annotations

import numpy as np

from himaya.arrays import F8, I8, Array
from himaya.chance.statistics import statistics


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
        return np.array([statistics(histogram).row() for histogram in self.histograms], np.float64)


def add_histogram(histogram: Array, values: Array) -> Array:
    """A histogram with values added; it grows where it must."""
    added = np.bincount(values, minlength=len(histogram))
    added[: len(histogram)] += histogram
    return added
