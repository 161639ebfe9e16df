"""Streaming statistics of shares: integer sums and histograms, so memory does not grow with replications.

A histogram's bins are 1/128 of an octave wide, from 2^-30 to 1: the first 16 bits of a 32-bit float.
Quantiles and sd are read off the bins' middles, within 0.4 %; the mean is exact to 2^-34.
"""

from __future__ import annotations

import numpy as np

from himaya.arrays import F8

_LOWEST = (127 - 30) << 7
_BINS = (30 << 7) + 1
_FIXED = 2.0**34


class Amounts:
    """Statistics of many shares in [0, 1]; `add` takes a chunk."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.n = 0
        self.sums = np.zeros(shape, np.int64)
        """In units of 2^-34: the sum of 100 million shares of 1 fits."""
        self.counts = np.zeros((*shape, _BINS), np.int64)

    def add(self, shares: F8) -> None:
        """Add f8[replication, ...]."""
        self.n += len(shares)
        self.sums += np.rint(shares * _FIXED).astype(np.int64).sum(axis=0)
        flat = shares.reshape(len(shares), -1)
        replication, cell = np.nonzero(flat)
        bits = (flat[replication, cell].astype(np.float32).view(np.int32) >> 16) - _LOWEST
        some = bits >= 0
        places = cell[some] * _BINS + bits[some]
        np.add.at(self.counts.reshape(-1), places, 1)

    def share_above_zero(self) -> F8:
        """f8[...]: share of replications above 2^-30."""
        share: F8 = self.counts.sum(axis=-1) / self.n
        return share

    def statistics(self) -> F8:
        """f8[..., 5]: mean, sd (n - 1), p05, p50, p95."""
        middles = np.arange(_BINS, dtype=np.int32) + _LOWEST
        values = ((middles << 16) | 0x8000).view(np.float32).astype(np.float64)
        values[-1] = 1.0
        below = self.n - self.counts.sum(axis=-1, keepdims=True) + np.cumsum(self.counts, axis=-1)
        none = self.n - self.counts.sum(axis=-1)
        mean = self.sums / _FIXED / self.n
        squares = self.counts @ values**2
        rough = self.counts @ values / self.n
        variance = np.maximum(squares - self.n * rough**2, 0.0) / max(self.n - 1, 1)
        found = [mean, np.sqrt(variance)]
        for percent in (5, 50, 95):
            at = (below * 100 < percent * self.n).sum(axis=-1)
            found.append(np.where(none * 100 >= percent * self.n, 0.0, values[np.minimum(at, _BINS - 1)]))
        return np.stack(found, axis=-1)
