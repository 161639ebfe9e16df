"""How the bench measures: on an idle machine, medians of five."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, sleep

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


def median_s(work: Callable[[], object]) -> float:
    """Median wall seconds."""
    seconds = []
    for _ in range(REPEATS):
        start = perf_counter()
        work()
        seconds.append(perf_counter() - start)
    return statistics.median(seconds)


def machine(n_cores: int) -> str:
    """What the figures were taken on, in a line."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text(encoding="utf-8").splitlines() if information.is_file() else []
    models = {line.split(":")[1].strip() for line in lines if line.startswith("model name")}
    name = ", ".join(sorted(models)) or platform.machine()
    return f"{n_cores} cores of {name}; numba {numba.__version__}, numpy {np.__version__}"
