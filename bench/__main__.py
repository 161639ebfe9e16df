"""Time every phase of every case, and the kernel beside its peers: one table.

    python -m bench [--json FILE] [--case NAME]

Waits for an idle machine and takes medians of five. Times are wall seconds; compare ratios within
one table only.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import NamedTuple

from bench.peers import replications_s
from bench.phases import campaign_s, phases_s, processes_s
from bench.records import records_s
from bench.timing import IDLE_LOAD, machine, wait_for_idle

from himaya.executors import n_cores


class Case(NamedTuple):
    """How many replications are flown of a scenario."""

    phases: int
    peers: int
    simpy: int


CASES = {"city": Case(10_000, 40_000, 200), "kyiv-2025-07-04": Case(10_000, 2_000, 12)}

OTHERS = {"campaign": campaign_s, "record": records_s}
"""What is timed beside nights: seconds by row."""


def measure(name: str, case: Case) -> dict[str, float]:
    """Every row of a case."""
    rows = {f"{phase}, s": value for phase, value in phases_s(name, case.phases).items()}
    rows["every rule at work / core"] = (
        rows["kernel, 1 thread, every rule at work, s"] / rows["kernel, 1 thread, s"]
    )
    peers = replications_s(name, case.peers, case.simpy)
    rows |= {f"{peer}, replications a second": value for peer, value in peers.items() if "/" not in peer}
    rows |= {ratio: value for ratio, value in peers.items() if "/" in ratio}
    return rows | processes_s(name)


def main() -> None:
    """Measure, print and save."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--case", choices=[*CASES, *OTHERS], action="append")
    options = parser.parse_args()
    load = wait_for_idle()
    print(machine(n_cores()) + ("" if load < IDLE_LOAD else f"; NOT IDLE, load {load:.2f}: noisy"))
    asked = options.case or [*CASES, *OTHERS]
    table = {name: measure(name, CASES[name]) for name in asked if name in CASES}
    others = {name: OTHERS[name]() for name in asked if name in OTHERS}
    names = {row: None for rows in table.values() for row in rows}
    print(f"{'':<52}" + "".join(f"{name:>18}" for name in table))
    for row in names:
        print(f"{row:<52}" + "".join(f"{table[name][row]:>18,.3f}" for name in table))
    for name, seconds in others.items():
        for row, value in seconds.items():
            print(f"{f'{name}, {row}, s':<63}{value:>10,.3f}")
    if options.json:
        found = {"machine": machine(n_cores()), "load": load, "cases": table, **others}
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
