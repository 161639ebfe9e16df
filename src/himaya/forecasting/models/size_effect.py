"""How the mean share neutralised depends on how many were launched: one function for each kind."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from himaya.forecasting.models.beta_binomial import Floats

REFERENCE_SIZE = 30.0
"""Raid size at which the level of a slope and every concentration are stated."""


class SizeEffect(ABC):
    """The mean share of a raid from its level (logit), the effect of size, and the number launched."""

    @abstractmethod
    def mean(self, level: Floats, effect: Floats, launched: int) -> Floats:
        """Mean share, by broadcasting `level` and `effect`."""


@dataclass(frozen=True)
class LogSlope(SizeEffect):
    """The logit is a line in log size: level + effect log(n / 30)."""

    def mean(self, level: Floats, effect: Floats, launched: int) -> Floats:
        """Mean share; the level is the logit in a raid of 30."""
        return np.asarray(expit(level + effect * np.log(max(launched, 1) / REFERENCE_SIZE)))


LOG_SLOPE = LogSlope()


@dataclass(frozen=True)
class FrontPart(SizeEffect):
    """About `n_front` fly where little defends, the rest deep: m = [q_f f + q_d (n - f)] / n.

    The front part is f = n_front (1 - exp(-n / n_front)): all of a small raid, `n_front` of a large one.
    The share deep has the logit `level`, the share at the front the logit `level` - `effect`.
    """

    n_front: float

    def part(self, launched: int) -> float:
        """Share f / n of a raid that flies at the front: 1 in the limit of a small one."""
        n = max(launched, 1)
        return float(-self.n_front * np.expm1(-n / self.n_front) / n)

    def mean(self, level: Floats, effect: Floats, launched: int) -> Floats:
        """Mean share; it lies between that at the front and that deep, whatever the size."""
        front = self.part(launched)
        return np.asarray(front * expit(level - effect) + (1.0 - front) * expit(level))
