"""Baseline: as last time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

import numpy as np

from himaya.forecasting.history import ByModel, PastRaid
from himaya.forecasting.models.beta_binomial import Floats, pmfs
from himaya.forecasting.models.model import Model


@dataclass(frozen=True)
class LastRaid(Model):
    """What the last raid alone tells: beta-binomial with 1 + neutralised and 1 + not neutralised."""

    n: int = 0
    alpha: float = 1.0
    beta: float = 1.0

    def update(self, raid: PastRaid) -> Self:
        """Forget all but this raid."""
        return type(self)(self.n + 1, 1.0 + raid.neutralised, 1.0 + raid.launched - raid.neutralised)

    def law(self, launched: int, at: datetime, by_model: ByModel = ()) -> Floats:  # noqa: ARG002 (all alike)
        """Beta-binomial probabilities."""
        [p] = pmfs(launched, np.array([self.alpha]), np.array([self.beta]))
        return np.asarray(p)
