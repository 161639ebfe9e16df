"""Fire units: who is shot at, and what comes of it."""

from __future__ import annotations

from math import sqrt

import numpy as np

from himaya.kernels.draws import class_group, milliseconds, reach_ms, tonight
from himaya.kernels.jit import inline
from himaya.kernels.keys import SHOT, uniforms
from himaya.kernels.queues import (
    CHANNEL_FREE,
    DECISION,
    RELOADED,
    key_threat,
    key_time,
    key_unit,
    pack,
    push,
    request,
)
from himaya.kernels.work import NEVER, OK, SHOTS_FULL

_MOST_SHOTS = 1 << 16
_NONE = np.int64(0)
"""No threat, nothing concerned: a literal 0 would be another type to numba."""


@inline
def is_over(threats, j, now):
    """Whether threat j has ended by now, one way or the other."""
    return threats.dead_ms[j] <= now or threats.end_ms[j] <= now


@inline
def is_engaged(work, j, node):
    """Whether a unit of the command node has a round in flight at threat j."""
    engagement = work.threats.engaged[j]
    while engagement >= 0:
        if work.forces.engagement_node[engagement] == node:
            return True
        engagement = work.forces.engagement_next[engagement]
    return False


@inline
def intercept_ms(plan, work, item, now):
    """When a round launched now at the item's threat meets it; not before the window opens."""
    threats, windows = work.threats, plan.library.windows
    j, window = work.items.threat[item], work.items.ref[item]
    weapon = windows.weapon[window]
    distance = windows.d_closest_m[window]
    if not plan.weapons.fixed[weapon]:
        s = (now - threats.launch_ms[j]) * threats.speed_m_ms[j] - windows.s_closest_m[window]
        distance = sqrt(distance * distance + s * s)
    flight = milliseconds(distance / plan.weapons.speed_m_s[weapon] * 1000.0)
    return max(now + flight, reach_ms(threats, j, windows.s_in_m[window]))


@inline
def can_engage(plan, work, item):
    """Whether the item's unit has a round for its threat, which nobody of its node shoots at."""
    weapon = plan.library.windows.weapon[work.items.ref[item]]
    node = plan.units.node[plan.weapons.unit[weapon]]
    if work.forces.ready[plan.weapons.magazine[weapon]] <= 0:
        return False
    return not is_engaged(work, work.items.threat[item], node)


@inline
def choose(plan, work, unit, now):
    """The open window that the unit serves next, or -1: class priority, earliest end, threat.

    Windows that can lead to nothing any more are taken off the unit's list on the way.
    """
    items, forces = work.items, work.forces
    best, best_rank, best_out = np.int64(-1), np.int64(0), np.int64(NEVER)
    before, item = np.int64(-1), forces.open[unit]
    while item >= 0:
        after = items.next[item]
        j, out = items.threat[item], items.out_ms[item]
        if is_over(work.threats, j, now) or intercept_ms(plan, work, item, now) > out:
            items.open[item] = 0
            if before < 0:
                forces.open[unit] = after
            else:
                items.next[before] = after
            item = after
            continue
        before = item
        if can_engage(plan, work, item):
            rank = plan.weapons.priority[plan.library.windows.weapon[items.ref[item]]]
            better = best < 0 or rank < best_rank or (rank == best_rank and out < best_out)
            tied = best >= 0 and rank == best_rank and out == best_out
            if better or (tied and (j, item) < (items.threat[best], best)):
                best, best_rank, best_out = item, rank, out
        item = after
    return best


@inline
def first_of_unit(plan, work, item):
    """The threat's first window at the item's unit: it counts the unit's shots at the threat."""
    windows, weapons, items = plan.library.windows, plan.weapons, work.items
    unit = weapons.unit[windows.weapon[items.ref[item]]]
    start = work.threats.item_start[items.threat[item]]
    while item > start and weapons.unit[windows.weapon[items.ref[item - 1]]] == unit:
        item -= 1
    return item


@inline
def preferred(plan, work, item, now):
    """The window of the most preferred round that the unit can fire at the same threat now."""
    items = work.items
    candidate = first_of_unit(plan, work, item)
    while candidate < item:
        fits = items.open[candidate] and intercept_ms(plan, work, candidate, now) <= items.out_ms[candidate]
        if fits and can_engage(plan, work, candidate):
            return candidate
        candidate += 1
    return item


