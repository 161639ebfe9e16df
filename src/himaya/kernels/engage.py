"""Fire units: which threat they serve next, with which round."""

from __future__ import annotations

import numpy as np

from himaya.kernels.command import can_engage, engaged_units, hold_channel, is_over
from himaya.kernels.intercepts import intercept_ms
from himaya.kernels.jit import inline
from himaya.kernels.queues import CHANNEL_FREE, DECISION, RELOADED, pack, push, request
from himaya.kernels.shots import assessment_ms, first_of_unit, shoot
from himaya.kernels.work import GHOST, NEVER, OK, SHOTS_FULL, Volley

_MOST_SHOTS = 1 << 16
_NONE = np.int64(0)
"""No threat, nothing concerned: a literal 0 would be another type to numba."""


@inline
def looks_dead(work, item, now):
    """Whether the item's node sees its threat ended; a ghost it holds for alive."""
    return is_over(work.threats, work.items.threat[item], now) and work.items.belief[item] != GHOST


@inline
def is_settled(plan, work, item, now):
    """Whether the item's window can lead to nothing any more: no result is awaited that could be misread."""
    if intercept_ms(plan, work, item, now) > work.items.out_ms[item]:
        return True
    if not looks_dead(work, item, now):
        return False
    unit = plan.weapons.unit[plan.library.windows.weapon[work.items.ref[item]]]
    return engaged_units(plan, work, work.items.threat[item], unit)[0] == 0


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
        if is_settled(plan, work, item, now):
            items.open[item] = 0
            if before < 0:
                forces.open[unit] = after
            else:
                items.next[before] = after
            item = after
            continue
        before = item
        if not looks_dead(work, item, now) and can_engage(plan, work, item):
            rank = plan.weapons.priority[plan.library.windows.weapon[items.ref[item]]]
            better = best < 0 or rank < best_rank or (rank == best_rank and out < best_out)
            tied = best >= 0 and rank == best_rank and out == best_out
            if better or (tied and (j, item) < (items.threat[best], best)):
                best, best_rank, best_out = item, rank, out
        item = after
    return best


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
def decide(plan, raid, work, unit, moment):
    """A launch decision: at most one salvo; code, magazine and rounds fired (0 for none)."""
    now, forces = moment.now_ms, work.forces
    if forces.busy[unit] >= plan.units.channels[unit] or forces.reloading[unit]:
        return OK, _NONE, _NONE
    if forces.next_launch_ms[unit] > now:
        return OK, _NONE, _NONE
    item = choose(plan, work, unit, now)
    if item < 0:
        return OK, _NONE, _NONE
    item = preferred(plan, work, item, now)
    return launch_salvo(plan, raid, work, item, moment)


@inline
def launch_salvo(plan, raid, work, item, moment):
    """Launch at the item's threat; code, magazine and rounds fired."""
    now, forces, queues, weapons = moment.now_ms, work.forces, work.queues, plan.weapons
    weapon, j = plan.library.windows.weapon[work.items.ref[item]], work.items.threat[item]
    unit, magazine = weapons.unit[weapon], weapons.magazine[weapon]
    n_rounds = min(weapons.salvo[weapon], forces.ready[magazine] - weapons.reserve[weapon])
    if work.items.shots[first_of_unit(plan, work, item)] + n_rounds > _MOST_SHOTS:
        return SHOTS_FULL, _NONE, _NONE
    intercept, u = shoot(plan, raid, work, item, Volley(moment, n_rounds))
    engagement = hold_channel(plan, work, j, unit)
    forces.engagement_error[engagement] = u[0]
    free_at = intercept + assessment_ms(plan, unit, (u[1], u[2]))
    code = push(queues, pack(free_at, CHANNEL_FREE, unit, j), engagement)
    forces.ready[magazine] -= n_rounds
    if forces.ready[magazine] == 0 and forces.stock[magazine] > 0:
        forces.reloading[unit] = 1
        code |= push(queues, pack(now + plan.units.reload_ms[unit], RELOADED, unit, _NONE), magazine)
    interval = plan.units.interval_ms[unit]
    forces.next_launch_ms[unit] = now + interval
    if interval > 0:
        code |= push(queues, pack(now + interval, DECISION, unit, _NONE), _NONE)
    else:
        request(queues, unit)
    return code, magazine, n_rounds


@inline
def open_window(plan, work, item):
    """A threat enters a unit's window: the unit may decide."""
    unit = plan.weapons.unit[plan.library.windows.weapon[work.items.ref[item]]]
    work.items.open[item] = 1
    work.items.next[item] = work.forces.open[unit]
    work.forces.open[unit] = item
    request(work.queues, unit)


@inline
def reload(plan, work, unit, magazine):
    """Rounds are on the launchers again."""
    forces = work.forces
    loaded = min(plan.magazines.ready_max[magazine], forces.stock[magazine])
    forces.ready[magazine] = loaded
    forces.stock[magazine] -= loaded
    forces.reloading[unit] = 0
    request(work.queues, unit)
