"""A scenario: one night, its threats, its defenders, and what was recorded of it."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from himaya.files.base import Frozen, Id, fault
from himaya.files.numbers import Chance, Share
from himaya.scenario.assumptions import Assumption, Gap
from himaya.scenario.change import Changeable
from himaya.scenario.classes import ClassGroup
from himaya.scenario.effects import Effects, SiteLines
from himaya.scenario.fit import Fit
from himaya.scenario.forces import (
    AreaDefence,
    Command,
    Multipliers,
    Network,
    NightEffect,
    Sensor,
    SoftKillZone,
    Unit,
)
from himaya.scenario.places import (
    AimPoint,
    AlertRule,
    Asset,
    District,
    Latitude,
    LaunchArea,
    Longitude,
    Region,
    Waypoint,
)
from himaya.scenario.recorded import Recorded, Toll
from himaya.scenario.shown import shown_scenario
from himaya.scenario.types import AreaType, SystemType, ThreatType

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Nights lie between these years."""
MAX_THREATS = 200_000
"""A raid is no larger, all its groups together."""

Weight = Annotated[float, Field(gt=0.0, le=1e9)]
Minutes = Annotated[float, Field(ge=0.0, le=20_160.0)]


class Group(Frozen):
    """Threats of one type that share their origin, aims and hour."""

    id: Id
    """Its identifier; draws are keyed by it."""
    type: Id
    """Its threat type."""
    count: Annotated[int, Field(ge=0, le=MAX_THREATS)]
    """How many."""
    launch_areas: Annotated[dict[Id, Weight], Field(min_length=1)]
    """Where they come from, with weights; each threat draws one."""
    aim_points: Annotated[dict[Id, Weight], Field(min_length=1)]
    """Where they fly to, with weights; each threat draws one."""
    p_target: dict[Id, Chance] = {}
    """Chance that an aim point is a target tonight at all, drawn once a night: threats draw only from those
    that are. What is not named here is a target every night. Aim points of one region share their luck."""
    via: list[Id] = []
    """Waypoints on the way, in order."""
    first_launch_min: Minutes
    """Launch of the first, after the scenario's start."""
    last_launch_min: Minutes
    """Launch of the last; those between are spread evenly."""
    jitter_min: Minutes = 0.0
    """Each launch time shifts uniformly by up to this, either way."""
    front_line: bool = False
    """Whether they are the part of a raid that flies to the front line: `himaya calibrate` tells it apart."""

    @model_validator(mode="after")
    def _first_before_last(self) -> Self:
        if self.last_launch_min < self.first_launch_min:
            expected = f"at least first_launch_min, {self.first_launch_min:g}"
            raise fault("the last launch is before the first", "last_launch_min", expected=expected)
        return self

    @model_validator(mode="after")
    def _targets_are_aims(self) -> Self:
        for name in self.p_target.keys() - self.aim_points.keys():
            raise fault("is no aim point of its group", "p_target", name, expected="one of aim_points")
        return self


class Projection(Frozen):
    """The Lambert conformal conic that geometry is done in; the default suits Ukraine."""

    lat_1: Latitude = 46.0
    """First standard parallel, degrees."""
    lat_2: Latitude = 51.0
    """Second standard parallel, degrees."""
    lon_0: Longitude = 31.0
    """Central meridian, degrees."""


