"""The raid as tables: groups of threats, their pairs of launch area and aim point, their routes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from himaya.kernels.library import Array
from himaya.kernels.tables import (
    BALLISTIC,
    CLASSES,
    DECOY,
    Groups,
    Raid,
)
from himaya.raid.prepare.alias import alias_table
from himaya.raid.prepare.geometry.places import Corridor, Disc
from himaya.raid.prepare.si import si
from himaya.scenario import Scenario, mean
from himaya.scenario.identity import group_key
from himaya.scenario.model import Group
from himaya.scenario.places import Disc as FileDisc
from himaya.scenario.types import ThreatType


@dataclass(frozen=True)
class Origins:
    """All groups of a scenario's raid, before the route library is there."""

    corridors: tuple[Corridor, ...]
    corridor_aim: Array
    """i4[corridor]: aim point of each corridor."""
    pair_corridor: Array
    """i8[pair]: corridor of each pair."""
    groups: Groups
    """Its `pair_variant` holds the corridor until `with_variants` replaces it."""

    def with_variants(self, first_variant: Array) -> Groups:
        """The groups with each pair's first route variant; first_variant : i8[corridor]."""
        return self.groups._replace(pair_variant=first_variant[self.pair_corridor].astype(np.int64))


def origins(scenario: Scenario, seed: int) -> Origins:
    """Make the groups' tables; groups whose threats look alike share corridors."""
    types = {each.id: each for each in scenario.threat_types}
    corridors: dict[tuple[str, int, float, float], Corridor] = {}
    pairs: list[tuple[float, int]] = []
    starts, aims, tables = [0], [], []
    aim_index = {aim.id: k for k, aim in enumerate(scenario.aim_points)}
    for group in scenario.raid:
        kind = types[group.type]
        weights = []
        for area, area_weight in group.launch_areas.items():
            for aim, aim_weight in group.aim_points.items():
                corridor = _corridor(scenario, group, kind, (area, aim))
                flown = corridor.speed_m_s if corridor.weapon_class == BALLISTIC else 0.0
                key = (corridor.id, corridor.weapon_class, corridor.altitude_m, flown)
                if key not in corridors:
                    corridors[key] = corridor
                    aims.append(aim_index[aim])
                weights.append(area_weight * aim_weight)
                pairs.append((weights[-1], list(corridors).index(key)))
        starts.append(len(pairs))
        tables.append(alias_table(np.array(weights)))
    pair_corridor = np.array([corridor for _, corridor in pairs], np.int64)
    groups = Groups(
        np.array([group_key(seed, group.id) for group in scenario.raid], np.uint64),
        np.array([CLASSES.index(types[group.type].weapon_class) for group in scenario.raid], np.int32),
        np.array([si(types[group.type], "speed_km_h") for group in scenario.raid]),
        np.array([mean(types[group.type].speed_spread) for group in scenario.raid]),
        np.array([mean(types[group.type].p_own_failure) for group in scenario.raid]),
        np.array([mean(types[group.type].p_recognised) for group in scenario.raid]),
        np.array([si(group, "first_launch_min") * 1000.0 for group in scenario.raid]),
        np.array([si(group, "last_launch_min") * 1000.0 for group in scenario.raid]),
        np.array([si(group, "jitter_min") * 1000.0 for group in scenario.raid]),
        np.array(starts, np.int64),
        np.concatenate([keep for keep, _ in tables]),
        np.concatenate([alias for _, alias in tables]).astype(np.int32),
        pair_corridor,
    )
    return Origins(tuple(corridors.values()), np.array(aims, np.int32), pair_corridor, groups)


def composition(counts: Array) -> Raid:
    """The raid of so many threats a group; counts : i8[group]."""
    counts = np.asarray(counts, np.int64)
    ordinals = [np.arange(count, dtype=np.int64) for count in counts]
    return Raid(counts, np.repeat(np.arange(len(counts)), counts), np.concatenate(ordinals))


def disc(place: FileDisc) -> Disc:
    """A disc of a scenario file in the geometry's terms."""
    return Disc(place.lat, place.lon, si(place, "radius_km"))


def _corridor(scenario: Scenario, group: Group, kind: ThreatType, ends: tuple[str, str]) -> Corridor:
    launch = {place.id: place for place in scenario.launch_areas}[ends[0]]
    aim = {place.id: place for place in scenario.aim_points}[ends[1]]
    waypoints = {place.id: place for place in scenario.waypoints}
    seen_class = CLASSES.index(kind.weapon_class)
    return Corridor(
        id=">".join([launch.id, *group.via, aim.id]),
        launch=disc(launch),
        via=tuple(disc(waypoints[name]) for name in group.via),
        aim=disc(aim),
        weapon_class=0 if seen_class == DECOY else seen_class,
        altitude_m=si(kind, "altitude_m"),
        speed_m_s=si(kind, "speed_km_h"),
    )
