"""A lattice of beta-binomial parameters, and probabilities on it.

A point of it is a level a (logit), an effect b of size and a concentration c. A raid of n then has

    mean      m = sum over its parts p of share_p s(a + offset_p, b, n)
    spread    K = c (n / 30)^g          alpha = K m, beta = K (1 - m)

where s is the lattice's shape, and g its size power: 0 keeps the share's spread the same for all sizes, 1
lets it shrink as that of a binomial does, times a constant. Most raids have one part, of offset 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from himaya.forecasting.models.beta_binomial import Floats, log_interval
from himaya.forecasting.models.mixture import NEGLIGIBLE, Mixture
from himaya.forecasting.models.offsets import WHOLE, Parts
from himaya.forecasting.models.size_effect import LOG_SLOPE, REFERENCE_SIZE, SizeEffect
from himaya.record.rows import Ends


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


class Points(NamedTuple):
    """Points of a lattice: all of them, by broadcasting, or some, one beside the other."""

    level: Floats
    effect: Floats
    log_concentration: Floats

    def where(self, kept: NDArray[np.bool_]) -> Points:
        """Those kept of all, float64[point] each."""
        return Points(*(axis.ravel()[index] for axis, index in zip(self, kept.nonzero(), strict=True)))


@dataclass(frozen=True)
class Lattice:
    """The grid level x effect x log concentration."""

    level: Axis
    effect: Axis
    log_concentration: Axis
    size_power: float = 0.0
    shape: SizeEffect = LOG_SLOPE

    @property
    def axes(self) -> tuple[Axis, Axis, Axis]:
        """The three axes in the order of all arrays."""
        return self.level, self.effect, self.log_concentration

    @property
    def prior(self) -> Floats:
        """Prior of all points, float64[level, effect, concentration], of sum 1."""
        a, b, c = (axis.prior for axis in self.axes)
        return a[:, None, None] * b[:, None] * c

    @cached_property
    def points(self) -> Points:
        """All points, as float64[level, 1, 1], float64[effect, 1] and float64[concentration]."""
        a, b, c = (axis.values for axis in self.axes)
        return Points(a[:, None, None], b[:, None], c)

    def parameters(
        self, launched: int, parts: Parts = WHOLE, points: Points | None = None
    ) -> tuple[Floats, Floats]:
        """Mean share and concentration of a raid at all points, or at some."""
        level, effect, log_concentration = points or self.points
        mean = sum(part.share * self.shape.mean(level + part.offset, effect, launched) for part in parts)
        size = np.log(max(launched, 1) / REFERENCE_SIZE)
        return np.clip(mean, 1e-6, 1.0 - 1e-6), np.exp(log_concentration + self.size_power * size)

    def mixture(self, weights: Floats, launched: int, parts: Parts = WHOLE) -> Mixture:
        """The points' beta-binomials.

        Parameters
        ----------
        weights : float64[level, effect, concentration], of sum 1.
        """
        kept = weights > NEGLIGIBLE
        mean, concentration = self.parameters(launched, parts, self.points.where(kept))
        return Mixture(weights[kept] / weights[kept].sum(), mean, concentration)


@lru_cache(maxsize=1024)
def log_likelihood(lattice: Lattice, launched: int, neutralised: Ends, parts: Parts = WHOLE) -> Floats:
    """Log probability of a count, or of an interval of counts, at every point.

    Forecasters on one lattice share it; nobody writes to it.
    """
    found = log_interval(neutralised, launched, *lattice.parameters(launched, parts))
    found.setflags(write=False)
    return found