class Scenario(Changeable):
    """One night as an input: never optimised, positions notional."""

    format: Literal["himaya/scenario/2"]
    """What this file is."""
    name: Id
    """Its identifier."""
    title: str
    """One line for people."""
    summary: str = ""
    """A paragraph for people."""
    start: str | None = None
    """Local time of minute 0, ISO 8601 with offset; for reports."""
    end: str | None = None
    """When the recorded raids ended, as `start`; it dates the night; else the last launch does."""
    fit: Fit | None = None
    """To which nights the defence was fitted; every output says it."""
    gaps: list[Gap] = []
    """What the record says of the night, or does not, and is not in the raid; every output says it."""
    assumptions: list[Assumption] = []
    """What nothing tells of the night and the scenario states all the same; every output says it."""
    leaves_out: list[str] = []
    """What else a reader must know, in the author's words; every output says it, no program reads it."""
    value_unit: str = "value points"
    """What asset values are counted in."""
    projection: Projection = Projection()
    """Where geometry is done."""
    theatre: Region | None = None
    """Threats are detected where they enter it; default: assets, aim points and units, 150 km around."""
    route_variants: Annotated[int, Field(ge=8, le=4096, multiple_of=8)] = 64
    """Route variants of each pair of launch area and aim point, in 8 groups."""
    threat_types: list[ThreatType] = []
    """Types of its own, or in place of the catalogue's."""
    system_types: list[SystemType] = []
    """Types of its own, or in place of the catalogue's."""
    area_types: list[AreaType] = []
    """Types of its own, or in place of the catalogue's."""
    launch_areas: Annotated[list[LaunchArea], Field(min_length=1)]
    """Where threats come from."""
    waypoints: list[Waypoint] = []
    """Discs that routes can lead through."""
    assets: list[Asset] = []
    """What is protected."""
    aim_points: Annotated[list[AimPoint], Field(min_length=1)]
    """Where threats fly to."""
    front_oblasts: list[Id] = []
    """Oblasts behind the front line: of a recorded night the first drones fly to aim points in them."""
    raid: Annotated[list[Group], Field(min_length=1)]
    """The threats."""
    networks: list[Network] = []
    """Who shares detections."""
    sensors: list[Sensor] = []
    """What detects for the networks; a network without one has what enters the theatre."""
    commands: list[Command] = []
    """Rules of the command nodes that units name; a node that is not listed has the defaults."""
    p_duplicate: Share = 1.0
    """Share of threats that two commands may serve at a time; all others one command alone."""
    units: list[Unit] = []
    """Fire units."""
    area_defences: list[AreaDefence] = []
    """Mobile groups and the like."""
    soft_kill_zones: list[SoftKillZone] = []
    """Electronic warfare."""
    districts: Annotated[list[District], Field(max_length=200)] = []
    """Who is warned together; default: the oblasts of Ukraine that the scenario touches."""
    alert: AlertRule = AlertRule()
    """When districts are alerted."""
    multipliers: dict[ClassGroup, Multipliers] = {}
    """Fitted multipliers by class group (`drones` and the missile classes)."""
    night_effect: NightEffect = NightEffect()
    """Spread between nights; default none (closed forms), shipped nights state theirs."""
    effects: Effects | None = None
    """What a hit does; left out, the defaults hold and are not drawn by `--uncertain`; `{}` states them."""
    sites: Annotated[list[SiteLines], Field(max_length=20)] = []
    """Sites whose power is followed through the night's damage; raids on them are inputs, as all are."""
    recorded: dict[ClassGroup, Recorded] = {}
    """The record beside which a run is shown, by class group."""
    tolls: list[Toll] = []
    """Tolls of the night, oldest first, beside which the people hurt are shown."""

    @field_validator("start", "end")
    @classmethod
    def _has_offset(cls, text: str | None) -> str | None:
        if text is None:
            return None
        try:
            offset = datetime.fromisoformat(text).utcoffset()
        except ValueError:
            offset = None
        if offset is None:
            raise fault("not a time with its offset", expected="ISO 8601 as 2025-07-08T21:00:00+03:00")
        if not FIRST_YEAR < int(text[:4]) < LAST_YEAR:
            raise fault("out of range", expected=f"a year after {FIRST_YEAR} and before {LAST_YEAR}")
        return text

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.start and self.end and datetime.fromisoformat(self.end) < datetime.fromisoformat(self.start):
            raise fault("before the start", "end", expected=f"a time after {self.start}")
        return self

    @model_validator(mode="after")
    def _tolls_in_order(self) -> Self:
        for before, after in pairwise(toll.on for toll in self.tolls):
            if after <= before:
                message = f"the toll of {after} stands after that of {before}"
                raise fault(message, "tolls", expected="the oldest first, one a day")
        return self

    def _repr_html_(self) -> str:
        return shown_scenario(self).html()
