"""How well a mean paired difference is known, when nights near each other are alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from himaya.forecasting.models.beta_binomial import Floats

LEVEL = 0.90
"""Of the intervals: 5 % lie above `high`."""
RESAMPLES = 4_000
"""Draws of weeks."""


@dataclass(frozen=True)
class BlockDifference:
    """Mean of a paired difference and its interval."""

    mean: float
    low: float | None
    """None where one week is all there is."""
    high: float | None
    n: int
    """Pairs."""


def paired_difference(differences: Floats, weeks: Sequence[object], seed: int = 1) -> BlockDifference:
    """Mean difference with the percentile interval of a bootstrap that draws whole weeks.

    As many weeks are drawn, with replacement, as there are; the mean is over all raids in them.

    Parameters
    ----------
    differences : float64[raid], at least one.
    weeks : of every raid the week that it is in.
    seed : of the draws of weeks.
    """
    _, week = np.unique(np.array([str(each) for each in weeks]), return_inverse=True)
    sums, sizes = np.bincount(week, differences), np.bincount(week)
    mean, n = float(np.mean(differences)), len(differences)
    if len(sums) < 2:
        return BlockDifference(mean, None, None, n)
    drawn = np.random.default_rng(seed).integers(0, len(sums), (RESAMPLES, len(sums)))
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(means, [(1.0 - LEVEL) / 2.0, (1.0 + LEVEL) / 2.0])
    return BlockDifference(mean, float(low), float(high), n)
