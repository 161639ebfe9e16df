"""Who defends: units, area defences and soft-kill zones; positions are notional."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from himaya.files.base import Frozen, Id
from himaya.files.numbers import Duration, MaskAngle, NonNegative, Positive, Share
from himaya.scenario.classes import ClassGroup, SeenClass, refuse_empty_launchers
from himaya.scenario.places import Latitude, Longitude, Region


class Load(Frozen):
    """The rounds of one type that a unit starts the night with."""

    ready: Annotated[int, Field(ge=0, le=100_000)]
    """Rounds on the launchers."""
    stock: Annotated[int, Field(ge=0, le=100_000)] = 0
    """Rounds behind them, loaded when `ready` has come to 0."""

    @model_validator(mode="after")
    def _loaded(self) -> Self:
        refuse_empty_launchers(self.ready, self.stock)
        return self


class Sector(Frozen):
    """The directions that a unit covers."""

    azimuth_deg: Annotated[float, Field(ge=0.0, le=360.0)]
    """Their middle, clockwise from north."""
    width_deg: Annotated[float, Field(gt=0.0, le=360.0)]
    """Their width; 360 is all round."""


class Unit(Frozen):
    """One fire unit at a notional position."""

    id: Id
    """Its identifier; draws are keyed by it."""
    type: Id
    """Its system type."""
    lat: Latitude
    """Latitude, degrees north."""
    lon: Longitude
    """Longitude, degrees east."""
    sector: Sector | None = None
    """The directions that it covers; none: all round."""
    network: Id | None = None
    """Network that detects for it; none: it is told of what enters the theatre."""
    track_group: Id | None = None
    """Units that share one track of each threat, valid or not; none: it has its own."""
    command: Id | None = None
    """Command node: of its units one at a time engages a threat; none: it acts alone."""
    leaves: list[SeenClass] = []
    """Classes that it leaves alone, whatever its type engages: an order, for instance to save rounds."""
    rounds: dict[Id, Load] = {}
    """What it starts with where that differs from its type, by round type."""


class Command(Frozen):
    """A command node: how its units share threats out. Commands keep off each other's threats."""

    id: Id
    """Its identifier."""
    max_tracks: Annotated[int, Field(ge=1, le=100_000)] = 100_000
    """The most threats under assignment at a time; then it is saturated."""
    units_per_threat: dict[SeenClass, Annotated[int, Field(ge=1, le=100)]] = {}
    """The most of its units on one threat at a time, by class; 1 where it is silent."""


class Network(Frozen):
    """Sensors and units that share detections."""

    id: Id
    """Its identifier; draws are keyed by it."""
    p_up: Share = 1.0
    """Probability that it works tonight; if not, each unit has only its own radar."""
    handover_s: Duration = 0.0
    """From a detection by one of its sensors to its units having it."""


class Sensor(Frozen):
    """A radar or the like, at a notional position."""

    id: Id
    """Its identifier."""
    network: Id
    """The network that it serves."""
    lat: Latitude
    """Latitude, degrees north."""
    lon: Longitude
    """Longitude, degrees east."""
    range_km: Positive
    """Slant range."""
    antenna_height_m: NonNegative = 10.0
    """Height of its antenna above ground."""
    mask_angle_deg: MaskAngle = 0.0
    """Elevation of the horizon that terrain and trees leave free."""


class AreaDefence(Frozen):
    """Teams of one area type, spread over a region."""

    id: Id
    """Its identifier; draws are keyed by it."""
    type: Id
    """Its area type."""
    teams: Annotated[int, Field(ge=1, le=100_000)]
    """How many teams."""
    region: Region
    """Where they are spread."""
    front_line: bool = False
    """Whether they stand behind the front line: then `multipliers.drones.front` is theirs, too."""


class SoftKillZone(Frozen):
    """A region where electronic warfare leads threats astray."""

    id: Id
    """Its identifier."""
    region: Region
    """Where it acts."""
    hazard_per_km: dict[SeenClass, NonNegative]
    """Hazard along the path by class; a decoy has a one-way drone's."""
    front_line: bool = False
    """Whether it lies behind the front line: then `multipliers.drones.front` is its, too."""


class Multipliers(Frozen):
    """What a fit to recorded nights multiplies hazards by (probabilities: 1 - (1 - p)^m).

    It is the mean over nights. On a median night it is exp(-sigma^2 / 2) of that, with `night_effect.sigma`.
    """

    hard: NonNegative = 1.0
    """For every kill probability against the class group."""
    soft: NonNegative = 1.0
    """For every soft-kill hazard of the class group."""
    front: NonNegative = 1.0
    """Beside them, for area defences and zones of the front line against the class group."""
    types: dict[Id, NonNegative] = {}
    """Beside `hard`, for every kill probability against threats of a type."""


class NightEffect(Frozen):
    """How much nights differ more than independent draws allow."""

    sigma: dict[ClassGroup, Share] = {}
    """Spread of log hazards by class group (`drones` and the missile classes)."""
    correlation: Annotated[float, Field(ge=-1.0, le=1.0)] = 0.5
    """Correlation of hard and soft effect (guess)."""
