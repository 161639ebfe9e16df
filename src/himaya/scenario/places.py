"""Where things are: points, discs and regions on the WGS84 ellipsoid."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from himaya.files.base import Frozen, Id, fault
from himaya.files.numbers import LARGEST, UpTo20000

Latitude = Annotated[float, Field(ge=-85.0, le=85.0)]
"""Degrees north; a scenario keeps off the poles."""
Longitude = Annotated[float, Field(ge=-180.0, le=180.0)]
"""Degrees east."""
RadiusKm = Annotated[float, Field(ge=0.0, le=2000.0)]
"""A radius in kilometres."""
LEAST_RADIUS_KM = 0.001
"""Of a region: smaller ones are none."""


class Disc(Frozen):
    """A disc on the ground."""

    lat: Latitude
    """Latitude of its centre, degrees north."""
    lon: Longitude
    """Longitude of its centre, degrees east."""
    radius_km: RadiusKm = 0.0
    """Its radius; 0 is a point."""


class Place(Disc):
    """A named disc."""

    id: Id
    """Its identifier."""
    name: str | None = None
    """What people call it."""
    source: str | None = None
    """Where its position comes from."""


class LaunchArea(Place):
    """A disc that threats come from."""


class Waypoint(Place):
    """A disc that routes can lead through."""


class AimPoint(Place):
    """A disc that threats fly to."""

    asset: Id | None = None
    """The asset that a hit here counts for; none is open ground."""
    region: Id | None = None
    """The region that it lies in: a record that names a region means its aim points."""


class Asset(Place):
    """Something of value; positions are notional."""

    value: float = Field(default=1.0, ge=0.0, le=LARGEST)
    """Its worth, in the unit that `value_unit` of the scenario names."""
    inhabitants: Annotated[float, Field(ge=0.0, le=1e9)] | None = None
    """Who lives on its disc; default: its value where `value_unit` counts inhabitants, else none."""
    kind: Literal["homes", "energy", "airfield", "other"] | None = None
    """What it is; default: `homes` where somebody lives, else `other`."""
    region: Id | None = None
    """The region that it lies in: some drones that are aimed at homes there hit it, if it is a site."""
    damage_radius_m: UpTo20000 | None = None
    """How far a warhead of 50 kg harms it; default: `damage_radius_m` of `effects`."""


class Region(Frozen):
    """A piece of ground: a disc or a polygon, one of the two."""

    disc: Disc | None = None
    """A disc."""
    polygon: Annotated[list[tuple[Longitude, Latitude]], Field(min_length=3)] | None = None
    """Corners as [lon, lat], in order; the last joins the first."""

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.disc is None) == (self.polygon is None):
            raise fault("is not one piece of ground", expected="a disc or a polygon, one of the two")
        if self.disc is not None and self.disc.radius_km < LEAST_RADIUS_KM:
            expected = f"a radius of at least {LEAST_RADIUS_KM:g}"
            raise fault("a region without ground", "disc", "radius_km", expected=expected)
        return self

    @model_validator(mode="after")
    def _simple(self) -> Self:
        if self.polygon is not None:
            refuse_crossing(self.polygon)
        return self


class District(Frozen):
    """Ground that is warned as one: an alert there is for all of it."""

    id: Id
    """Its identifier."""
    name: str | None = None
    """What people call it; default its id."""
    polygon: Annotated[list[tuple[Longitude, Latitude]], Field(min_length=3)]
    """Corners as [lon, lat], in order; the last joins the first."""

    @model_validator(mode="after")
    def _simple(self) -> Self:
        refuse_crossing(self.polygon)
        return self


class AlertRule(Frozen):
    """When a district is alerted. Nobody publishes the rule: the defaults were chosen on recorded alerts of
    Kyiv City, on nights from January to June 2025.
    """

    distance_km: Annotated[float, Field(ge=0.0, le=500.0)] = 20.0
    """Ground around a district that counts as its own."""
    time_min: Annotated[float, Field(ge=0.0, le=240.0)] = 5.0
    """The alert is on when a detected threat will be over that ground within this time."""
    threats: Annotated[int, Field(ge=1, le=1000)] = 1
    """At least so many threats that give cause at a time make an alert."""
    hold_min: Annotated[float, Field(ge=0.0, le=240.0)] = 10.0
    """It is off so long after fewer threats give cause for it."""


def refuse_crossing(corners: list[tuple[float, float]]) -> None:
    """Raise the fault of a polygon that crosses itself or has no area."""
    from shapely import Polygon, is_valid_reason  # noqa: PLC0415 (scenarios without polygons do without)

    polygon = Polygon(corners)
    if not polygon.is_valid:
        reason = is_valid_reason(polygon) if polygon.area else "no area"
        raise fault(f"is not a simple polygon ({reason})", "polygon", expected="corners in order")
