"""Districts: the ground that is warned as one, from the scenario or the oblasts' outlines."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from shapely import MultiPoint, Point, Polygon
from shapely.geometry import shape

from himaya.scenario import Scenario

OUTLINES = "oblasts.geojson"
"""The oblasts of Ukraine: Natural Earth, made by scripts/oblast_outlines.py; source and hash stand in it."""


class Ground(NamedTuple):
    """A district; corners of its outline are (lon, lat)."""

    id: str
    name: str
    outline: Polygon


@cache
def oblasts() -> tuple[Ground, ...]:
    """The 27 regions of Ukraine within its internationally recognised borders."""
    text = (files("himaya.effects.warning") / "maps" / OUTLINES).read_text(encoding="utf-8")
    return tuple(
        Ground(each["properties"]["id"], each["properties"]["name"], shape(each["geometry"]))
        for each in json.loads(text)["features"]
    )


def districts_of(scenario: Scenario) -> tuple[Ground, ...]:
    """The districts of a scenario: its own, or the oblasts that it touches.

    It touches an oblast that shares ground with the convex hull of its assets, aim points and units.
    """
    if scenario.districts:
        return tuple(
            Ground(each.id, each.name or each.id, Polygon(each.polygon)) for each in scenario.districts
        )
    places = [(place.lon, place.lat) for place in (*scenario.assets, *scenario.aim_points)]
    units = [(unit.lon, unit.lat) for unit in scenario.units]
    hull = MultiPoint([*places, *units]).convex_hull
    return tuple(each for each in oblasts() if each.outline.intersects(hull))


def asset_districts(scenario: Scenario, districts: tuple[Ground, ...]) -> list[int]:
    """For each asset the number of the smallest district that its centre lies in; -1 for none."""
    smallest = sorted(range(len(districts)), key=lambda k: districts[k].outline.area)
    return [
        next((k for k in smallest if districts[k].outline.covers(Point(asset.lon, asset.lat))), -1)
        for asset in scenario.assets
    ]
