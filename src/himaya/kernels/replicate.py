"""The engine: fly a chunk of replications. This page is the whole of it."""

from __future__ import annotations

import numpy as np

from himaya.kernels.areas import meet
from himaya.kernels.command import free_channel
from himaya.kernels.draws import (
    draw_availability,
    draw_end,
    draw_flight,
    draw_night,
    draw_targets,
    key_threats,
)
from himaya.kernels.engage import decide, open_window, reload
from himaya.kernels.jit import inline, kernel
from himaya.kernels.keys import LOSS, THREAT, fill_uniforms
from himaya.kernels.queues import (
    CHANNEL_FREE,
    DECISION,
    RELOADED,
    calendar_head,
    clear,
    first_pending,
    heap_key,
    key_kind,
    key_time,
    key_unit,
    pack,
    pop,
    request,
    take_item,
    take_pending,
)
from himaya.kernels.tables import SHOT_DOWN
from himaya.kernels.windows import schedule_first_meetings, schedule_windows
from himaya.kernels.work import NEVER, OK, Moment, ReplicationRow


@inline
def reset(plan, work):
    """Forces as they are at the start of a night."""
    forces = work.forces
    forces.busy[:] = 0
    forces.tracks[:] = 0
    forces.reloading[:] = 0
    forces.next_launch_ms[:] = 0
    forces.open[:] = -1
    for magazine in range(len(forces.ready)):  # array assignment would allocate
        forces.ready[magazine] = plan.magazines.ready[magazine]
        forces.stock[magazine] = plan.magazines.stock[magazine]
    for area in range(len(forces.team_head)):
        forces.team_head[area], forces.team_busy[area] = 0, 0
    n = len(forces.engagement_unit)
    forces.engagement_free[0] = n
    for k in range(n):
        forces.engagement_free[k + 1] = n - 1 - k
    clear(work.queues)


@inline
def launch(plan, raid, work, moment):
    """Draw every threat and schedule what it will meet."""
    draw_night(plan, work, moment)
    draw_availability(plan, work.forces, moment)
    draw_targets(plan, work, moment)
    n, item = len(raid.group), np.int64(0)
    fill_uniforms(work.flights, n, moment.replication)
    fill_uniforms(work.ends, n, moment.replication)
    for j in range(n):
        draw_flight(plan, raid, work, j, moment.replication)
    for j in range(n):
        draw_end(plan, raid, work, j, moment)
    for j in range(n):
        work.threats.item_start[j] = item
        if not work.threats.recognised[j]:
            item = schedule_windows(plan, work, j, item)
    work.threats.item_start[n] = item
    schedule_first_meetings(plan, raid, work, moment)


@inline
def step(plan, raid, work, out_row, moment):
    """Let the next event happen: a pending decision of this moment, or the earliest of the queues."""
    queues, items = work.queues, work.items
    fired, meetings, n_units = out_row[0], out_row[1], len(plan.units.channels)
    now = moment.now_ms
    item = calendar_head(queues, items)
    from_calendar = items.key[item] if item >= 0 else np.int64(NEVER)
    key = min(from_calendar, heap_key(queues))
    place = first_pending(queues)
    if place >= 0 and pack(now, DECISION, queues.pending[place], np.int64(0)) < key:
        code, magazine, n_rounds = decide(plan, raid, work, take_pending(queues, place), moment)
        if n_rounds > 0:
            fired[plan.magazines.round[magazine]] += n_rounds
        return now, code
    if key == NEVER:
        return np.int64(NEVER), OK
    now, code = key_time(key), OK
    if from_calendar <= heap_key(queues):
        take_item(queues, items)
        ref = item
    else:
        ref = pop(queues)
    kind, unit = key_kind(key), key_unit(key)
    if kind == CHANNEL_FREE:
        free_channel(plan, work, key, ref)
    elif kind == RELOADED:
        reload(plan, work, unit, ref)
    elif kind == DECISION:
        request(queues, unit)
    elif unit < n_units:
        open_window(plan, work, ref)
    else:
        code, area = meet(plan, raid, work, ref, Moment(now, moment.replication, moment.night))
        if area >= 0:
            meetings[area] += 1
    return now, code


@inline
def settle(plan, raid, work, out, row):
    """Write down what became of every threat."""
    threats = work.threats
    for j in range(len(raid.group)):
        weapon_class = plan.groups.weapon_class[raid.group[j]]
        outcome, end_ms, s = threats.end_outcome[j], threats.end_ms[j], threats.end_s_m[j]
        if threats.dead_ms[j] <= end_ms:
            outcome, end_ms = SHOT_DOWN, threats.dead_ms[j]
            s = (end_ms - threats.launch_ms[j]) * threats.speed_m_ms[j]
        out.outcome[row, j], out.end_ms[row, j], out.s_end_m[row, j] = outcome, end_ms, s
        out.by[row, j], out.variant[row, j] = threats.by[j], threats.variant[j]
        out.launch_ms[row, j] = threats.launch_ms[j]
        out.counts[row, weapon_class, outcome] += 1


@inline
def clear_counts(out, count):
    """Nothing counted yet in the first rows."""
    out.counts[:count] = 0
    out.fired[:count] = 0
    out.meetings[:count] = 0


@inline
def fly(plan, raid, work, out, place):
    """Fly one replication of a keyed raid; place : `Place`."""
    row, now, code, events = place.row, np.int64(0), OK, 0
    reset(plan, work)
    launch(plan, raid, work, Moment(now, place.replication, place.night))
    while now < NEVER and code == OK:
        moment = Moment(now, place.replication, place.night)
        now, code = step(plan, raid, work, (out.fired[row], out.meetings[row]), moment)
        events += 1
    settle(plan, raid, work, out, row)
    out.events[row], out.code[row] = events - 1, code


@kernel
def replicate(plan, raid, work, out, span):
    """Fly the replications of a `Span` into rows 0 .. of `out`.

    Returns the number of replications flown; `out.code` says of each whether a buffer overflowed.
    """
    clear_counts(out, span.n)
    key_threats(plan, raid, work.flights, (THREAT, span.night))
    key_threats(plan, raid, work.ends, (LOSS, span.night))
    for row in range(span.n):
        fly(plan, raid, work, out, ReplicationRow(row, span.first + row, span.night))
    return span.n
