"""Growth of raids by class and calendar month, and their division over a scenario's groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

import numpy as np
from scipy.stats import binom

from himaya.arrays import F8, I8
from himaya.campaign.sources import RaidsToCome
from himaya.chance.draws import Draws
from himaya.scenario import CLASS_GROUPS, Scenario, class_group


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

    source: RaidsToCome
    columns: Sequence[tuple[str, str]]
    """By column of the source: what its draws are keyed by, and its class group."""
    growth: Mapping[str, Sequence[float]]
    """By class group: a factor for each calendar month from the first; the last stays."""
    start: date
    draws: Draws

    def counts(self, night: int, futures: range) -> I8:
        """i8[future, column of the source]"""
        counts, future = self.source.counts(night, futures), np.array(futures, np.int64)
        for k, (key, name) in enumerate(self.columns):
            factors = self.growth.get(name, (1.0,))
            factor = factors[min(self.month(night), len(factors) - 1)]
            whole = int(factor)
            u = self.draws.uniform(f"growth {key}", future, night)
            counts[:, k] = whole * counts[:, k] + binomial(u, counts[:, k], factor - whole)
        return counts

    def month(self, night: int) -> int:
        """Calendar months from the first night's to this night's."""
        day = self.start + timedelta(days=night - 1)
        return 12 * (day.year - self.start.year) + day.month - self.start.month


@dataclass(frozen=True)
class Divided:
    """Raids by class group divided over a scenario's groups at random, by the groups' counts."""

    source: RaidsToCome
    members: tuple[I8, ...]
    """By class group: places of the groups."""
    weight: F8
    """f8[group]"""
    ids: tuple[str, ...]
    draws: Draws

    @classmethod
    def over(cls, scenario: Scenario, source: RaidsToCome, draws: Draws) -> Divided:
        """Over the groups of a scenario's raid."""
        return cls(
            source,
            tuple(np.array(places, np.int64) for places in members_of(scenario)),
            np.array([float(group.count) for group in scenario.raid]),
            tuple(group.id for group in scenario.raid),
            draws,
        )

    def counts(self, night: int, futures: range) -> I8:
        """i8[future, group]"""
        by_class, future = self.source.counts(night, futures), np.array(futures, np.int64)
        made = np.zeros((len(future), len(self.weight)), np.int64)
        for k, places in enumerate(self.members):
            left, weight = by_class[:, k].copy(), float(self.weight[places].sum())
            for place in places:
                share = self.weight[place] / weight
                weight -= self.weight[place]
                u = self.draws.uniform(f"group {self.ids[place]}", future, night)
                made[:, place] = binomial(u, left, share) if place != places[-1] else left
                left -= made[:, place]
        return made


def members_of(scenario: Scenario) -> list[list[int]]:
    """By class group, the places of a scenario's groups that have any threat."""
    names = class_groups(scenario)
    return [
        [place for place, group in enumerate(scenario.raid) if names[place] == name and group.count]
        for name in CLASS_GROUPS
    ]


def class_groups(scenario: Scenario) -> list[str]:
    """The class group of every group of a scenario's raid; decoys are among the drones."""
    classes = {each.id: each.weapon_class.value for each in scenario.threat_types}
    names = [classes[group.type] for group in scenario.raid]
    return [class_group(name) for name in names]


def binomial(u: F8, n: I8, p: float) -> I8:
    """The smallest k with F(k) >= u of a binomial law; u : f8[row], n : i8[row]."""
    if p >= 1.0:
        return n.copy()
    drawn, some = np.zeros_like(n), n > 0
    if p > 0.0 and some.any():
        drawn[some] = binom.ppf(u[some], n[some], p)
    return drawn
