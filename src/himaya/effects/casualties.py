"""People killed and injured by hits: an order of magnitude, as a distribution."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np

from himaya.arrays import F8, I8, Variable, registry
from himaya.chance.histograms import Counts
from himaya.chance.laws import binomial_quantile, gamma_poisson_quantile
from himaya.effects.impacts import W0_KG, Impacts
from himaya.kernels.tables import CLASSES, N_CLASSES
from himaya.scenario import Scenario, class_group, mean
from himaya.scenario.effects import Effects

WARNING_MIN = {"drones": 60.0, "cruise_missile": 30.0, "ballistic_missile": 2.0, "supersonic_missile": 4.0}
"""Warning before a hit on an asset that lies in no district, where the scenario states none: guesses."""
DAY_H = (6.0, 22.0)
"""Local hours between which it is day."""
VARIABLES = registry(
    Variable("killed", ("group", "statistic"), "real", "1", "People killed by hits: an order of magnitude."),
    Variable(
        "injured", ("group", "statistic"), "real", "1", "People injured by hits: an order of magnitude."
    ),
)


class Warned(NamedTuple):
    """What people at an asset near a hit had of alerts; of each pair of `Impacts.near`."""

    lead_min: F8
    """f8[pair]: how long the alert had been on, at most since the threat's detection; NaN: in no district."""
    tired_h: F8
    """f8[pair]: hours of the 24 before the hit under earlier alerts of the night, not the one that is on."""


def sheltered_share(warning_min: F8, most: float, half_min: float) -> F8:
    """Share of people in shelter after a warning of tau minutes: s_max tau / (tau + tau_half).

    Parameters
    ----------
    warning_min : f8[n], below 0 counts as 0; most : s_max, 0 to 1; half_min : tau_half, at least 0.
    """
    tau = np.maximum(warning_min, 0.0)
    share: F8 = most * np.divide(tau, tau + half_min, out=np.zeros_like(tau), where=tau > 0.0)
    return share


