"""Hyperparameters know only what had ended before the first of the month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from himaya.forecasting.history import month
from himaya.forecasting.models.beta_binomial import Floats


@dataclass(frozen=True, eq=False)
class Scoreboard:
    """Sums that candidates have earned, and how they stood at the first of the month."""

    now: Floats
    """float64[candidate], after all raids seen."""
    settled: Floats
    """float64[candidate], as it stood when `month` began."""
    month: int = 0
    """Month of the last raid seen."""

    def standing(self, at: datetime) -> Floats:
        """Sums of raids that ended before the first of the month of `at`."""
        return self.settled if month(at) == self.month else self.now

    def after(self, now: Floats, at: datetime) -> Self:
        """The board after a raid that ended at `at`."""
        return type(self)(now, self.standing(at), month(at))
