"""Fly a prepared scenario: chunks of replications on threads, with progress and a clean Ctrl-C."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice

from himaya.kernels.replicate import replicate
from himaya.kernels.tables import Out
from himaya.kernels.work import Work, allocate
from himaya.raid.bridge import Prepared
from himaya.raid.outputs import empty_out

Progress = Callable[[int, int], None]
"""Called with replications flown and asked for."""
CHUNK = 200
_CHUNK_THREATS = 200_000
"""A chunk hands on at most about so many threats: some 6 MB."""


def chunk_size(prepared: Prepared) -> int:
    """Replications of a chunk; results do not depend on it."""
    return max(1, min(CHUNK, _CHUNK_THREATS // max(1, len(prepared.raid.group))))


def chunks(prepared: Prepared, span: range, threads: int, night: int = 0) -> Iterator[tuple[int, Out]]:
    """Fly replications span.start .. span.stop - 1; yield (first replication, its chunk) as they come.

    Each thread has working memory of its own; at most two chunks a thread are in memory. On an
    exception in the consumer (Ctrl-C among them) chunks that have not begun are dropped.

    Raises
    ------
    RuntimeError
        If a fixed buffer of the kernel overflowed: a bug, or more than 65,536 shots of one unit at
        one threat, or 4,096 meetings on one pass.
    """
    memory = threading.local()
    size = chunk_size(prepared)

    def fly(first: int) -> tuple[int, Out]:
        n = min(size, span.stop - first)
        work: Work = getattr(memory, "work", None) or allocate(prepared.plan, prepared.raid, prepared.horizon_ms)
        memory.work = work
        out = empty_out(prepared.plan, prepared.raid, n)
        replicate(prepared.plan, prepared.raid, work, out, (first, n, night))
        if out.code.any():
            failed = int(out.code.argmax())
            raise RuntimeError(f"buffer {out.code[failed]} overflowed in replication {first + failed}")
        return first, out

    firsts = iter(range(span.start, span.stop, size))
    with ThreadPoolExecutor(threads, thread_name_prefix="himaya") as pool:
        waiting: set[Future[tuple[int, Out]]] = set()
        try:
            for first in islice(firsts, 2 * threads):
                waiting.add(pool.submit(fly, first))
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
                    following = next(firsts, None)
                    if following is not None:
                        waiting.add(pool.submit(fly, following))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