@dataclass
class Casualties:
    """Counts of killed and injured; `add` takes the hits of a chunk."""

    effects: Effects
    density_m2: F8
    """f8[asset]"""
    disc_m: F8
    """f8[asset]"""
    start_h: float | None
    """Local hour of minute 0; None where the scenario does not say."""
    killed: Counts
    injured: Counts

    @classmethod
    def of(cls, scenario: Scenario, density_m2: F8) -> Casualties:
        """Nobody hurt yet."""
        start = None if scenario.start is None else datetime.fromisoformat(scenario.start)
        return cls(
            scenario.effects or Effects(),
            density_m2,
            np.array([asset.radius_km * 1000.0 for asset in scenario.assets]),
            None if start is None else start.hour + start.minute / 60.0,
            Counts(N_CLASSES + 2),
            Counts(N_CLASSES + 2),
        )

    def add(self, hits: Impacts, warned: Warned) -> None:
        """Add a chunk's hits."""
        killed, injured = self.of_hits(hits, self.with_stated(hits, warned))
        self.killed.add(by_group(hits, killed))
        self.injured.add(by_group(hits, injured))

    def with_stated(self, hits: Impacts, warned: Warned) -> Warned:
        """The lead times as simulated, unless the scenario states one for a class or there is no district."""
        stated = {name: mean(minutes) for name, minutes in self.effects.warning_min.items()}
        given, guess = (
            np.array([minutes.get(class_group(name), np.nan) for name in CLASSES])[
                hits.weapon_class[hits.near[0]]
            ]
            for minutes in (stated, WARNING_MIN)
        )
        simulated = np.where(np.isnan(warned.lead_min), guess, warned.lead_min)
        return warned._replace(lead_min=np.where(np.isnan(given), simulated, given))

    def of_hits(self, hits: Impacts, warned: Warned) -> tuple[I8, I8]:
        """Killed and injured of each hit, never more of a place in a night than are there.

        Both together are Poisson with a gamma factor, each of them killed with probability
        1 / (1 + injured per killed): so is the number of killed, with the same factor and mean mu.
        """
        ratio = mean(self.effects.injured_per_killed)
        mu = self.expected_killed(hits, warned)
        hurt = gamma_poisson_quantile(hits.luck[0], mu * (1.0 + ratio), mean(self.effects.casualty_shape))
        hurt = self.at_most_there(hits, hurt)
        killed = np.zeros_like(hurt)
        some = hurt > 0
        killed[some] = binomial_quantile(hits.luck[1][some], hurt[some], 1.0 / (1.0 + ratio))
        return killed, hurt - killed

    def at_most_there(self, hits: Impacts, hurt: I8) -> I8:
        """Of each hit no more than earlier ones of its night left unhurt on the fullest disc around it."""
        hit, asset, distance = hits.near
        inside = distance <= self.disc_m[asset]
        hit, asset = hit[inside], asset[inside]
        people = self.density_m2[asset] * np.pi * self.disc_m[asset] * self.disc_m[asset]
        fullest = np.lexsort((people, hit))
        fullest = fullest[np.diff(hit[fullest], append=-1) != 0]  # the last of each hit
        hit, asset, there = (
            hit[fullest],
            asset[fullest],
            people[fullest] * self.exposure(hits.end_ms)[hit[fullest]],
        )
        order = np.lexsort((hits.end_ms[hit], asset, hits.replication[hit]))
        hit, asset, there = hit[order], asset[order], np.floor(there[order]).astype(np.int64)
        place = np.column_stack([hits.replication[hit], asset])
        is_first = np.r_[True, (place[1:] != place[:-1]).any(axis=1)][: len(hit)]
        before = np.cumsum(hurt[hit]) - hurt[hit]
        before -= before[is_first][np.cumsum(is_first) - 1]
        bounded = np.zeros_like(hurt)
        bounded[hit] = np.minimum(hurt[hit], np.maximum(there - before, 0))
        return bounded

    def expected_killed(self, hits: Impacts, warned: Warned) -> F8:
        """The mean mu: f8[hit]; lethal area x exposure x sum of people per m2 x (1 - sheltered x protection).

        The sum is over the discs that the hit lies on: each has its own district's warning.
        """
        effects = self.effects
        hit, asset, distance = hits.near
        inside = distance <= self.disc_m[asset]
        hit, asset = hit[inside], asset[inside]
        sheltered = sheltered_share(
            warned.lead_min[inside], mean(effects.sheltered_max), mean(effects.sheltered_half_min)
        ) * np.exp(-warned.tired_h[inside] / mean(effects.fatigue_h))
        unprotected = self.density_m2[asset] * (1.0 - sheltered * mean(effects.protection))
        lethal_m2 = mean(effects.lethal_area_m2) * np.cbrt(hits.warhead_kg / W0_KG) ** 2
        mu: F8 = np.bincount(hit, unprotected, minlength=len(hits.replication)) * lethal_m2
        return mu * self.exposure(hits.end_ms)

    def exposure(self, end_ms: I8) -> F8:
        """People on the spot as a share of inhabitants, by the local hour; f8[hit]."""
        night, day = mean(self.effects.exposure_night), mean(self.effects.exposure_day)
        if self.start_h is None:
            return np.full(len(end_ms), night)
        hour = (self.start_h + end_ms / 3.6e6) % 24.0
        share: F8 = np.where((hour >= DAY_H[0]) & (hour < DAY_H[1]), day, night)
        return share

    def results(self) -> dict[str, F8]:
        """The variables' values."""
        return {"killed": self.killed.statistics(), "injured": self.injured.statistics()}


def by_group(hits: Impacts, values: I8) -> I8:
    """i8[replication, group]: sums of whole numbers f8[hit] by class, both drones, and all."""
    cell = hits.replication * N_CLASSES + hits.weapon_class
    sums = np.bincount(cell, values, minlength=hits.n * N_CLASSES).reshape(hits.n, N_CLASSES).astype(np.int64)
    return np.column_stack([sums, sums[:, :2].sum(axis=1), sums.sum(axis=1)])
