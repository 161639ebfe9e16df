"""Blocks of futures on threads, with progress, a clean Ctrl-C, and blocks that are there already left out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence

from himaya import executors
from himaya.campaign.block import Campaign, Story, fly_block
from himaya.campaign.sources import Arrivals
from himaya.raid.fly import Progress

BLOCK = 50
"""Futures that are flown together; results do not depend on it."""


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

    def fly(block: range) -> Story:
        return fly_block(campaign, ledger_of(block), block, clock)

    def show() -> None:
        if progress is not None:
            progress(clock.flown, total)

    with executors.threads(threads) as pool:
        try:
            yield from executors.drain(fly, blocks, pool, at_most=threads, progress=show)
        finally:
            clock.stop = True
