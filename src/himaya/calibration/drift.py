"""How multipliers wander: a random walk over weeks, anchored where the record last tells them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from himaya.calibration.parameters import Layout
from himaya.forecasting.models.beta_binomial import Floats

RATES = (0.03, 0.06, 0.12, 0.24)
"""Sd of a log multiplier's walk in a week. The record's drift, 0.5 to 0.8 logit in 30 days, is about
0.12 on this scale; the nights themselves weigh the four."""
RATE_WEIGHTS = (0.15, 0.35, 0.35, 0.15)
"""Their prior weights (judgement)."""
SOFT_VARIANCE_PER_MONTH = 0.1**2
"""Of the drones' log soft multiplier once shot down and lost are one number: 0.1 a month (judgement)."""
STILL = 0.003
"""Sd in a week of the walk of what does not drift: as good as none, and the weeks' precision stays finite."""
DAYS_PER_MONTH = 365.25 / 12.0
WEEK = 7


@dataclass(frozen=True)
class Walk:
    """Weeks with nights in them, and the prior of multipliers over those weeks."""

    layout: Layout
    week: NDArray[np.int64]
    """i8[night]: place of its week."""
    days: Floats
    """f8[week]: of the week's end, counted from the last night: 0 and below."""
    merged: Floats
    """f8[week]: days after the last night that tells shot down and lost apart; 0 before."""

    @classmethod
    def of(cls, layout: Layout, dates: Sequence[date], merged: Sequence[bool]) -> Walk:
        """The walk of nights; weeks are counted back from the last night, so that the last is whole."""
        last = max(dates)
        back = np.array([(last - each).days // WEEK for each in dates])
        starts = sorted(set(back.tolist()), reverse=True)
        week = np.array([starts.index(each) for each in back])
        days = np.array([float(-WEEK * each) for each in starts])
        told = [-(last - each).days for each, one in zip(dates, merged, strict=True) if not one]
        split_until = float(max(told)) if told else float(days[0]) - 1.0
        return cls(layout, week, days, np.maximum(0.0, days - split_until) if any(merged) else 0.0 * days)

    @property
    def n_weeks(self) -> int:
        """Weeks with nights."""
        return len(self.days)

    def increments(self, rate: float) -> Floats:
        """Variance of the steps between weeks, f8[step, multiplier]."""
        gaps = np.diff(self.days)
        steps = np.repeat(rate**2 * gaps[:, None] / WEEK, len(self.layout.multipliers), axis=1)
        if self.layout.soft is not None:
            after = np.minimum(gaps, np.diff(self.merged))
            soft = rate**2 * (gaps - after) / WEEK + SOFT_VARIANCE_PER_MONTH * after / DAYS_PER_MONTH
            steps[:, self.layout.soft] = soft
        steps[:, self.still] = STILL**2 * gaps[:, None] / WEEK
        return steps

    @property
    def still(self) -> list[int]:
        """Places of the offsets of types: they stay where they are."""
        return [k for k, each in enumerate(self.layout.multipliers) if each.is_offset]

    def beyond(self, days: float, rate: float, *, merged: bool) -> Floats:
        """Variance that so many days after the last night add, f8[multiplier]."""
        added = np.full(len(self.layout.multipliers), rate**2 * days / WEEK)
        if self.layout.soft is not None and merged:
            added[self.layout.soft] = SOFT_VARIANCE_PER_MONTH * days / DAYS_PER_MONTH
        added[self.still] = 0.0
        return added

    def precision(self, rate: float) -> Floats:
        """Prior precision of all weeks' multipliers (week-major) and then the log sigmas."""
        n_multipliers, n_weeks = len(self.layout.multipliers), self.n_weeks
        sd = self.layout.prior_sd
        size = n_weeks * n_multipliers
        found = np.zeros((size + len(self.layout.groups), size + len(self.layout.groups)))
        anchor, steps = self._anchor(), self.increments(rate)
        for k in range(n_multipliers):
            walk = np.zeros((n_weeks, n_weeks))
            walk[anchor, anchor] = 1.0 / sd[k] ** 2
            difference = np.diff(np.eye(n_weeks), axis=0)
            walk += difference.T @ (difference / steps[:, k, None])
            found[k:size:n_multipliers, k:size:n_multipliers] = walk
        found[size:, size:] = np.diag(1.0 / sd[n_multipliers:] ** 2)
        return found

    def prior_sd(self, rate: float) -> Floats:
        """Prior sd of every parameter in the last week."""
        sd = self.layout.prior_sd
        later = self.increments(rate)[self._anchor() :].sum(axis=0)
        sd[: len(later)] = np.sqrt(sd[: len(later)] ** 2 + later)
        return sd

    def _anchor(self) -> int:
        """The week whose multipliers have the stated prior: the last that tells shot down and lost apart."""
        split = np.flatnonzero(self.merged == 0.0)
        return int(split[-1]) if len(split) else 0

    def select(self) -> Floats:
        """Which unknowns are a night's own parameters, f8[night, parameter, unknown] of 0 and 1."""
        n_multipliers, n_groups = len(self.layout.multipliers), len(self.layout.groups)
        size = self.n_weeks * n_multipliers
        found = np.zeros((len(self.week), n_multipliers + n_groups, size + n_groups))
        for night, week in enumerate(self.week):
            for k in range(n_multipliers):
                found[night, k, week * n_multipliers + k] = 1.0
            for g in range(n_groups):
                found[night, n_multipliers + g, size + g] = 1.0
        return found
