"""Tasks on executors: each is done once, few are under way, and Ctrl-C leaves nothing behind."""

from __future__ import annotations

import math
import signal
import threading
from contextlib import closing

import pytest

from himaya.executors import drain, processes, threads


@pytest.mark.parametrize("at_most", [1, 3, 100])
def test_every_item__comes_once_with_its_own_result(at_most):
    with threads(2) as pool:
        found = sorted(drain(lambda k: k * k, range(20), pool, at_most=at_most))
    assert found == [(k, k * k) for k in range(20)]


def test_no_items__give_nothing():
    with threads(2) as pool:
        assert list(drain(str, [], pool, at_most=4)) == []


def test_one_at_a_time__keeps_the_order():
    with threads(2) as pool:
        assert [item for item, _ in drain(str, range(20), pool, at_most=1)] == list(range(20))


def test_result__does_not_wait_for_those_of_earlier_items():
    second_came = threading.Event()
    with threads(2) as pool:
        found = drain(lambda k: k > 0 or second_came.wait(10), range(2), pool, at_most=2)
        assert next(found) == (1, True)
        second_came.set()
        assert list(found) == [(0, True)]


@pytest.mark.parametrize("at_most", [1, 2, 5])
def test_items__are_taken_no_further_ahead_than_at_most(at_most):
    taken, ahead = [], []

    def items():
        for k in range(20):
            taken.append(k)
            yield k

    with threads(2) as pool:
        for yielded, _ in enumerate(drain(str, items(), pool, at_most=at_most), 1):
            ahead.append(len(taken) - yielded)
    assert max(ahead) == at_most


def test_failed_task__raises_and_drops_what_has_not_begun():
    begun, closed = [], threading.Event()

    def work(item):
        begun.append(item)
        if item == 1:
            closed.wait(10)
        return 1 // item

    with threads(1) as pool:
        with pytest.raises(ZeroDivisionError):
            list(drain(work, range(10), pool, at_most=5))
        closed.set()
    assert begun in ([0], [0, 1])


def test_failed_items__drop_what_has_not_begun():
    begun, closed = [], threading.Event()

    def items():
        yield from range(3)
        raise LookupError

    def work(item):
        begun.append(item)
        closed.wait(10)

    with threads(1) as pool:
        with pytest.raises(LookupError):
            list(drain(work, items(), pool, at_most=5))
        closed.set()
    assert begun == [0]


@pytest.fixture
def second_runs():
    """A task that waits in item 1 until it is let go; what has begun and ended."""

    class Task:
        def __init__(self):
            self.begun, self.ended = [], []
            self.runs, self.let_go = threading.Event(), threading.Event()

        def __call__(self, item):
            self.begun.append(item)
            if item == 1:
                self.runs.set()
                self.let_go.wait(10)
            self.ended.append(item)

    return Task()


def test_interrupted_consumer__drops_what_has_not_begun_and_waits_for_what_runs(second_runs):
    def consume(pool):
        for _ in drain(second_runs, range(10), pool, at_most=4):
            second_runs.runs.wait(10)
            raise KeyboardInterrupt

    with threads(1) as pool:
        with pytest.raises(KeyboardInterrupt):
            consume(pool)
        assert second_runs.ended == [0]
        second_runs.let_go.set()
    assert (second_runs.begun, second_runs.ended) == ([0, 1], [0, 1])


def test_interrupt_while_waiting__drops_what_has_not_begun(second_runs):
    def interrupt():
        if second_runs.runs.is_set():
            raise KeyboardInterrupt

    with threads(1) as pool:
        with pytest.raises(KeyboardInterrupt):
            list(drain(second_runs, range(10), pool, at_most=4, progress=interrupt))
        second_runs.let_go.set()
    assert second_runs.begun == second_runs.ended == [0, 1]


def test_consumer_that_stops__may_go_on_with_the_executor():
    with threads(1) as pool:
        with closing(drain(str, range(10), pool, at_most=3)) as found:
            next(found)
        assert list(drain(str, [5], pool, at_most=3)) == [(5, "5")]


def test_progress__is_shown_in_the_calling_thread_while_nothing_is_done():
    shown, twice = [], threading.Event()

    def show():
        shown.append(threading.current_thread())
        if len(shown) == 2:
            twice.set()

    with threads(1) as pool:
        [(_, waited)] = drain(lambda _: twice.wait(10), [0], pool, at_most=1, progress=show)
    assert waited
    assert set(shown) == {threading.current_thread()}


def test_processes__give_what_threads_give():
    with processes(2) as pool:
        found = sorted(drain(math.factorial, range(6), pool, at_most=3))
    assert found == [(k, math.factorial(k)) for k in range(6)]


def test_processes__leave_ctrl_c_to_the_one_that_waits_for_them():
    with processes(1) as pool:
        [(_, handler)] = drain(signal.getsignal, [signal.SIGINT], pool, at_most=1)
    assert handler is signal.SIG_IGN
