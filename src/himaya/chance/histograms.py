"""Streaming histograms of counts."""

from __future__ import annotations

import numpy as np

from himaya.arrays import F8, I8, Array
from himaya.chance.statistics import statistics_of_counts


class Counts:
    """How often each value of some counts came; `add` takes a chunk.

    Memory grows with the number of different values, never with their size: people hurt may be many.
    """

    def __init__(self, n: int) -> None:
        self.values = [np.zeros(0, np.int64) for _ in range(n)]
        """i8[different value] each, rising."""
        self.replications = [np.zeros(0, np.int64) for _ in range(n)]
        """i8[different value] each: replications with this value."""

    def add(self, counts: I8) -> None:
        """Add i8[replication, n]."""
        for k, (values, replications) in enumerate(zip(self.values, self.replications, strict=True)):
            new, n_new = np.unique(counts[:, k], return_counts=True)
            merged, place = np.unique(np.concatenate([values, new]), return_inverse=True)
            summed = np.zeros(len(merged), np.int64)
            np.add.at(summed, place, np.concatenate([replications, n_new]))
            self.values[k], self.replications[k] = merged, summed

    def statistics(self) -> F8:
        """f8[n, 5]: mean, sd, p05, p50, p95."""
        pairs = zip(self.values, self.replications, strict=True)
        return np.array([statistics_of_counts(*pair).row() for pair in pairs], np.float64)


def add_histogram(histogram: Array, values: Array) -> Array:
    """A histogram by value with values added, of a count that stays small; it grows where it must."""
    added = np.bincount(values, minlength=len(histogram))
    added[: len(histogram)] += histogram
    return added
