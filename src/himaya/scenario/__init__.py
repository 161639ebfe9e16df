"""What a scenario file says: frozen models, one noun a file; loaded and checked with line numbers."""

from __future__ import annotations

from himaya.files.numbers import LogNormal, Number, Pert, Stated, Uncertain, mean
from himaya.files.write import dump
from himaya.scenario.classes import CLASS_GROUPS, DRONES, WeaponClass, class_group
from himaya.scenario.effects import SiteLines
from himaya.scenario.forces import (
    AreaDefence,
    Command,
    Load,
    Network,
    Sector,
    Sensor,
    SoftKillZone,
    Unit,
)
from himaya.scenario.load import SCENARIOS, list_scenarios, load
from himaya.scenario.model import Group, Scenario
from himaya.scenario.places import AimPoint, Asset, Disc, District, LaunchArea, Region, Waypoint
from himaya.scenario.types import AreaType, Engagement, RoundType, SystemType, ThreatType

__all__ = [
    "CLASS_GROUPS",
    "DRONES",
    "SCENARIOS",
    "AimPoint",
    "AreaDefence",
    "AreaType",
    "Asset",
    "Command",
    "Disc",
    "District",
    "Engagement",
    "Group",
    "LaunchArea",
    "Load",
    "LogNormal",
    "Network",
    "Number",
    "Pert",
    "Region",
    "RoundType",
    "Scenario",
    "Sector",
    "Sensor",
    "SiteLines",
    "SoftKillZone",
    "Stated",
    "SystemType",
    "ThreatType",
    "Uncertain",
    "Unit",
    "Waypoint",
    "WeaponClass",
    "class_group",
    "dump",
    "list_scenarios",
    "load",
    "mean",
]
