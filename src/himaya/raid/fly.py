"""Fly a prepared scenario until it is enough, every chunk of replications seen by all watchers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from himaya import executors
from himaya.errors import Bounded, Problem, ProblemsError, refuse_outside
from himaya.kernels.jit import n_compiled
from himaya.kernels.replicate import replicate
from himaya.kernels.tables import (
    Out,
)
from himaya.kernels.work import MEETINGS_FULL, SHOTS_FULL, Span, allocate
from himaya.raid.outputs import empty_out
from himaya.raid.prepare.bridge import Prepared
from himaya.raid.prepare.origins import composition
from himaya.raid.stop import Stop
from himaya.raid.watch import Watcher

Progress = Callable[[int, int], None]
"""Called with replications flown and asked for."""
CHUNK = 200
_CHUNK_THREATS = 200_000
"""A chunk hands on at most about so many threats: some 8 MB."""
MAX_REPLICATIONS = 100_000_000
MAX_SEED = 2**63 - 1


class Pace(NamedTuple):
    """Luck and threads of a flight, and who is shown how far it is; results depend on the seed alone."""

    seed: int = 1
    """0 to 2**63 - 1; what is flown was prepared with it."""
    threads: int | None = None
    """1 to 1,024; None: one for each core that this process may use."""
    progress: Progress | None = None

    def show(self, flown: int, of: int) -> None:
        """Show how far it is, where somebody wants to know."""
        if self.progress is not None:
            self.progress(flown, of)


def refuse_out_of_range(replications: int, pace: Pace, least: int = 1) -> None:
    """Raise a ProblemsError with every argument that is out of range; least : of replications."""
    refuse_outside(
        Bounded("replications", replications, least, MAX_REPLICATIONS),
        Bounded("seed", pace.seed, 0, MAX_SEED),
        Bounded("threads", 1 if pace.threads is None else pace.threads, 1, 1024),
    )


def fly(prepared: Prepared, stop: Stop, watchers: Sequence[Watcher], pace: Pace) -> int:
    """Fly what a stop says and show every chunk to all watchers; give how many replications were flown.

    Parameters
    ----------
    pace : progress is called after each chunk with replications flown, and with `stop.most`.

    Raises
    ------
    ProblemsError
        If a replication has more shots or meetings than the keys of draws can number.
    """
    flown = 0
    for span in stop.spans():
        for first, out in chunks(prepared, span, pace.threads or executors.n_cores()):
            for watcher in watchers:
                watcher.add(prepared, out, first)
            flown += len(out.counts)
            pace.show(flown, stop.most)
    return flown


def warm_up(prepared: Prepared) -> bool:
    """Fly no threats once, so that the engine is there; whether it had to be compiled for that."""
    before = n_compiled(replicate)
    nothing = composition(0 * prepared.raid.count)
    out = empty_out(prepared.plan, nothing, 1)
    replicate(prepared.plan, nothing, allocate(prepared.plan, nothing, 1), out, Span(0, 1, 0))
    return n_compiled(replicate) > before


def chunk_size(prepared: Prepared) -> int:
    """Replications of a chunk; results do not depend on it."""
    return max(1, min(CHUNK, _CHUNK_THREATS // max(1, len(prepared.raid.group))))


_TOO_MANY = {
    MEETINGS_FULL: ("area_defences", "meetings of one threat on one pass through an area defence", 4_096),
    SHOTS_FULL: ("units", "shots of one unit at one threat", 65_536),
}
"""Codes that a scenario can cause: path, what there is too much of, the limit of the draws' keys."""


def refuse_overflow(out: Out, first: int) -> None:
    """Raise if a row of `out` overflowed; first : number of the first row's replication.

    Raises
    ------
    ProblemsError
        If it has more shots or meetings than the keys of draws can number.
    RuntimeError
        If a fixed buffer of the kernel overflowed: a bug.
    """
    if out.code.any():
        failed = int(out.code.argmax())
        raise _overflow(int(out.code[failed]), first + failed)


def _overflow(code: int, replication: int) -> Exception:
    if code not in _TOO_MANY:
        return RuntimeError(f"buffer {code} overflowed in replication {replication}")
    path, what, limit = _TOO_MANY[code]
    message = f"too many {what} in replication {replication}"
    return ProblemsError([Problem(message, path=path, expected=f"fewer than {limit:,}")])


class _Flyer:
    """Flies one chunk on whatever thread it is called; each thread has working memory of its own."""

    def __init__(self, prepared: Prepared, stop: int) -> None:
        self.prepared, self.stop = prepared, stop
        self.size = chunk_size(prepared)
        self.memory = threading.local()

    def __call__(self, first: int) -> Out:
        plan, raid = self.prepared.plan, self.prepared.raid
        if not hasattr(self.memory, "work"):
            self.memory.work = allocate(plan, raid, self.prepared.horizon_ms)
        n = min(self.size, self.stop - first)
        out = empty_out(plan, raid, n)
        replicate(plan, raid, self.memory.work, out, Span(first, n, 0))
        refuse_overflow(out, first)
        return out


def chunks(prepared: Prepared, span: range, threads: int) -> Iterator[tuple[int, Out]]:
    """Fly replications span.start .. span.stop - 1; yield (first replication, its chunk) as they come.

    At most two chunks a thread are in memory. On an exception in the consumer (Ctrl-C among them)
    chunks that have not begun are dropped. Raises as `refuse_overflow` does.
    """
    flyer = _Flyer(prepared, span.stop)
    firsts = range(span.start, span.stop, flyer.size)
    with executors.threads(threads) as pool:
        yield from executors.drain(flyer, firsts, pool, at_most=2 * threads)
