"""Fire units as tables: what they have, what they can fire at, and how far that reaches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import nan
from typing import NamedTuple

import numpy as np

from himaya.kernels.library import Array
from himaya.kernels.tables import (
    BALLISTIC,
    CLASSES,
    Magazines,
    Units,
    Weapons,
)
from himaya.raid.prepare.command import network_numbers, node_numbers
from himaya.raid.prepare.geometry.places import Reach
from himaya.raid.prepare.si import si, si_ms
from himaya.scenario import Scenario, WeaponClass, mean
from himaya.scenario.forces import Load, Unit
from himaya.scenario.identity import unit_hash
from himaya.scenario.types import Engagement, RoundType, SystemType

_FAR_M = 1e7
LAWS = ("constant", "exponential", "lognormal")
"""Laws of the time of assessment, in the order of the kernel's numbers."""


class RoundName(NamedTuple):
    """A round type as reports name it."""

    id: str
    name: str
    unit_cost_usd: float


class _Weapon(NamedTuple):
    unit: int
    magazine: int
    weapon_class: int
    priority: int
    engagement: Engagement
    round: RoundType


@dataclass(frozen=True)
class Arsenal:
    """All fire units of a scenario."""

    units: Units
    magazines: Magazines
    weapons: Weapons
    reaches: tuple[Reach, ...]
    rounds: tuple[RoundName, ...]


def arsenal(scenario: Scenario) -> Arsenal:
    """Make the units' tables; a decoy is engaged like a one-way drone, so it has no weapon of its own."""
    systems = {system.id: system for system in scenario.system_types}
    rounds = _round_names(scenario, systems)
    number = {each.id: k for k, each in enumerate(rounds)}
    magazines: list[tuple[int, Load, int]] = []
    weapons: list[_Weapon] = []
    for index, unit in enumerate(scenario.units):
        system = systems[unit.type]
        weapons += _weapons(system, index, len(magazines), unit.leaves)
        for each in system.rounds:
            load = unit.rounds.get(each.id, Load(ready=each.ready, stock=each.stock))
            magazines.append((number[f"{system.id}/{each.id}"], load, max(each.ready, load.ready)))
    reaches = (_reach(w, each, scenario.units, systems) for w, each in enumerate(weapons))
    return Arsenal(
        _unit_table(scenario, systems),
        Magazines(
            np.array([row[0] for row in magazines], np.int32),
            np.array([row[1].ready for row in magazines], np.int32),
            np.array([row[2] for row in magazines], np.int32),
            np.array([row[1].stock for row in magazines], np.int32),
        ),
        _weapon_table(weapons),
        tuple(reaches),
        rounds,
    )


def _round_names(scenario: Scenario, systems: dict[str, SystemType]) -> tuple[RoundName, ...]:
    used = sorted({unit.type for unit in scenario.units})
    return tuple(
        RoundName(f"{name}/{each.id}", each.name, mean(each.unit_cost_usd))
        for name in used
        for each in systems[name].rounds
    )


def _weapons(
    system: SystemType, unit: int, first_magazine: int, leaves: Sequence[WeaponClass]
) -> Iterator[_Weapon]:
    """Classes in the order of priority, within a class the rounds in order of preference."""
    for priority, name in enumerate(system.priority):
        if name is WeaponClass.decoy_drone or name in leaves:
            continue
        for k, each in enumerate(system.rounds):
            if name in each.against:
                weapon_class = CLASSES.index(name)
                yield _Weapon(unit, first_magazine + k, weapon_class, priority, each.against[name], each)


def _weapon_table(weapons: list[_Weapon]) -> Weapons:
    return Weapons(
        np.array([each.unit for each in weapons], np.int32),
        np.array([each.magazine for each in weapons], np.int32),
        np.array([each.weapon_class for each in weapons], np.int32),
        np.array([each.priority for each in weapons], np.int32),
        np.array([mean(each.engagement.p_kill) for each in weapons]),
        np.array([si(each.round, "speed_m_s") for each in weapons]),
        np.array([each.engagement.salvo for each in weapons], np.int64),
        np.array([each.engagement.reserve for each in weapons], np.int64),
    )


def _unit_table(scenario: Scenario, systems: dict[str, SystemType]) -> Units:
    units, kinds = scenario.units, [systems[unit.type] for unit in scenario.units]
    handover_ms = [0, *(si_ms(network, "handover_s") for network in scenario.networks)]
    network = network_numbers(scenario)
    numbers = [network[unit.network] for unit in units]
    reaction = [si_ms(kind, "reaction_s") + handover_ms[n] for kind, n in zip(kinds, numbers, strict=True)]

    def table(field: str) -> Array:
        return np.array([mean(getattr(kind, field)) for kind in kinds], np.float64)

    return Units(
        np.array([kind.channels for kind in kinds], np.int64),
        np.array(node_numbers(scenario), np.int64),
        np.array(reaction, np.int64),
        np.array([si_ms(kind, "assessment_s") for kind in kinds], np.int64),
        np.array([LAWS.index(kind.assessment_law) for kind in kinds], np.int64),
        table("assessment_sigma"),
        table("p_alive_seen"),
        table("p_dead_seen"),
        np.array([si_ms(kind, "launch_interval_s") for kind in kinds], np.int64),
        np.array([si_ms(kind, "reload_s") for kind in kinds], np.int64),
        table("p_up"),
        np.array(numbers, np.int64),
        table("p_track"),
        np.array([unit_hash(unit.track_group or unit.id) for unit in units], np.int64),
        np.array([kind.ignores_open_ground for kind in kinds], np.int64),
        np.array([unit_hash(unit.id) for unit in units], np.int64),
    )


def _reach(index: int, weapon: _Weapon, units: list[Unit], systems: dict[str, SystemType]) -> Reach:
    unit, engagement = units[weapon.unit], weapon.engagement
    system = systems[unit.type]
    ballistic = weapon.weapon_class == BALLISTIC
    return Reach(
        index, weapon.unit, weapon.weapon_class, unit.lat, unit.lon,
        si(system, "antenna_height_m"), mean(system.mask_angle_deg),
        si(engagement, "range_min_km"), _FAR_M if ballistic else si(engagement, "range_km"),
        si(engagement, "altitude_min_m"), si(engagement, "altitude_max_m"),
        si(engagement, "footprint_km") if ballistic else nan,
        si(engagement, "first_intercept_s"), si(engagement, "last_intercept_s"),
        *((unit.sector.azimuth_deg, unit.sector.width_deg) if unit.sector else (0.0, 360.0)),
    )  # fmt: skip
