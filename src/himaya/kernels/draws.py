"""What chance decides before anybody fires: the night, and each threat's flight and own end."""

from __future__ import annotations

from math import cos, exp, expm1, log, log1p, sqrt

import numpy as np

from himaya.kernels.jit import inline
from himaya.kernels.keys import DUPLICATE, NETWORK_UP, NIGHT, TARGET, UNIT_UP, Address, uniforms
from himaya.kernels.tables import DECOY, FELL, HIT, N_CLASS_GROUPS, N_CLASSES, SOFT_KILLED
from himaya.kernels.work import NEVER

TWO_PI = 6.283185307179586
_NONE = np.int64(0)
"""No draw number, no unit: a literal 0 would be another type to numba."""


@inline
def class_group(weapon_class):
    """0 for both kinds of drone, then cruise, ballistic and supersonic missiles."""
    return max(weapon_class - 1, 0)


@inline
def milliseconds(value):
    """A float time as integer milliseconds, round half to even."""
    return np.int64(np.rint(value))


@inline
def reach_ms(threats, j, s_m):
    """When threat j is s_m along its route."""
    return threats.launch_ms[j] + milliseconds(s_m * threats.ms_per_m[j])


@inline
def tonight(p, multiplier):
    """A probability under a multiplied hazard: 1 - (1 - p)^m."""
    if p >= 1.0 or p <= 0.0 or multiplier == 1.0:
        return p
    return -expm1(multiplier * log1p(-p))


@inline
def draw_night(plan, work, moment):
    """Tonight's multipliers: m = multiplier exp(sigma z - sigma^2 / 2), hard and soft correlated."""
    rho = plan.night.correlation[0]
    for group in range(N_CLASS_GROUPS):
        address = Address(NIGHT, moment.night, _NONE)
        u = uniforms(plan.night.key, moment.replication, address, (np.int64(group), _NONE))
        z_hard = sqrt(-2.0 * log(u[0])) * cos(TWO_PI * u[1])
        z_own = sqrt(-2.0 * log(u[2])) * cos(TWO_PI * u[3])
        z_soft = rho * z_hard + sqrt(1.0 - rho * rho) * z_own
        sigma = plan.night.sigma[group]
        work.hard[group] = plan.night.hard[group] * exp(sigma * z_hard - 0.5 * sigma * sigma)
        work.soft[group] = plan.night.soft[group] * exp(sigma * z_soft - 0.5 * sigma * sigma)
    for area in range(len(plan.areas.teams)):
        for weapon_class in range(N_CLASSES):
            p = plan.areas.p_kill[area, weapon_class]
            work.area_p_kill[area, weapon_class] = tonight(p, work.hard[class_group(weapon_class)])


@inline
def is_up(plan, probability, address, moment):
    """Whether something works tonight; address = (stream, hash of its id). Certainty needs no draw."""
    if probability >= 1.0:
        return 1
    own = Address(address[0], moment.night, _NONE)
    u = uniforms(plan.night.key, moment.replication, own, (_NONE, address[1]))
    return 1 if u[0] < probability else 0


@inline
def draw_availability(plan, forces, moment):
    """Which units and networks work tonight."""
    for unit in range(len(plan.units.p_up)):
        forces.up[unit] = is_up(plan, plan.units.p_up[unit], (UNIT_UP, plan.units.hash[unit]), moment)
    for network in range(len(plan.networks.p_up)):
        address = (NETWORK_UP, plan.networks.hash[network])
        forces.network_up[network] = is_up(plan, plan.networks.p_up[network], address, moment)


@inline
def draw_targets(plan, work, moment):
    """Which places are targets tonight, and what weight of each group's pairs that leaves.

    A pair is flown where its place's uniform is below its chance. Where that leaves a group none, it
    flies to the place whose uniform is the smallest share of its chance: every raid has a target.
    """
    targets, starts = plan.targets, plan.groups.pair_start
    for place in range(len(targets.hash)):
        address = Address(TARGET, moment.night, _NONE)
        u = uniforms(plan.night.key, moment.replication, address, (_NONE, targets.hash[place]))
        work.place_u[place] = u[0]
    for group in range(len(targets.drawn)):
        if targets.drawn[group]:
            first, last = starts[group], starts[group + 1]
            nearest, least = first, work.place_u[targets.place[first]] / targets.chance[first]
            for pair in range(first + 1, last):
                share = work.place_u[targets.place[pair]] / targets.chance[pair]
                if share < least:
                    nearest, least = pair, share
            only = targets.place[nearest] if least >= 1.0 else np.int64(-1)
            below = 0.0
            for pair in range(first, last):
                place = targets.place[pair]
                if place == only or work.place_u[place] < targets.chance[pair]:
                    below += targets.weight[pair]
                work.pair_below[pair] = below


