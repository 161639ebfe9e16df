"""Where hits fall: the end of the route, and a miss around it."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi

import numpy as np

from himaya.effects.draws import F8, I8
from himaya.effects.keyed import U8, keyed_uniforms
from himaya.effects.terrain import Terrain
from himaya.kernels.keys import IMPACT
from himaya.kernels.tables import (
    CLASSES,
    HIT,
    Out,
)
from himaya.raid.bridge import Prepared
from himaya.scenario import Scenario, mean

RAYLEIGH_PER_CEP = 1.0 / 1.17741
"""Sigma of a Rayleigh miss by its median: 1 / sqrt(2 ln 2)."""
W0_KG = 50.0
"""Warhead that radii and areas are stated for."""
WARHEADS_KG = (50.0, 0.0, 450.0, 480.0, 900.0)
"""By class, for types that state none: guesses."""
CEPS_M = (20.0, 50.0, 20.0, 30.0, 300.0)
"""Likewise."""
REACH = 6.5
"""Beyond so many damage radii a hit harms less than a billionth."""


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


def impacts(
    prepared: Prepared, ground: tuple[Terrain, Warheads], reach_m: F8, chunk: tuple[Out, int]
) -> Impacts:
    """The hits of a chunk; reach_m : f8[asset], how far a warhead of `W0_KG` can harm each."""
    terrain, warheads = ground
    out, first = chunk
    replication, threat = np.nonzero(out.outcome == HIT)
    group = prepared.raid.group[threat]
    draws = keyed_uniforms(
        warheads.key[group], replication + first, (int(IMPACT), 0), prepared.raid.ordinal[threat]
    )
    miss = warheads.sigma_m[group] * np.sqrt(-2.0 * np.log(draws[0]))
    bearing = 2.0 * pi * draws[1]
    at = terrain.end[out.variant[replication, threat]]
    warhead = warheads.warhead_kg[group]
    east, north = (
        (at[:, axis, None] - terrain.at[:, axis]) / terrain.scale + (miss * turn(bearing))[:, None]
        for axis, turn in enumerate((np.sin, np.cos))
    )
    limit = terrain.radius_m + reach_m * np.cbrt(warhead / W0_KG)[:, None]
    squared = east * east + north * north
    hit, asset = np.nonzero((squared <= limit * limit) & (warhead > 0.0)[:, None])
    return Impacts(
        len(out.outcome),
        replication,
        warheads.weapon_class[group],
        out.end_ms[replication, threat],
        warhead,
        draws[2:],
        (hit, asset, np.sqrt(squared[hit, asset])),
    )
