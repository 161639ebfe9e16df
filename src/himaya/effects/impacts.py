"""Where hits fall: the end of the route or a site beside it, and a miss around it."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from himaya.arrays import F8, I8, U8
from himaya.chance.keyed import keyed_uniforms
from himaya.effects.ground import Fallen, GroundSplit, is_harmed
from himaya.effects.terrain import Terrain
from himaya.kernels.keys import IMPACT
from himaya.kernels.tables import (
    CLASSES,
    HIT,
    Out,
)
from himaya.raid.prepare.bridge import Prepared
from himaya.scenario import Scenario, mean

RAYLEIGH_PER_CEP = 1.0 / 1.17741
"""Sigma of a Rayleigh miss by its median: 1 / sqrt(2 ln 2)."""
W0_KG = 50.0
"""Warhead that radii and areas are stated for."""
WARHEADS_KG = (50.0, 0.0, 450.0, 480.0, 900.0)
"""By class, for types that state none: guesses."""
CEPS_M = (20.0, 50.0, 20.0, 30.0, 300.0)
"""Likewise."""
MOST_MISS = 6.77
"""Rayleigh sigmas that no miss exceeds: sqrt(-2 ln 2^-33) of the least uniform number."""
REACH = 6.5
"""Beyond so many damage radii a hit harms less than a billionth."""
GROUND_DRAW = 2
"""Number of a hit's draw that says on what it falls and where there; 0 is of its miss, 1 of lines."""


@dataclass(frozen=True)
class Impacts:
    """The hits of a chunk, in order of replication and threat."""

    n: int
    """Replications in the chunk."""
    replication: I8
    """i8[hit]: from 0 in the chunk."""
    weapon_class: I8
    end_ms: I8
    warhead_kg: F8
    luck: F8
    """f8[2, hit]: uniforms that casualties are drawn by."""
    near: tuple[I8, I8, F8]
    """Hit, asset and the distance of its centre in metres, for every pair that matters."""
    ground: I8
    """i8[hit]: what it falls on, as in `GROUNDS`."""


@dataclass(frozen=True)
class Warheads:
    """What the groups of a raid carry, at the mean of what is known."""

    key: U8
    """u8[group, 2]"""
    weapon_class: I8
    """i8[group]"""
    warhead_kg: F8
    """f8[group]"""
    sigma_m: F8
    """f8[group]: Rayleigh sigma of the miss."""

    @classmethod
    def of(cls, prepared: Prepared) -> Warheads:
        """The warheads of a scenario's groups."""
        groups = prepared.plan.groups
        return cls(
            groups.key,
            groups.weapon_class,
            _by_group(prepared.scenario, "warhead_kg", WARHEADS_KG),
            _by_group(prepared.scenario, "cep_m", CEPS_M) * RAYLEIGH_PER_CEP,
        )


def _by_group(scenario: Scenario, field: str, by_class: tuple[float, ...]) -> F8:
    types = {each.id: each for each in scenario.threat_types}
    kinds = [types[group.type] for group in scenario.raid]
    stated = [(getattr(kind, field), CLASSES.index(kind.weapon_class)) for kind in kinds]
    return np.array([by_class[number] if given is None else mean(given) for given, number in stated])


class Candidates(NamedTuple):
    """Assets that a hit on each aim point can matter to, whatever its miss."""

    start: I8
    """i8[aim point + 1]: those of aim point a are asset[start[a]:start[a + 1]]."""
    asset: I8
    """i8[candidate]: ascending for each aim point."""


class Setting(NamedTuple):
    """What hits fall on, what they carry, what each can matter to, and which fall beside homes."""

    terrain: Terrain
    warheads: Warheads
    candidates: Candidates
    split: GroundSplit

    @classmethod
    def of(cls, prepared: Prepared, reach_m: F8, before: Terrain | None = None) -> Setting:
        """The setting of a scenario; reach_m : as in `impacts`, before : as in `Terrain.of`."""
        terrain, warheads = Terrain.of(prepared, before), Warheads.of(prepared)
        near = candidates(prepared, terrain, warheads, reach_m)
        return cls(terrain, warheads, near, GroundSplit.of(prepared.scenario))


