"""What geometry is asked about: plain records in SI units and degrees, made by the bridge."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from shapely import Polygon

N_GROUPS = 8
"""Variants of a corridor fall into so many groups; their spread is the library's standard error."""


class PlacedDisc(NamedTuple):
    """A disc on the ground; radius 0 is a point."""

    lat_deg: float
    lon_deg: float
    radius_m: float


Region: TypeAlias = Polygon | PlacedDisc
"""A piece of ground; a polygon's corners are (lon, lat), its sides straight in them, as in GeoJSON."""


class Corridor(NamedTuple):
    """All routes of one class from a launch area through waypoints to an aim point."""

    id: str
    """Its draws are keyed by it, and by nothing else."""
    launch: PlacedDisc
    via: tuple[PlacedDisc, ...]
    aim: PlacedDisc
    weapon_class: int
    """Index into ``kernels.tables.CLASSES``: the class that rules see."""
    altitude_m: float
    speed_m_s: float


class Reach(NamedTuple):
    """What one weapon of one unit reaches against one class."""

    weapon: int
    unit: int
    weapon_class: int
    lat_deg: float
    lon_deg: float
    antenna_m: float
    mask_deg: float
    range_min_m: float
    range_max_m: float
    altitude_min_m: float
    altitude_max_m: float
    footprint_m: float
    """Defended radius against ballistic threats; NaN for all others."""
    first_intercept_s: float
    """Ballistic only: earliest intercept, before impact."""
    last_intercept_s: float
    """Ballistic only: latest intercept, before impact."""
    sector_azimuth_deg: float = 0.0
    """Middle of the directions it covers, clockwise from north."""
    sector_width_deg: float = 360.0
    """Width of these directions; 360 is all round."""


class SensorDisc(NamedTuple):
    """What one sensor sees, for its network."""

    network: int
    lat_deg: float
    lon_deg: float
    antenna_m: float
    mask_deg: float
    range_m: float


class HazardZone(NamedTuple):
    """Ground over which threats are lost to electronic warfare."""

    region: Region
    hazard_per_m: tuple[float, float, float, float, float]
    """By class; zones add."""
    front_line: bool = False
    """Whether its part of the sum is kept apart, so that it can be multiplied."""


class AreaPatch(NamedTuple):
    """The ground of one area defence."""

    area: int
    region: Region
    classes: tuple[bool, bool, bool, bool, bool]
    """Which classes it meets."""


class Theatre(NamedTuple):
    """Threats are detected where they first enter it."""

    region: Region


class ConicProjection(NamedTuple):
    """A Lambert conformal conic on WGS84; the parallels must not be each other's opposite."""

    lat_1: float
    lat_2: float
    lon_0: float


class LibraryRequest(NamedTuple):
    """Everything that a route library depends on."""

    corridors: tuple[Corridor, ...]
    reaches: tuple[Reach, ...]
    hazards: tuple[HazardZone, ...]
    areas: tuple[AreaPatch, ...]
    sensors: tuple[SensorDisc, ...]
    n_networks: int
    """Network 0 detects at the theatre's border, and so do networks without a sensor."""
    theatre: Theatre
    projection: ConicProjection
    n_variants: int
    """Variants of each corridor, a multiple of `N_GROUPS`."""
