"""Exact answers where times are exponential or made of exponential stages, by uniformisation.

A chain with rates Q, uniformised at a rate L of at least every state's own: P(t) is the sum over n of
Poisson(n; L t) (I + Q / L)^n (Jensen 1953; Stewart, Introduction to the Numerical Solution of Markov
Chains, 8.6). Times are halved until L t is at most 8, and the matrix squared as often.
"""

from __future__ import annotations

from math import ceil, log2

import numpy as np
from scipy.special import bdtr, gammaln, xlogy

from himaya.arrays import F8
from himaya.effects.power.durations import Law
from himaya.effects.power.plant import Plant

TERMS = 64
"""Of the sum: what is cut off is P(Poisson(8) >= 64) < 1e-33, so that rounding alone is left."""
MAX_STATES = 600
"""A larger chain is not solved."""


def transition(rates: F8, hours: float) -> F8:
    """Probabilities to go from state to state in a time.

    Parameters
    ----------
    rates : f8[from, to] an hour; the diagonal is not read.
    hours : at least 0.

    Returns
    -------
    f8[from, to]
    """
    moves = rates - np.diag(np.diag(rates))
    leaving = moves.sum(axis=1)
    top = float(leaving.max()) or 1.0
    jumps = moves / top + np.diag(1.0 - leaving / top)
    halvings = max(0, ceil(log2(max(top * hours, 1.0) / 8.0)))
    mean, n = top * hours / 2.0**halvings, np.arange(TERMS)
    weights = np.exp(xlogy(n, mean) - mean - gammaln(n + 1))
    power, made = np.eye(len(rates)), np.zeros_like(rates, float)
    for weight in weights:
        made += weight * power
        power = power @ jumps
    return np.linalg.matrix_power(made, 2**halvings)


def coming(plant: Plant, ready: int) -> F8:
    """How many of the diesels that are ready come when called: f8[number], 0 to n.

    Binomial, or none by a common cause.
    """
    below = bdtr(np.arange(plant.n + 1), ready, 1.0 - plant.p_absent) if ready else np.ones(plant.n + 1)
    below = np.where(np.arange(plant.n + 1) >= ready, 1.0, below)
    made = np.asarray((1.0 - plant.p_none) * np.diff(below, prepend=0.0), np.float64)
    made[0] += plant.p_none
    return made


def p_too_few_come(plant: Plant) -> float:
    """Static: fewer than k of n come; P = c + (1 - c) B(k - 1; n, 1 - q)."""
    return float(coming(plant, plant.n)[: plant.k].sum())


def fleet_rates(plant: Plant) -> F8:
    """Rates of the number of diesels at work during an outage, f8[from, to], 0 to n."""
    rates = np.zeros((plant.n + 1, plant.n + 1))
    for up in range(plant.n + 1):
        if up < plant.n:
            rates[up, up + 1] = (plant.n - up) * plant.repair_per_h
        if up > 0:
            rates[up, up - 1] += up * plant.fail_per_h
            rates[up, 0] += plant.shock_per_h
    return rates


def p_too_few(plant: Plant, recovery: Law, horizon_h: float) -> tuple[float, float]:
    """P(fewer than k diesels at work at some time of one outage), the integral of S_diesel(t) dF(t).

    With D(t) the chance of too few by t, were the outage still on, and S the outage's survival: by
    parts it is D(0) + the integral of S dD up to the horizon. D comes by uniformisation on a grid that
    doubles its step towards the horizon; S and D are monotone, so sums of either side bound the value.

    Returns
    -------
    value, and half the distance of the bounds.
    """
    rates = fleet_rates(plant)
    rates[: plant.k] = 0.0
    state = coming(plant, plant.n)
    hours, failed = [0.0], [float(state[: plant.k].sum())]
    blocks, steps = 14, 200
    for block in range(blocks + 1):
        length_h = horizon_h / 2.0 ** (blocks - max(block - 1, 0))
        step = transition(rates, length_h / steps)
        begun_h = hours[-1]
        for k in range(steps):
            state = state @ step
            hours.append(begun_h + length_h * (k + 1) / steps)
            failed.append(float(state[: plant.k].sum()))
    still, more = recovery.survival(np.array(hours)), np.diff(failed)
    low, high = (failed[0] + float(each @ more) for each in (still[1:], still[:-1]))
    return (low + high) / 2.0, (high - low) / 2.0


def p_blackout(plant: Plant, days: int) -> list[float]:
    """P(too few diesels in an outage by the end of each day): the whole site as one chain of stages.

    For a site without battery and limit of fuel, whose rate of losses is known, whose lines are lost
    all at once and come back after exponential stages. States are (phase, diesels not under repair);
    phase 0 has off-site power.
    """
    n_stages, stage_per_h = plant.losing.recovery.stages or (1, 0.0)
    size = plant.n + 1
    rates = np.zeros((n_stages + 1, size, n_stages + 1, size))
    working = fleet_rates(plant)
    for up in range(size):
        rates[0, up, 1] = plant.losing.per_h * coming(plant, up)
        if up < plant.n:
            rates[0, up, 0, up + 1] = working[up, up + 1]
        for phase in range(1, n_stages + 1):
            if up >= plant.k:  # with fewer it is over
                rates[phase, up, phase] = working[up]
                rates[phase, up, (phase + 1) % (n_stages + 1), up] = stage_per_h
    day = transition(rates.reshape(rates.shape[0] * size, -1), 24.0)
    state = np.zeros(len(day))
    state[plant.n] = 1.0
    found = []
    for _ in range(days):
        state = state @ day
        found.append(float(state.reshape(-1, size)[1:, : plant.k].sum()))
    return found
