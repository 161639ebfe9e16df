"""Baseline: every threat of every raid alike, for ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

import numpy as np
from scipy.special import gammaln, xlog1py, xlogy

from himaya.forecasting.history import ByModel, PastRaid
from himaya.forecasting.models.beta_binomial import Floats
from himaya.forecasting.models.model import Model


@dataclass(frozen=True)
class PooledBinomial(Model):
    """Binomial with p = (1 + all neutralised) / (2 + all launched)."""

    n: int = 0
    launched: int = 0
    neutralised: int = 0

    def update(self, raid: PastRaid) -> Self:
        """Add the raid's counts."""
        return type(self)(self.n + 1, self.launched + raid.launched, self.neutralised + raid.neutralised)

    def law(self, launched: int, at: datetime, by_model: ByModel = ()) -> Floats:  # noqa: ARG002 (all alike)
        """Binomial probabilities."""
        p = (1 + self.neutralised) / (2 + self.launched)
        k = np.arange(launched + 1.0)
        ways = gammaln(launched + 1.0) - gammaln(k + 1.0) - gammaln(launched - k + 1.0)
        return np.asarray(np.exp(ways + xlogy(k, p) + xlog1py(launched - k, -p)))
