"""How likely recorded counts are: Dirichlet-multinomial, its spread that of the night effect.

A night's multipliers are exp(x + sigma z - sigma^2 / 2), and the surface says what shares they
give. Over z a share has a mean and a variance; the counts follow the Dirichlet-multinomial with
those two. It is taken level by level (Connor and Mosimann 1969): how many were neutralised, then
how many of those were shot down, each beta-binomial with a concentration of its own. A night
that tells only the sum uses the first level, so that nothing changes its meaning at the break.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from himaya.calibration.parameters import SIGMA_EDGE, SIGMA_MARGIN, Layout, held
from himaya.calibration.surface import Quadratics, evaluate
from himaya.forecasting.models.beta_binomial import Floats, log_probability

CORRELATION = 0.5
"""Of the hard and the soft effect of a night, as in the scenario (guess)."""
N_NODES = 4
"""Gauss-Hermite nodes an axis: exact for polynomials in z to degree 7."""
LEAST_SHARE, MOST_CONCENTRATION = 1e-6, 1e5


@dataclass(frozen=True)
class NightCounts:
    """What the record tells of one class group, night by night; leading axes are records."""

    launched: Floats
    """f8[..., night]: 0 where it is not told, or told in a way that cannot be used."""
    neutralised: Floats
    """f8[..., night]: kills alone where no more is told; the surface is then of kills, too."""
    shot_down: Floats
    """f8[..., night]: of those neutralised; where `split` is false it does not count."""
    split: Floats
    """f8[night]: 1 where shot down and lost are told apart."""


class BetaBinomialShare(NamedTuple):
    """A beta-binomial share."""

    mean: Floats
    concentration: Floats
    """mean (1 - mean) / variance - 1"""


@dataclass(frozen=True)
class Likelihood:
    """Nights of all groups, ready to be weighed."""

    layout: Layout
    surfaces: tuple[Quadratics, ...]
    """By group of the layout."""
    counts: tuple[NightCounts, ...]
    correlation: float = CORRELATION
    """Of the hard and the soft effect of a night."""

    def __call__(self, v: Floats) -> Floats:
        """Log-likelihood of every night, f8[..., night], at parameters v : f8[..., night, parameter]."""
        n = len(self.layout.multipliers)
        total: Floats = np.zeros(v.shape[:-1])
        for g, (group, surface, told) in enumerate(
            zip(self.layout.groups, self.surfaces, self.counts, strict=True)
        ):
            own = self.layout.own(group)
            sigma = held(np.exp(v[..., n + g]), SIGMA_EDGE, SIGMA_MARGIN)
            reached, split = levels(surface, own, v[..., :n], sigma, self.correlation)
            total += log_pmf(told.neutralised, told.launched, reached)
            if len(own) > 1:
                total += told.split * log_pmf(told.shot_down, told.neutralised, split)
        return total


def log_pmf(k: Floats, n: Floats, level: BetaBinomialShare) -> Floats:
    """Log beta-binomial probability; 0 where nothing is launched."""
    return log_probability(k, n, level.mean, level.concentration)


def levels(
    surface: Quadratics, own: list[int], x: Floats, sigma: Floats, correlation: float = CORRELATION
) -> tuple[BetaBinomialShare, BetaBinomialShare]:
    """What the night effect makes of a group's shares: neutralised; shot down of those.

    Parameters
    ----------
    x : f8[..., night, multiplier], logarithms.
    sigma : f8[..., night]

    The surface's own error counts as one more spread of the shares.
    """
    z, weights = nodes(len(own), correlation)
    spread = sigma[..., None, None]
    reached, split = evaluate(surface, own, x, spread * z - 0.5 * spread**2)
    q = -np.expm1(-np.exp(np.clip(reached, -30.0, 30.0)))
    r = 1.0 / (1.0 + np.exp(-np.clip(split, -30.0, 30.0)))
    mean = np.clip(q @ weights, LEAST_SHARE, 1.0 - LEAST_SHARE)
    slope = -(1.0 - mean) * np.log1p(-mean)
    variance = ((q - mean[..., None]) ** 2) @ weights + (slope * surface.error[:, 0]) ** 2
    shot = np.clip((q * r) @ weights / mean, LEAST_SHARE, 1.0 - LEAST_SHARE)
    shot_variance = (q * (r - shot[..., None]) ** 2) @ weights / mean
    shot_variance += (shot * (1.0 - shot) * surface.error[:, 1]) ** 2
    return _level(mean, variance), _level(shot, shot_variance)


def _level(mean: Floats, variance: Floats) -> BetaBinomialShare:
    most = mean * (1.0 - mean)
    concentration = most / np.maximum(variance, most / (MOST_CONCENTRATION + 1.0)) - 1.0
    return BetaBinomialShare(mean, np.maximum(concentration, 1e-3))


def nodes(n_axes: int, correlation: float) -> tuple[Floats, Floats]:
    """Standard normal z, f8[node, axis], hard and soft correlated, and their weights."""
    points, weights = np.polynomial.hermite_e.hermegauss(N_NODES)
    weights = weights / weights.sum()
    if n_axes == 1:
        return points[:, None], weights
    hard, own = np.repeat(points, N_NODES), np.tile(points, N_NODES)
    soft = correlation * hard + np.sqrt(1.0 - correlation**2) * own
    return np.stack([hard, soft], axis=1), np.outer(weights, weights).ravel()