def candidates(prepared: Prepared, terrain: Terrain, warheads: Warheads, reach_m: F8) -> Candidates:
    """Leave out assets that no hit reaches from any end of an aim point's routes, whatever flies there."""
    aim, end = prepared.variant_aim, terrain.end
    n_aims = len(prepared.scenario.aim_points)
    number = np.maximum(np.bincount(aim, minlength=n_aims), 1)
    centre = np.column_stack([np.bincount(aim, end[:, axis], n_aims) / number for axis in (0, 1)])
    spread = np.zeros(n_aims)
    np.maximum.at(spread, aim, np.hypot(*(end - centre[aim]).T))
    between = np.hypot(*(centre[:, None, axis] - terrain.at[None, :, axis] for axis in (0, 1)))
    farthest = MOST_MISS * warheads.sigma_m.max(initial=0.0)
    farthest = farthest + reach_m * np.cbrt(warheads.warhead_kg.max(initial=0.0) / W0_KG)
    near = between - spread[:, None] <= (terrain.radius_m + farthest) * terrain.scale + 1.0
    near &= is_harmed(prepared.scenario)
    return Candidates(np.concatenate([[0], np.cumsum(near.sum(axis=1))]), np.nonzero(near)[1])


class Hits(NamedTuple):
    """What hit, in order of row and threat."""

    row: I8
    """i8[hit]: from 0 in what is flown together."""
    replication: I8
    """i8[hit]"""
    group: I8
    """i8[hit]: of the raid."""
    ordinal: I8
    """i8[hit]: number of the threat in its group."""
    variant: I8
    """i8[hit]: the route that it flew."""
    aim: I8
    """i8[hit]: the aim point that this leads to."""
    end_ms: I8
    """i8[hit]"""
    night: int
    """As the kernel counts nights: 0 is `himaya run`."""


def impacts(prepared: Prepared, setting: Setting, reach_m: F8, chunk: tuple[Out, int]) -> Impacts:
    """The hits of a chunk; reach_m : f8[asset], how far a warhead of `W0_KG` can harm each."""
    out, first = chunk
    row, threat = np.nonzero(out.outcome == HIT)
    variant = out.variant[row, threat]
    hits = Hits(
        row, row + first, prepared.raid.group[threat], prepared.raid.ordinal[threat],
        variant, prepared.variant_aim[variant], out.end_ms[row, threat], 0,
    )  # fmt: skip
    return impacts_of(setting, reach_m, hits, len(out.outcome))


def impacts_of(setting: Setting, reach_m: F8, hits: Hits, n: int) -> Impacts:
    """Where hits fall; reach_m : f8[asset], n : rows flown together."""
    terrain, warheads, candidates, split = setting
    draws, choice = (_draws(warheads, hits, number) for number in (0, GROUND_DRAW))
    weapon_class, warhead = warheads.weapon_class[hits.group], warheads.warhead_kg[hits.group]
    fallen = split.fallen(weapon_class, hits.aim, choice)
    miss = _polar(warheads.sigma_m[hits.group] * np.sqrt(-2.0 * np.log(draws[0])), draws[1])
    hit, asset = _pairs(candidates, hits.aim, warhead > 0.0, fallen)
    limit = terrain.radius_m[asset] + reach_m[asset] * np.cbrt(warhead / W0_KG)[hit]
    spot = _polar(terrain.radius_m[asset] * np.sqrt(choice[2][hit]), choice[3][hit])
    aimed = (terrain.end[hits.variant[hit]] - terrain.at[asset]) / terrain.scale[asset, None]
    place = np.where(fallen.strayed[hit, None], spot, aimed) + miss[hit]
    squared = place[:, 0] * place[:, 0] + place[:, 1] * place[:, 1]
    near = squared <= limit * limit
    return Impacts(
        n,
        hits.row,
        weapon_class,
        hits.end_ms,
        warhead,
        draws[2:],
        (hit[near], asset[near], np.sqrt(squared[near])),
        fallen.ground,
    )


def _draws(warheads: Warheads, hits: Hits, number: int) -> F8:
    """f8[4, hit]: one of the draws of each hit."""
    address = (int(IMPACT), hits.night << 16 | number)
    return keyed_uniforms(warheads.key[hits.group], hits.replication, address, hits.ordinal)


def _polar(distance_m: F8, turn: F8) -> F8:
    """f8[n, 2]: metres east and north of so far in a direction; turn : share of a whole turn."""
    bearing = 2.0 * pi * turn
    return np.column_stack([distance_m * np.sin(bearing), distance_m * np.cos(bearing)])


def _pairs(candidates: Candidates, aim: I8, armed: NDArray[np.bool], fallen: Fallen) -> tuple[I8, I8]:
    """Hit and asset of all that each hit with a warhead can matter to, in order: strays to a site."""
    start = candidates.start[aim]
    count = np.where(fallen.strayed, fallen.site >= 0, candidates.start[aim + 1] - start)
    count = np.where(armed, count, 0)
    hit = np.repeat(np.arange(len(aim)), count)
    place = np.arange(len(hit)) + np.repeat(start - (np.cumsum(count) - count), count)
    strayed = fallen.strayed[hit]
    asset = np.where(strayed, fallen.site[hit], 0)
    asset[~strayed] = candidates.asset[place[~strayed]]
    return hit, asset
