"""What the nights say of the multipliers: Laplace on their walk, for each rate of drift, and weighed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from himaya.calibration.drift import RATE_WEIGHTS, RATES, Walk
from himaya.calibration.newton import ByNight, Target, climb, inverse, positive
from himaya.forecasting.models.beta_binomial import Floats

MOST_SHIFT = 0.5
"""Of any unknown from the joint mode to the centre."""


@dataclass(frozen=True)
class Posterior:
    """Normal mixture of the parameters in the last week, one part for each rate of drift."""

    walk: Walk
    weights: Floats
    """f8[record, rate]"""
    means: Floats
    """f8[record, rate, parameter]"""
    covariances: Floats
    """f8[record, rate, parameter, parameter]"""

    @property
    def mean(self) -> Floats:
        """f8[record, parameter]"""
        found: Floats = np.einsum("bt,btv->bv", self.weights, self.means)
        return found

    @property
    def covariance(self) -> Floats:
        """f8[record, parameter, parameter]"""
        away = self.means - self.mean[:, None]
        spread = self.covariances + away[..., :, None] * away[..., None, :]
        found: Floats = np.einsum("bt,btvw->bvw", self.weights, spread)
        return found

    @property
    def sd(self) -> Floats:
        """f8[record, parameter]"""
        found: Floats = np.sqrt(np.einsum("bvv->bv", self.covariance))
        return found

    @property
    def prior_sd(self) -> Floats:
        """f8[parameter]: the prior's sd in the last week, over the rates of drift."""
        variances = [self.walk.prior_sd(rate) ** 2 for rate in RATES]
        found: Floats = np.sqrt(np.array(RATE_WEIGHTS) @ np.array(variances))
        return found

    def rank(self, most: float) -> int:
        """How many independent combinations of multipliers the nights tell, of the first record.

        Those with a posterior sd of at most `most` prior sds: eigenvalues of the posterior covariance
        in units of the prior.
        """
        n = len(self.walk.layout.multipliers)
        scaled = self.covariance[0, :n, :n] / np.outer(self.prior_sd[:n], self.prior_sd[:n])
        return int(np.sum(np.sqrt(np.maximum(np.linalg.eigvalsh(scaled), 0.0)) <= most))

    def draw(self, n: int, days: float, merged: bool, rng: np.random.Generator) -> Floats:
        """Parameters so many days after the last night, f8[draw, parameter], of the first record."""
        rates = rng.choice(len(RATES), n, p=self.weights[0])
        found = np.empty((n, self.means.shape[-1]))
        for place, rate in enumerate(RATES):
            chosen = np.flatnonzero(rates == place)
            spread = self.covariances[0, place].copy()
            added = self.walk.beyond(days, rate, merged=merged)
            spread[np.arange(len(added)), np.arange(len(added))] += added
            found[chosen] = rng.multivariate_normal(self.means[0, place], spread, len(chosen), method="eigh")
        return found


def infer(by_night: ByNight, walk: Walk, merged: Floats, n_records: int = 1) -> Posterior:
    """Weigh the parameters by the nights.

    Parameters
    ----------
    by_night : log-likelihood of every night.
    merged : f8[night]: 1 where shot down and lost are one number.
    n_records : how many records `by_night` tells of at once.

    Notes
    -----
    Once shot down and lost are one number, it fits the hard multiplier only: the soft one keeps
    what the nights before the break say of it, with a growing sd (a cut posterior, Plummer 2015).
    """
    layout = walk.layout
    select = walk.select()
    n_unknown = select.shape[2]
    n_multipliers, n_groups = len(layout.multipliers), len(layout.groups)
    mean = np.concatenate([np.zeros(n_unknown - n_groups), layout.prior_mean[n_multipliers:]])
    last = np.concatenate([
        np.arange(n_unknown - n_groups - n_multipliers, n_unknown - n_groups),
        np.arange(n_unknown - n_groups, n_unknown),
    ])  # fmt: skip
    start = np.tile(mean, (n_records, 1))
    evidence, means, covariances = [], [], []
    for rate, weight in zip(RATES, RATE_WEIGHTS, strict=True):
        target = Target(by_night, select, np.ones(len(merged)), mean, walk.precision(rate))
        start, centre, covariance = _laplace(target, start, walk, merged)
        log_prior = 0.5 * np.linalg.slogdet(target.precision)[1]
        log_volume = 0.5 * np.linalg.slogdet(covariance)[1]
        evidence.append(np.log(weight) + target.value(start) + log_prior + log_volume)
        means.append(centre[:, last])
        covariances.append(covariance[:, last[:, None], last])
    log_weights = np.array(evidence).T
    weights = np.exp(log_weights - log_weights.max(axis=1, keepdims=True))
    return Posterior(
        walk, weights / weights.sum(axis=1, keepdims=True), np.stack(means, 1), np.stack(covariances, 1)
    )


