"""A fleet of diesels and a battery against a load that changes by the hour: exact, step by step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import comb
from typing import NamedTuple


class Fleet(NamedTuple):
    """Diesels, all alike, that are not repaired."""

    n: int
    kw: float
    """Of each."""
    p_come: float
    """One is there and starts."""
    p_fail: float
    """One that runs fails in a step, before it has served that step."""


class Battery(NamedTuple):
    """A battery without losses."""

    kwh: float
    """Charged at the start."""
    capacity_kwh: float
    kw: float
    """Most that it takes or gives."""


def survival_by_step(
    fleet: Fleet, battery: Battery, loads_kw: Sequence[float], step_h: float = 1.0
) -> list[float]:
    """P(the load was carried in every step so far), after each step.

    A state is (diesels at work, charge), its probability carried from step to step: diesels fail,
    binomially; what they lack the battery gives, what they have left over it takes.

    Parameters
    ----------
    fleet, battery : what there is.
    loads_kw : of each step, at least 0.
    step_h : its length.

    Examples
    --------
    >>> gone = survival_by_step(Fleet(1, 2.0, 0.9, 0.1), Battery(0.0, 0.0, 0.0), [1.0, 1.0])
    >>> [round(each, 6) for each in gone]
    [0.81, 0.729]
    """
    states = {(k, battery.kwh): p for k, p in _binomial(fleet.n, fleet.p_come)}
    survived = []
    for load_kw in loads_kw:
        after: defaultdict[tuple[int, float], float] = defaultdict(float)
        for (working, kwh), p in states.items():
            for left, share in _binomial(working, 1.0 - fleet.p_fail):
                spare_kw = left * fleet.kw - load_kw
                lacking = max(0.0, -spare_kw) > min(battery.kw, kwh / step_h) + 1e-9
                if not lacking:
                    given_kwh = max(-battery.kw, min(battery.kw, spare_kw)) * step_h
                    charge = min(battery.capacity_kwh, max(0.0, kwh + given_kwh))
                    after[left, round(charge, 9)] += p * share
        states = dict(after)
        survived.append(sum(states.values()))
    return survived


def _binomial(n: int, p: float) -> list[tuple[int, float]]:
    return [(k, comb(n, k) * p**k * (1.0 - p) ** (n - k)) for k in range(n + 1)]
