"""Working memory of one thread: allocated once, reused by every replication.

An *item* is one scheduled thing of one threat: a window of its route or a pass through an
area defence. Windows of threat j are items item_start[j]:item_start[j + 1] in the library's order,
so that those of one unit stand together in order of preference; passes follow after all windows.

Threats and items are record arrays: what is known of one lies together in memory.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from himaya.kernels.library import Array
from himaya.kernels.tables import N_CLASS_GROUPS, N_CLASSES, Plan, RaidTable

OK, HEAP_FULL, MEETINGS_FULL, SHOTS_FULL = range(4)
"""Codes of `Out.code`."""
NOTHING, WRITTEN_OFF, GHOST = range(3)
"""What a command node wrongly holds a threat for: nothing, dead though it lives, alive though it is dead."""
NEVER = (1 << 62) - 1
"""A time and a key later than any."""


THREAT = np.dtype(
    [
        ("variant", "i8"),
        ("launch_ms", "i8"),
        ("speed_m_ms", "f8"),
        ("ms_per_m", "f8"),
        ("end_ms", "i8"),  # the end it comes to if nobody shoots it down
        ("end_s_m", "f8"),  # where that is
        ("end_outcome", "i8"),
        ("dead_ms", "i8"),  # when it is shot down, NEVER if it is not
        ("by", "i8"),  # by whom
        ("item_start", "i8"),  # its first window; of the row after the last threat: the first pass
        ("engaged", "i8"),  # first engagement in flight at it, -1 for none
        ("recognised", "i8"),  # 1 for a decoy that everybody leaves alone
        ("n_nodes", "i8"),  # the most command nodes that serve it at a time
    ],
    align=True,
)
"""What a replication drew and did: one record a threat."""

ITEM = np.dtype(
    [
        ("key", "i8"),  # when, as a calendar key
        ("next", "i8"),  # next in the bucket, later in the unit's list of open windows
        ("threat", "i8"),
        ("ref", "i8"),  # window or pass of the library
        ("out_ms", "i8"),  # end of the window
        ("open", "i8"),  # 1 while the window is open at its unit
        ("belief", "i8"),  # what the unit's node holds the threat for (windows)
        ("shots", "i8"),  # shots of the unit at the threat (windows); meetings so far (passes)
        ("s_m", "f8"),  # where the next meeting is (passes)
        ("accept", "f8"),  # its uniform of acceptance
        ("kill", "f8"),  # its uniform of a kill
    ],
    align=True,
)
"""A scheduled window or pass."""


class Span(NamedTuple):
    """What a call of the kernel flies: replications, or futures, first .. first + n - 1 of a night."""

    first: int
    n: int
    night: int
    """From 0."""


class ReplicationRow(NamedTuple):
    """A replication, and the row of `Out` that it is written to."""

    row: int
    replication: int
    night: int


class Moment(NamedTuple):
    """A time of a replication's night; the night begins at 0."""

    now_ms: np.int64
    replication: int
    night: int


class Volley(NamedTuple):
    """A salvo, and when it is launched."""

    moment: Moment
    n_rounds: int


class Rows(NamedTuple):
    """Draws that are made together, a column for each word: what they are keyed by, and their uniforms."""

    key_0: Array  # u8
    key_1: Array  # u8
    address: Array  # u8: stream, night, draw
    ordinal: Array  # u8
    unit_hash: Array  # u8
    u_0: Array  # f8
    u_1: Array  # f8
    u_2: Array  # f8
    u_3: Array  # f8


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

    threats: Array  # THREAT[threat + 1]
    items: Array  # ITEM[item]
    flights: Rows  # one a threat
    ends: Rows  # one a threat
    meetings: Rows  # one a pass: its first meeting
    queues: Queues
    forces: Forces
    hard: Array  # f8[class group]: tonight's multipliers of hazards
    soft: Array  # f8[class group]
    area_p_kill: Array  # f8[area, class]: tonight's kill probabilities of area defences
    place_u: Array  # f8[place]: tonight's uniform of each place
    pair_below: Array  # f8[pair]: weight of the pairs up to it, in its group, that are flown tonight


def allocate(plan: Plan, raid: RaidTable, horizon_ms: int) -> Work:
    """Working memory for the composition; grows linearly with threats and units."""
    n_threats = len(raid.group)
    n_windows, n_passes = most_items(plan, raid)
    n_items = n_windows + n_passes
    n_engagements = int(plan.units.channels.sum())
    n_units, n_areas = len(plan.units.channels), len(plan.areas.teams)
    n_buckets = 1 << max(6, int(n_items).bit_length() - 2)
    shift = max(0, int(horizon_ms // n_buckets).bit_length())
    ends = np.cumsum(plan.areas.teams)
    n_heap = n_engagements + 4 * n_units + n_passes + 16
    integers, floats = _integers, _floats
    n, u = n_threats, n_units
    return Work(
        np.recarray(n + 1, THREAT), np.recarray(n_items, ITEM), _rows(n), _rows(n), _rows(n_passes),
        Queues._make([*integers(n_buckets, 1), np.array([shift]), *integers(n_heap, 2), *integers(u, 2),
                      *integers(4, 1)]),
        Forces._make([*integers(u, 4), *integers(len(plan.magazines.ready), 2), ends - plan.areas.teams,
                      *integers(n_areas, 2), *integers(int(plan.areas.teams.sum()), 1), *integers(u, 1),
                      *integers(len(plan.networks.p_up), 1), *integers(len(plan.nodes.tracks), 1),
                      *integers(n_engagements, 1), *floats(n_engagements, 1),
                      *integers(n_engagements, 1), *integers(n_engagements + 1, 1)]),
        np.ones(N_CLASS_GROUPS), np.ones(N_CLASS_GROUPS), np.zeros((n_areas, N_CLASSES)),
        np.zeros(len(plan.targets.hash)), np.zeros(len(plan.targets.place)),
    )  # fmt: skip


def _integers(length: int, columns: int) -> list[Array]:
    return [np.zeros(length, np.int64) for _ in range(columns)]


def _floats(length: int, columns: int) -> list[Array]:
    return [np.zeros(length) for _ in range(columns)]


def _rows(length: int) -> Rows:
    return Rows._make([np.zeros(length, np.uint64) for _ in range(5)] + _floats(length, 4))


def most_items(plan: Plan, raid: RaidTable) -> tuple[int, int]:
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
