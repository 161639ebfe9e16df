"""Fit the drone multipliers of a shipped night to its own record, and print them.

    python scripts/fit_night.py kyiv-2025-07-04

Two unknowns, two recorded counts: the hard and the soft multiplier of the drones such that the
mean of drones shot down is the record's `destroyed` and the mean of those soft-killed or fallen its
`not_reach_goal`. The fit is exact by construction, so it validates nothing. Missiles are not
fitted: 0 of 7 and 2 of 4 identify nothing.
"""

from __future__ import annotations

import sys
from math import exp

import numpy as np
from scipy.optimize import root

import himaya
from himaya.scenario.forces import Multipliers

REPLICATIONS = 8_000
SEED = 20250704


def simulated(scenario: himaya.Scenario, logs: np.ndarray) -> tuple[float, float]:
    """Mean drones shot down and lost under multipliers exp(logs), with common random numbers."""
    drones = Multipliers(hard=exp(logs[0]), soft=exp(logs[1]))
    fitted = scenario.model_copy(update={"multipliers": {**scenario.multipliers, "drones": drones}})
    outcome = himaya.simulate(fitted, replications=REPLICATIONS, seed=SEED)
    means = (outcome.statistics("drones", name).mean for name in ("shot_down", "soft_killed_or_fell"))
    return next(means), next(means)


def main(name: str) -> None:
    """Fit and print."""
    scenario = himaya.load(name)
    record = scenario.recorded["drones"]
    goal = np.array([record.destroyed, record.not_reach_goal], float)

    def miss(logs: np.ndarray) -> list[float]:
        counts = np.array(simulated(scenario, logs))
        sys.stdout.write(f"hard {exp(logs[0]):.4f} soft {exp(logs[1]):.4f}: {counts}\n")
        return [float(each) for each in counts - goal]

    found = root(miss, np.zeros(2), method="hybr", options={"xtol": 1e-4, "eps": 0.05})
    hard, soft = np.exp(found.x)
    sys.stdout.write(f"multipliers: {{drones: {{hard: {hard:.3f}, soft: {soft:.3f}}}}}\n")


if __name__ == "__main__":
    main(sys.argv[1])
