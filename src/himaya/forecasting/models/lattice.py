"""A lattice of beta-binomial parameters, and probabilities on it.

A point of it is a level a (logit of the mean share neutralised in a raid of 30), a slope b and a
concentration c. A raid of n then has

    mean      m = 1 / (1 + exp(-(a + b log(n / 30))))
    spread    K = c (n / 30)^g          alpha = K m, beta = K (1 - m)

where g is the lattice's size power: 0 keeps the share's spread the same for all sizes, 1 lets it
shrink as that of a binomial does, times a constant.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from scipy.special import expit

from himaya.forecasting.models.beta_binomial import Floats, log_probability, pmfs

REFERENCE_SIZE = 30.0
"""Raid size at which level and concentration are stated."""
NEGLIGIBLE = 1e-5
"""Mass of a point below which it is left out of a law, which is renormalised: together about 0.1 %."""


@dataclass(frozen=True)
class Axis:
    """Evenly spaced values of one parameter, and its normal prior."""

    low: float
    high: float
    points: int
    mean: float
    """Of the prior."""
    sd: float
    """Of the prior."""

    @property
    def step(self) -> float:
        """Distance of neighbours; 1 where there is but one."""
        return (self.high - self.low) / (self.points - 1) if self.points > 1 else 1.0

    @cached_property
    def values(self) -> Floats:
        """The values, float64[point]."""
        return np.linspace(self.low, self.high, self.points)

    @property
    def prior(self) -> Floats:
        """Normal prior on the points, float64[point], of sum 1."""
        p: Floats = np.exp(-0.5 * ((self.values - self.mean) / self.sd) ** 2)
        p /= p.sum()
        return p


@dataclass(frozen=True)
class Lattice:
    """The grid level x slope x log concentration."""

    level: Axis
    slope: Axis
    log_concentration: Axis
    size_power: float = 0.0

    @property
    def axes(self) -> tuple[Axis, Axis, Axis]:
        """The three axes in the order of all arrays."""
        return self.level, self.slope, self.log_concentration

    @property
    def prior(self) -> Floats:
        """Prior of all points, float64[level, slope, concentration], of sum 1."""
        a, b, c = (axis.prior for axis in self.axes)
        return a[:, None, None] * b[:, None] * c

    def parameters(self, launched: int) -> tuple[Floats, Floats]:
        """Mean share, float64[level, slope, 1], and concentration, float64[concentration], for a size."""
        size = np.log(max(launched, 1) / REFERENCE_SIZE)
        a, b, c = (axis.values for axis in self.axes)
        mean = np.clip(expit(a[:, None, None] + b[:, None] * size), 1e-6, 1.0 - 1e-6)
        return mean, np.exp(c + self.size_power * size)

    def law(self, weights: Floats, launched: int) -> Floats:
        """Mixture of the points' beta-binomials, float64[launched + 1].

        Parameters
        ----------
        weights : float64[level, slope, concentration], of sum 1.
        """
        kept = weights > NEGLIGIBLE
        mean, concentration = (
            np.broadcast_to(each, weights.shape)[kept] for each in self.parameters(launched)
        )
        share = weights[kept] / weights[kept].sum()
        laws = pmfs(launched, mean * concentration, (1.0 - mean) * concentration)
        return np.asarray(np.einsum("i,ik->k", share, laws))  # too small for threads of BLAS


@lru_cache(maxsize=1024)
def log_likelihood(lattice: Lattice, launched: int, neutralised: int) -> Floats:
    """Log probability of a count at every point; forecasters on one lattice share it, nobody writes to it."""
    found = log_probability(neutralised, launched, *lattice.parameters(launched))
    found.setflags(write=False)
    return found
