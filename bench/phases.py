"""How long each phase of a run takes, within a process and as whole processes."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from time import perf_counter

import pytest
from bench.rules import with_every_rule
from bench.timing import median_cpu_s, median_s

import himaya
from himaya.campaign.run import run_campaign
from himaya.campaign.supply.load import load_supply
from himaya.executors import n_cores
from himaya.raid.fly import Pace, chunks, fly, warm_up
from himaya.raid.outcome import make_dataset
from himaya.raid.prepare.bridge import Prepared, prepare
from himaya.raid.stop import Fixed
from himaya.raid.tally import Tally

PREPARATION = ("load", "prepare, routes not kept", "prepare, routes kept")
"""Phases before anything flies."""


def phases_s(name: str, n: int) -> dict[str, float]:
    """Median seconds of each phase of n replications; of the preparation CPU seconds, too."""
    works = phases(name, n)
    wall = {phase: median_s(work) for phase, work in works.items()}
    return wall | {f"CPU of {phase}": median_cpu_s(works[phase]) for phase in PREPARATION}


def phases(name: str, n: int) -> dict[str, Callable[[], object]]:
    """What is timed of a case, by phase."""
    scenario = himaya.load(name)
    prepared = prepare(scenario, seed=1)
    every_rule = with_every_rule(prepared)
    warm_up(prepared)
    tally = _tallied(prepared, min(n, 1000), 1)
    return {
        "load": lambda: himaya.load(name),
        "prepare, routes not kept": lambda: _prepare_anew(scenario),
        "prepare, routes kept": lambda: prepare(scenario, seed=1),
        "kernel, 1 thread": lambda: _drain(prepared, n, 1),
        "kernel, 1 thread, every rule at work": lambda: _drain(every_rule, n, 1),
        f"kernel, {n_cores()} threads": lambda: _drain(prepared, n, n_cores()),
        f"kernel and tally, {n_cores()} threads": lambda: _tallied(prepared, n, n_cores()),
        f"the same with warning and damage, {n_cores()} threads": lambda: himaya.simulate(
            scenario, replications=n
        ),
        "summary": lambda: _summarise(prepared, tally),
    }


def _prepare_anew(scenario: himaya.Scenario) -> None:
    with tempfile.TemporaryDirectory() as cache, pytest.MonkeyPatch.context() as patch:
        patch.setenv("HIMAYA_CACHE_DIR", cache)
        prepare(scenario, seed=1)


def campaign_s() -> dict[str, float]:
    """Seconds of campaigns of `ukraine-2025-07`: cost is linear in nights and futures."""
    scenario = himaya.load("ukraine-2025-07")
    supply = load_supply("status-quo", scenario)

    def fly(nights: int, futures: int) -> None:
        run_campaign(scenario, supply, nights=nights, futures=futures)

    fly(1, 1)  # routes are kept, the engine is compiled
    sizes = ((45, 200), (90, 200), (45, 400), (180, 500))
    return {
        f"{nights} nights x {futures} futures": median_s(lambda n=nights, f=futures: fly(n, f))
        for nights, futures in sizes
    }


def _drain(prepared: Prepared, n: int, threads: int) -> None:
    for _ in chunks(prepared, range(n), threads):
        pass


def _tallied(prepared: Prepared, n: int, threads: int) -> Tally:
    tally = Tally.of(prepared)
    fly(prepared, Fixed(range(n)), [tally], Pace(threads=threads))
    return tally


def _summarise(prepared: Prepared, tally: Tally) -> None:
    make_dataset(prepared, tally, {})


def processes_s(name: str) -> dict[str, float]:
    """Wall seconds of whole processes, and the peak memory of the largest, in MB."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "HIMAYA_CACHE_DIR": cache}

        def wall(*arguments: str) -> float:
            command = [sys.executable, "-m", "himaya", *arguments]
            start = perf_counter()
            subprocess.run(command, env=environment, check=True, capture_output=True)
            return perf_counter() - start

        first = wall("run", name, "--replications", "100")
        rows = {
            "first process, 100 replications": first,
            "second process, 100 replications": median_s(lambda: wall("run", name, "--replications", "100")),
            "whole process, 10,000 replications": median_s(lambda: wall("run", name)),
            "himaya --help": median_s(lambda: wall("--help")),
        }
    rows["peak memory, MB"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return rows
