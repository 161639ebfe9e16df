"""Area defences, soft-kill zones and the theatre: what lies on the ground, as tables."""

from __future__ import annotations

from math import pi

import numpy as np
from pyproj import Geod
from shapely import Polygon

from himaya.files.numbers import Number
from himaya.kernels.tables import (
    CLASSES,
    DECOY,
    Areas,
)
from himaya.raid.prepare.corridors import disc
from himaya.raid.prepare.geometry.places import (
    AreaPatch,
    ConicProjection,
    HazardZone,
    PlacedDisc,
    Region,
    Theatre,
)
from himaya.raid.prepare.geometry.plane import default_theatre
from himaya.raid.prepare.si import si, si_ms
from himaya.scenario import Scenario, WeaponClass, mean
from himaya.scenario.identity import unit_hash
from himaya.scenario.places import Region as FileRegion
from himaya.units import to_si


def region(given: FileRegion) -> Region:
    """A region of a scenario file in the geometry's terms."""
    if given.disc is not None:
        return disc(given.disc)
    return Polygon(given.polygon)


def area_m2(ground: Region) -> float:
    """Area on the WGS84 ellipsoid; a disc's as on a plane."""
    if isinstance(ground, PlacedDisc):
        return pi * ground.radius_m**2
    return abs(Geod(ellps="WGS84").geometry_area_perimeter(ground)[0])


def areas(scenario: Scenario) -> tuple[Areas, tuple[AreaPatch, ...]]:
    """Area defences: the kernel's table, before the multiplier of the front line, and where they lie.

    Candidate meetings per metre of path are N w / A with every team free: N teams of full
    swath w over ground of area A.
    """
    types = {each.id: each for each in scenario.area_types}
    kinds = [types[area.type] for area in scenario.area_defences]
    p_kill = np.array([_by_class(kind.p_kill) for kind in kinds]).reshape(-1, len(CLASSES))
    grounds = [region(area.region) for area in scenario.area_defences]
    rates = [
        area.teams * si(kind, "swath_km") / area_m2(ground)
        for area, kind, ground in zip(scenario.area_defences, kinds, grounds, strict=True)
    ]
    patches = (
        AreaPatch(k, ground, tuple(bool(p > 0.0) for p in p_kill[k]))  # type: ignore[arg-type]
        for k, ground in enumerate(grounds)
    )
    table = Areas(
        np.array([area.teams for area in scenario.area_defences], np.int64),
        np.array(rates, np.float64),
        np.array([si_ms(kind, "hold_s") for kind in kinds], np.int64),
        p_kill,
        np.array([unit_hash(area.id) for area in scenario.area_defences], np.int64),
    )
    return table, tuple(patches)


def hazards(scenario: Scenario) -> tuple[HazardZone, ...]:
    """Soft-kill zones, hazard per metre by class, before the multiplier of the front line."""
    return tuple(
        HazardZone(
            region(zone.region),
            tuple(to_si(value, "_per_km") for value in _by_class(zone.hazard_per_km)),  # type: ignore[arg-type]
            zone.front_line,
        )
        for zone in scenario.soft_kill_zones
    )


def theatre(scenario: Scenario) -> Theatre:
    """Where threats are detected: as stated, or all assets, aim points and units with 150 km around."""
    if scenario.theatre is not None:
        return Theatre(region(scenario.theatre))
    places = [(place.lat, place.lon) for place in (*scenario.assets, *scenario.aim_points)]
    units = [(unit.lat, unit.lon) for unit in scenario.units]
    return default_theatre([*places, *units], projection(scenario))


def projection(scenario: Scenario) -> ConicProjection:
    """The plane that geometry is done in."""
    given = scenario.projection
    return ConicProjection(given.lat_1, given.lat_2, given.lon_0)


def _by_class(given: dict[WeaponClass, Number]) -> list[float]:
    """Numbers by class; a decoy has a one-way drone's, since it looks like one to every rule."""
    values = [mean(given[WeaponClass(name)]) if name in given else 0.0 for name in CLASSES]
    values[DECOY] = values[0]
    return values
