"""When a site is without the grid: losses of single lines and of all, by chance or given."""

from __future__ import annotations

from math import inf
from typing import NamedTuple

import numpy as np
from scipy.special import gammaincinv

from himaya.arrays import F8, I8
from himaya.chance.draws import Draws
from himaya.effects.power.plant import Losing, Plant

ALL = -1
"""As a line's number: all lines."""


class Gaps(NamedTuple):
    """Times without something, of all histories; sorted by history and start."""

    history: I8
    """i8[gap]."""
    line: I8
    """i8[gap]: which line, `ALL` for all."""
    start_h: F8
    """f8[gap]."""
    end_h: F8
    """f8[gap]: above start."""


def outages(plant: Plant, size: tuple[float, int], draws: Draws, given: F8 | None = None) -> Gaps:
    """Times without off-site power, within the horizon.

    Parameters
    ----------
    plant : the site.
    size : horizon in hours, and number of histories.
    draws : the seed's numbers.
    given : f8[history, line, loss], hours at which lines are lost by what happens elsewhere, as a raid;
        NaN where none is. A line is back as `line_losing` says, or else as `losing`.
    """
    gaps = [_by_chance(plant.losing, ALL, size, draws)]
    if plant.line_losing is not None:
        gaps += [_by_chance(plant.line_losing, k, size, draws) for k in range(plant.lines)]
    if given is not None:
        gaps.append(_given(given, (plant.line_losing or plant.losing), size[0], draws))
    history, line, start_h, end_h = (np.concatenate(column) for column in zip(*gaps, strict=True))
    return _all_down(Gaps(history, line, start_h, end_h), plant.lines, size[0])


def own_law(draws: Draws, name: str, history: I8) -> tuple[F8, F8]:
    """The two uniform numbers of each history that its own law of durations is drawn by."""
    return draws.uniform(f"{name} law", history, 0), draws.uniform(f"{name} law", history, 1)


def _by_chance(losing: Losing, line: int, size: tuple[float, int], draws: Draws) -> Gaps:
    """Alternate times with and without: the next loss comes after an exponential time of being there."""
    horizon_h, n = size
    name = "all lines" if line == ALL else f"line {line}"
    history, parts, occasion = np.arange(n), [], 0
    now_h, per_h = np.zeros(n), np.full(n, losing.per_h)
    if losing.shape < inf:
        per_h *= gammaincinv(losing.shape, draws.uniform(f"{name} rate", history)) / losing.shape
    while history.size:
        with np.errstate(divide="ignore"):  # a rate of 0: never
            start_h = now_h - np.log(draws.uniform(f"{name} lost", history, occasion)) / per_h
        still = start_h < horizon_h
        history, start_h, per_h = history[still], start_h[still], per_h[still]
        u = draws.uniform(f"{name} back", history, occasion)
        now_h = start_h + losing.recovery.quantile(u, own_law(draws, name, history))
        parts.append(Gaps(history, np.full(history.size, line), start_h, now_h))
        occasion += 1
    return Gaps(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _given(given: F8, losing: Losing, horizon_h: float, draws: Draws) -> Gaps:
    history, line, loss = np.nonzero((given >= 0.0) & (given < horizon_h))
    start_h = given[history, line, loss]
    u = draws.uniform("damage back", history, line, loss)
    end_h = start_h + losing.recovery.quantile(u, own_law(draws, "all lines", history))
    return Gaps(history, line, start_h, end_h)


def _all_down(gaps: Gaps, lines: int, horizon_h: float) -> Gaps:
    """Times in which no line is left: a sweep over starts and ends, history by history.

    Every line's count of gaps is 0 again at the last end of a history, so one running sum serves all.
    """
    history, line = np.tile(gaps.history, 2), np.tile(gaps.line, 2)
    hour = np.concatenate([gaps.start_h, gaps.end_h])
    step = np.repeat([1, -1], gaps.history.size)
    order = np.lexsort((-step, hour, history))
    history, line, hour, step = history[order], line[order], hour[order], step[order]
    down = np.ones(hour.size, bool)
    for k in range(lines):
        down &= np.cumsum(np.where((line == k) | (line == ALL), step, 0)) > 0
    before = np.concatenate([[False], down[:-1]])
    starts, ends = np.flatnonzero(down & ~before), np.flatnonzero(before & ~down)
    end_h = np.minimum(hour[ends], horizon_h)
    within = (hour[starts] < horizon_h) & (end_h > hour[starts])
    starts = starts[within]
    return Gaps(history[starts], np.full(starts.size, ALL), hour[starts], end_h[within])
