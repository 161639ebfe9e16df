"""What the simulator misses on recorded nights: learnt night by night, used to predict recorded nights alone.

A night on which the simulator expects the share s of n threats neutralised has, in fact,

    mean      m = 1 / (1 + exp(-(logit s + level + slope log(n / 100))))
    spread    K = 1 / (spread^2 m (1 - m)) - 1 (at least a tenth), alpha = K m, beta = K (1 - m)

so that `spread` is about a standard deviation in logits. The level returns to 0 by half in 20 nights, the
slope to 0 and the spread to its prior in 60; all are known from nights that ended before. It says nothing of
causes: no run of a scenario uses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple, Self

import numpy as np
from scipy.linalg import expm
from scipy.special import expit, logit, logsumexp

from himaya.forecasting.models.beta_binomial import Floats, log_probability, pmfs
from himaya.forecasting.models.lattice import Axis

LEVEL = Axis(-3.0, 3.0, 31, mean=0.0, sd=0.5)
SLOPE = Axis(-1.2, 1.2, 13, mean=0.0, sd=0.5)
LOG_SPREAD = Axis(float(np.log(0.15)), float(np.log(4.0)), 12, mean=float(np.log(0.7)), sd=0.5)
"""Priors (judgement), and what each returns to."""
LEVEL_HALF_LIFE, SLOPE_HALF_LIFE, SPREAD_HALF_LIFE = 20.0, 60.0, 60.0
"""Nights, whether or not any was recorded."""
REFERENCE_SIZE = 100.0
"""Threats at which the level is stated."""
LEAST_SHARE = 0.1
"""A simulated share is taken to be at least that, and at most 1 less that: a simulator is never so sure.
This and the prior of the spread did best on nights before 24 July 2025, of ballistic missiles above all."""
LEAST_CONCENTRATION = 0.1
UNIFORM = 0.002
"""Share of the uniform law in every prediction, as in a forecast: no count is ever called impossible."""
NEGLIGIBLE = 1e-7
"""Mass of a point below which it is left out of a law."""


class ExpectedNight(NamedTuple):
    """A night of one class group: what the simulator expects, and what the record says."""

    ended: date
    launched: int
    share: float
    """Simulated mean share of what is recorded, without the night effect."""
    low: int
    """Recorded: the least that can have been neutralised."""
    high: int
    """The most; the same where the record leaves nothing open."""


def prior() -> Floats:
    """Before any night, f8[level, slope, spread], of sum 1."""
    return LEVEL.prior[:, None, None] * SLOPE.prior[:, None] * LOG_SPREAD.prior


@dataclass(frozen=True, eq=False)
class Discrepancy:
    """What is known of level, slope and spread after some nights."""

    ended: date | None = None
    """The last night learnt from."""
    density: Floats = field(default_factory=prior, repr=False)
    """f8[level, slope, spread], of sum 1."""

    def on(self, night: date) -> Self:
        """As it stands on a night, nothing learnt since."""
        if self.ended is None or night <= self.ended:
            return self
        passed = (night - self.ended).days
        along = (
            returning(LEVEL, LEVEL_HALF_LIFE, passed), returning(SLOPE, SLOPE_HALF_LIFE, passed),
            returning(LOG_SPREAD, SPREAD_HALF_LIFE, passed),
        )  # fmt: skip
        density = np.einsum("al,bs,ck,lsk->abc", *along, self.density, optimize=True)
        return replace(self, ended=night, density=density / density.sum())

    def after(self, night: ExpectedNight) -> Self:
        """When a night is known, too."""
        now = self.on(night.ended)
        mean, concentration = parameters(night.launched, night.share)
        counts = range(night.low, night.high + 1)
        log_p = logsumexp([log_probability(k, night.launched, mean, concentration) for k in counts], axis=0)
        density = now.density * np.exp(log_p - log_p.max())
        return replace(now, ended=night.ended, density=density / density.sum())

    def law(self, night: date, launched: int, share: float) -> Floats:
        """Probabilities of 0 to `launched` neutralised on a night, f8[launched + 1]."""
        density = self.on(night).density
        mean, concentration = (
            np.broadcast_to(each, density.shape)[density > NEGLIGIBLE] for each in parameters(launched, share)
        )
        weights = density[density > NEGLIGIBLE]
        laws = pmfs(launched, mean * concentration, (1.0 - mean) * concentration)
        found: Floats = np.einsum("i,ik->k", weights / weights.sum(), laws)
        return (1.0 - UNIFORM) * found + UNIFORM / (launched + 1)

    @property
    def means(self) -> tuple[float, float, float]:
        """Of level, slope, and spread."""
        level, slope, spread = (
            self.density.sum(axis=axes) @ values
            for axes, values in (
                ((1, 2), LEVEL.values), ((0, 2), SLOPE.values), ((0, 1), np.exp(LOG_SPREAD.values)),
            )
        )  # fmt: skip
        return float(level), float(slope), float(spread)


def parameters(launched: int, share: float) -> tuple[Floats, Floats]:
    """Mean share and concentration of a night at every point, f8[level, slope, spread]."""
    expected = logit(min(max(share, LEAST_SHARE), 1.0 - LEAST_SHARE))
    size = np.log(launched / REFERENCE_SIZE)
    away = LEVEL.values[:, None, None] + SLOPE.values[:, None] * size
    mean = np.clip(expit(expected + away), 1e-6, 1.0 - 1e-6)
    variance = np.exp(2.0 * LOG_SPREAD.values) * mean * (1.0 - mean)
    return np.broadcast_to(mean, variance.shape), np.maximum(1.0 / variance - 1.0, LEAST_CONCENTRATION)


@lru_cache(maxsize=256)
def returning(axis: Axis, half_life: float, passed: int) -> Floats:
    """Transition matrix f8[to, from] of a walk between neighbours that rests at the prior.

    Rates d sqrt(p_to / p_from) leave the prior p as it is; with step h and d = log(2) sd^2 / (half_life h^2)
    what is away from its mean is halved in a half-life, as in an Ornstein-Uhlenbeck process.
    """
    rest = np.sqrt(axis.prior)
    rate = np.log(2.0) * axis.sd**2 / (half_life * axis.step**2)
    flow = rate * (np.eye(axis.points, k=1) + np.eye(axis.points, k=-1)) * rest[:, None] / rest
    return np.asarray(expm((flow - np.diag(flow.sum(axis=0))) * passed))


def one_ahead(
    learnt: Iterable[ExpectedNight], nights: Iterable[ExpectedNight]
) -> Iterator[tuple[ExpectedNight, Discrepancy]]:
    """Every night with what was known before it: of `learnt`, and of `nights` that ended earlier."""
    known = Discrepancy()
    for night in sorted(learnt, key=lambda each: each.ended):
        known = known.after(night)
    for night in sorted(nights, key=lambda each: each.ended):
        yield night, known.on(night.ended)
        known = known.after(night)
