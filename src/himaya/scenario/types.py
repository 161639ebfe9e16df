"""Types of threats and defence systems: the catalogue's nouns, with a source on every number."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from himaya.files.base import Frozen, Id, fault
from himaya.files.numbers import (
    Duration,
    MaskAngle,
    NonNegative,
    Positive,
    Share,
    Sigma,
    Spread,
    UpTo20000,
    extremes,
)
from himaya.scenario.classes import SeenClass, WeaponClass, refuse_empty_launchers


class ThreatType(Frozen):
    """A kind of threat."""

    id: Id
    """Its identifier."""
    name: str
    """What people call it."""
    weapon_class: WeaponClass
    """The class that rules see."""
    speed_km_h: Positive
    """Mean speed over the ground along its route."""
    speed_spread: Spread = 0.0
    """Each threat's speed is uniform within this share of the mean, either side."""
    altitude_m: Positive
    """Height above local ground, constant along the route."""
    p_own_failure: Share = 0.0
    """Probability that it is lost to its own failure, at a uniform fraction of the route."""
    p_recognised: Share = 0.0
    """Decoys only: probability that one is recognised as a decoy, and left alone by everybody."""
    warhead_kg: UpTo20000 | None = None
    """Mass of its warhead; default: one for its class, a guess (the page on damage lists them)."""
    cep_m: UpTo20000 | None = None
    """Circular error probable: half of all hits fall within it of their aim; default as `warhead_kg`."""


class Engagement(Frozen):
    """What one round type does against one class of threat."""

    p_kill: Share
    """Single-shot kill probability."""
    range_km: Positive | None = None
    """Slant range of the farthest intercept; needed except against ballistic threats."""
    range_min_km: NonNegative = 0.0
    """Range inside which no intercept is possible."""
    altitude_min_m: NonNegative = 0.0
    """Lowest threat that can be engaged; of a ballistic one, which comes down, the lowest intercept."""
    altitude_max_m: Positive = 30_000.0
    """Highest threat that can be engaged; of a ballistic one the highest intercept."""
    footprint_km: Positive | None = None
    """Defended radius against ballistic threats: aim points inside it are protected."""
    first_intercept_s: Positive = 20.0
    """Ballistic only: the earliest intercept is this long before impact."""
    last_intercept_s: NonNegative = 2.0
    """Ballistic only: the latest intercept is this long before impact."""
    salvo: Annotated[int, Field(ge=1, le=100)] = 1
    """Rounds fired at a time; all are spent even if an earlier one kills."""
    reserve: Annotated[int, Field(ge=0, le=100_000)] = 0
    """Ready rounds left for other classes: it is fired at this one only while more are ready."""

    @model_validator(mode="after")
    def _limits_in_order(self) -> Self:
        _require_less(self, "altitude_min_m", "altitude_max_m")
        _require_less(self, "last_intercept_s", "first_intercept_s")
        if self.range_km is not None:
            _require_less(self, "range_min_km", "range_km")
        return self


def _require_less(engagement: Engagement, low: str, high: str) -> None:
    """Require that one field stays below another whatever their ranges turn out to be."""
    most, least = extremes(getattr(engagement, low))[1], extremes(getattr(engagement, high))[0]
    if most >= least:
        given = low if low in engagement.model_fields_set else high
        raise fault(f"{low} ({most:g}) must be below {high} ({least:g})", given)


class RoundType(Frozen):
    """A kind of interceptor or ammunition that a system fires."""

    id: Id
    """Its identifier, unique in the system."""
    name: str
    """What people call it."""
    ready: Annotated[int, Field(ge=0, le=100_000)]
    """Rounds on the launchers of one unit."""
    stock: Annotated[int, Field(ge=0, le=100_000)] = 0
    """Rounds behind them, loaded when `ready` has come to 0."""
    speed_m_s: Positive
    """Mean speed of flight to the intercept."""
    unit_cost_usd: NonNegative
    """Price of one round (of one burst for guns)."""
    against: dict[SeenClass, Engagement]
    """What it does, by class; a decoy is engaged like a one-way drone."""

    @model_validator(mode="after")
    def _loaded(self) -> Self:
        refuse_empty_launchers(self.ready, self.stock)
        return self

    @model_validator(mode="after")
    def _reach_given(self) -> Self:
        for weapon_class, engagement in self.against.items():
            ballistic = weapon_class is WeaponClass.ballistic_missile
            field = "footprint_km" if ballistic else "range_km"
            if getattr(engagement, field) is None:
                raise fault("is missing", "against", weapon_class.value, field, expected="a number above 0")
        return self


class SystemType(Frozen):
    """A kind of fire unit."""

    id: Id
    """Its identifier."""
    name: str
    """What people call it."""
    channels: Annotated[int, Field(ge=1, le=1000)]
    """Engagements at the same time."""
    reaction_s: Duration
    """From detection to the first launch."""
    assessment_s: Duration
    """From an intercept to knowing its result, on average; the channel is held so long."""
    assessment_law: Literal["constant", "exponential", "lognormal"] = "constant"
    """How the time of assessment is spread."""
    assessment_sigma: Sigma = 0.0
    """Lognormal only: standard deviation of its logarithm."""
    p_alive_seen: Share = 0.0
    """Probability that a dead threat is seen alive: it is shot at again."""
    p_dead_seen: Share = 0.0
    """Probability that a living threat is seen dead: its command leaves it alone from then on."""
    p_up: Share = 1.0
    """Probability that the unit works tonight."""
    p_track: Share = 1.0
    """Probability that its track group has a valid track of a threat; without, every shot misses."""
    ignores_open_ground: bool = False
    """Whether it leaves ballistic threats alone whose aim point holds no asset."""
    launch_interval_s: Duration
    """Least time between two launches of the unit."""
    reload_s: Duration
    """Time to load the launchers; the unit does not fire meanwhile."""
    antenna_height_m: NonNegative
    """Height of its own radar's antenna above ground."""
    mask_angle_deg: MaskAngle = 0.0
    """Elevation of the horizon that terrain and trees leave free, 0 to 10 degrees."""
    priority: Annotated[list[SeenClass], Field(min_length=1)]
    """Classes it engages, first first; classes not listed are left alone."""
    rounds: Annotated[list[RoundType], Field(min_length=1)]
    """Its round types in order of preference."""


class AreaType(Frozen):
    """A kind of area defence: teams spread over a region, that meet threats by chance."""

    id: Id
    """Its identifier."""
    name: str
    """What people call it."""
    swath_km: Positive
    """Full width that one team covers: twice its reach."""
    hold_s: Duration
    """How long a meeting holds the team."""
    cost_per_engagement_usd: NonNegative
    """What one meeting costs."""
    p_kill: dict[SeenClass, Share]
    """Probability that a meeting kills, by class; classes not listed are left alone."""
