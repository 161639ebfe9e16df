"""How likely recorded counts are: Dirichlet-multinomial, its spread that of the night effect.

A night's multipliers are exp(x + sigma z - sigma^2 / 2), and the surface says what shares they
give. Over z a share has a mean and a variance; the counts follow the Dirichlet-multinomial with
those two. It is taken level by level (Connor and Mosimann 1969): how many were neutralised, then
how many of those were shot down, each beta-binomial with a concentration of its own. A night
that tells only the sum uses the first level, so that nothing changes its meaning at the break.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from himaya.calibration.parameters import SIGMA_EDGE, SIGMA_MARGIN, Layout, held
from himaya.calibration.surface import Quadratics, evaluate
from himaya.forecasting.models.beta_binomial import Floats, log_probability
from himaya.scenario import DRONES

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
    more: Floats | float = 0.0
    """f8[night]: how many more than `neutralised` it can be, where the record leaves that open."""


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
    """By part of the layout."""
    launched: tuple[Floats, ...]
    """By part, f8[night]: how many of it the night's scenario flies."""
    counts: tuple[NightCounts, ...]
    """By group of the layout."""
    correlation: float = CORRELATION
    """Of the hard and the soft effect of a night."""

    def __call__(self, v: Floats) -> Floats:
        """Log-likelihood of every night, f8[..., night], at parameters v : f8[..., night, parameter]."""
        n = len(self.layout.multipliers)
        total: Floats = np.zeros(v.shape[:-1])
        for g, (group, told) in enumerate(zip(self.layout.groups, self.counts, strict=True)):
            sigma = held(np.exp(v[..., n + g]), SIGMA_EDGE, SIGMA_MARGIN)
            reached, split = self.levels(group, v[..., :n], sigma)
            total += log_between(told.neutralised, told.more, told.launched, reached)
            if group == DRONES:
                total += told.split * log_pmf(told.shot_down, told.neutralised, split)
        return total

    def levels(self, group: str, x: Floats, sigma: Floats) -> tuple[BetaBinomialShare, BetaBinomialShare]:
        """Shares of a group at log multipliers x : f8[..., night, multiplier] and sigma f8[..., night]."""
        layout = self.layout
        places = [p for p, part in enumerate(layout.parts) if part.group == group]
        flown: Floats = np.maximum(np.sum([self.launched[p] for p in places], axis=0), 1.0)
        mixed = [
            PartOfNight(self.surfaces[p], layout.at(layout.parts[p], x), self.launched[p] / flown)
            for p in places
            if self.launched[p].any()
        ]
        return levels(mixed, layout.own(group), sigma, self.correlation)


def log_pmf(k: Floats, n: Floats, level: BetaBinomialShare) -> Floats:
    """Log beta-binomial probability; 0 where nothing is launched."""
    return log_probability(k, n, level.mean, level.concentration)


def log_between(low: Floats, more: Floats | float, n: Floats, level: BetaBinomialShare) -> Floats:
    """Log probability of `low` to `low` + `more`, both included."""
    total = log_pmf(low, n, level)
    for k in range(1, int(np.max(more)) + 1):
        inside = k <= np.asarray(more)
        at = np.where(inside, low + k, low)
        total = np.where(inside, np.logaddexp(total, log_pmf(at, n, level)), total)
    return total


class PartOfNight(NamedTuple):
    """One part of a group's threats: its surface, where on it the nights are, its share of the group."""

    surface: Quadratics
    x: Floats
    """f8[..., night, flown multiplier]"""
    weight: Floats
    """f8[night]"""


def levels(
    parts: Sequence[PartOfNight], own: list[int], sigma: Floats, correlation: float = CORRELATION
) -> tuple[BetaBinomialShare, BetaBinomialShare]:
    """What the night effect makes of a group's shares: neutralised; shot down of those.

    Parameters
    ----------
    parts : what the group is made of on every night; all share the night's effect.
    own : places of the group's multipliers among those flown: hard, then soft, then what has no effect.
    sigma : f8[..., night]

    The surfaces' own errors count as one more spread of the shares.
    """
    z, weights = nodes(min(len(own), 2), correlation)
    spread = sigma[..., None, None]
    steps = np.zeros((*sigma.shape, len(z), len(own)))
    steps[..., : z.shape[1]] = spread * z - 0.5 * spread**2
    q, shot = np.zeros((2, *sigma.shape, len(z)))
    error, shot_error = np.zeros((2, *sigma.shape))
    for part in parts:
        reached, split = evaluate(part.surface, own, part.x, steps)
        own_q = -np.expm1(-np.exp(np.clip(reached, -30.0, 30.0)))
        r = 1.0 / (1.0 + np.exp(-np.clip(split, -30.0, 30.0)))
        q += part.weight[:, None] * own_q
        shot += part.weight[:, None] * own_q * r
        mean_q, mean_r = np.minimum(own_q @ weights, 1.0 - LEAST_SHARE), r @ weights
        slope_q, slope_r = -(1.0 - mean_q) * np.log1p(-mean_q), mean_q * mean_r * (1.0 - mean_r)
        error += (part.weight * slope_q * part.surface.error[:, 0]) ** 2
        shot_error += (part.weight * slope_r * part.surface.error[:, 1]) ** 2
    mean = np.clip(q @ weights, LEAST_SHARE, 1.0 - LEAST_SHARE)
    variance = ((q - mean[..., None]) ** 2) @ weights + error
    share = np.clip(shot @ weights / mean, LEAST_SHARE, 1.0 - LEAST_SHARE)
    r = shot / np.maximum(q, LEAST_SHARE)
    shot_variance = (q * (r - share[..., None]) ** 2) @ weights / mean + shot_error / mean**2
    return _level(mean, variance), _level(share, shot_variance)


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
