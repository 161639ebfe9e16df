"""Area defence: teams spread over a region, that meet threats by chance."""

from __future__ import annotations

import numpy as np

from himaya.kernels.command import is_over
from himaya.kernels.draws import tonight
from himaya.kernels.jit import inline
from himaya.kernels.windows import schedule_next_meeting
from himaya.kernels.work import MEETINGS_FULL, OK

_MOST_MEETINGS = 1 << 12
_NOBODY = np.int64(-1)
"""No area: a literal -1 would be another type to numba."""


@inline
def free_teams(plan, forces, area, now):
    """Teams that are free now.

    Every meeting holds its team for the same time, so teams come free in the order in which
    they were taken: a ring of times does without events.
    """
    start, teams = forces.team_start[area], plan.areas.teams[area]
    while forces.team_busy[area] > 0 and forces.team_free_ms[start + forces.team_head[area]] <= now:
        head = forces.team_head[area] + 1
        forces.team_head[area] = head if head < teams else 0
        forces.team_busy[area] -= 1
    return teams - forces.team_busy[area]


@inline
def hold_team(plan, forces, area, until_ms):
    """Take a team until then."""
    place = forces.team_head[area] + forces.team_busy[area]
    if place >= plan.areas.teams[area]:
        place -= plan.areas.teams[area]
    forces.team_free_ms[forces.team_start[area] + place] = until_ms
    forces.team_busy[area] += 1


@inline
def meet(plan, raid, work, item, moment):
    """A candidate meeting: accepted with the share of free teams; a kill, or the next one.

    Returns the code, and the area whose team it met or -1.
    """
    now, met = moment.now_ms, _NOBODY
    items, threats, areas = work.items, work.threats, plan.areas
    j, area = items.threat[item], plan.library.passes.area[items.ref[item]]
    if is_over(threats, j, now):
        return OK, met
    if items.accept[item] * areas.teams[area] < free_teams(plan, work.forces, area, now):
        met = area
        hold_team(plan, work.forces, area, now + areas.hold_ms[area])
        group = raid.group[j]
        p = tonight(work.area_p_kill[area, plan.groups.weapon_class[group]], plan.groups.hard[group])
        if items.kill[item] < p:
            threats.dead_ms[j], threats.by[j] = now, len(plan.units.channels) + area
            return OK, met
    items.shots[item] += 1
    if items.shots[item] >= _MOST_MEETINGS:
        return MEETINGS_FULL, met
    return schedule_next_meeting(plan, raid, work, item, moment), met
