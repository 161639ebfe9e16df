"""Laws of durations as numbers: how likely one is longer than given, and its quantile at a uniform number.

What a record leaves unknown of its own law is drawn once a history, so that all outages of a history
share it; `survival` is over that ignorance, too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import log
from typing import NamedTuple

import numpy as np
from scipy.special import gammaincc, gammaincinv, ndtr, ndtri, stdtr

from himaya.arrays import F8
from himaya.effects.power.site import Duration, Erlang, Exponential, Lognormal
from himaya.scenario import mean

Own = tuple[F8, F8]
"""Two uniform numbers of each history, f8[n]: what its own law is drawn by."""


class Law(NamedTuple):
    """A law of durations; hours."""

    survival: Callable[[F8], F8]
    """P(longer than hours), f8[n] -> f8[n]."""
    quantile: Callable[[F8, Own], F8]
    """Hours at uniform numbers, given the histories' own two; f8[n] -> f8[n]."""
    stages: tuple[int, float] | None = None
    """Number of exponential stages and the rate of each an hour; None where it has none."""


def law_of(stated: Duration) -> Law:
    """The law that a site file states, uncertain numbers at their mean."""
    if isinstance(stated, Exponential):
        return _erlang(1, mean(stated.mean_h))
    if isinstance(stated, Erlang):
        return _erlang(stated.stages, mean(stated.mean_h))
    if isinstance(stated, Lognormal):
        return lognormal(log(mean(stated.median_h)), stated.sigma)
    return recorded(stated.hours)


def lognormal(mu: float, sigma: float) -> Law:
    """Law with ln T normal: S(t) = Phi((mu - ln t) / sigma).

    Parameters
    ----------
    mu : mean of ln T, T in hours.
    sigma : its standard deviation, above 0.
    """
    return Law(
        lambda hours: np.asarray(ndtr((mu - _ln(hours)) / sigma), float),
        lambda u, _own: np.asarray(np.exp(mu + sigma * ndtri(u)), float),
    )


def fit(hours: list[float]) -> tuple[float, float, int]:
    """Mean and standard deviation (n - 1) of the logarithms, and n."""
    logs = np.log(hours)
    return float(logs.mean()), float(logs.std(ddof=1)), len(hours)


def recorded(hours: list[float]) -> Law:
    """Lognormal of which n durations are known, by the posterior under the prior 1 / sigma^2.

    With mean m and standard deviation s of the n logarithms, sigma^2 = (n - 1) s^2 / chi2(n - 1) and
    mu ~ N(m, sigma^2 / n); a next ln T is then m + s sqrt(1 + 1 / n) t, Student's t with n - 1 degrees of
    freedom (Gelman et al., Bayesian Data Analysis, 3.2).
    """
    known = _Fitted(*fit(hours))
    m, s, n = known
    return Law(lambda t: np.asarray(stdtr(n - 1, (m - _ln(t)) / (s * (1 + 1 / n) ** 0.5)), float),
               partial(_recorded_quantile, known))  # fmt: skip


class _Fitted(NamedTuple):
    """Mean and sd of log hours, and how many durations they come from."""

    m: float
    s: float
    n: int


def _recorded_quantile(known: _Fitted, u: F8, own: Own) -> F8:
    m, s, n = known
    sigma = s * np.sqrt((n - 1) / (2.0 * gammaincinv((n - 1) / 2.0, own[0])))
    with np.errstate(over="ignore"):  # so long that it never ends
        hours: F8 = np.exp(m + sigma * (ndtri(own[1]) / n**0.5 + ndtri(u)))
    return hours


def _erlang(stages: int, mean_h: float) -> Law:
    """Sum of exponential stages: S(t) = Q(stages, stages t / mean), the regularised upper gamma function."""
    rate = stages / mean_h
    return Law(
        lambda hours: np.asarray(gammaincc(stages, rate * hours), float),
        lambda u, _own: np.asarray(gammaincinv(stages, u) / rate, float),
        (stages, rate),
    )


def _ln(hours: F8) -> F8:
    with np.errstate(divide="ignore"):  # the logarithm of no time is -inf: all last longer
        return np.asarray(np.log(hours), float)
