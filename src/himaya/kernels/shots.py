"""Shots: what comes of them, and how long it takes to know."""

from __future__ import annotations

from math import cos, exp, log, sqrt

import numpy as np

from himaya.kernels.draws import TWO_PI, class_group, milliseconds, tonight
from himaya.kernels.intercepts import intercept_ms
from himaya.kernels.jit import inline
from himaya.kernels.keys import SHOT, TRACK, Address, uniforms
from himaya.kernels.tables import EXPONENTIAL, LOGNORMAL

LONGEST_MS = 86_400_000.0
"""No assessment takes longer than a day: it keeps event times within their bits."""
_NONE = np.int64(0)
"""No draw number: a literal 0 would be another type to numba."""


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
def has_track(plan, raid, j, unit, moment):
    """Whether the unit's track group has a valid track of threat j tonight: one draw for the group."""
    if plan.units.p_track[unit] >= 1.0:
        return True
    subject = (raid.ordinal[j], plan.units.track_hash[unit])
    key, address = plan.groups.key[raid.group[j]], Address(TRACK, moment.night, _NONE)
    return uniforms(key, moment.replication, address, subject)[0] < plan.units.p_track[unit]


@inline
def assessment_ms(plan, unit, u):
    """How long the unit takes to know a result, from two uniforms; the mean is the same for each law."""
    mean = plan.units.assessment_ms[unit]
    if plan.units.assessment_law[unit] == EXPONENTIAL:
        return milliseconds(min(-mean * log(u[0]), LONGEST_MS))
    if plan.units.assessment_law[unit] == LOGNORMAL:
        sigma = plan.units.assessment_sigma[unit]
        z = sqrt(-2.0 * log(u[0])) * cos(TWO_PI * u[1])
        return milliseconds(min(mean * exp(sigma * z - 0.5 * sigma * sigma), LONGEST_MS))
    return mean


@inline
def shoot(plan, raid, work, item, volley):
    """Fire a salvo: when it meets the threat, and the uniforms of its assessment: error, time, time.

    All its rounds meet the threat at once and are spent even if one kills. A hit is known to the
    model at once, to the unit when it has assessed it.
    """
    moment = volley.moment
    threats, weapons = work.threats, plan.weapons
    j, weapon = work.items.threat[item], plan.library.windows.weapon[work.items.ref[item]]
    unit, key = weapons.unit[weapon], plan.groups.key[raid.group[j]]
    subject = (raid.ordinal[j], plan.units.hash[unit])
    counter = first_of_unit(plan, work, item)
    first = work.items.shots[counter]
    intercept = intercept_ms(plan, work, item, moment.now_ms)
    m = work.hard[class_group(weapons.weapon_class[weapon])] * plan.groups.hard[raid.group[j]]
    p = tonight(weapons.p_kill[weapon], m)
    hit, error = False, (0.5, 0.5, 0.5)
    for number in range(volley.n_rounds):
        u = uniforms(key, moment.replication, Address(SHOT, moment.night, first + number), subject)
        hit = hit or u[0] < p
        if number == 0:
            error = (u[1], u[2], u[3])
    work.items.shots[counter] = first + volley.n_rounds
    if hit and has_track(plan, raid, j, unit, moment) and intercept <= threats.end_ms[j]:
        earlier = intercept < threats.dead_ms[j]
        if earlier or (intercept == threats.dead_ms[j] and unit < threats.by[j]):
            threats.dead_ms[j], threats.by[j] = intercept, unit
    return intercept, error
