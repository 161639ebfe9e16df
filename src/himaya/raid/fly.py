"""Fly a prepared scenario: chunks of replications on threads, with progress and a clean Ctrl-C."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from himaya import executors
from himaya.errors import Problem, ProblemsError
from himaya.kernels.replicate import replicate
from himaya.kernels.tables import (
    Out,
)
from himaya.kernels.work import MEETINGS_FULL, SHOTS_FULL, allocate
from himaya.raid.outputs import empty_out
from himaya.raid.prepare.bridge import Prepared

Progress = Callable[[int, int], None]
"""Called with replications flown and asked for."""
CHUNK = 200
_CHUNK_THREATS = 200_000
"""A chunk hands on at most about so many threats: some 8 MB."""


def chunk_size(prepared: Prepared) -> int:
    """Replications of a chunk; results do not depend on it."""
    return max(1, min(CHUNK, _CHUNK_THREATS // max(1, len(prepared.raid.group))))


_TOO_MANY = {
    MEETINGS_FULL: ("area_defences", "meetings of one threat on one pass through an area defence", 4_096),
    SHOTS_FULL: ("units", "shots of one unit at one threat", 65_536),
}
"""Codes that a scenario can cause: path, what there is too much of, the limit of the draws' keys."""


def overflow(code: int, replication: int) -> Exception:
    """The error that a code of `Out.code` stands for."""
    if code not in _TOO_MANY:
        return RuntimeError(f"buffer {code} overflowed in replication {replication}")
    path, what, limit = _TOO_MANY[code]
    message = f"too many {what} in replication {replication}"
    return ProblemsError([Problem(message, path=path, expected=f"fewer than {limit:,}")])


class _Flyer:
    """Flies one chunk on whatever thread it is called; each thread has working memory of its own."""

    def __init__(self, prepared: Prepared, stop: int, night: int) -> None:
        self.prepared, self.stop, self.night = prepared, stop, night
        self.size = chunk_size(prepared)
        self.memory = threading.local()

    def __call__(self, first: int) -> Out:
        plan, raid = self.prepared.plan, self.prepared.raid
        if not hasattr(self.memory, "work"):
            self.memory.work = allocate(plan, raid, self.prepared.horizon_ms)
        n = min(self.size, self.stop - first)
        out = empty_out(plan, raid, n)
        replicate(plan, raid, self.memory.work, out, (first, n, self.night))
        if out.code.any():
            failed = int(out.code.argmax())
            raise overflow(int(out.code[failed]), first + failed)
        return out


def chunks(prepared: Prepared, span: range, threads: int, night: int = 0) -> Iterator[tuple[int, Out]]:
    """Fly replications span.start .. span.stop - 1; yield (first replication, its chunk) as they come.

    At most two chunks a thread are in memory. On an exception in the consumer (Ctrl-C among them)
    chunks that have not begun are dropped.

    Raises
    ------
    ProblemsError
        If a replication has more shots or meetings than the keys of draws can number.
    RuntimeError
        If a fixed buffer of the kernel overflowed: a bug.
    """
    fly = _Flyer(prepared, span.stop, night)
    firsts = range(span.start, span.stop, fly.size)
    with executors.threads(threads) as pool:
        yield from executors.drain(fly, firsts, pool, at_most=2 * threads)
