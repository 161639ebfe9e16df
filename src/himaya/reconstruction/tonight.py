"""Which places are targets of a night: a chance by the raid's size and by the place's past.

For every region a logistic curve in the logarithm of what is launched, fitted to earlier nights that name any
affected region, recent ones counting more. Of other nights what was hit is no outcome of this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from himaya.notes import Note
from himaya.reconstruction.destinations import ended_on
from himaya.reconstruction.groups import GroupMaker
from himaya.reconstruction.targets import find_aims, target_names
from himaya.record.cells import list_of
from himaya.record.record import Record
from himaya.record.rows import Row
from himaya.scenario import Scenario
from himaya.scenario.model import Group

HALF_LIFE_DAYS = 60.0
"""A night so long ago counts half; 40 and 80 did as well on nights of 2025 to June."""
FEWEST = 20
"""So many earlier nights must name affected regions, or no chance is stated."""
SLOPE, PRECISION = 1.5, (0.02, 0.1)
"""Before any night is seen the slope in log size is this; precisions of intercept and slope (guesses)."""
USUAL_SIZE = 120.0
"""Launched, at which the curve has its intercept."""
LEAST = 0.01
STEPS, LONGEST_STEP = 40, 2.0
"""Newton's method is there long before; a longer step could overshoot."""


class PastNight(NamedTuple):
    """What the record says of where a night went."""

    end: date
    launched: int
    regions: frozenset[str]
    """Regions of aim points that were named as affected; at least one name stands in the record."""


class Seen(NamedTuple):
    """Of past nights: their size, their weight, and whether a place was named."""

    log_size: np.ndarray
    """f8[night]: of launched / USUAL_SIZE."""
    weight: np.ndarray
    """f8[night]"""
    named: np.ndarray
    """f8[night]: 1 or 0."""


def with_tonights_targets(groups: Sequence[Group], maker: GroupMaker) -> list[Group]:
    """The groups with the chance of each aim point, if that is asked for; one that a row names is certain."""
    if not maker.options.draw_targets:
        return list(groups)
    night = ended_on(maker.rows)
    past = past_nights(maker.record, night, maker.defence)
    if len(past) < FEWEST:
        return list(groups)
    launched = sum(row.launched or 0 for row in maker.rows)
    maker.notes.assume(Note("targets_drawn", nights=FEWEST, half_life=HALF_LIFE_DAYS))
    region_of = {aim.id: aim.region for aim in maker.defence.aim_points}
    chances = {
        region: chance_of(region, past, (night, launched)) for region in set(region_of.values()) if region
    }
    drawn = list[Group]()
    for group in groups:
        certain = _certain(maker.origins[group.id][0], maker)
        regions = {aim: region_of[aim] for aim in group.aim_points if aim not in certain}
        p_target = {aim: chances[region] for aim, region in regions.items() if region}
        drawn.append(group.model_copy(update={"p_target": p_target}))
    return drawn


def _certain(row: Row, maker: GroupMaker) -> set[str]:
    """Aim points that the record says a row's threats flew to: named by it, or the night's main target."""
    own = [target_names(row.cell(column)) for column in ("target", "target_main")]
    names = [name for each in own for name in each]
    return set(find_aims(names or maker.aims.main_names, maker.defence)[0])


def past_nights(record: Record, night: date, defence: Scenario) -> list[PastNight]:
    """Nights before a night of which the record names any affected region, in order."""
    launched: dict[date, int] = {}
    named: dict[date, set[str]] = {}
    for row in (used.row for used in record.in_raids):
        if row.end is not None and row.end.date() < night:
            end = row.end.date()
            launched[end] = launched.get(end, 0) + (row.launched or 0)
            named.setdefault(end, set()).update(list_of(row.cell("affected region")) or ())
    regions = _regions((name for names in named.values() for name in names), defence)
    return [
        PastNight(end, launched[end], frozenset().union(*(regions[name] for name in names)))
        for end, names in sorted(named.items())
        if names and launched[end]
    ]


def _regions(names: Iterable[str], defence: Scenario) -> dict[str, frozenset[str]]:
    """Regions of the aim points that each name means."""
    return {
        name: frozenset(aim.region for aim in find_aims([name], defence)[0].values() if aim.region)
        for name in set(names)
    }


def chance_of(region: str, past: Sequence[PastNight], tonight: tuple[date, int]) -> float:
    """Chance that a region is a target; tonight : its date, and what is launched.

    p = 1 / (1 + exp(-(a + b log(n / 120)))); a and b maximise the log likelihood of the past nights, each
    weighed by 2^(-age / 60 days), less .01 a^2 + .05 (b - 1.5)^2.
    """
    night, launched = tonight
    age_days = np.array([(night - each.end).days for each in past], float)
    seen = Seen(
        np.log(np.array([each.launched for each in past]) / USUAL_SIZE),
        0.5 ** (age_days / HALF_LIFE_DAYS),
        np.array([region in each.regions for each in past], float),
    )
    a, b = _fitted(seen)
    p = 1.0 / (1.0 + np.exp(-(a + b * np.log(max(launched, 1) / USUAL_SIZE))))
    return round(float(np.clip(p, LEAST, 1.0)), 4)


def _fitted(seen: Seen) -> np.ndarray:
    """Intercept and slope, by Newton's method on a concave function."""
    columns = np.stack([np.ones_like(seen.log_size), seen.log_size])
    precision, centre = np.diag(PRECISION), np.array([0.0, SLOPE])
    found = centre.copy()
    for _ in range(STEPS):
        p = 1.0 / (1.0 + np.exp(-(found @ columns)))
        gradient = columns @ (seen.weight * (seen.named - p)) - precision @ (found - centre)
        curvature = (columns * (seen.weight * p * (1.0 - p))) @ columns.T + precision
        found = found + np.clip(np.linalg.solve(curvature, gradient), -LONGEST_STEP, LONGEST_STEP)
    return found
