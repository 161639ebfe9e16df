"""Raids where there is no record: nights made after published monthly totals.

Drones: on a share of nights none, in runs; else Poisson around exp(m + s z), z a normal autoregression of
order one, m so that the mean is the month's. A class of missiles: there on a night if
r z + sqrt(1 - r^2) e < Phi^-1(p), z negated, so that missiles come with massed drones; then one, and a
negative binomial number more. Means are those of the months that the package ships; shapes were fitted
by scripts/monthly_totals.py to the nights of January to June 2025.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from math import exp, sqrt
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri, pdtrik
from scipy.stats import nbinom

from himaya.arrays import F8, I8
from himaya.campaign.raids.recent import Recent
from himaya.chance.draws import Draws
from himaya.errors import Problem, ProblemsError
from himaya.scenario import CLASS_GROUPS

MONTHS = 6
"""So many months before the first night are averaged."""


class Shape(NamedTuple):
    """What monthly totals do not tell."""

    p_quiet: float
    """Share of nights without drones."""
    p_again: float
    """Probability that another such night follows one: they come in runs."""
    sigma: float
    """sd of the logarithm of drones on the others."""
    rho: float
    """Autocorrelation of that logarithm from night to night."""
    r: tuple[float, float, float]
    """Correlation of the latent normal number of each class of missiles with the drones'."""
    dispersion: tuple[float, float, float]
    """Number of the negative binomial: variance is mean + mean^2 / number."""


SHAPE = Shape(0.033, 0.33, 0.58, 0.10, (0.49, 0.37, 0.11), (0.61, 0.88, 0.64))


class MonthTotals(NamedTuple):
    """What is published of one class in one month."""

    launched: int
    nights: int
    """With any."""
    days: int


def monthly_totals() -> dict[tuple[str, str], MonthTotals]:
    """The shipped totals, by month as ``2025-06`` and class group."""
    text = (files("himaya.campaign.raids") / "monthly_totals.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {
        (row["month"], row["class_group"]): MonthTotals(
            int(row["launched"]), int(row["nights"]), int(row["days"])
        )
        for row in csv.DictReader(lines)
    }


@dataclass(frozen=True)
class Means:
    """Nightly means by class group."""

    launched: F8
    """f8[class group]: a night."""
    p_any: F8
    """f8[class group]: share of nights with any."""

    @classmethod
    def before(cls, first: date) -> Means:
        """Means of the last months before a date that are published.

        Raises
        ------
        ProblemsError
            If none is.
        """
        totals = monthly_totals()
        months = sorted({month for month, _ in totals if month < f"{first:%Y-%m}"})[-MONTHS:]
        if not months:
            expected = f"a date after {min(month for month, _ in totals)}, or a record"
            raise ProblemsError(
                [Problem("no monthly totals before it", path="start", value=str(first), expected=expected)]
            )
        by_class = [[totals[month, name] for month in months] for name in CLASS_GROUPS]
        days = sum(each.days for each in by_class[0])
        return cls(
            np.array([sum(each.launched for each in row) / days for row in by_class]),
            np.array([sum(each.nights for each in row) / days for row in by_class]),
        )


class Parametric:
    """Nights of the generator."""

    def __init__(self, means: Means, nights: int, draws: Draws, shape: Shape = SHAPE) -> None:
        self.means, self.nights, self.draws, self.shape = means, nights, draws, shape
        self._drawn = Recent(lambda futures: (self.sizes(futures), self.quiet(futures)))

    @property
    def launches(self) -> list[bool]:
        """By class group, whether any is ever launched."""
        some: list[bool] = (self.means.launched > 0.0).tolist()
        return some

    def counts(self, night: int, futures: range) -> I8:
        """i8[future, class group]"""
        z, quiet = (drawn[:, night - 1] for drawn in self._drawn.of(futures))
        future = np.array(futures, np.int64)
        missiles = [self._missiles(k, z, future, night) for k in range(3)]
        return np.column_stack([np.where(quiet, 0, self._drones(z, future, night)), *missiles])

    def quiet(self, futures: range) -> F8:
        """1 on nights without drones, f8[future, night]: a Markov chain with their share in the long run."""
        future, shape = np.array(futures, np.int64), self.shape
        p_first = shape.p_quiet * (1.0 - shape.p_again) / (1.0 - shape.p_quiet)  # after another kind of night
        quiet = np.zeros((len(future), self.nights))
        p = np.full(len(future), shape.p_quiet)
        for night in range(self.nights):
            quiet[:, night] = self.draws.uniform("quiet", future, night) < p
            p = np.where(quiet[:, night] > 0.0, shape.p_again, p_first)
        return quiet

    def sizes(self, futures: range) -> F8:
        """Z of every night, f8[future, night]."""
        future = np.array(futures, np.int64)
        noise = np.column_stack(
            [ndtri(self.draws.uniform("size", future, night)) for night in range(self.nights)]
        )
        z, rho = noise.copy(), self.shape.rho
        for night in range(1, self.nights):
            z[:, night] = rho * z[:, night - 1] + sqrt(1.0 - rho * rho) * noise[:, night]
        return z

    def _drones(self, z: F8, future: I8, night: int) -> I8:
        p_quiet, sigma = self.shape.p_quiet, self.shape.sigma
        typical = self.means.launched[0] / (1.0 - p_quiet) / exp(0.5 * sigma * sigma)
        return poisson(self.draws.uniform("drones", future, night), typical * np.exp(sigma * z))

    def _missiles(self, k: int, z: F8, future: I8, night: int) -> I8:
        p, r, number = self.means.p_any[k + 1], self.shape.r[k], self.shape.dispersion[k]
        if p <= 0.0:
            return np.zeros(len(future), np.int64)
        own = ndtri(self.draws.uniform(f"any {k}", future, night))
        there = sqrt(1.0 - r * r) * own - r * z < ndtri(p)
        more = max(self.means.launched[k + 1] / p - 1.0, 0.0)
        u = self.draws.uniform(f"missiles {k}", future, night)
        count = np.zeros(len(future), np.int64)
        count[there] = 1 + nbinom.ppf(u[there], number, number / (number + more))
        return count


def poisson(u: F8, mean: F8) -> I8:
    """The smallest k with F(k) >= u of a Poisson law; u, mean : f8[n]."""
    count: I8 = np.maximum(np.ceil(pdtrik(u, mean) - 1e-9), 0.0).astype(np.int64)
    return count
