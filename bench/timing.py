"""How the bench measures: on an idle machine, medians of five."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time, sleep

import numba
import numpy as np

REPEATS = 5
IDLE_LOAD, PATIENCE_S = 0.3, 180


def wait_for_idle() -> float:
    """Wait until nothing else runs, three minutes at most; the load that was found."""
    for _ in range(PATIENCE_S // 5):
        if os.getloadavg()[0] < IDLE_LOAD:
            break
        sleep(5)
    return os.getloadavg()[0]


def median_s(work: Callable[[], object], clock: Callable[[], float] = perf_counter) -> float:
    """Median seconds by a clock: of the wall, or of this process's CPU on all its threads."""
    seconds = []
    for _ in range(REPEATS):
        start = clock()
        work()
        seconds.append(clock() - start)
    return statistics.median(seconds)


def median_cpu_s(work: Callable[[], object]) -> float:
    """Median CPU seconds: they hold still on a machine that others use, too."""
    return median_s(work, process_time)


def machine(n_cores: int) -> str:
    """What the figures were taken on, in a line."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text(encoding="utf-8").splitlines() if information.is_file() else []
    models = {line.split(":")[1].strip() for line in lines if line.startswith("model name")}
    name = ", ".join(sorted(models)) or platform.machine()
    return f"{n_cores} cores of {name}; numba {numba.__version__}, numpy {np.__version__}"
