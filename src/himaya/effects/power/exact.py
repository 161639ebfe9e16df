"""What can be said of a site without simulating it: which exact method applies is the site's to decide."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf
from typing import Literal

import numpy as np

from himaya.arrays import F8
from himaya.effects.power.plant import Plant
from himaya.effects.power.stages import MAX_STATES, p_blackout, p_too_few, p_too_few_come

Method = Literal["counting", "static_tree", "outage_integral", "uniformisation", "upper_bound"]
NEGLIGIBLE = 1e-6
"""Chance of too few diesels in one loss, below which all fuel burns at the stated load."""


@dataclass(frozen=True)
class Exact:
    """An exact value, or, where `method` says so, one that the true value cannot exceed."""

    quantity: str
    """Which; named as the simulated one beside it, where there is one."""
    method: Method
    value: float
    error: float
    """Of the numerical method, at most; 0 where it is a formula. How far an upper bound may be too high."""


def exact_values(plant: Plant, days: int) -> list[Exact]:
    """Every exact value that a site allows."""
    horizon_h = 24.0 * days
    found = [Exact("p_too_few_come", "static_tree", p_too_few_come(plant), 0.0)]
    if plant.line_losing is None:
        found.append(Exact("p_loop", "counting", p_loss(plant, horizon_h), 0.0))
    failed, error = p_too_few(plant, plant.losing.recovery, horizon_h)
    found.append(Exact("p_outage_fails_diesels", "outage_integral", failed, error))
    if plant.fuel_h < inf:
        found.append(_exceeds_fuel(plant, horizon_h, failed + error))
    if _is_a_chain(plant):
        found.append(Exact("p_blackout", "uniformisation", p_blackout(plant, days)[-1], 1e-10))
    return found


def _exceeds_fuel(plant: Plant, horizon_h: float, p_fewer: float) -> Exact:
    """P(one loss outlasts fuel and deliveries) if k diesels burn all the time.

    Fewer burn less, so that it is an upper bound where fewer than k may be at work; the two differ only in
    losses where they are, of probability `p_fewer`.
    """
    value = p_exceeds_fuel(plant, horizon_h)
    method: Method = "outage_integral" if p_fewer < NEGLIGIBLE else "upper_bound"
    return Exact("p_outage_exceeds_fuel", method, value, min(p_fewer, value) + 1.0 / DELAYS)


def _is_a_chain(plant: Plant) -> bool:
    """Whether all times are made of exponential stages, no clock of another kind runs, and it is small."""
    stages = plant.losing.recovery.stages
    small = stages is not None and (stages[0] + 1) * (plant.n + 1) <= MAX_STATES
    return (
        small
        and plant.losing.shape == inf
        and plant.line_losing is None
        and plant.battery_h == 0.0
        and plant.fuel_h == inf
    )


def p_loss(plant: Plant, horizon_h: float) -> float:
    """P(at least one loss of all lines): 1 - exp(-r H); 1 - (1 + m H / a)^-a with r ~ Gamma(a, mean m)."""
    expected, shape = plant.losing.per_h * horizon_h, plant.losing.shape
    return 1.0 - (exp(-expected) if shape == inf else float((1.0 + expected / shape) ** -shape))


DELAYS = 20_000
"""Quantiles of the first delivery's delay that stand for its law."""


def p_exceeds_fuel(plant: Plant, horizon_h: float) -> float:
    """P(one outage outlasts fuel and deliveries at the stated load).

    Mean over delays of S(endurance), if below the horizon.
    """
    still = plant.losing.recovery.survival
    alone_h = np.array([plant.fuel_h])
    alone = float(np.where(alone_h < horizon_h, still(alone_h), 0.0)[0])
    if plant.first is None:
        return alone
    u = (np.arange(DELAYS) + 0.5) / DELAYS
    lasting_h = endurance_h(plant, plant.first.quantile(u, (u, u)), horizon_h)
    supplied = float(np.where(lasting_h < horizon_h, still(lasting_h), 0.0).mean())
    return (1.0 - plant.comes_through) * alone + plant.comes_through * supplied


def endurance_h(plant: Plant, first_h: F8, horizon_h: float) -> F8:
    """Hours of fuel at the stated load if deliveries come from `first_h` on; inf: to the horizon; f8[n].

    The tank holds no more than at the start: after a delivery at level x there are min(x + brings, fuel).
    """
    now_h, level_h = np.zeros_like(first_h), np.full_like(first_h, plant.fuel_h)
    lasting_h, next_h = np.full_like(first_h, inf), np.array(first_h)
    while bool((going := (lasting_h == inf) & (now_h < horizon_h)).any()):
        dry_h = now_h + level_h
        runs_dry = going & (dry_h < next_h)
        lasting_h[runs_dry] = dry_h[runs_dry]
        level_h = np.minimum(level_h - (next_h - now_h) + plant.brings_h, plant.fuel_h)
        now_h, next_h = next_h, next_h + plant.every_h
    return lasting_h
