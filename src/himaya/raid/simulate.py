"""The verb: fly a scenario's night many times and tell what came of it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from itertools import pairwise
from time import perf_counter
from typing import Protocol

from himaya.errors import Problem, ProblemsError
from himaya.kernels.jit import n_compiled
from himaya.kernels.replicate import replicate
from himaya.kernels.tables import (
    Out,
)
from himaya.kernels.work import allocate
from himaya.raid.fly import Progress, chunks
from himaya.raid.outcome import RaidOutcome, make_dataset
from himaya.raid.outputs import empty_out
from himaya.raid.prepare.bridge import Prepared, prepare
from himaya.raid.prepare.origins import composition
from himaya.raid.tally import Tally
from himaya.scenario import Scenario

MODEL_VERSION = 2
"""Changes with anything that changes a seeded result."""
PHASES = ("geometry", "compile", "simulate", "summarise")
MAX_REPLICATIONS = 100_000_000
MAX_SEED = 2**63 - 1


class Watcher(Protocol):
    """Sees every chunk that is flown, so that no night is flown twice; a `Tally` is one."""

    def add(self, prepared: Prepared, out: Out, first: int) -> None:
        """Take a chunk whose first replication is number `first`.

        Chunks come on the calling thread, one at a time and in any order: sums must not depend on it.
        """


class Count(Protocol):
    """Flies at most so many replications on so many threads, and counts."""

    def __call__(
        self,
        prepared: Prepared,
        replications: int,
        threads: int,
        progress: Progress | None,
        watchers: Sequence[Watcher] = (),
    ) -> Tally:
        """Fly; watchers see every chunk beside the tally."""


def simulate(
    scenario: Scenario,
    *,
    replications: int = 10_000,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> RaidOutcome:
    """Fly a scenario's night shot by shot, many times; PERT numbers are held at their mean.

    Parameters
    ----------
    replications : how often, 1 to 100,000,000.
    seed : 0 to 2**63 - 1; the same seed gives the same bits on any number of threads.
    threads : how many; default one for each core that this process may use.
    progress : called in the calling thread, first with 0 before the engine is compiled.

    Raises
    ------
    ProblemsError
        If an argument is out of range or the scenario too large.

    Examples
    --------
    >>> import himaya
    >>> outcome = himaya.simulate(himaya.load("city"), replications=200, seed=1)
    >>> outcome.launched("all")
    20
    >>> outcome.statistics("ballistic_missile", "hit").p95
    1
    """
    return simulate_by(scenario, (replications, seed, threads), progress, count)


def simulate_by(
    scenario: Scenario, asked: tuple[int, int, int | None], progress: Progress | None, count: Count
) -> RaidOutcome:
    """Simulate as `simulate` does, with another way to count; asked: replications, seed, threads."""
    refuse_out_of_range(*asked)
    replications, seed, threads = asked
    marks = [perf_counter()]
    prepared = prepare(scenario, seed)
    marks.append(perf_counter())
    if progress is not None:
        progress(0, replications)  # the first flight may have to wait for the compiler
    compiled = warm_up(prepared)
    marks.append(perf_counter())
    tally = count(prepared, replications, threads or n_cores(), progress)
    marks.append(perf_counter())
    dataset = make_dataset(prepared, tally, provenance(prepared, tally, seed))
    marks.append(perf_counter())
    elapsed = dict(zip(PHASES, (later - earlier for earlier, later in pairwise(marks)), strict=True))
    return RaidOutcome(dataset, elapsed if compiled else {**elapsed, "compile": 0.0})


def count(
    prepared: Prepared,
    replications: int,
    threads: int,
    progress: Progress | None,
    watchers: Sequence[Watcher] = (),
) -> Tally:
    """Fly replications from number 0 and count what came of them; watchers see every chunk, too."""
    tally = Tally.of(prepared)
    for first, out in chunks(prepared, range(replications), threads):
        for each in (tally, *watchers):
            each.add(prepared, out, first)
        if progress is not None:
            progress(tally.n, replications)
    return tally


def warm_up(prepared: Prepared) -> bool:
    """Fly no threats once, so that the engine is there; whether it had to be compiled for that."""
    before = n_compiled(replicate)
    nothing = composition(0 * prepared.raid.count)
    out = empty_out(prepared.plan, nothing, 1)
    replicate(prepared.plan, nothing, allocate(prepared.plan, nothing, 1), out, (0, 1, 0))
    return n_compiled(replicate) > before


def n_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def provenance(prepared: Prepared, tally: Tally, seed: int) -> dict[str, object]:
    """Everything that the bits of an outcome depend on."""
    packages = ("himaya", "numpy", "numba")
    return {
        "scenario": prepared.scenario.name,
        "seed": seed,
        "replications": tally.n,
        "parameters": "mean",
        "model_version": MODEL_VERSION,
        "tables_hash": prepared.tables_hash,
        "versions": {name: version(name) for name in packages},
    }


def refuse_out_of_range(replications: int, seed: int, threads: int | None, least: int = 1) -> None:
    """Raise a ProblemsError with every argument that is out of range; least : of replications."""
    ranges = (
        ("replications", replications, least, MAX_REPLICATIONS),
        ("seed", seed, 0, MAX_SEED),
        ("threads", 1 if threads is None else threads, 1, 1024),
    )
    refuse_outside(ranges)


def refuse_outside(ranges: Iterable[tuple[str, int, int, int]]) -> None:
    """Raise a ProblemsError with every number outside its range; ranges : name, number, least, most."""
    problems = [
        Problem("out of range", path=name, value=str(given), expected=f"{low} to {high}")
        for name, given, low, high in ranges
        if not low <= given <= high
    ]
    if problems:
        raise ProblemsError(problems)
