"""The kernel beside its peers: the same rules on the same arrays in C and in SimPy.

First each peer must give the kernel's outcome of every threat. SimPy's uniforms are made outside the timing.
"""

from __future__ import annotations

import multiprocessing
import os
import statistics
import tempfile
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from time import perf_counter

import numpy as np
from bench.c_twin import CTwin
from bench.simpy_twin import SimPyNight, Table
from bench.timing import REPEATS, median_s

import himaya
from himaya.kernels.tables import Out
from himaya.raid.fly import chunks
from himaya.raid.prepare.bridge import Prepared, prepare

CHUNK, CHECKED = 200, 1_000


def refuse_other_outcomes(
    prepared: Prepared, c_twin: CTwin, simpy_night: SimPyNight, tables: list[Table]
) -> None:
    """Raise a ValueError unless C (1,000 replications) and SimPy give the kernel's outcomes."""
    for first, out in chunks(prepared, range(CHECKED), 1):
        if not same(out, c_twin.fly(first, len(out.code))):
            raise ValueError(f"C differs from the kernel in replications from {first}")
    _, out = next(iter(chunks(prepared, range(len(tables)), 1)))
    for row, table in enumerate(tables):
        kernel = (out.outcome[row], out.end_ms[row], out.by[row])
        if any(list(a) != b.tolist() for a, b in zip(simpy_night.fly(table), kernel, strict=True)):
            raise ValueError(f"SimPy differs from the kernel in replication {row}")


def same(a: Out, b: Out) -> bool:
    """Whether two chunks hand on the same."""
    names = ("outcome", "end_ms", "by", "s_end_m", "variant", "counts", "fired", "meetings")
    return all(np.array_equal(getattr(a, name), getattr(b, name)) for name in names)


def _fly_c(c_twin: CTwin, n: int) -> None:
    for first in range(0, n, CHUNK):
        c_twin.fly(first, CHUNK)


def _fly_pinned(core: int, c_twin: CTwin, n: int, gate: Barrier, seconds: Queue[tuple[int, float]]) -> None:
    os.sched_setaffinity(0, {core})
    for repeat in range(REPEATS):
        gate.wait()
        start = perf_counter()
        _fly_c(c_twin, n)
        seconds.put((repeat, perf_counter() - start))


def two_processes_s(c_twin: CTwin, n: int) -> float:
    """Median seconds of the slower of two C processes, each pinned to a core and flying n."""
    context = multiprocessing.get_context("fork")
    gate, seconds = context.Barrier(2), context.Queue()
    started = [context.Process(target=_fly_pinned, args=(k, c_twin, n, gate, seconds)) for k in (0, 1)]
    for each in started:
        each.start()
    found = [seconds.get() for _ in range(2 * REPEATS)]
    for each in started:
        each.join()
    slower = (max(took for repeat, took in found if repeat == k) for k in range(REPEATS))
    return statistics.median(slower)


def replications_s(name: str, n: int, n_simpy: int) -> dict[str, float]:
    """Replications a second of every peer from n of them (of SimPy n_simpy), and the ratios."""
    prepared = prepare(himaya.load(name), seed=1)
    with tempfile.TemporaryDirectory() as directory:
        c_twin = CTwin(prepared, Path(directory))
    night, tables = SimPyNight(prepared), [Table(prepared, r) for r in range(n_simpy)]
    refuse_other_outcomes(prepared, c_twin, night, tables)
    one, two = (n / median_s(lambda k=k: list(map(len, chunks(prepared, range(n), k)))) for k in (1, 2))
    c_one, c_two = n / median_s(lambda: _fly_c(c_twin, n)), 2 * n / two_processes_s(c_twin, n)
    simpy = n_simpy / median_s(lambda: [night.fly(table) for table in tables])
    return {
        "kernel, 1 thread": one,
        "kernel, 2 threads": two,
        "C, 1 process": c_one,
        "C, 2 pinned processes": c_two,
        "SimPy": simpy,
        "kernel / SimPy": one / simpy,
        "C / SimPy": c_one / simpy,
        "C / kernel": c_one / one,
        "thread ratio of the kernel / of C": (two / one) / (c_two / c_one),
    }
