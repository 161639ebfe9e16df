"""Turn a threat's route into scheduled items: window entries and first meetings."""

from __future__ import annotations

from math import log

import numpy as np

from himaya.kernels.draws import reach_ms, row_uniforms
from himaya.kernels.intercepts import earliest_launch_ms
from himaya.kernels.jit import inline
from himaya.kernels.keys import MEETING, Address, fill_uniforms, uniforms
from himaya.kernels.queues import ENTRY, pack, schedule
from himaya.kernels.tables import BALLISTIC
from himaya.kernels.work import NOTHING, OK


@inline
def detected_ms(plan, work, j, window):
    """When the network of the window's unit has threat j; if it is down, when the window opens."""
    network = plan.units.network[plan.weapons.unit[plan.library.windows.weapon[window]]]
    if work.forces.network_up[network]:
        return reach_ms(work.threats, j, plan.library.routes.detect_m[work.threats.variant[j], network])
    return reach_ms(work.threats, j, plan.library.windows.s_in_m[window])


@inline
def schedule_windows(plan, work, j, item):
    """Schedule the entries of threat j into its windows; the next free item.

    A window entry is the first moment at which a launch can be decided: after detection and
    reaction, and not before the earliest launch. Windows that close first are left out.
    """
    threats, items, routes = work.threats, work.items, plan.library.routes
    windows, units = plan.library.windows, plan.units
    variant = threats.variant[j]
    for window in range(routes.window_start[variant], routes.window_start[variant + 1]):
        weapon = windows.weapon[window]
        unit = plan.weapons.unit[weapon]
        ready = detected_ms(plan, work, j, window) + units.reaction_ms[unit]
        entry = max(ready, earliest_launch_ms(plan, threats, j, window))
        out = reach_ms(threats, j, windows.s_out_m[window])
        items.threat[item], items.ref[item], items.out_ms[item] = j, window, out
        items.open[item], items.shots[item], items.belief[item] = 0, 0, NOTHING
        open_ground = units.ignores_open_ground[unit] and routes.open_ground[variant]
        spared = open_ground and plan.weapons.weapon_class[weapon] == BALLISTIC
        if entry <= out and entry < threats.end_ms[j] and work.forces.up[unit] and not spared:
            items.key[item] = pack(entry, ENTRY, unit, j)
            schedule(work.queues, items, item)
        item += 1
    return item


@inline
def schedule_next_meeting(plan, raid, work, item, moment):
    """Draw and schedule the next candidate meeting of a pass."""
    passes, ref = plan.library.passes, work.items.ref[item]
    draw = (passes.number[ref] << 12) | work.items.shots[item]
    j = work.items.threat[item]
    subject = (raid.ordinal[j], plan.areas.hash[passes.area[ref]])
    address = Address(MEETING, moment.night, draw)
    u = uniforms(plan.groups.key[raid.group[j]], moment.replication, address, subject)
    return schedule_meeting(plan, work, item, u)


@inline
def schedule_meeting(plan, work, item, u):
    """Schedule a candidate meeting unless the pass or the threat ends before; u: gap, acceptance, kill."""
    items, passes = work.items, plan.library.passes
    ref = items.ref[item]
    rate = plan.areas.rate_per_m[passes.area[ref]]
    if rate <= 0.0:
        return OK
    gap = -log(u[0]) / rate
    items.s_m[item] += gap
    if items.s_m[item] > passes.s_out_m[ref]:
        return OK
    j = items.threat[item]
    time = reach_ms(work.threats, j, items.s_m[item])
    if time >= work.threats.end_ms[j]:
        return OK
    items.accept[item], items.kill[item] = u[1], u[2]
    items.key[item] = pack(time, ENTRY, len(plan.units.channels) + passes.area[ref], j)
    return schedule(work.queues, items, item)


@inline
def key_meetings(plan, raid, work, j_item, night):
    """Key the first meeting of threat j on each of its passes; the next free item."""
    j, item = j_item
    items, passes, rows = work.items, plan.library.passes, work.meetings
    first, variant = work.threats.item_start[len(raid.group)], work.threats.variant[j]
    key, pass_start = plan.groups.key[raid.group[j]], plan.library.routes.pass_start
    for ref in range(pass_start[variant], pass_start[variant + 1]):
        items.threat[item], items.ref[item], items.open[item] = j, ref, 0
        items.shots[item], items.s_m[item] = 0, passes.s_in_m[ref]
        row = item - first
        rows.key_0[row], rows.key_1[row] = key[0], key[1]
        rows.address[row] = np.uint64((MEETING << 27) | (night << 16) | (passes.number[ref] << 12))
        rows.ordinal[row] = np.uint64(raid.ordinal[j])
        rows.unit_hash[row] = np.uint64(plan.areas.hash[passes.area[ref]])
        item += 1
    return item


@inline
def schedule_first_meetings(plan, raid, work, moment):
    """Draw the first meetings of all threats at once and schedule them."""
    first = work.threats.item_start[len(raid.group)]
    last = first
    for j in range(len(raid.group)):
        if not work.threats.recognised[j]:
            last = key_meetings(plan, raid, work, (j, last), moment.night)
    fill_uniforms(work.meetings, last - first, moment.replication)
    for item in range(first, last):
        schedule_meeting(plan, work, item, row_uniforms(work.meetings, item - first))
