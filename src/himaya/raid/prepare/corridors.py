"""Where a raid flies: its corridors, and the pairs of launch area and aim point of every group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from himaya.kernels.library import Array
from himaya.kernels.tables import BALLISTIC, CLASSES, DECOY
from himaya.raid.prepare.alias import alias_table
from himaya.raid.prepare.geometry.places import Corridor, PlacedDisc
from himaya.raid.prepare.si import si
from himaya.scenario import Scenario
from himaya.scenario.model import Group
from himaya.scenario.places import Disc
from himaya.scenario.types import ThreatType


class CorridorKey(NamedTuple):
    """What a corridor's routes and windows depend on: corridors that share it are one."""

    id: str
    weapon_class: int
    altitude_m: float
    flown_m_s: float
    """Speed of ballistic threats; 0 for all others, whose windows do not depend on it."""

    @classmethod
    def of(cls, corridor: Corridor) -> CorridorKey:
        """The key of a corridor."""
        flown = corridor.speed_m_s if corridor.weapon_class == BALLISTIC else 0.0
        return cls(corridor.id, corridor.weapon_class, corridor.altitude_m, flown)


@dataclass(frozen=True)
class Corridors:
    """All corridors of a raid, and the pairs of its groups."""

    corridors: tuple[Corridor, ...]
    aim: Array
    """i4[corridor]: aim point of each corridor."""
    pair_start: Array
    """i8[group + 1]: pairs of group g are pair_start[g]:pair_start[g + 1]."""
    pair_corridor: Array
    """i8[pair]"""
    pair_keep: Array
    """f8[pair]: alias tables of the groups' weights, one after another."""
    pair_alias: Array
    """i4[pair]"""


def corridors(scenario: Scenario) -> Corridors:
    """List the corridors of a raid; groups whose threats look alike share them."""
    aim_index = {aim.id: k for k, aim in enumerate(scenario.aim_points)}
    number: dict[CorridorKey, int] = {}
    distinct: list[Corridor] = []
    aims, pair_corridor = [], []
    for corridor, aim in _of_pairs(scenario):
        key = CorridorKey.of(corridor)
        if key not in number:
            number[key] = len(distinct)
            distinct.append(corridor)
            aims.append(aim_index[aim])
        pair_corridor.append(number[key])
    tables = [alias_table(weights_of_pairs(group)) for group in scenario.raid]
    return Corridors(
        tuple(distinct),
        np.array(aims, np.int32),
        np.cumsum([0, *(len(keep) for keep, _ in tables)], dtype=np.int64),
        np.array(pair_corridor, np.int64),
        np.concatenate([keep for keep, _ in tables]),
        np.concatenate([alias for _, alias in tables]).astype(np.int32),
    )


def disc(place: Disc) -> PlacedDisc:
    """A disc of a scenario file in the geometry's terms."""
    return PlacedDisc(place.lat, place.lon, si(place, "radius_km"))


def _of_pairs(scenario: Scenario) -> Iterator[tuple[Corridor, str]]:
    """The corridor of every pair of every group, in order, and the id of the aim point that it leads to."""
    types = {each.id: each for each in scenario.threat_types}
    launch = {place.id: disc(place) for place in scenario.launch_areas}
    waypoint = {place.id: disc(place) for place in scenario.waypoints}
    aim = {place.id: disc(place) for place in scenario.aim_points}
    for group in scenario.raid:
        seen = _seen(types[group.type])
        via = tuple(waypoint[name] for name in group.via)
        for first, last in product(group.launch_areas, group.aim_points):
            name = ">".join((first, *group.via, last))
            yield Corridor(name, launch[first], via, aim[last], *seen), last


def weights_of_pairs(group: Group) -> NDArray[np.float64]:
    """f8[pair]: weights of a group's pairs."""
    return np.array(
        [area * aim for area, aim in product(group.launch_areas.values(), group.aim_points.values())]
    )


def _seen(kind: ThreatType) -> tuple[int, float, float]:
    """Class that rules see, height and speed of a type."""
    weapon_class = CLASSES.index(kind.weapon_class)
    seen_class = 0 if weapon_class == DECOY else weapon_class
    return seen_class, si(kind, "altitude_m"), si(kind, "speed_km_h")
