"""The forecaster `himaya`: a linear pool whose weights follow what its members scored.

A member's weight is proportional to the product of the probabilities that it gave to what then
happened, in which a raid fades by 2 % with every later one, as it stood at the first of the month.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

import numpy as np

from himaya.forecasting.history import PastRaid
from himaya.forecasting.models.beta_binomial import Floats
from himaya.forecasting.models.dynamic_bb import LATTICE, DynamicBetaBinomial
from himaya.forecasting.models.model import Model
from himaya.forecasting.models.months import Scoreboard

MEMORY = 0.98
"""What a raid's score still counts after one more: the last 50 raids rule."""
SIZE_POWERS = (0.0, 0.5, 1.0)
"""How the concentration may grow with a raid's size: not, with its root, in proportion."""


def members() -> tuple[Model, ...]:
    """The pool's members before any raid."""
    return tuple(DynamicBetaBinomial(replace(LATTICE, size_power=power)) for power in SIZE_POWERS)


@dataclass(frozen=True, eq=False)
class Pool(Model):
    """A weighted mean of its members' laws."""

    members: tuple[Model, ...] = field(default_factory=members)
    n: int = 0
    scores: Scoreboard | None = None
    """Faded log scores of the members; None before the first raid."""

    def update(self, raid: PastRaid) -> Self:
        """Score the members on the raid, then let them see it."""
        scores = self.scores or Scoreboard(*np.zeros((2, len(self.members))))
        found = np.log([member.probability(raid) for member in self.members])
        return replace(
            self,
            members=tuple(member.update(raid) for member in self.members),
            n=self.n + 1,
            scores=scores.after(MEMORY * scores.now + found, raid.end),
        )

    def law(self, launched: int, at: datetime) -> Floats:
        """The members' laws, weighed."""
        laws = np.array([member.law(launched, at) for member in self.members])
        return np.asarray(self.weights(at) @ laws)

    def weights(self, at: datetime) -> Floats:
        """Weights of the members in a forecast for a time, float64[member], of sum 1."""
        if self.scores is None:
            return np.full(len(self.members), 1.0 / len(self.members))
        standing = self.scores.standing(at)
        weights: Floats = np.exp(standing - standing.max())
        weights /= weights.sum()
        return weights
