"""People killed and injured by hits: an order of magnitude, as a distribution."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from himaya.effects.counts import Counts
from himaya.effects.draws import F8, I8
from himaya.effects.impacts import W0_KG, Impacts
from himaya.effects.panjer import binomial_quantile, gamma_poisson_quantile
from himaya.kernels.tables import CLASSES, N_CLASSES
from himaya.raid.variables import Variable
from himaya.scenario import Scenario, mean
from himaya.scenario.effects import Effects

WARNING_MIN = {"drones": 60.0, "cruise_missile": 30.0, "ballistic_missile": 2.0, "supersonic_missile": 4.0}
"""Warning before a hit where the scenario states none: guesses."""
DAY_H = (6.0, 22.0)
"""Local hours between which it is day."""
VARIABLES = {
    "killed": Variable(("group", "statistic"), "1", "People killed by hits: an order of magnitude."),
    "injured": Variable(("group", "statistic"), "1", "People injured by hits: an order of magnitude."),
}


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

    def add(self, hits: Impacts) -> None:
        """Add a chunk's hits, with the warning that the scenario states for each class."""
        killed, injured = self.of_hits(hits, self.warning_min(hits))
        self.killed.add(by_group(hits, killed))
        self.injured.add(by_group(hits, injured))

    def warning_min(self, hits: Impacts) -> F8:
        """f8[hit]: the warning that the scenario states for the class, or the default."""
        stated = {name: mean(minutes) for name, minutes in self.effects.warning_min.items()}
        minutes = {**WARNING_MIN, **stated}
        by_class = np.array([minutes.get(name, minutes["drones"]) for name in CLASSES])
        warning: F8 = by_class[hits.weapon_class]
        return warning

    def of_hits(self, hits: Impacts, warning_min: F8) -> tuple[I8, I8]:
        """Killed and injured of each hit; warning_min : f8[hit].

        Both together are Poisson with a gamma factor, each of them killed with probability
        1 / (1 + injured per killed): so is the number of killed, with the same factor and mean mu.
        """
        ratio = mean(self.effects.injured_per_killed)
        mu = self.expected_killed(hits, warning_min)
        hurt = gamma_poisson_quantile(hits.luck[0], mu * (1.0 + ratio), mean(self.effects.casualty_shape))
        killed = np.zeros_like(hurt)
        some = hurt > 0
        killed[some] = binomial_quantile(hits.luck[1][some], hurt[some], 1.0 / (1.0 + ratio))
        return killed, hurt - killed

    def expected_killed(self, hits: Impacts, warning_min: F8) -> F8:
        """The mean mu = people per m2 x lethal area x (1 - sheltered x protection); f8[hit]."""
        effects = self.effects
        hit, asset, distance = hits.near
        inside = distance <= self.disc_m[asset]
        n_hits = len(hits.replication)
        density = np.bincount(hit[inside], self.density_m2[asset[inside]], minlength=n_hits)
        lethal_m2 = mean(effects.lethal_area_m2) * np.cbrt(hits.warhead_kg / W0_KG) ** 2
        sheltered = sheltered_share(
            warning_min, mean(effects.sheltered_max), mean(effects.sheltered_half_min)
        )
        exposed = self.exposure(hits.end_ms) * (1.0 - sheltered * mean(effects.protection))
        mu: F8 = density * lethal_m2 * exposed
        return mu

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
