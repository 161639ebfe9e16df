"""Blocks of futures on threads, with progress, a clean Ctrl-C, and blocks that are there already left out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

from himaya.campaign.block import Campaign, Story, fly_block
from himaya.campaign.sources import Arrivals
from himaya.raid.fly import Progress

BLOCK = 50
"""Futures that are flown together; results do not depend on it."""
_LOOK_S = 0.2


class _StoppedError(Exception):
    """The consumer wants no more."""


class _Clock:
    """Counts nights flown on all threads, and stops them."""

    def __init__(self) -> None:
        self.lock, self.flown, self.stop = threading.Lock(), 0, False

    def __call__(self, nights: int) -> None:
        with self.lock:
            self.flown += nights
        if self.stop:
            raise _StoppedError


def blocks_of(futures: int) -> list[range]:
    """The blocks of so many futures."""
    return [range(first, min(first + BLOCK, futures)) for first in range(0, futures, BLOCK)]


def stories(
    campaign: Campaign,
    ledger_of: Callable[[range], Arrivals],
    blocks: Sequence[range],
    threads: int,
    progress: Progress | None = None,
) -> Iterator[tuple[range, Story]]:
    """Fly blocks and yield each as it is done, in any order; at most one a thread is under way.

    Parameters
    ----------
    ledger_of : what arrives in some futures.
    progress : called in the calling thread with nights flown and nights in all, a future's night each.
    """
    clock, total = _Clock(), campaign.nights * sum(map(len, blocks))
    left = list(blocks)

    def fly(block: range) -> tuple[range, Story]:
        return block, fly_block(campaign, ledger_of(block), block, clock)

    with ThreadPoolExecutor(threads, thread_name_prefix="himaya-futures") as pool:
        try:
            waiting = {pool.submit(fly, left.pop(0)) for _ in range(min(threads, len(left)))}
            while waiting:
                done, waiting = wait(waiting, timeout=_LOOK_S, return_when=FIRST_COMPLETED)
                if progress is not None:
                    progress(clock.flown, total)
                for finished in done:
                    if left:
                        waiting.add(pool.submit(fly, left.pop(0)))
                    yield finished.result()
        finally:
            clock.stop = True
            pool.shutdown(wait=True, cancel_futures=True)
