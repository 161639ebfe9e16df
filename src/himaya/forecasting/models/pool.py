"""The forecaster `himaya`: a linear pool whose weights follow what its members scored.

A member's weight is proportional to the product of the probabilities that it gave to what then
happened, in which a raid fades by 2 % with every later one, as it stood at the first of the month.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Self

import numpy as np

from himaya.forecasting.history import ByModel, PastRaid
from himaya.forecasting.models.beta_binomial import Floats
from himaya.forecasting.models.dynamic_bb import LATTICE, PACES, UNIFORM, DynamicBetaBinomial
from himaya.forecasting.models.lattice import Axis
from himaya.forecasting.models.mixture import Mixture
from himaya.forecasting.models.model import Model
from himaya.forecasting.models.months import Scoreboard
from himaya.forecasting.models.offsets import Offsets
from himaya.forecasting.models.size_effect import FrontPart

MEMORY = 0.98
"""What a raid's score still counts after one more: the last 50 raids rule."""
SIZE_POWERS = (0.5, 1.0)
"""How the concentration may grow with a raid's size: with its root, in proportion."""
FRONT_PARTS = (60.0, 90.0, 130.0)
"""How many drones of a large raid may fly where little defends."""
FRONT_GAP = Axis(-1.0, 4.5, 8, mean=1.5, sd=1.0)
"""By how much (logit) the share neutralised deep may be above that at the front."""
FRONT_PACES = tuple((level, level, spread) for level, _, spread in PACES)
"""The gap wanders as fast as the level."""


def drone_members() -> tuple[DynamicBetaBinomial, ...]:
    """Filters of drone raids, by size of the front part and size power."""
    return tuple(
        DynamicBetaBinomial(
            replace(LATTICE, effect=FRONT_GAP, size_power=power, shape=FrontPart(n_front)), FRONT_PACES
        )
        for n_front in FRONT_PARTS
        for power in SIZE_POWERS
    )


def missile_members(weapon_class: str) -> tuple[DynamicBetaBinomial, ...]:
    """Filters of raids of missiles, by size power; each learns the offsets of the class's types."""
    offsets = Offsets.start(weapon_class)
    return tuple(
        DynamicBetaBinomial(replace(LATTICE, size_power=power), offsets=offsets) for power in SIZE_POWERS
    )


@dataclass(frozen=True, eq=False)
class Pool(Model):
    """A weighted mean of its members' laws."""

    members: tuple[DynamicBetaBinomial, ...]
    n: int = 0
    scores: Scoreboard | None = None
    """Faded log scores of the members; None before the first raid."""
    uniform: ClassVar[float] = UNIFORM

    @classmethod
    def start(cls, weapon_class: str) -> Self:
        """The pool of a class before any raid."""
        return cls(drone_members() if weapon_class == "drone" else missile_members(weapon_class))

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

    def law(self, launched: int, at: datetime, by_model: ByModel = ()) -> Floats:
        """The members' laws, weighed."""
        mixtures = [member.mixture(launched, at, by_model) for member in self.members]
        return Mixture.of(self.weights(at), mixtures).kept().merged().law(launched)

    def weights(self, at: datetime) -> Floats:
        """Weights of the members in a forecast for a time, float64[member], of sum 1."""
        if self.scores is None:
            return np.full(len(self.members), 1.0 / len(self.members))
        standing = self.scores.standing(at)
        weights: Floats = np.exp(standing - standing.max())
        weights /= weights.sum()
        return weights
