"""Where hits fall: the end of the route, and a miss around it."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import NamedTuple

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
    end_ms: I8
    """i8[hit]"""
    night: int
    """As the kernel counts nights: 0 is `himaya run`."""


def impacts(
    prepared: Prepared, ground: tuple[Terrain, Warheads], reach_m: F8, chunk: tuple[Out, int]
) -> Impacts:
    """The hits of a chunk; reach_m : f8[asset], how far a warhead of `W0_KG` can harm each."""
    out, first = chunk
    row, threat = np.nonzero(out.outcome == HIT)
    hits = Hits(
        row, row + first, prepared.raid.group[threat], prepared.raid.ordinal[threat],
        out.variant[row, threat], out.end_ms[row, threat], 0,
    )  # fmt: skip
    return impacts_of(ground, reach_m, hits, len(out.outcome))


def impacts_of(ground: tuple[Terrain, Warheads], reach_m: F8, hits: Hits, n: int) -> Impacts:
    """Where hits fall; reach_m : f8[asset], n : rows flown together."""
    terrain, warheads = ground
    address = (int(IMPACT), hits.night << 16)
    draws = keyed_uniforms(warheads.key[hits.group], hits.replication, address, hits.ordinal)
    miss = warheads.sigma_m[hits.group] * np.sqrt(-2.0 * np.log(draws[0]))
    bearing = 2.0 * pi * draws[1]
    at = terrain.end[hits.variant]
    warhead = warheads.warhead_kg[hits.group]
    east, north = (
        (at[:, axis, None] - terrain.at[:, axis]) / terrain.scale + (miss * turn(bearing))[:, None]
        for axis, turn in enumerate((np.sin, np.cos))
    )
    limit = terrain.radius_m + reach_m * np.cbrt(warhead / W0_KG)[:, None]
    squared = east * east + north * north
    hit, asset = np.nonzero((squared <= limit * limit) & (warhead > 0.0)[:, None])
    return Impacts(
        n,
        hits.row,
        warheads.weapon_class[hits.group],
        hits.end_ms,
        warhead,
        draws[2:],
        (hit, asset, np.sqrt(squared[hit, asset])),
    )
