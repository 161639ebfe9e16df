"""Working memory of one thread: allocated once, reused by every replication.

An *item* is one scheduled thing of one threat: a window of its route or a pass through an
area defence. Items of threat j are item_start[j]:item_start[j + 1], windows first, in the
library's order, so that the items of one unit stand together in order of preference.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from himaya.kernels.tables import N_CLASS_GROUPS, Array, Plan, Raid

OK, HEAP_FULL, MEETINGS_FULL, SHOTS_FULL = range(4)
"""Codes of `Out.code`."""
NEVER = (1 << 62) - 1
"""A time and a key later than any."""


class Threats(NamedTuple):
    """What a replication drew and did, by threat."""

    variant: Array  # i8
    launch_ms: Array  # i8
    speed_m_ms: Array  # f8
    end_ms: Array  # i8: the end it comes to if nobody shoots it down
    end_s_m: Array  # f8: where that is
    end_outcome: Array  # i1
    dead_ms: Array  # i8: when it is shot down, NEVER if it is not
    by: Array  # i4: by whom
    item_start: Array  # i8[threat + 1]
    engaged: Array  # i4: first engagement in flight at it, -1 for none


class Items(NamedTuple):
    """Scheduled windows and passes."""

    key: Array  # i8: when, as a calendar key
    next: Array  # i4: next in the bucket, later in the unit's list of open windows
    threat: Array  # i4
    ref: Array  # i4: window or pass of the library
    out_ms: Array  # i8: end of the window
    open: Array  # u1: 1 while the window is open at its unit
    shots: Array  # i4: shots of the unit at the threat (windows); meetings so far (passes)
    s_m: Array  # f8: where the next meeting is (passes)


class Queues(NamedTuple):
    """The calendar of what is known at the start, and the heap of what comes up."""

    bucket: Array  # i4[bucket]: first item
    shift: Array  # i8[1]: a bucket is 2^shift milliseconds wide
    heap_key: Array  # i8
    heap_ref: Array  # i8: what the event concerns
    pending: Array  # i4[unit]: units that decide now
    is_pending: Array  # u1[unit]
    cursor: Array  # i8[4]: next bucket, item at hand, heap length, number pending


class Forces(NamedTuple):
    """State of units, magazines and areas."""

    busy: Array  # i4[unit]: channels in use
    reloading: Array  # u1[unit]
    next_launch_ms: Array  # i8[unit]
    open: Array  # i4[unit]: first open window
    ready: Array  # i4[magazine]
    stock: Array  # i4[magazine]
    free_teams: Array  # i8[area]
    engagement_node: Array  # i4[engagement]
    engagement_next: Array  # i4[engagement]
    engagement_free: Array  # i4[engagement + 1]: stack of free ones; [0] counts them


class Work(NamedTuple):
    """Everything a thread writes on."""

    threats: Threats
    items: Items
    queues: Queues
    forces: Forces
    hard: Array  # f8[class group]: tonight's multipliers of hazards
    soft: Array  # f8[class group]


def allocate(plan: Plan, raid: Raid, horizon_ms: int) -> Work:
    """Working memory for the composition; grows linearly with threats and units."""
    n_threats = len(raid.group)
    n_windows, n_passes = most_items(plan, raid)
    n_items = n_windows + n_passes
    n_engagements = int(plan.units.channels.sum())
    teams = int(np.minimum(plan.areas.teams, n_threats).sum())
    n_units = len(plan.units.channels)
    n_heap = n_engagements + 4 * n_units + teams + n_passes + 16
    n_buckets = 1 << max(6, int(n_items).bit_length())
    shift = max(0, int(horizon_ms // n_buckets).bit_length())
    i4, i8, f8, u1 = (np.dtype(name) for name in ("i4", "i8", "f8", "u1"))

    def empty(*columns: tuple[np.dtype, int]) -> list[Array]:
        return [np.zeros(length, dtype) for dtype, length in columns]

    n, u, m = n_threats, n_units, len(plan.magazines.ready)
    return Work(
        Threats(*empty((i8, n), (i8, n), (f8, n), (i8, n), (f8, n), (np.dtype("i1"), n), (i8, n),
                       (i4, n), (i8, n + 1), (i4, n))),
        Items(*empty((i8, n_items), (i4, n_items), (i4, n_items), (i4, n_items), (i8, n_items),
                     (u1, n_items), (i4, n_items), (f8, n_items))),
        Queues(np.zeros(n_buckets, i4), np.array([shift], i8),
               *empty((i8, n_heap), (i8, n_heap), (i4, u), (u1, u), (i8, 4))),
        Forces(*empty((i4, u), (u1, u), (i8, u), (i4, u), (i4, m), (i4, m),
                      (i8, len(plan.areas.teams)), (i4, n_engagements), (i4, n_engagements),
                      (i4, n_engagements + 1))),
        np.ones(N_CLASS_GROUPS), np.ones(N_CLASS_GROUPS),
    )  # fmt: skip


def most_items(plan: Plan, raid: Raid) -> tuple[int, int]:
    """The most windows and the most passes that a replication of the raid can meet."""
    routes, groups = plan.library.routes, plan.groups
    totals = []
    for start in (routes.window_start, routes.pass_start):
        lengths = np.diff(start)
        width = int(plan.variants[0] * plan.variants[1])
        most = [0] * len(raid.count)
        for group, (first, last) in enumerate(zip(groups.pair_start, groups.pair_start[1:])):
            firsts = groups.pair_variant[first:last]
            most[group] = max((int(lengths[v : v + width].max()) for v in firsts), default=0)
        totals.append(int(np.dot(raid.count, most)))
    return totals[0], totals[1]
