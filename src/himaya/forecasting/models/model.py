"""The one interface of all forecasters."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime
from typing import ClassVar, Self

import numpy as np

from himaya.forecasting.history import ByModel, PastRaid
from himaya.forecasting.models.beta_binomial import Floats


class Model(ABC):
    """A forecaster after the raids it has seen; it never changes, `update` gives the next one."""

    n: int
    """Raids seen."""
    uniform: ClassVar[float] = 0.01
    """Share of the uniform law in every forecast: no count is ever called impossible."""

    @classmethod
    def start(cls, weapon_class: str) -> Self:  # noqa: ARG003 (most know no difference)
        """The forecaster of a weapon class before any raid."""
        return cls()

    @abstractmethod
    def update(self, raid: PastRaid) -> Self:
        """The forecaster after one more raid, not earlier than those before."""

    @abstractmethod
    def law(self, launched: int, at: datetime, by_model: ByModel = ()) -> Floats:
        """Probabilities of 0 to `launched` neutralised in a raid that ends at `at`, before the floor.

        Parameters
        ----------
        by_model : how many of each model; nothing: the main type of the class.
        """

    def predict(self, launched: int, at: datetime, by_model: ByModel = ()) -> Floats:
        """Probabilities of 0 to `launched` neutralised, float64[launched + 1].

        They are the model's own law, mixed with the uniform one.
        """
        p = self.floored(self.law(launched, at, by_model), launched)
        return np.asarray(p / p.sum())

    def probability(self, raid: PastRaid) -> float:
        """What was predicted for what happened; models that need no whole law for it say so faster."""
        ends = raid.neutralised_ends
        pmf = self.predict(raid.launched, raid.end, raid.by_model)
        return float(pmf[ends.low : ends.high + 1].sum())

    def floored(self, p: Floats, launched: int, counts: int = 1) -> Floats:
        """Probabilities, each of so many counts together, mixed with the uniform law on 0 to `launched`."""
        return (1.0 - self.uniform) * p + self.uniform * counts / (launched + 1)
