"""Many tasks on threads, processes or any other executor: a few at a time, results as they come."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent import futures
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
LOOK_S = 0.2
"""Progress is shown, and Ctrl-C heard on any system, at least so often."""


def n_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def threads(workers: int) -> futures.Executor:
    """Threads, for tasks that let go of the interpreter's lock."""
    return futures.ThreadPoolExecutor(workers, thread_name_prefix="himaya")


def processes(workers: int) -> futures.Executor:
    """New processes that begin with nothing of this one; tasks and results must pickle.

    Ctrl-C on a terminal reaches every process: these leave it to the one that waits for them.
    """
    ignore_ctrl_c = (signal.SIGINT, signal.SIG_IGN)
    return futures.ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=signal.signal, initargs=ignore_ctrl_c
    )


def drain(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    executor: futures.Executor,
    *,
    at_most: int,
    progress: Callable[[], None] | None = None,
) -> Iterator[tuple[Item, Result]]:
    """Call a function with every item; yield each item and its result as it is done, in any order.

    When a task fails, which raises here, or the consumer is left by an exception, Ctrl-C among them, what
    has not begun is dropped. What runs is waited for at the end of the executor's ``with``.

    Parameters
    ----------
    items : taken one by one, never further ahead than tasks are begun.
    executor : `threads`, `processes` or any other, Dask's among them.
    at_most : tasks handed to the executor whose results were not yielded yet, at least 1.
    progress : called in the calling thread whenever tasks are done, and every `LOOK_S`.
    """
    left = iter(items)
    waiting: dict[futures.Future[Result], Item] = {}

    def begin(tasks: int) -> None:
        for item in islice(left, tasks):
            waiting[executor.submit(function, item)] = item

    try:
        begin(at_most)
        while waiting:
            for future in _done(waiting, progress):
                item = waiting.pop(future)
                begin(1)
                yield item, future.result()
    finally:
        for future in waiting:
            future.cancel()


def _done(
    waiting: Collection[futures.Future[Result]], progress: Callable[[], None] | None
) -> set[futures.Future[Result]]:
    """Those that are done, as soon as there are any, but after `LOOK_S` at the latest."""
    done = futures.wait(waiting, LOOK_S, futures.FIRST_COMPLETED).done
    if progress is not None:
        progress()
    return done
