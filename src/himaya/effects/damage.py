"""Value lost to hits: Carleton's damage by distance, accumulated over a night."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chndtr, ndtr

from himaya.arrays import F8, Variable, registry, within_one
from himaya.chance.amounts import Amounts
from himaya.chance.histograms import Counts
from himaya.effects.ground import GROUNDS
from himaya.effects.impacts import REACH, W0_KG, Impacts
from himaya.kernels.tables import N_CLASSES
from himaya.scenario import Scenario, mean
from himaya.scenario.effects import Effects

LARGE = 20.0
"""A disc of so many damage radii has an edge that is nearly straight."""
VARIABLES = registry(
    Variable(
        "value_lost",
        ("asset", "group", "statistic"),
        "real",
        "",
        "Value that an asset lost to the hits of a group alone, or of all.",
    ),
    Variable("value_lost_total", ("group", "statistic"), "real", "", "The same over all assets."),
    Variable(
        "p_damaged",
        ("asset", "group"),
        "real",
        "1",
        "Share of replications in which an asset lost more than a billionth of its value.",
        within_one,
    ),
    Variable(
        "hits_by_ground",
        ("ground", "statistic"),
        "real",
        "1",
        "Hits with a warhead by what they fall on: homes, energy sites, airfields, open ground, the rest.",
    ),
)


def share_lost(distance_m: F8, disc_m: F8, radius_m: F8) -> F8:
    """Share of a disc's evenly spread value that one hit destroys.

    The mean over the disc of D(r) = exp(-r^2 / 2R^2), r the distance from the hit, is
    2 R^2 / rho^2 times the probability that a normal point with sd R around the hit lies in the disc;
    a disc without extent loses D itself.

    Parameters
    ----------
    distance_m : f8[n], from the hit to the disc's centre; disc_m : f8[n], rho; radius_m : f8[n], R above 0.

    Returns
    -------
    f8[n]
        0 to 1. For rho above 20 R the probability is Phi((rho - r - R^2 / 2r) / R), within 0.002 of it.
    """
    r, rho = distance_m / radius_m, disc_m / radius_m
    lost: F8 = np.exp(-0.5 * r * r)
    small, large = (rho > 0.0) & (rho <= LARGE), rho > LARGE
    lost[small] = 2.0 / rho[small] ** 2 * chndtr(rho[small] ** 2, 2.0, r[small] ** 2)
    far = np.maximum(r[large], 1.0)
    lost[large] = 2.0 / rho[large] ** 2 * ndtr(rho[large] - r[large] - 0.5 / far)
    return np.minimum(lost, 1.0)


def radii_m(scenario: Scenario) -> F8:
    """f8[asset]: R0 of each, its own or the scenario's, at the mean of what is known."""
    default = (scenario.effects or Effects()).damage_radius_m
    stated = (asset.damage_radius_m for asset in scenario.assets)
    return np.array([mean(default if radius is None else radius) for radius in stated])


@dataclass
class Damage:
    """Sums of what assets lost; `add` takes the hits of a chunk."""

    radius_m: F8
    """f8[asset]: R0 of each, for a warhead of `W0_KG`."""
    disc_m: F8
    """f8[asset]"""
    value: F8
    """f8[asset]"""
    lost: Amounts
    """By asset and group, then the total."""
    fallen: Counts
    """Hits by kind of ground."""

    @classmethod
    def of(cls, scenario: Scenario) -> Damage:
        """Nothing lost yet."""
        return cls(
            radii_m(scenario),
            np.array([asset.radius_km * 1000.0 for asset in scenario.assets]),
            np.array([asset.value for asset in scenario.assets]),
            Amounts((len(scenario.assets) + 1, N_CLASSES + 2)),
            Counts(len(GROUNDS)),
        )

    @property
    def reach_m(self) -> F8:
        """f8[asset]: how far a warhead of `W0_KG` harms."""
        return REACH * self.radius_m

    def add(self, hits: Impacts) -> None:
        """Add a chunk's hits."""
        self.lost.add(self.shares(hits))
        armed = hits.warhead_kg > 0.0
        cell = hits.replication[armed] * len(GROUNDS) + hits.ground[armed]
        self.fallen.add(np.bincount(cell, minlength=hits.n * len(GROUNDS)).reshape(hits.n, len(GROUNDS)))

    def shares(self, hits: Impacts) -> F8:
        """f8[replication, asset and total, group]: 1 - product of (1 - D) over the group's hits."""
        hit, asset, distance = hits.near
        radius = self.radius_m[asset] * np.cbrt(hits.warhead_kg[hit] / W0_KG)
        some = radius > 0.0
        hit, asset = hit[some], asset[some]
        with np.errstate(divide="ignore"):
            kept = np.log1p(-share_lost(distance[some], self.disc_m[asset], radius[some]))
        shape = (hits.n, len(self.value), N_CLASSES)
        cell = np.ravel_multi_index((hits.replication[hit], asset, hits.weapon_class[hit]), shape)
        by_class = np.bincount(cell, kept, minlength=int(np.prod(shape))).reshape(shape)
        sums = [by_class, by_class[..., :2].sum(axis=2, keepdims=True), by_class.sum(axis=2, keepdims=True)]
        lost = -np.expm1(np.concatenate(sums, axis=2))
        worth = self.value.sum()
        total = np.einsum("rag,a->rg", lost, self.value / worth if worth else self.value)
        return np.concatenate([lost, np.minimum(total, 1.0)[:, None]], axis=1)

    def results(self) -> dict[str, F8]:
        """The variables' values."""
        by_asset = self.lost.statistics()
        return {
            "value_lost": by_asset[:-1] * self.value[:, None, None],
            "value_lost_total": by_asset[-1] * self.value.sum(),
            "p_damaged": self.lost.share_above_zero()[:-1],
            "hits_by_ground": self.fallen.statistics(),
        }
