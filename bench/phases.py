"""How long each phase takes: a registry of cases and phases, medians of five, one table.

    python bench/phases.py [--json FILE] [--case NAME]

Times are wall seconds on this machine while nothing else runs; compare ratios within one table only.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import numba
import numpy as np
import pytest

import himaya
from himaya.raid.bridge import Prepared, prepare
from himaya.raid.fly import chunks
from himaya.raid.outcome import make_dataset
from himaya.raid.simulate import count, n_cores, warm_up
from himaya.raid.tally import Tally

CASES = {"city": 10_000, "kyiv-2025-07-04": 10_000}
"""Replications by scenario."""
REPEATS = 5


def phases(name: str, n: int) -> dict[str, Callable[[], object]]:
    """What is timed of a case, by phase."""
    scenario = himaya.load(name)
    prepared = prepare(scenario, seed=1)
    warm_up(prepared)
    tally = count(prepared, min(n, 1000), 1, None)
    return {
        "load": lambda: himaya.load(name),
        "geometry, not kept": lambda: _prepare_anew(scenario),
        "geometry, kept": lambda: prepare(scenario, seed=1),
        "kernel, 1 thread": lambda: _drain(prepared, n, 1),
        f"kernel, {n_cores()} threads": lambda: _drain(prepared, n, n_cores()),
        f"kernel and tally, {n_cores()} threads": lambda: count(prepared, n, n_cores(), None),
        "summary": lambda: _summarise(prepared, tally),
    }


def _prepare_anew(scenario: himaya.Scenario) -> None:
    with tempfile.TemporaryDirectory() as cache, pytest.MonkeyPatch.context() as patch:
        patch.setenv("HIMAYA_CACHE_DIR", cache)
        prepare(scenario, seed=1)


def _drain(prepared: Prepared, n: int, threads: int) -> None:
    for _ in chunks(prepared, range(n), threads):
        pass


def _summarise(prepared: Prepared, tally: Tally) -> None:
    make_dataset(prepared, tally, {})


def median_s(work: Callable[[], object]) -> float:
    """Median wall seconds."""
    seconds = []
    for _ in range(REPEATS):
        start = perf_counter()
        work()
        seconds.append(perf_counter() - start)
    return statistics.median(seconds)


def processes(name: str) -> dict[str, float]:
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


def main() -> None:
    """Measure, print and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--case", choices=CASES, action="append")
    options = parser.parse_args()
    print(f"{platform.machine()}, {n_cores()} cores, numba {numba.__version__}, numpy {np.__version__}")
    table: dict[str, dict[str, float]] = {}
    for name in options.case or CASES:
        rows = {phase: median_s(work) for phase, work in phases(name, CASES[name]).items()}
        rows["replications a second, 1 thread"] = CASES[name] / rows["kernel, 1 thread"]
        table[name] = rows | processes(name)
        print(f"\n{name}, {CASES[name]:,} replications")
        for phase, value in table[name].items():
            print(f"  {phase:<42}{value:>12,.3f}")
    if options.json:
        options.json.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
