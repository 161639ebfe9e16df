"""Working memory of one thread: allocated once, reused by every replication.

An *item* is one scheduled thing of one threat: a window of its route or a pass through an
area defence. Items of threat j are item_start[j]:item_start[j + 1], windows first, in the
library's order, so that the items of one unit stand together in order of preference.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from himaya.kernels.library import Array
from himaya.kernels.tables import (
    N_CLASS_GROUPS,
    N_CLASSES,
    Plan,
    Raid,
)

OK, HEAP_FULL, MEETINGS_FULL, SHOTS_FULL = range(4)
"""Codes of `Out.code`."""
NOTHING, WRITTEN_OFF, GHOST = range(3)
"""What a command node wrongly holds a threat for: nothing, dead though it lives, alive though it is dead."""
NEVER = (1 << 62) - 1
"""A time and a key later than any."""


class Threats(NamedTuple):
    """What a replication drew and did, by threat."""

    variant: Array  # i8
    launch_ms: Array  # i8
    speed_m_ms: Array  # f8
    ms_per_m: Array  # f8
    end_ms: Array  # i8: the end it comes to if nobody shoots it down
    end_s_m: Array  # f8: where that is
    end_outcome: Array  # i8
    dead_ms: Array  # i8: when it is shot down, NEVER if it is not
    by: Array  # i8: by whom
    item_start: Array  # i8[threat + 1]
    engaged: Array  # i8: first engagement in flight at it, -1 for none
    recognised: Array  # i8: 1 for a decoy that everybody leaves alone
    n_nodes: Array  # i8: the most command nodes that serve it at a time


class Items(NamedTuple):
    """Scheduled windows and passes."""

    key: Array  # i8: when, as a calendar key
    next: Array  # i8: next in the bucket, later in the unit's list of open windows
    threat: Array  # i8
    ref: Array  # i8: window or pass of the library
    out_ms: Array  # i8: end of the window
    open: Array  # i8: 1 while the window is open at its unit
    belief: Array  # i8: what the unit's node holds the threat for (windows)
    shots: Array  # i8: shots of the unit at the threat (windows); meetings so far (passes)
    s_m: Array  # f8: where the next meeting is (passes)
    accept: Array  # f8: its uniform of acceptance
    kill: Array  # f8: its uniform of a kill


class Queues(NamedTuple):
    """The calendar of what is known at the start, and the heap of what comes up."""

    bucket: Array  # i8[bucket]: first item
    shift: Array  # i8[1]: a bucket is 2^shift milliseconds wide
    heap_key: Array  # i8
    heap_ref: Array  # i8: what the event concerns
    pending: Array  # i8[unit]: units that decide now
    is_pending: Array  # i8[unit]
    cursor: Array  # i8[4]: next bucket, item at hand, heap length, number pending


class Forces(NamedTuple):
    """State of units, magazines and areas."""

    busy: Array  # i8[unit]: channels in use
    reloading: Array  # i8[unit]
    next_launch_ms: Array  # i8[unit]
    open: Array  # i8[unit]: first open window
    ready: Array  # i8[magazine]
    stock: Array  # i8[magazine]
    team_start: Array  # i8[area]: where the area's ring of teams begins
    team_head: Array  # i8[area]: in the ring, the busy team that comes free first
    team_busy: Array  # i8[area]
    team_free_ms: Array  # i8[team]: when the busy teams come free
    up: Array  # i8[unit]: works tonight
    network_up: Array  # i8[network]
    tracks: Array  # i8[node]: threats under assignment
    engagement_unit: Array  # i8[engagement]
    engagement_error: Array  # f8[engagement]: uniform of the assessment's error
    engagement_next: Array  # i8[engagement]
    engagement_free: Array  # i8[engagement + 1]: stack of free ones; [0] counts them


class Work(NamedTuple):
    """Everything a thread writes on."""

    threats: Threats
    items: Items
    queues: Queues
    forces: Forces
    hard: Array  # f8[class group]: tonight's multipliers of hazards
    soft: Array  # f8[class group]
    area_p_kill: Array  # f8[area, class]: tonight's kill probabilities of area defences


def allocate(plan: Plan, raid: Raid, horizon_ms: int) -> Work:
    """Working memory for the composition; grows linearly with threats and units."""
    n_threats = len(raid.group)
    n_windows, n_passes = most_items(plan, raid)
    n_items = n_windows + n_passes
    n_engagements = int(plan.units.channels.sum())
    n_units, n_areas = len(plan.units.channels), len(plan.areas.teams)
    n_buckets = 1 << max(6, int(n_items).bit_length())
    shift = max(0, int(horizon_ms // n_buckets).bit_length())
    ends = np.cumsum(plan.areas.teams)
    n_heap = n_engagements + 4 * n_units + n_passes + 16
    integers, floats = _integers, _floats
    n, u = n_threats, n_units
    return Work(
        Threats._make([*integers(n, 2), *floats(n, 2), *integers(n, 1), *floats(n, 1), *integers(n, 3),
                       *integers(n + 1, 1), *integers(n, 3)]),
        Items._make([*integers(n_items, 8), *floats(n_items, 3)]),
        Queues._make([*integers(n_buckets, 1), np.array([shift]), *integers(n_heap, 2), *integers(u, 2),
                      *integers(4, 1)]),
        Forces._make([*integers(u, 4), *integers(len(plan.magazines.ready), 2), ends - plan.areas.teams,
                      *integers(n_areas, 2), *integers(int(plan.areas.teams.sum()), 1), *integers(u, 1),
                      *integers(len(plan.networks.p_up), 1), *integers(len(plan.nodes.tracks), 1),
                      *integers(n_engagements, 1), *floats(n_engagements, 1),
                      *integers(n_engagements, 1), *integers(n_engagements + 1, 1)]),
        np.ones(N_CLASS_GROUPS), np.ones(N_CLASS_GROUPS), np.zeros((n_areas, N_CLASSES)),
    )  # fmt: skip


def _integers(length: int, columns: int) -> list[Array]:
    return [np.zeros(length, np.int64) for _ in range(columns)]


def _floats(length: int, columns: int) -> list[Array]:
    return [np.zeros(length) for _ in range(columns)]


def most_items(plan: Plan, raid: Raid) -> tuple[int, int]:
    """The most windows and the most passes that a replication of the raid can meet."""
    routes, groups = plan.library.routes, plan.groups
    totals = []
    for start in (routes.window_start, routes.pass_start):
        lengths = np.diff(start)
        width = int(plan.variants[0] * plan.variants[1])
        most = [0] * len(raid.count)
        for group in range(len(raid.count)):
            firsts = groups.pair_variant[groups.pair_start[group] : groups.pair_start[group + 1]]
            most[group] = max((int(lengths[v : v + width].max()) for v in firsts), default=0)
        totals.append(int(np.dot(raid.count, most)))
    return totals[0], totals[1]