def _laplace(target: Target, start: Floats, walk: Walk, merged: Floats) -> tuple[Floats, Floats, Floats]:
    """Mode, centre and covariance of all unknowns, f8[record, unknown] and f8[record, unknown, unknown]."""
    every = np.arange(start.shape[1])
    n_groups, soft = len(walk.layout.groups), walk.layout.soft
    if soft is None or not merged.any():
        mode, hessian = climb(target, start, every)
        return mode, *integrated(target, mode, hessian, every, n_groups)
    held = np.arange(soft, walk.n_weeks * len(walk.layout.multipliers), len(walk.layout.multipliers))
    apart = target._replace(weight=1.0 - merged)
    split, hessian = climb(apart, start, every)
    centre, covariance = integrated(apart, split, hessian, every, n_groups)
    known = covariance[:, held[:, None], held]
    free = np.setdiff1d(every, held)
    mode, hessian = climb(target, centre, free)
    centre, own = integrated(target, mode, hessian, free, n_groups)
    follows = (
        -inverse(hessian[:, free[:, None], free], target.precision[free[:, None], free])
        @ hessian[:, free[:, None], held]
    )
    covariance = np.zeros_like(hessian)
    covariance[:, held[:, None], held] = known
    covariance[:, free[:, None], held] = follows @ known
    covariance[:, held[:, None], free] = np.swapaxes(follows @ known, 1, 2)
    covariance[:, free[:, None], free] = own + follows @ known @ np.swapaxes(follows, 1, 2)
    return mode, centre, covariance


def integrated(
    target: Target, mode: Floats, hessian: Floats, free: NDArray[np.int64], n_groups: int
) -> tuple[Floats, Floats]:
    """Centre of all unknowns and covariance of the free ones, with the log sigmas integrated out.

    The joint mode lets the walk follow every night and so takes sigma too low, as a variance with
    n instead of n - 1: by one Newton step sigma climbs -log(det H) / 2 of the walk's Hessian H, and the
    walk follows (Tierney and Kadane 1986). And the walk's variance is its mean over sigma,
    not that at one sigma: Gauss-Hermite with three nodes for each sigma, 0 and +- sqrt 3 sds.

    Parameters
    ----------
    mode : f8[record, unknown]
    hessian : f8[record, unknown, unknown]: negative, there.
    free : places of the unknowns that move, the log sigmas last.
    """
    covariance = inverse(hessian[:, free[:, None], free], target.precision[free[:, None], free])
    walk = free[:-n_groups]
    n_walk, known = len(walk), target.precision[walk[:, None], walk]
    middle = inverse(hessian[:, walk[:, None], walk], known)
    climbs = np.empty((len(mode), n_groups))
    wider = np.zeros_like(middle)
    for column in range(n_walk, len(free)):
        sd = np.sqrt(covariance[:, column, column])
        step = np.zeros_like(mode)
        step[:, free] = np.sqrt(3.0) * covariance[:, :, column] / sd[:, None]
        ends = [
            inverse(target.derivatives(mode + sign * step)[1][:, walk[:, None], walk], known)
            for sign in (1.0, -1.0)
        ]
        volumes = [0.5 * np.linalg.slogdet(each)[1] for each in ends]
        climbs[:, column - n_walk] = (volumes[0] - volumes[1]) / (2.0 * np.sqrt(3.0) * sd)
        wider += (ends[0] + ends[1] - 2.0 * middle) / 6.0
    shift = np.zeros_like(mode)
    shift[:, free] = np.einsum("bxg,bg->bx", covariance[:, :, n_walk:], climbs)
    covariance[:, :n_walk, :n_walk] += wider
    return mode + np.clip(shift, -MOST_SHIFT, MOST_SHIFT), positive(covariance)
