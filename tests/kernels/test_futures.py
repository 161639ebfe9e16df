"""A night of many futures: each row has the bits that `replicate` gives with that future's own tables."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import himaya
from himaya.campaign.tonight import threats
from himaya.kernels.futures import NO_THREAT, Futures, fly_futures
from himaya.kernels.replicate import replicate
from himaya.kernels.work import Span, allocate
from himaya.raid.outputs import empty_out
from himaya.raid.prepare.bridge import prepare
from himaya.raid.prepare.origins import composition
from tests.kernels.builder import changed

CITY = prepare(himaya.load("city"), 1)
PLAN = CITY.plan
N = 6
BITS = ("outcome", "end_ms", "s_end_m", "by", "variant", "launch_ms")
SUMS = ("counts", "fired", "meetings", "events")


def each(table):
    return np.repeat(np.asarray(table)[None], N, axis=0)


def futures(count=None, **columns):
    """N futures as the plan has them, but for some tables [future, ...]."""
    group, ordinal, start = threats(each(CITY.raid.count) if count is None else count)
    own = Futures(
        each(PLAN.units).view(np.recarray), each(PLAN.weapons).view(np.recarray),
        each(PLAN.magazines.ready), each(PLAN.magazines.stock), each(PLAN.areas.teams),
        each(PLAN.areas.rate_per_m), each(PLAN.night.hard), each(PLAN.night.soft),
        each(CITY.raid.count) if count is None else count, start, group, ordinal,
    )  # fmt: skip
    return own._replace(**columns)


def flown(tables, first=3, night=7):
    most = composition(tables.count.max(axis=0))
    widest = int(tables.count.sum(axis=1).max())
    out = empty_out(PLAN, most._replace(group=np.zeros(widest, np.int64)), N)
    fly_futures(PLAN, tables, allocate(PLAN, most, CITY.horizon_ms), out, Span(first, N, night))
    return out


def alone(plan, count, future, night=7):
    raid = composition(count)
    out = empty_out(plan, raid, 1)
    replicate(plan, raid, allocate(plan, raid, CITY.horizon_ms), out, Span(future, 1, night))
    return out


def assert_same(row, out, expected):
    n = expected.outcome.shape[1]
    for name in BITS:
        assert getattr(out, name)[row, :n].tolist() == getattr(expected, name)[0].tolist(), name
    for name in SUMS:
        assert getattr(out, name)[row].tolist() == getattr(expected, name)[0].tolist(), name
    assert (out.outcome[row, n:] == NO_THREAT).all()


def test_futures_with_the_plans_own_tables__are_its_replications():
    out = flown(futures())
    for row in range(N):
        assert_same(row, out, alone(PLAN, CITY.raid.count, 3 + row))


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_futures__are_replications_of_their_own_plans(data):
    """Units that are away, magazines, teams, multipliers and raids of each future, all at once."""
    draw = lambda low, high, shape: np.array(  # noqa: E731
        [data.draw(st.integers(low, high)) for _ in range(int(np.prod(shape)))], np.int64
    ).reshape(shape)
    n_units, n_magazines, n_areas = len(PLAN.units), len(PLAN.magazines.ready), len(PLAN.areas.teams)
    units = each(PLAN.units)
    units["p_up"] *= draw(0, 1, (N, n_units))
    weapons = each(PLAN.weapons)
    weapons["salvo"] = draw(1, 2, weapons.shape)
    weapons["reserve"] = draw(0, 2, weapons.shape)
    teams = draw(0, 3, (N, n_areas)) if n_areas else each(PLAN.areas.teams)
    teams = np.minimum(teams, PLAN.areas.teams)
    rate = PLAN.areas.rate_per_m * teams / np.maximum(PLAN.areas.teams, 1)
    hard = draw(1, 3, (N, 4)).astype(float)
    tables = futures(
        draw(0, 6, (N, len(CITY.raid.count))),
        units=units.view(np.recarray), weapons=weapons.view(np.recarray), teams=teams, rate_per_m=rate,
        ready=draw(0, 4, (N, n_magazines)), stock=draw(0, 5, (N, n_magazines)), hard=hard, soft=hard / 2,
    )  # fmt: skip
    before = tables.ready.sum(axis=1) + tables.stock.sum(axis=1)
    loads = tables.ready.copy(), tables.stock.copy()
    out = flown(tables)
    for row in range(N):
        plan = PLAN._replace(
            units=changed(PLAN.units, p_up=np.ascontiguousarray(units["p_up"][row])),
            weapons=changed(
                PLAN.weapons,
                salvo=np.ascontiguousarray(weapons["salvo"][row]),
                reserve=np.ascontiguousarray(weapons["reserve"][row]),
            ),
            magazines=PLAN.magazines._replace(ready=loads[0][row], stock=loads[1][row]),
            areas=PLAN.areas._replace(teams=teams[row], rate_per_m=rate[row]),
            night=PLAN.night._replace(hard=hard[row], soft=hard[row] / 2),
        )
        assert_same(row, out, alone(plan, tables.count[row], 3 + row))
    left = tables.ready.sum(axis=1) + tables.stock.sum(axis=1)
    assert (before - left).tolist() == out.fired.sum(axis=1).tolist()


def test_teams_away__meet_nothing():
    kyiv = prepare(himaya.load("kyiv-2025-07-04"), 1)
    plan = kyiv.plan._replace(areas=kyiv.plan.areas._replace(rate_per_m=0.0 * kyiv.plan.areas.rate_per_m))
    out = empty_out(plan, kyiv.raid, 2)
    replicate(plan, kyiv.raid, allocate(plan, kyiv.raid, kyiv.horizon_ms), out, Span(0, 2, 0))
    assert out.meetings.sum() == 0
    assert out.counts.sum() == 2 * len(kyiv.raid.group)


@pytest.mark.parametrize("count", [[[2, 0], [0, 3]], [[0, 0], [1, 1]]])
def test_threats__are_listed_by_future_then_group_and_numbered_within(count):
    group, ordinal, start = threats(np.array(count))
    expected = [(f, g, k) for f, row in enumerate(count) for g, n in enumerate(row) for k in range(n)]
    future = np.repeat(np.arange(2), np.diff(start))
    assert list(zip(future.tolist(), group.tolist(), ordinal.tolist(), strict=True)) == expected
