"""Reference: the discounted beta-binomial.

One beta-binomial, fitted to all raids by a likelihood in which a raid counts half as much for every
half-life that has passed since it ended; the half-life is the one that forecast best up to the first
of the month.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

import numpy as np
from numpy.typing import NDArray

from himaya.forecasting.history import ByModel, PastRaid, days
from himaya.forecasting.models.beta_binomial import Floats, pmfs
from himaya.forecasting.models.lattice import Axis, Lattice, log_likelihood
from himaya.forecasting.models.model import Model
from himaya.forecasting.models.months import Scoreboard

HALF_LIVES_D = np.array([3.0, 5.0, 7.0, 10.0, 14.0, 20.0, 30.0, 45.0, 60.0, 90.0, 180.0])
"""Candidates, days."""
LATTICE = Lattice(
    level=Axis(-4.0, 6.0, 101, mean=0.0, sd=2.5),
    effect=Axis(0.0, 0.0, 1, mean=0.0, sd=1.0),
    log_concentration=Axis(float(np.log(1.5)), float(np.log(200.0)), 26, mean=float(np.log(10.0)), sd=1.0),
)
_LOG_PRIOR = np.log(LATTICE.prior)


@dataclass(frozen=True, eq=False)
class DiscountedBetaBinomial(Model):
    """Plug-in of the most probable point under the discounted likelihood."""

    n: int = 0
    day: float = 0.0
    """End of the last raid, days."""
    total: Floats = field(default_factory=lambda: np.zeros((len(HALF_LIVES_D), *_LOG_PRIOR.shape)))
    """Discounted log likelihood at that time, float64[half-life, level, slope, concentration]."""
    scores: Scoreboard = field(default_factory=lambda: Scoreboard(*np.zeros((2, len(HALF_LIVES_D)))))
    """Log scores of each half-life."""

    def update(self, raid: PastRaid) -> Self:
        """Score every half-life on the raid, then let it in."""
        found = log_likelihood(LATTICE, raid.launched, raid.neutralised_ends)
        predicted = self.floored(np.exp(found.ravel()[self._best(raid.end)]), raid.launched, raid.n_counts)
        scores = self.scores.after(self.scores.now + np.log(predicted), raid.end)
        total = self._faded(raid.end) + found
        return replace(self, n=self.n + 1, day=days(raid.end), total=total, scores=scores)

    def law(self, launched: int, at: datetime, by_model: ByModel = ()) -> Floats:  # noqa: ARG002 (all alike)
        """Beta-binomial at the best point of the best half-life."""
        point = np.unravel_index(self._chosen(at), _LOG_PRIOR.shape)
        mean, concentration = (
            np.broadcast_to(each, _LOG_PRIOR.shape)[point] for each in LATTICE.parameters(launched)
        )
        [p] = pmfs(launched, np.array([mean * concentration]), np.array([(1.0 - mean) * concentration]))
        return np.asarray(p)

    def probability(self, raid: PastRaid) -> float:
        """Without the whole law."""
        found = log_likelihood(LATTICE, raid.launched, raid.neutralised_ends).ravel()[self._chosen(raid.end)]
        return float(self.floored(np.exp(found), raid.launched, raid.n_counts))

    def _chosen(self, at: datetime) -> int:
        """Index of the point that is plugged in."""
        return int(self._best(at)[np.argmax(self.scores.standing(at))])

    def _best(self, at: datetime) -> NDArray[np.intp]:
        """Index of the most probable point for every half-life, int[half-life]."""
        found: NDArray[np.intp] = (self._faded(at) + _LOG_PRIOR).reshape(len(HALF_LIVES_D), -1).argmax(axis=1)
        return found

    def _faded(self, at: datetime) -> Floats:
        passed = max(days(at) - self.day, 0.0) if self.n else 0.0
        return self.total * (0.5 ** (passed / HALF_LIVES_D))[:, None, None, None]
