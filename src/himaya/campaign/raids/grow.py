"""Growth of raids by class and calendar month, and their division over a scenario's groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

import numpy as np
from scipy.stats import binom

from himaya.effects.draws import F8, I8, Draws
from himaya.scenario import CLASS_GROUPS, Scenario


class ByClass(Protocol):
    """Raids by class group."""

    @property
    def launches(self) -> list[bool]:
        """By class group, whether any is ever launched."""

    def counts(self, night: int, futures: range) -> I8:
        """i8[future, class group]"""


@dataclass(frozen=True)
class Grown:
    """Raids thinned or multiplied: a factor m copies every threat floor(m) times, and once more by chance."""

    source: ByClass
    growth: Mapping[str, Sequence[float]]
    """By class group: a factor for each calendar month from the first; the last stays."""
    start: date
    draws: Draws

    @property
    def launches(self) -> list[bool]:
        """As the source."""
        return self.source.launches

    def counts(self, night: int, futures: range) -> I8:
        """i8[future, class group]"""
        counts, future = self.source.counts(night, futures), np.array(futures, np.int64)
        for name, factors in self.growth.items():
            k = CLASS_GROUPS.index(name)
            factor = factors[min(self.month(night), len(factors) - 1)]
            whole = int(factor)
            u = self.draws.uniform(f"growth {name}", future, night)
            counts[:, k] = whole * counts[:, k] + binomial(u, counts[:, k], factor - whole)
        return counts

    def month(self, night: int) -> int:
        """Calendar months from the first night's to this night's."""
        day = self.start + timedelta(days=night - 1)
        return 12 * (day.year - self.start.year) + day.month - self.start.month


@dataclass(frozen=True)
class Divided:
    """Raids by class group divided over a scenario's groups at random, by the groups' counts."""

    source: ByClass
    members: tuple[I8, ...]
    """By class group: places of the groups."""
    weight: F8
    """f8[group]"""
    draws: Draws

    @classmethod
    def over(cls, scenario: Scenario, source: ByClass, draws: Draws) -> Divided:
        """Over the groups of a scenario's raid."""
        return cls(
            source,
            tuple(np.array(places, np.int64) for places in members_of(scenario)),
            np.array([float(group.count) for group in scenario.raid]),
            draws,
        )

    def counts(self, night: int, futures: range) -> I8:
        """i8[future, group]"""
        by_class, future = self.source.counts(night, futures), np.array(futures, np.int64)
        made = np.zeros((len(future), len(self.weight)), np.int64)
        for k, places in enumerate(self.members):
            left, weight = by_class[:, k].copy(), float(self.weight[places].sum())
            for place in places:
                share = self.weight[place] / weight if weight > 0.0 else 1.0
                weight -= self.weight[place]
                u = self.draws.uniform(f"group {place}", future, night)
                made[:, place] = binomial(u, left, min(share, 1.0)) if place != places[-1] else left
                left -= made[:, place]
        return made


def members_of(scenario: Scenario) -> list[list[int]]:
    """By class group, the places of a scenario's groups."""
    classes = {each.id: each.weapon_class.value for each in scenario.threat_types}
    members: list[list[int]] = [[] for _ in CLASS_GROUPS]
    for place, group in enumerate(scenario.raid):
        name = classes[group.type]
        members[CLASS_GROUPS.index("drones" if name.endswith("drone") else name)].append(place)
    return members


def binomial(u: F8, n: I8, p: float) -> I8:
    """The smallest k with F(k) >= u of a binomial law; u : f8[row], n : i8[row]."""
    if p <= 0.0:
        return np.zeros_like(n)
    if p >= 1.0:
        return n.copy()
    drawn: I8 = np.where(n > 0, binom.ppf(u, np.maximum(n, 1), p), 0.0).astype(np.int64)
    return drawn
