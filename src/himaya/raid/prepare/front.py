"""The front line: area defences and soft-kill zones that have one more multiplier."""

from __future__ import annotations

from typing import NamedTuple, cast

import numpy as np

from himaya.kernels.library import Array, Breaks
from himaya.kernels.tables import CLASSES, Plan
from himaya.raid.prepare.corridors import Corridors
from himaya.raid.prepare.geometry.library import RouteLibrary
from himaya.scenario import CLASS_GROUPS, Scenario, class_group, mean
from himaya.scenario.forces import Multipliers

GROUP_OF = np.array([CLASS_GROUPS.index(class_group(name)) for name in CLASSES])
"""i8[class]: its class group."""


class FrontLine(NamedTuple):
    """What of a plan the multiplier of the front line changes, as it is at a multiplier of 1."""

    areas: Array
    """i8[...]: area defences of the front line."""
    p_kill: Array
    """f8[area, class]"""
    hazard: Array
    """f8[break]: summed soft-kill hazard."""
    front_hazard: Array
    """f8[break]: the part of it that zones of the front line have."""
    class_group: Array
    """i8[break]: class group of the variant's threats."""


def front_line(scenario: Scenario, p_kill: Array, paths: Corridors, routes: RouteLibrary) -> FrontLine:
    """What lies behind the front line; p_kill : f8[area, class], before any multiplier."""
    areas = np.flatnonzero([each.front_line for each in scenario.area_defences])
    classes = np.array([each.weapon_class for each in paths.corridors], np.int64)
    n_breaks = np.diff(routes.routes.break_start)
    groups = np.repeat(np.repeat(GROUP_OF[classes], routes.n_variants), n_breaks)
    return FrontLine(areas, p_kill, np.asarray(routes.breaks.hazard), routes.front_hazard, groups)


def stated_front(scenario: Scenario) -> Array:
    """Multiplier of the front line, f8[class group], its numbers at their mean."""
    fitted = [scenario.multipliers.get(name, Multipliers()) for name in CLASS_GROUPS]
    return np.array([mean(each.front) for each in fitted])


def at_front(plan: Plan, front: FrontLine, multiplier: Array) -> Plan:
    """The plan with the front line's hazards multiplied: probabilities 1 - (1 - p)^m, soft hazards m h.

    Parameters
    ----------
    plan : of any multiplier of the front line.
    front : its front line at a multiplier of 1.
    multiplier : f8[class group], 0 or more; where all are 1 nothing is touched.
    """
    p_kill, breaks = front.p_kill.copy(), np.asarray(plan.library.breaks).copy().view(np.recarray)
    hazard = front.hazard.copy()
    changed = multiplier != 1.0
    for weapon_class, group in enumerate(GROUP_OF):
        if changed[group]:
            p = front.p_kill[front.areas, weapon_class]
            survived = np.log1p(-np.minimum(p, 1.0 - 1e-16))
            p_kill[front.areas, weapon_class] = np.where(
                p < 1.0, -np.expm1(multiplier[group] * survived), 1.0
            )
    moved = changed[front.class_group]
    extra = (multiplier[front.class_group] - 1.0) * front.front_hazard
    hazard[moved] += extra[moved]
    breaks["hazard"] = hazard
    return plan._replace(
        areas=plan.areas._replace(p_kill=p_kill), library=plan.library._replace(breaks=cast(Breaks, breaks))
    )
