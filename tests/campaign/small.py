"""A battery and a town small enough to follow by hand, and supplies for them."""

from __future__ import annotations

from himaya.campaign.supply.file import Supply
from himaya.campaign.supply.load import SUPPLIES
from himaya.files.yaml_tree import parse_document
from himaya.scenario import Scenario
from himaya.scenario.catalogue import Catalogue
from himaya.scenario.effects import SiteLines
from himaya.scenario.load import resolve

TEXT = """
format: himaya/scenario/2
name: battery
title: One battery before one town
start: "2025-07-01T20:00:00+03:00"
threat_types:
  - {id: moped, name: Drone, weapon_class: one_way_drone, speed_km_h: 180, altitude_m: 100}
system_types:
  - id: battery
    name: Battery
    channels: 20
    reaction_s: 0
    assessment_s: 0
    launch_interval_s: 0
    reload_s: 0
    antenna_height_m: 10
    priority: [one_way_drone]
    rounds:
      - id: round
        name: Round
        ready: 4
        stock: STOCK
        speed_m_s: 5000
        unit_cost_usd: 1000
        against: {one_way_drone: {p_kill: P_KILL, range_km: 20, salvo: SALVO}}
launch_areas: [{id: east, lat: 47.5, lon: 36.0, radius_km: 1}]
assets: [{id: town, lat: 47.5, lon: 34.0, value: 3}]
aim_points: [{id: centre, lat: 47.5, lon: 34.0, asset: town}]
raid:
  - {id: raid, type: moped, count: COUNT, launch_areas: {east: 1}, aim_points: {centre: 1},
     first_launch_min: 5, last_launch_min: 300}
units:
  - {id: battery-1, type: battery, lat: 47.5, lon: 34.05}
"""
SUPPLY = """
format: himaya/supply/1
name: test
title: A test
start: 2025-07-01
base_year: 2025
level: {sd_logit: 0}
attrition: {p_hit: 0}
raids: {kind: scenario}
transport_nights: TRANSPORT
depots: [{id: depot, name: Depot, lat: 47.5, lon: 33.0}]
"""
TWO_DEPOTS = """
  - {id: a, name: A, lat: 47.5, lon: 33}
  - {id: b, name: B, lat: 47.5, lon: 34, units: [battery-1]}
"""
"""The second serves the battery, the first nobody."""


def battery(count: int = 3, p_kill: float = 1.0, stock: int = 0, salvo: int = 1) -> Scenario:
    """The scenario with so many threats a night, a kill probability, rounds behind the launchers, a salvo."""
    text = TEXT.replace("COUNT", str(count)).replace("P_KILL", str(p_kill)).replace("STOCK", str(stock))
    text = text.replace("SALVO", str(salvo))
    return resolve(parse_document(text.encode(), "battery.yaml"), Catalogue())


def supply(more: str = "", transport: int = 1, **replaced: str) -> Supply:
    """The supply with more text at its end; replaced : text of whole lines, by key."""
    lines = SUPPLY.replace("TRANSPORT", str(transport)).strip().splitlines()
    lines = [line for line in lines if line.partition(":")[0] not in replaced]
    text = "\n".join([*lines, *(f"{key}: {value}" for key, value in replaced.items()), more])
    return SUPPLIES.parse(parse_document(text.encode(), "supply.yaml"))


def with_hospital(scenario: Scenario, lines: int, p_line_lost: float = 1.0) -> Scenario:
    """The scenario with a hospital whose lines run through the town, now two kilometres wide."""
    town = scenario.assets[0].model_copy(update={"radius_km": 2.0})
    site = SiteLines(site="hospital", lines={"town": lines}, p_line_lost=p_line_lost)
    return scenario.model_copy(update={"assets": [town], "sites": [site]})
