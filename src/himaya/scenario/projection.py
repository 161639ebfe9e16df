"""Checks that a scenario's projection is true enough where the scenario is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from himaya.errors import Problem
from himaya.files.document import FileDocument, Keys
from himaya.scenario.model import Projection, Scenario
from himaya.scenario.places import Region

MAX_SCALE_ERROR = 0.01
"""Largest relative error of distances that the projection may have at any position."""


class Position(NamedTuple):
    """A place in a scenario, degrees."""

    path: Keys
    """Where its latitude stands."""
    lon: float
    lat: float


def projection_problems(scenario: Scenario, document: FileDocument) -> Iterator[Problem]:
    """Yield a problem if the projection distorts distances at some position by more than 1 %."""
    places = list(positions(scenario))
    projection = scenario.projection
    suits = _suitable(places)
    if abs(projection.lat_1 + projection.lat_2) < 1e-6:
        yield document.problem(("projection",), "the parallels lie opposite each other", suits)
        return
    errors = _scale_errors(projection, places)
    if max(errors) > MAX_SCALE_ERROR:
        path = places[errors.index(max(errors))].path
        message = f"distances here are {max(errors):.1%} wrong in the scenario's projection"
        yield document.problem(path, message, suits)


def positions(scenario: Scenario) -> Iterator[Position]:
    """Yield the path, longitude and latitude of every position that geometry is done with."""
    if scenario.theatre is not None:
        yield from _of_region(("theatre",), scenario.theatre)
    for part in ("launch_areas", "waypoints", "assets", "aim_points", "units"):
        for index, place in enumerate(getattr(scenario, part)):
            yield Position((part, index, "lat"), place.lon, place.lat)
    for part in ("area_defences", "soft_kill_zones"):
        for index, defence in enumerate(getattr(scenario, part)):
            yield from _of_region((part, index, "region"), defence.region)


def _of_region(path: Keys, region: Region) -> Iterator[Position]:
    """Yield the centre of a disc, or every corner of a polygon."""
    if region.disc is not None:
        yield Position((*path, "disc", "lat"), region.disc.lon, region.disc.lat)
    for index, (lon, lat) in enumerate(region.polygon or ()):
        yield Position((*path, "polygon", index, 1), lon, lat)


def _scale_errors(projection: Projection, places: list[Position]) -> list[float]:
    """Return |scale - 1| at every position; the conic is conformal: one scale for all directions."""
    from pyproj import Proj  # noqa: PLC0415 (loaded when the first scenario is)

    conic = Proj(proj="lcc", ellps="WGS84", **projection.model_dump())
    lons, lats = [place.lon for place in places], [place.lat for place in places]
    factors: Any = conic.get_factors(lons, lats)
    return [abs(float(scale) - 1.0) for scale in factors.meridional_scale]


def _suitable(places: list[Position]) -> str:
    """Name parallels a sixth of the span inside it, the usual choice for a conic."""
    lats, lons = [place.lat for place in places], [place.lon for place in places]
    low, high = min(lats), max(lats)
    sixth = max((high - low) / 6.0, 0.1)
    centre = (min(lons) + max(lons)) / 2.0
    return f"lat_1: {low + sixth:.1f}, lat_2: {high - sixth:.1f}, lon_0: {centre:.1f} or so"
