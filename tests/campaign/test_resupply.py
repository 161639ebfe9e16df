"""From depots to units: whole rounds, nothing created or lost, nobody gets more than is lacking."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from himaya.campaign.resupply import receive, reload, send, shared
from himaya.campaign.state import Holdings, State


def holdings(transport=1):
    """Two units of depot 0 with rounds 0 and 1, one unit of depot 1 with round 0, one that nobody serves."""
    integers = lambda *values: np.array(values, np.int64)  # noqa: E731
    return Holdings(
        round=integers(0, 1, 0, 0, 0), unit=integers(0, 0, 1, 2, 3), capacity=integers(10, 4, 10, 6, 5),
        ready_max=integers(4, 4, 4, 4, 4), depot=integers(0, 0, 0, 1, -1),
        n_rounds=2, n_depots=2, transport_nights=transport,
    )  # fmt: skip


def state(depots, ready=(0, 0, 0, 0, 0), stock=(0, 0, 0, 0, 0), lag=1):
    row = lambda values: np.array([values], np.int64)  # noqa: E731
    return State(
        row(ready), row(stock), np.zeros((1, lag, 5), np.int64), row(depots),
        np.zeros((1, 0), np.int64), np.zeros((1, 4), np.int64), np.zeros(1, np.int64), np.ones((1, 1)),
    )  # fmt: skip


ALL = np.ones((1, 4), bool)
RANK = np.zeros(4, np.int64)


def test_send__shares_by_need_and_a_night_later_it_is_there():
    """Depot 0 has 12 of round 0 for two units that lack 10 and 5: 8 and 4."""
    now, where = state([[12, 1], [3, 0]], stock=(0, 3, 5, 6, 0)), holdings()
    send(now, where, ALL, RANK)
    assert now.moving[0, 0].tolist() == [8, 1, 4, 0, 0]
    assert now.depots[0].tolist() == [[0, 0], [3, 0]]
    receive(now, where)
    assert now.stock[0].tolist() == [8, 4, 9, 6, 0]
    assert not now.moving.any()


def test_send__serves_low_rank_first():
    now, where = state([[12, 0], [0, 0]]), holdings()
    send(now, where, ALL, np.array([1, 0, 0, 0]))
    assert now.moving[0, 0].tolist() == [2, 0, 10, 0, 0]


def test_send__skips_units_that_are_not_there():
    now, where = state([[12, 0], [0, 0]]), holdings()
    send(now, where, np.array([[False, True, True, True]]), RANK)
    assert now.moving[0, 0].tolist() == [0, 0, 10, 0, 0]


def test_send__does_not_send_twice_what_is_on_the_way():
    now, where = state([[40, 0], [0, 0]], lag=3), holdings(transport=3)
    for _ in range(3):
        send(now, where, ALL, RANK)
        receive(now, where)
    assert now.stock[0].tolist() == [10, 0, 10, 0, 0]
    assert now.depots[0].tolist() == [[20, 0], [0, 0]]


def test_transport_of_no_nights__is_there_the_same_evening():
    now, where = state([[12, 0], [0, 0]], stock=(0, 0, 5, 0, 0)), holdings(transport=0)
    send(now, where, ALL, RANK)
    receive(now, where)
    assert now.stock[0].tolist() == [8, 0, 9, 0, 0]


def test_reload__fills_launchers_first():
    now = state([[0, 0], [0, 0]], ready=(1, 0, 4, 0, 0), stock=(2, 9, 1, 0, 0))
    reload(now, holdings())
    assert now.ready[0].tolist() == [3, 4, 4, 0, 0]
    assert now.stock[0].tolist() == [0, 5, 1, 0, 0]


@given(st.lists(st.integers(0, 50), min_size=1, max_size=6), st.integers(0, 200))
def test_shared__is_whole_and_complete(lack, there):
    given_out = shared(np.array([there]), np.array([lack]))[0]
    assert given_out.sum() == min(there, sum(lack))
    assert (given_out >= 0).all()
    assert (given_out <= lack).all()
    total = sum(lack)
    for each, want in zip(given_out, lack, strict=True):  # nobody gets less than the floor of a fair part
        assert each >= (min(there, total) * want // total if total else 0)


@given(st.integers(0, 3), st.data())
def test_evening__neither_creates_nor_loses_rounds(transport, data):
    numbers = lambda n: [data.draw(st.integers(0, 12)) for _ in range(n)]  # noqa: E731
    where = holdings(transport)
    now = state(np.array(numbers(4)).reshape(2, 2), numbers(5), numbers(5), max(1, transport))
    before = now.held(where).copy()
    for _ in range(4):
        receive(now, where)
        send(now, where, ALL, RANK)
        reload(now, where)
        assert now.held(where).tolist() == before.tolist()
        assert (now.stock + now.ready).min() >= 0


@pytest.mark.parametrize("transport", [0, 2])
def test_held__counts_rounds_on_the_way(transport):
    now, where = state([[12, 2], [3, 0]], lag=max(1, transport)), holdings(transport)
    send(now, where, ALL, RANK)
    assert now.held(where).tolist() == [[15, 2]]


def test_shared__gives_what_is_over_by_the_largest_remainder():
    assert shared(np.array([5, 2, 4]), np.array([[9, 9, 9], [9, 9, 9], [1, 5, 2]])).tolist() == [
        [2, 2, 1], [1, 1, 0], [1, 2, 1],
    ]  # fmt: skip
