"""Probabilities as counted in histories, with their intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

LEVEL = 0.95
"""Of all intervals."""
Method = Literal["simulated", "upper_limit"]


@dataclass(frozen=True)
class Chance:
    """A probability from histories."""

    p: float
    """Share of histories in which it happened."""
    low: float
    """Interval of Clopper and Pearson: exact for a binomial count."""
    high: float
    method: Method
    """`upper_limit` where no history saw it: all that is known is that p is hardly above `high`."""


def chance(seen: int, n: int) -> Chance:
    """Probability of what happened in `seen` of n histories.

    low and high are the beta quantiles B(0.025; x, n - x + 1) and B(0.975; x + 1, n - x).
    """
    tail = (1.0 - LEVEL) / 2.0
    low = float(betaincinv(seen, n - seen + 1, tail)) if seen else 0.0
    high = float(betaincinv(seen + 1, n - seen, 1.0 - tail)) if seen < n else 1.0
    return Chance(seen / n, low, high, "simulated" if seen else "upper_limit")


def share(happened: NDArray[np.bool]) -> Chance:
    """Probability of what happened in some histories; happened : bool[history]."""
    return chance(int(happened.sum()), happened.size)
