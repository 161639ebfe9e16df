"""What holds for every night, and one thing that does not."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from himaya.kernels.replicate import replicate
from himaya.kernels.tables import (
    HIT,
    SHOT_DOWN,
)
from himaya.kernels.work import Span, allocate
from himaya.raid.outputs import empty_out
from tests.kernels.builder import fly, make_plan
from tests.kernels.strategies import nights

BITS = ("outcome", "end_ms", "s_end_m", "by", "variant", "counts", "fired", "meetings", "events")


@settings(max_examples=150)
@given(nights())
def test_outcomes__sum_to_what_was_launched(night):
    plan, raid = night
    out = fly(plan, raid, 5)
    launched = np.bincount(plan.groups.weapon_class, weights=raid.count, minlength=5)
    assert (out.counts.sum(axis=2) == launched).all()
    for outcome in range(4):
        assert (out.counts[:, :, outcome].sum(axis=1) == (out.outcome == outcome).sum(axis=1)).all()
    assert ((out.by >= 0) == (out.outcome == SHOT_DOWN)).all()


@settings(max_examples=150)
@given(nights())
def test_rounds__never_more_fired_than_there_were(night):
    plan, raid = night
    fired, owned = fly(plan, raid, 5).fired, plan.magazines.ready + plan.magazines.stock
    assert (fired <= np.bincount(plan.magazines.round, weights=owned)).all()


@settings(max_examples=60)
@given(nights(), st.integers(1, 11), st.integers(0, 20))
def test_chunks__and_used_memory_change_no_bit(night, cut, horizon_bits):
    """12 replications in one call, against two calls in reverse order on one memory."""
    plan, raid = night
    whole = fly(plan, raid, 12, first=100)
    work, before, after = (
        allocate(plan, raid, 1 << horizon_bits),
        empty_out(plan, raid, cut),
        empty_out(plan, raid, 12 - cut),
    )
    replicate(plan, raid, work, after, Span(100 + cut, 12 - cut, 0))
    replicate(plan, raid, work, before, Span(100, cut, 0))
    for name in BITS:
        halves = [getattr(before, name), getattr(after, name)]
        assert np.concatenate(halves).tobytes() == getattr(whole, name).tobytes()


# --- adding things --------------------------------------------------------------------
SHOOTER = {"id": "east", "node": 1, "assessment": 20_000, "law": 1, "reload": 15_000,
           "p_alive_seen": 0.2, "p_dead_seen": 0.2, "p_up": 0.8, "track": "radar", "p_track": 0.8,
           "rounds": [{"ready": 3, "stock": 2}],
           "weapons": [{"p": 0.5, "speed": 600.0, "salvo": 2}]}  # fmt: skip
GROUP = {"id": "north", "count": 8, "last": 60_000.0, "jitter": 20_000.0, "spread": 0.1, "p_fail": 0.1}
AREA = {"id": "fields", "teams": 2, "rate": 2e-4, "hold": 40_000, "p": [0.4] * 5}


def base_night(before=(), groups=(), areas=(), *, idle=(), patrolled=()):
    """One unit and one area against one group; whatever is added comes before them."""
    n = len(before)
    windows = [*((k, 0.0, 20_000.0, 9000.0, 500.0) for k in idle), (n, 2000.0, 15_000.0, 8000.0, 2000.0)]
    passes = [*((k, 0.0, 20_000.0, 0) for k in patrolled), (len(areas), 5000.0, 12_000.0, 0)]
    variants = [{"length": 20_000.0, "detect": 1000.0, "windows": windows, "passes": passes,
                 "breaks": [(14_000.0, 0.0), (18_000.0, 0.4)]}] * 3  # fmt: skip
    variants += [{"length": 30_000.0, "windows": [(k, 0.0, 9000.0, 0.0, 0.0) for k in range(n)],
                  "passes": [(k, 0.0, 30_000.0, 0) for k in range(len(areas))]}]  # fmt: skip
    ours = {**GROUP, "pairs": [(1.0, 0), (2.0, 1), (1.0, 2)]}
    out = fly(
        *make_plan([*before, SHOOTER], variants, [*groups, ours], [*areas, AREA], sigma=[0.25] * 4), 300
    )
    return [getattr(out, name)[:, -8:] for name in ("variant", "outcome", "end_ms", "s_end_m")]


WEST = {**SHOOTER, "id": "west", "node": 2}
BLIND = {**SHOOTER, "id": "blind", "node": 3, "weapons": [{"p": 0.0}]}
DECOYS = {"id": "south", "count": 5, "cls": 1, "last": 30_000.0, "pairs": [(1.0, 3)]}
WOODS = {**AREA, "id": "woods", "teams": 1}


@pytest.mark.parametrize("added", [
    {"before": [WEST]},
    {"before": [BLIND], "idle": [0]},
    {"groups": [DECOYS]},
    {"areas": [WOODS]},
    {"areas": [{**WOODS, "p": [0.0] * 5}], "patrolled": [0]},
    {"before": [WEST], "groups": [DECOYS], "areas": [WOODS]},
], ids=["unit elsewhere", "harmless unit", "group", "area elsewhere", "harmless area", "all"])  # fmt: skip
def test_adding__changes_no_other_draw(added):
    alone, among_others = base_night(), base_night(**added)
    assert len(np.unique(alone[1])) == 4
    for before, after in zip(alone, among_others, strict=True):
        assert before.tobytes() == after.tobytes()


def first_shots(unit_id, p, *, elsewhere=(), window=(0.0, 9000.0)):
    """Killed by the first round, of 2,000 threats in 2,000 replications of their own."""
    unit = {"id": unit_id, "rounds": [{"ready": 1}], "weapons": [{"p": p, "speed": 700.0}]}
    variant = {"length": 9000.0, "windows": [(len(elsewhere), *window, 5000.0, 800.0)]}
    group = {"id": "north", "count": 1, "pairs": [(1, 0)]}
    return fly(*make_plan([*elsewhere, unit], [variant], [group]), 2000).outcome[:, 0] == SHOT_DOWN


def test_defences__on_one_seed_share_their_luck():
    """The same shot of the same unit, elsewhere in the tables and on its way: one draw."""
    poor, good = first_shots("east", 0.4), first_shots("east", 0.6, elsewhere=[WEST], window=(3000.0, 6000.0))
    assert (good | ~poor).all()
    assert abs((good & ~poor).mean() - 0.2) < 4 * sqrt(0.2 * 0.8 / 2000)
    # another unit has luck of its own: both kill in 0.4 x 0.6
    assert abs((poor & first_shots("west", 0.6)).mean() - 0.24) < 4 * sqrt(0.24 * 0.76 / 2000)


# --- is more better? ------------------------------------------------------------------
@pytest.mark.parametrize(
    ("channels", "ready", "stock", "assessment"),
    [(1, 2, 0, 5000), (1, 2, 4, 30_000), (2, 3, 5, 10_000), (3, 9, 0, 0)],
)
def test_one_unit_one_class__more_kill_probability_never_more_hits(channels, ready, stock, assessment):
    """Paired means over 4,000 replications, 4 standard errors of the difference; seed 1."""
    hits = []
    for p in (0.1, 0.3, 0.5, 0.7, 0.9):
        rounds, weapons = [{"ready": ready, "stock": stock}], [{"p": p, "speed": 500.0}]
        unit = {"channels": channels, "assessment": assessment, "reload": 60_000, "interval": 1000}
        unit |= {"rounds": rounds, "weapons": weapons}
        variant = {"length": 20_000.0, "windows": [(0, 4000.0, 18_000.0, 11_000.0, 1000.0)]}
        group = {"count": 10, "last": 120_000.0, "jitter": 30_000.0, "pairs": [(1, 0)]}
        hits.append((fly(*make_plan([unit], [variant], [group]), 4000).outcome == HIT).sum(axis=1))
    for fewer, more in zip(hits[1:], hits, strict=False):
        assert (fewer - more).mean() <= 4.0 * (fewer - more).std() / sqrt(4000)
    assert hits[-1].mean() < hits[0].mean()


def crowded(p_drone, *, helper=False):
    """Hits of a night in which a unit that does better at first is led into a long engagement.

    One channel, 10 s to assess. A drone overhead at 0 and at 10 s; another that only a launch at 10 to 12 s
    can meet, 30 s of flight away; cruise missiles at 20, 30 and 40 s, a millisecond each. Who misses
    the first drone shoots at it again at 10 s, and is free when the missiles come.
    """
    fast = {"speed": 1000.0}
    site = {
        "assessment": 10_000,
        "rounds": [{"ready": 9}],
        "weapons": [{"p": p_drone, **fast}, {"p": 1.0, "cls": 2, **fast}],
    }
    other = {"rounds": [{"ready": 1}], "weapons": [{"p": 1.0, **fast}]}
    windows = [
        [
            (0, 0.0, 0.0, 0.0, 0.0),
            (0, 1000.0, 1000.0, 1000.0, 0.0),
            *([(2, 0.0, 0.0, 0.0, 0.0)] if helper else []),
        ],
        [(0, 4000.0, 4200.0, 4000.0, 30_000.0)],
        [(1, 0.0, 0.0, 0.0, 0.0)],
    ]
    flights = [(0, 0.0, 0), (0, 0.0, 1), *((2, first, 2) for first in (20_000.0, 30_000.0, 40_000.0))]
    groups = [
        {"count": 1, "cls": cls, "first": first, "last": first, "pairs": [(1, k)]}
        for cls, first, k in flights
    ]
    variants = [{"length": 9000.0, "windows": rows} for rows in windows]
    out = fly(*make_plan([site, other] if helper else [site], variants, groups), 1)
    return int((out.outcome == HIT).sum())


def test_two_classes__more_kill_probability_can_give_more_hits():
    assert (crowded(0.0), crowded(1.0)) == (2, 3)


def test_two_units__a_second_unit_can_give_more_hits():
    assert (crowded(0.0), crowded(0.0, helper=True)) == (2, 4)
