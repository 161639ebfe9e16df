"""Area defence: teams spread over a region, that meet threats by chance."""

from __future__ import annotations

from himaya.kernels.draws import class_group
from himaya.kernels.engage import is_over, tonight
from himaya.kernels.jit import inline
from himaya.kernels.queues import CHANNEL_FREE, ENTRY, pack, push
from himaya.kernels.windows import meeting_draw, next_meeting
from himaya.kernels.work import MEETINGS_FULL, OK

_MOST_MEETINGS = 1 << 12


@inline
def meet(plan, raid, work, item, now_moment):
    """A candidate meeting: accepted with the share of free teams; a kill, or the next one."""
    now, replication, night, meetings = now_moment
    items, threats, areas = work.items, work.threats, plan.areas
    j, area = items.threat[item], plan.library.passes.area[items.ref[item]]
    if is_over(threats, j, now):
        return OK
    moment, code = (replication, night), OK
    unit = len(plan.units.channels) + area
    u = meeting_draw(plan, raid, work, item, moment)
    if u[1] * areas.teams[area] < work.forces.free_teams[area]:
        meetings[area] += 1
        work.forces.free_teams[area] -= 1
        code = push(work.queues, pack(now + areas.hold_ms[area], CHANNEL_FREE, unit, 0), -1)
        weapon_class = plan.groups.weapon_class[raid.group[j]]
        p = tonight(areas.p_kill[area, weapon_class], work.hard[class_group(weapon_class)])
        if u[2] < p:
            threats.dead_ms[j], threats.by[j] = now, unit
            return code
    items.shots[item] += 1
    if items.shots[item] >= _MOST_MEETINGS:
        return MEETINGS_FULL
    time = next_meeting(plan, raid, work, item, moment)
    if time < threats.end_ms[j]:
        code |= push(work.queues, pack(time, ENTRY, unit, j), item)
    return code


@inline
def free_team(work, area):
    """A team is free again."""
    work.forces.free_teams[area] += 1
