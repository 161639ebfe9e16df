"""Totals of a campaign by future: all that comparisons of many campaigns keep of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import fsum, sqrt

import numpy as np
from scipy.special import stdtrit

from himaya.arrays import F8
from himaya.campaign.block import Story
from himaya.campaign.fly import blocks_of
from himaya.campaign.outcome import leakers_of
from himaya.campaign.run import Ready, fly_blocks
from himaya.chance.intervals import LEVEL
from himaya.raid.fly import Progress

QUANTITIES = ("leakers", "value_lost", "killed", "cost_usd")
"""What is summed over a campaign's nights."""


@dataclass(frozen=True)
class Difference:
    """A mean over futures, and its interval."""

    mean: float
    low: float
    high: float


def difference(values: F8) -> Difference:
    """Mean of paired differences with its 95 % interval by Student's t; values : f8[future], two or more."""
    n = len(values)
    mean = fsum(values) / n
    sd = sqrt(fsum((float(each) - mean) ** 2 for each in values) / (n - 1))
    half = float(stdtrit(n - 1, 0.5 + LEVEL / 2.0)) * sd / sqrt(n)
    return Difference(mean, mean - half, mean + half)


def totals_of(story: Story) -> F8:
    """f8[future, quantity]: a block's totals."""
    leakers = leakers_of(story["outcomes"]).sum(axis=2)
    summed = (leakers, story["value_lost"], story["killed"], story["paid_usd"])
    return np.column_stack([np.asarray(each, np.float64).sum(axis=1) for each in summed])


def totals(ready: Ready, progress: Progress | None = None, of: Callable[[Story], F8] = totals_of) -> F8:
    """Fly a campaign and keep totals alone, f8[future, ...] in the order of futures."""
    flown = fly_blocks(ready, blocks_of(ready.asked.futures), progress)
    parts = sorted(((block.start, of(story)) for block, story in flown), key=lambda part: part[0])
    return np.concatenate([part for _, part in parts])


def stepped(progress: Progress | None, step: int, steps: int) -> Progress | None:
    """Progress of one of many campaigns of equal size as progress of all of them."""
    if progress is None:
        return None
    shown = progress
    return lambda done, total: shown(step * total + done, steps * total)