@inline
def shoot(plan, raid, work, item, now_moment):
    """Fire one round; when the intercept is. A hit is known to the model, not to the unit."""
    now, replication, night = now_moment
    threats, weapons = work.threats, plan.weapons
    j, weapon = work.items.threat[item], plan.library.windows.weapon[work.items.ref[item]]
    unit, g = weapons.unit[weapon], raid.group[j]
    counter = first_of_unit(plan, work, item)
    draw = work.items.shots[counter]
    work.items.shots[counter] += 1
    subject = (raid.ordinal[j], plan.units.hash[unit])
    u = uniforms(plan.groups.key[g], replication, (SHOT, night, draw), subject)
    intercept = intercept_ms(plan, work, item, now)
    p = tonight(weapons.p_kill[weapon], work.hard[class_group(weapons.weapon_class[weapon])])
    if u[0] < p and intercept <= threats.end_ms[j]:
        first = intercept < threats.dead_ms[j]
        if first or (intercept == threats.dead_ms[j] and unit < threats.by[j]):
            threats.dead_ms[j], threats.by[j] = intercept, unit
    return intercept


@inline
def hold_channel(plan, work, j, unit):
    """Take a channel for an engagement of threat j; the engagement."""
    forces = work.forces
    left = forces.engagement_free[0]
    engagement = forces.engagement_free[left]
    forces.engagement_free[0] = left - 1
    forces.engagement_node[engagement] = plan.units.node[unit]
    forces.engagement_next[engagement] = work.threats.engaged[j]
    work.threats.engaged[j] = engagement
    forces.busy[unit] += 1
    return engagement


@inline
def decide(plan, raid, work, unit, now_moment):
    """A launch decision: at most one launch; code and magazine fired from (-1 for none)."""
    now, forces, queues = now_moment[0], work.forces, work.queues
    if forces.busy[unit] >= plan.units.channels[unit] or forces.reloading[unit]:
        return OK, np.int64(-1)
    if forces.next_launch_ms[unit] > now:
        return OK, np.int64(-1)
    item = choose(plan, work, unit, now)
    if item < 0:
        return OK, np.int64(-1)
    item = preferred(plan, work, item, now)
    j, magazine = (
        work.items.threat[item],
        plan.weapons.magazine[plan.library.windows.weapon[work.items.ref[item]]],
    )
    if work.items.shots[first_of_unit(plan, work, item)] >= _MOST_SHOTS:
        return SHOTS_FULL, np.int64(-1)
    intercept = shoot(plan, raid, work, item, now_moment)
    engagement = hold_channel(plan, work, j, unit)
    free_at = intercept + plan.units.assessment_ms[unit]
    code = push(queues, pack(free_at, CHANNEL_FREE, unit, j), engagement)
    forces.ready[magazine] -= 1
    if forces.ready[magazine] == 0 and forces.stock[magazine] > 0:
        forces.reloading[unit] = 1
        code |= push(queues, pack(now + plan.units.reload_ms[unit], RELOADED, unit, _NONE), magazine)
    interval = plan.units.interval_ms[unit]
    forces.next_launch_ms[unit] = now + interval
    if interval > 0:
        code |= push(queues, pack(now + interval, DECISION, unit, _NONE), _NONE)
    else:
        request(queues, unit)
    return code, magazine


@inline
def open_window(plan, work, item):
    """A threat enters a unit's window: the unit may decide."""
    unit = plan.weapons.unit[plan.library.windows.weapon[work.items.ref[item]]]
    work.items.open[item] = 1
    work.items.next[item] = work.forces.open[unit]
    work.forces.open[unit] = item
    request(work.queues, unit)


@inline
def free_channel(plan, work, key, engagement):
    """The result of an engagement is known: its unit, and its node if the threat lives, decide."""
    forces, threats, items = work.forces, work.threats, work.items
    unit, j = key_unit(key), key_threat(key)
    forces.busy[unit] -= 1
    forces.engagement_free[0] += 1
    forces.engagement_free[forces.engagement_free[0]] = engagement
    at = threats.engaged[j]
    if at == engagement:
        threats.engaged[j] = forces.engagement_next[engagement]
    else:
        while forces.engagement_next[at] != engagement:
            at = forces.engagement_next[at]
        forces.engagement_next[at] = forces.engagement_next[engagement]
    request(work.queues, unit)
    if is_over(threats, j, key_time(key)):
        return
    node, windows = plan.units.node[unit], plan.library.windows
    n_windows = plan.library.routes.window_start[threats.variant[j] + 1]
    n_windows -= plan.library.routes.window_start[threats.variant[j]]
    start = threats.item_start[j]
    for item in range(start, start + n_windows):
        other = plan.weapons.unit[windows.weapon[items.ref[item]]]
        if items.open[item] and other != unit and plan.units.node[other] == node:
            request(work.queues, other)


@inline
def reload(plan, work, unit, magazine):
    """Rounds are on the launchers again."""
    forces = work.forces
    loaded = min(plan.magazines.ready_max[magazine], forces.stock[magazine])
    forces.ready[magazine] = loaded
    forces.stock[magazine] -= loaded
    forces.reloading[unit] = 0
    request(work.queues, unit)
