"""Is the record of a site such as its own model would make? Count and durations in predictive intervals."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import betainc

from himaya.chance.draws import Draws
from himaya.chance.intervals import LEVEL
from himaya.effects.power.durations import recorded
from himaya.effects.power.site import RecordedHours, Site


class PredictiveCheck(NamedTuple):
    """One recorded number in the interval that a repetition of the record would fall into."""

    what: str
    recorded: float
    low: float
    high: float

    @property
    def inside(self) -> bool:
        """Whether it lies there."""
        return self.low <= self.recorded <= self.high


def predictive_check(site: Site, repetitions: int = 20_000, seed: int = 1) -> list[PredictiveCheck]:
    """The recorded count and sorted durations beside their 95 % posterior predictive intervals.

    A repetition draws a rate (gamma) or a law of durations (normal and chi-square) from what the record
    leaves open, then a record of the same length. It can show a wrong form of law; it cannot show that the
    future is like the past. Empty for a site without a record.
    """
    losses, tails = site.offsite.losses, ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
    found = []
    if losses.counted is not None:
        shape = losses.counted.losses + 0.5
        below = betainc(shape, np.arange(1.0, 20.0 * shape + 20.0), 0.5)  # negative binomial, gamma mixed
        low, high = (float(np.searchsorted(below, tail)) for tail in tails)
        found.append(PredictiveCheck("losses", losses.counted.losses, low, high))
    if isinstance(losses.recovery, RecordedHours):
        n, draws, everyone = len(losses.recovery.hours), Draws(seed, "predictive"), np.arange(repetitions)
        own = draws.uniform("law", everyone, 0), draws.uniform("law", everyone, 1)
        law = recorded(losses.recovery.hours)
        made = np.sort([law.quantile(draws.uniform("hours", everyone, k), own) for k in range(n)], axis=0)
        ends = np.quantile(made, tails, axis=1)
        found += [
            PredictiveCheck(f"duration {k + 1} of {n}, hours", hours, float(ends[0, k]), float(ends[1, k]))
            for k, hours in enumerate(sorted(losses.recovery.hours))
        ]
    return found
