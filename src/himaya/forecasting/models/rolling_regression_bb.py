"""Reference: the rolling 30-day beta-binomial regression on log raid size."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

import numpy as np

from himaya.forecasting.history import ByModel, PastRaid, days
from himaya.forecasting.models.beta_binomial import Floats
from himaya.forecasting.models.lattice import Axis, Lattice, log_likelihood
from himaya.forecasting.models.model import Model

WINDOW_D = 30.0
"""Raids that ended at most so many days before are those that count."""
LATTICE = Lattice(
    level=Axis(-6.0, 7.0, 40, mean=0.0, sd=2.5),
    effect=Axis(-0.8, 1.4, 12, mean=0.0, sd=0.5),
    log_concentration=Axis(float(np.log(0.7)), float(np.log(300.0)), 14, mean=float(np.log(10.0)), sd=1.0),
)
_LOG_PRIOR = np.log(LATTICE.prior)


@dataclass(frozen=True)
class RollingRegression(Model):
    """Posterior mean over level, slope and concentration from the last 30 days, all equally heavy."""

    n: int = 0
    window: tuple[PastRaid, ...] = ()
    """Raids of the last 30 days before the last one."""

    def update(self, raid: PastRaid) -> Self:
        """Let the raid in, and those out that no later forecast can use."""
        return type(self)(self.n + 1, (*self._within(raid.end), raid))

    def law(self, launched: int, at: datetime, by_model: ByModel = ()) -> Floats:  # noqa: ARG002 (all alike)
        """Mixture over the posterior."""
        return LATTICE.mixture(self._weights(at), launched).law(launched)

    def probability(self, raid: PastRaid) -> float:
        """Without the whole law."""
        found = np.exp(log_likelihood(LATTICE, raid.launched, raid.neutralised_ends))
        return float(self.floored((self._weights(raid.end) * found).sum(), raid.launched, raid.n_counts))

    def _within(self, at: datetime) -> tuple[PastRaid, ...]:
        return tuple(raid for raid in self.window if days(at) - days(raid.end) <= WINDOW_D)

    def _weights(self, at: datetime) -> Floats:
        """Posterior, float64[level, slope, concentration]."""
        log_weight = _LOG_PRIOR
        for raid in self._within(at):
            log_weight = log_weight + log_likelihood(LATTICE, raid.launched, raid.neutralised_ends)
        weights: Floats = np.exp(log_weight - log_weight.max())
        weights /= weights.sum()
        return weights