@inline
def pick_pair(plan, work, group, u):
    """The pair of a group that a uniform picks, as an offset in the group."""
    first, last = plan.groups.pair_start[group], plan.groups.pair_start[group + 1]
    if plan.targets.drawn[group]:
        wanted, low, high = u * work.pair_below[last - 1], first, last - 1
        while low < high:  # the first pair that the wanted weight lies below
            middle = (low + high) // 2
            if wanted < work.pair_below[middle]:
                high = middle
            else:
                low = middle + 1
        return low - first
    column = u * (last - first)
    pair = np.int64(column)
    if column - pair >= plan.groups.pair_keep[first + pair]:
        pair = plan.groups.pair_alias[first + pair]
    return pair


@inline
def key_threats(plan, raid, rows, address):
    """Key a draw for every threat; address = (stream, night)."""
    for j in range(len(raid.group)):
        key = plan.groups.key[raid.group[j]]
        rows.key_0[j], rows.key_1[j] = key[0], key[1]
        rows.address[j] = np.uint64((address[0] << 27) | (address[1] << 16))
        rows.ordinal[j], rows.unit_hash[j] = np.uint64(raid.ordinal[j]), np.uint64(_NONE)


@inline
def row_uniforms(rows, row):
    """The four uniforms of a row."""
    return rows.u_0[row], rows.u_1[row], rows.u_2[row], rows.u_3[row]


@inline
def draw_flight(plan, raid, work, j, replication):
    """Route, launch time and speed of threat j."""
    threats, g, ordinal = work.threats, raid.group[j], raid.ordinal[j]
    groups, u = plan.groups, row_uniforms(work.flights, j)
    pair = groups.pair_start[g] + pick_pair(plan, work, g, u[0])
    per_group, n_groups = plan.variants[0], plan.variants[1]
    offset = (replication % n_groups) * per_group + np.int64(u[1] * per_group)
    threats.variant[j] = groups.pair_variant[pair] + offset
    span = groups.last_ms[g] - groups.first_ms[g]
    planned = groups.first_ms[g] + span * ((ordinal + 0.5) / raid.count[g])
    shifted = planned + groups.jitter_ms[g] * (2.0 * u[2] - 1.0)
    threats.launch_ms[j] = max(np.int64(0), milliseconds(shifted))
    factor = 1.0 + groups.speed_spread[g] * (2.0 * u[3] - 1.0)
    threats.speed_m_ms[j] = groups.speed_m_s[g] * factor / 1000.0
    threats.ms_per_m[j] = 1.0 / threats.speed_m_ms[j]


@inline
def soft_kill_at(breaks, span, target):
    """Where the summed hazard reaches the target, or -1; span = (first, last) break points."""
    first, last = span
    if last <= first or breaks.hazard[last - 1] < target:
        return -1.0
    k = first + 1
    while breaks.hazard[k] < target:
        k += 1
    below = breaks.hazard[k - 1]
    step = (target - below) / (breaks.hazard[k] - below)
    return breaks.s_m[k - 1] + step * (breaks.s_m[k] - breaks.s_m[k - 1])


@inline
def draw_end(plan, raid, work, j, moment):
    """The end that threat j comes to if nobody shoots it down."""
    g, ordinal = raid.group[j], raid.ordinal[j]
    threats, routes, breaks = work.threats, plan.library.routes, plan.library.breaks
    variant, weapon_class = threats.variant[j], plan.groups.weapon_class[g]
    u = row_uniforms(work.ends, j)
    length = routes.length_m[variant]
    end_s, end_ms = length, reach_ms(threats, j, length)
    outcome = FELL if weapon_class == DECOY else HIT
    if u[1] < plan.groups.p_own_failure[g]:
        failure_ms = reach_ms(threats, j, u[2] * length)
        if failure_ms <= end_ms:
            end_s, end_ms, outcome = u[2] * length, failure_ms, FELL
    m = work.soft[class_group(weapon_class)]
    if m > 0.0:
        span = (routes.break_start[variant], routes.break_start[variant + 1])
        s = soft_kill_at(breaks, span, -log(u[0]) / m)
        if s >= 0.0 and reach_ms(threats, j, s) <= end_ms:
            end_s, end_ms, outcome = s, reach_ms(threats, j, s), SOFT_KILLED
    threats.end_s_m[j], threats.end_ms[j], threats.end_outcome[j] = end_s, end_ms, outcome
    threats.dead_ms[j], threats.by[j], threats.engaged[j] = NEVER, -1, -1
    threats.recognised[j] = weapon_class == DECOY and u[3] < plan.groups.p_recognised[g]
    share = plan.p_duplicate[0]
    threats.n_nodes[j] = 2 if share >= 1.0 else 1
    if 0.0 < share < 1.0:
        address = Address(DUPLICATE, moment.night, _NONE)
        twice = uniforms(plan.groups.key[g], moment.replication, address, (ordinal, _NONE))
        threats.n_nodes[j] = 2 if twice[0] < share else 1
