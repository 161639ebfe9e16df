"""Command nodes and networks as tables: who keeps off whose threats, who shares detections."""

from __future__ import annotations

import numpy as np

from himaya.kernels.library import Array
from himaya.kernels.tables import CLASSES, Networks, Nodes
from himaya.raid.prepare.geometry.places import SensorDisc
from himaya.raid.prepare.si import si
from himaya.scenario import Scenario, mean
from himaya.scenario.forces import Command
from himaya.scenario.identity import unit_hash

THEATRE = 0
"""Number of the network of units that name none: they have what enters the theatre."""


def node_numbers(scenario: Scenario) -> list[int]:
    """Number of each unit's command node, from 0; a unit without a command is a node of its own."""
    names = [unit.command or f"unit {unit.id}" for unit in scenario.units]
    number = {name: k for k, name in enumerate(dict.fromkeys(names))}
    return [number[name] for name in names]


def nodes(scenario: Scenario, numbers: Array) -> Nodes:
    """The command nodes; a unit alone is not coordinated with anybody.

    numbers : i8[unit]: `node_numbers`, as the units' table holds them.
    """
    stated = {command.id: command for command in scenario.commands}
    name_of = {number: unit.command for number, unit in zip(numbers.tolist(), scenario.units, strict=True)}
    names = [name_of[number] for number in sorted(name_of)]
    rules = [stated.get(name, Command(id=name)) if name else Command(id="alone") for name in names]
    per_threat = [[_units_per_threat(rule, name) for name in CLASSES] for rule in rules]
    return Nodes(
        np.array([name is not None for name in names], np.int64),
        np.array([rule.max_tracks for rule in rules], np.int64),
        np.array(per_threat, np.int64).reshape(-1, len(CLASSES)),
        np.concatenate([[0], np.cumsum(np.bincount(numbers, minlength=len(names)))]).astype(np.int64),
        np.argsort(numbers, kind="stable"),
    )


def _units_per_threat(rule: Command, name: str) -> int:
    return {each.value: most for each, most in rule.units_per_threat.items()}.get(name, 1)


def network_numbers(scenario: Scenario) -> dict[str | None, int]:
    """Number of each network by id; None is the theatre's."""
    return {None: THEATRE, **{network.id: k for k, network in enumerate(scenario.networks, THEATRE + 1)}}


def networks(scenario: Scenario) -> Networks:
    """The networks; the theatre's border always works."""
    return Networks(
        np.array([1.0, *(mean(network.p_up) for network in scenario.networks)]),
        np.array([0, *(unit_hash(network.id) for network in scenario.networks)], np.int64),
    )


def sensors(scenario: Scenario) -> tuple[SensorDisc, ...]:
    """What detects for the networks."""
    number = network_numbers(scenario)
    return tuple(
        SensorDisc(
            number[sensor.network], sensor.lat, sensor.lon, si(sensor, "antenna_height_m"),
            mean(sensor.mask_angle_deg), si(sensor, "range_km"),
        )
        for sensor in scenario.sensors
    )  # fmt: skip
