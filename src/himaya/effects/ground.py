"""What kind of ground hits fall on: of drones aimed at homes most miss them, and some find a site."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from himaya.arrays import F8, I8
from himaya.effects.terrain import inhabitants
from himaya.kernels.tables import CLASSES
from himaya.scenario import Scenario, mean
from himaya.scenario.effects import Effects
from himaya.scenario.places import Asset

GROUNDS = ("homes", "energy", "airfield", "open", "other")
"""Kinds of ground, by number: open ground is no asset's, other that of assets of no kind."""
HOMES, ENERGY, AIRFIELD, OPEN, OTHER = range(5)
SITES = (ENERGY, AIRFIELD)
"""Kinds of which a hit aimed at homes can find one."""
DRONES = (CLASSES.index("one_way_drone"), CLASSES.index("decoy_drone"))


def kind_of(scenario: Scenario, asset: Asset) -> int:
    """The kind of an asset: as stated, else homes where somebody lives."""
    if asset.kind is not None:
        return GROUNDS.index(asset.kind)
    return HOMES if inhabitants(scenario, asset) > 0.0 else OTHER


def aimed_at(scenario: Scenario) -> I8:
    """i8[aim point]: the kind of its asset; open ground where it has none."""
    kinds = {asset.id: kind_of(scenario, asset) for asset in scenario.assets}
    return np.array(
        [OPEN if aim.asset is None else kinds[aim.asset] for aim in scenario.aim_points], np.int64
    )


def is_harmed(scenario: Scenario) -> NDArray[np.bool]:
    """Which assets a hit that falls as it was aimed can harm by its distance: bool[aim point, asset].

    Homes, energy sites and airfields are harmed by hits on their own kind of ground alone: where they
    stand is notional. Assets of no kind are harmed by all, and what is aimed at them harms all.
    """
    kinds = np.array([kind_of(scenario, asset) for asset in scenario.assets], np.int64)
    aims = aimed_at(scenario)
    any_aim, any_asset = np.isin(aims, (OPEN, OTHER)), kinds == OTHER
    harmed: NDArray[np.bool] = any_aim[:, None] | any_asset[None, :] | (aims[:, None] == kinds[None, :])
    return harmed


class Fallen(NamedTuple):
    """On what hits fall."""

    ground: I8
    """i8[hit]: number in `GROUNDS`."""
    strayed: NDArray[np.bool]
    """bool[hit]: it was aimed at homes and falls elsewhere."""
    site: I8
    """i8[hit]: the asset that one which strayed falls on; -1: none."""


class GroundSplit(NamedTuple):
    """On what hits of drones fall that are aimed at homes; whatever else hits falls where it was aimed."""

    aimed_at: I8
    """i8[aim point]: number in `GROUNDS`."""
    up_to: F8
    """f8[3]: a draw below these falls on homes, an energy site, an airfield; else on open ground."""
    start: I8
    """i8[2 x aim points + 1]: where the sites begin that each aim point has, by kind and aim point."""
    site: I8
    """i8[site of an aim point]: assets of that kind in the aim point's region, ascending."""

    @classmethod
    def of(cls, scenario: Scenario) -> GroundSplit:
        """The split of a scenario, at the mean of what is known."""
        effects = scenario.effects or Effects()
        homes = mean(effects.p_homes)
        beside = np.cumsum([mean(effects.p_energy), mean(effects.p_airfield)])
        kinds = [kind_of(scenario, asset) for asset in scenario.assets]
        sites = [
            [k for k, asset in enumerate(scenario.assets) if kinds[k] == kind and asset.region == aim.region]
            for kind in SITES
            for aim in scenario.aim_points
        ]
        return cls(
            aimed_at(scenario),
            np.array([homes, *(homes + (1.0 - homes) * beside)]),
            np.cumsum([0, *map(len, sites)]),
            np.array([k for each in sites for k in each], np.int64),
        )

    def fallen(self, weapon_class: I8, aim: I8, luck: F8) -> Fallen:
        """On what each hit falls.

        Parameters
        ----------
        luck : f8[2 or more, hit], uniform: which ground, which of several sites.
        """
        ground = self.aimed_at[aim]
        splits = (ground == HOMES) & np.isin(weapon_class, DRONES)
        drawn = np.searchsorted(self.up_to, luck[0], side="right")
        strayed = splits & (drawn != HOMES)
        site = np.full(len(aim), -1)
        for number, kind in enumerate(SITES):
            finds = np.flatnonzero(strayed & (drawn == kind))
            row = number * len(self.aimed_at) + aim[finds]
            first, n = self.start[row], self.start[row + 1] - self.start[row]
            some = n > 0
            choice = first[some] + (luck[1][finds[some]] * n[some]).astype(np.int64)
            site[finds[some]] = self.site[choice]
        ground = np.where(strayed, np.where(site >= 0, drawn, OPEN), ground)
        return Fallen(ground, strayed, site)
