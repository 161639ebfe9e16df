"""The one interface of all forecasters."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime
from typing import Self

import numpy as np

from himaya.forecasting.history import PastRaid
from himaya.forecasting.models.beta_binomial import Floats

UNIFORM = 0.01
"""Share of the uniform law in every forecast: no count is ever called impossible."""


class Model(ABC):
    """A forecaster after the raids it has seen; it never changes, `update` gives the next one."""

    n: int
    """Raids seen."""

    @abstractmethod
    def update(self, raid: PastRaid) -> Self:
        """The forecaster after one more raid, not earlier than those before."""

    @abstractmethod
    def law(self, launched: int, at: datetime) -> Floats:
        """Probabilities of 0 to `launched` neutralised in a raid that ends at `at`, before the floor."""

    def predict(self, launched: int, at: datetime) -> Floats:
        """Probabilities of 0 to `launched` neutralised, float64[launched + 1].

        They are the model's own law, mixed with 1 % of the uniform one.
        """
        p = floored(self.law(launched, at), launched)
        return np.asarray(p / p.sum())

    def probability(self, raid: PastRaid) -> float:
        """What was predicted for a raid's count; models that need no whole law for it say so faster."""
        return float(self.predict(raid.launched, raid.end)[raid.neutralised])


def floored(p: Floats, launched: int) -> Floats:
    """Probabilities mixed with 1 % uniform on 0 to `launched`."""
    return (1.0 - UNIFORM) * p + UNIFORM / (launched + 1)
