"""What a site file says: how a site gets electricity, and what it lives on when the grid is gone.

Hours throughout. Numbers may be plain, stated with their source, PERT ranges, or lognormals.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from himaya.files.base import Frozen, Id, fault
from himaya.files.numbers import NonNegative, Number, Positive, Share, extremes

Text = Annotated[str, Field(min_length=1)]
MOST_A_YEAR = 100.0
"""Losses a year: a site that loses its grid every third day has none."""
SHORTEST_H, LONGEST_H = 0.01, 1e6
"""No time of a site is shorter or longer on average: half a minute, a century."""


def _refuse_above(number: Number, most: float, *field: str) -> None:
    if extremes(number)[1] > most:
        raise fault("out of range", *field, expected=f"at most {most:,g}")


def _within(number: Number) -> Number:
    low, high = extremes(number)
    if not SHORTEST_H <= low <= high <= LONGEST_H:
        raise fault("out of range", expected=f"a number of hours from {SHORTEST_H} to {LONGEST_H:,.0f}")
    return number


Hours = Annotated[Number, AfterValidator(_within)]
"""A mean or median time."""


class Exponential(Frozen):
    """A time that knows no age."""

    law: Literal["exponential"]
    mean_h: Hours
    """Its mean."""


class Erlang(Frozen):
    """The sum of equal exponential stages: the more, the more regular."""

    law: Literal["erlang"]
    stages: Annotated[int, Field(ge=1, le=50)]
    """How many."""
    mean_h: Hours
    """Mean of the sum."""


class Lognormal(Frozen):
    """A time whose logarithm is normal."""

    law: Literal["lognormal"]
    median_h: Hours
    """Half take longer."""
    sigma: Annotated[float, Field(gt=0.0, le=5.0)]
    """Standard deviation of the logarithm; an error factor f at 95 % is a sigma of ln(f) / 1.645."""


class RecordedHours(Frozen):
    """Times as recorded, taken for lognormal; how little they tell of it is in every answer."""

    law: Literal["recorded"]
    hours: Annotated[
        list[Annotated[float, Field(gt=0.0, le=LONGEST_H)]], Field(min_length=3, max_length=1000)
    ]
    """One for each, in any order, not all alike."""
    source: Text
    """Where they come from."""

    @field_validator("hours")
    @classmethod
    def _spread(cls, hours: list[float]) -> list[float]:
        if len(set(hours)) == 1:
            raise fault("all durations are alike", expected="durations that differ")
        return hours


Duration = Annotated[Exponential | Erlang | Lognormal | RecordedHours, Field(discriminator="law")]
"""The law of a duration."""
Delay = Annotated[Exponential | Erlang | Lognormal, Field(discriminator="law")]
"""The law of a delivery's delay."""


class Counted(Frozen):
    """Losses as recorded; the true rate is uncertain accordingly."""

    losses: Annotated[int, Field(ge=0, le=10_000)]
    """How many there were."""
    years: Annotated[float, Field(gt=0.0, le=1000.0)]
    """In so many years."""
    source: Text
    """Where the count comes from."""


class Losses(Frozen):
    """Losses that come by chance: how often, and how long each lasts."""

    per_year: NonNegative | None = None
    """Rate while nothing is lost; this or `counted`."""
    counted: Counted | None = None
    """A record that the rate is judged by; this or `per_year`."""
    recovery: Duration
    """From the loss until power is back."""

    @model_validator(mode="after")
    def _one_rate(self) -> Self:
        if (self.per_year is None) == (self.counted is None):
            raise fault("the rate is not stated once", expected="either per_year or counted")
        if self.per_year is not None:
            _refuse_above(self.per_year, MOST_A_YEAR, "per_year")
        return self


class Offsite(Frozen):
    """Power from the grid; the site lives on it as long as one line is left."""

    lines: Annotated[int, Field(ge=1, le=20)]
    """How many lines, each enough for the site."""
    source: Text
    """Where that number comes from."""
    losses: Losses
    """Losses of all lines at once, as when the grid around goes dark."""
    line_losses: Losses | None = None
    """Losses of each line by itself; its `recovery` is that of lines damaged by a raid, too."""


class Diesels(Frozen):
    """Emergency diesel generators, all alike; those that can start do, and so many must run."""

    count: Annotated[int, Field(ge=1, le=100)]
    """How many there are."""
    needed: Annotated[int, Field(ge=1)]
    """How many carry the load."""
    source: Text
    """Where these two numbers come from."""
    fail_to_start: Share
    """Probability, on demand."""
    fail_to_load: Share
    """Probability that one that started fails to take load."""
    fail_to_run_per_h: Share
    """Failures of one that runs, an hour."""
    common_cause: Share
    """Beta factor: share of its failures that take all others down with it."""
    maintenance: Share
    """Probability that one is out for maintenance when it is called."""
    repair_h: Hours
    """Mean time until one that failed runs again; each is repaired by itself."""

    @model_validator(mode="after")
    def _enough(self) -> Self:
        if self.needed > self.count:
            raise fault("more are needed than there are", "needed", expected=f"at most {self.count}")
        _refuse_above(self.fail_to_run_per_h, 0.1, "fail_to_run_per_h")
        return self


class Fuel(Frozen):
    """Fuel on site at the start: hours at the stated load, or a tank and what a loaded diesel burns."""

    hours: Positive | None = None
    """How long it lasts with `needed` diesels under load."""
    tank_l: Positive | None = None
    """Litres; with `burn_l_per_h`."""
    burn_l_per_h: Positive | None = None
    """Litres that one loaded diesel burns an hour."""

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        given = (self.hours is not None, self.tank_l is not None, self.burn_l_per_h is not None)
        if given not in ((True, False, False), (False, True, True)):
            raise fault("the fuel is not stated once", expected="hours, or tank_l and burn_l_per_h")
        return self


class Resupply(Frozen):
    """Deliveries of fuel: ordered when off-site power is lost.

    One sequence: a later loss may bring the next one forward, it neither puts off nor cancels any.
    """

    comes_through: Share
    """Probability that what a loss orders comes, drawn for each loss."""
    first: Delay
    """From the loss until the first delivery."""
    every_h: Positive | None = None
    """From one delivery to the next; none follows the first where this is left out."""
    brings_h: Positive
    """Hours at the stated load that each brings; the tank takes no more than it held at the start."""

    @field_validator("every_h")
    @classmethod
    def _not_by_the_minute(cls, every_h: Number | None) -> Number | None:
        if every_h is not None and extremes(every_h)[0] < 1.0:
            raise fault("out of range", expected="at least 1")
        return every_h


class Site(Frozen):
    """The file."""

    format: Literal["himaya/site/1"]
    name: Id
    title: Text
    about: str = ""
    """What the site is, and what is invented of it."""
    offsite: Offsite
    diesels: Diesels
    fuel: Fuel | None = None
    """Left out: it never runs out."""
    resupply: Resupply | None = None
    """Left out: none comes."""
    battery_h: NonNegative = 0.0
    """How long the battery bridges a gap; it is full again when the gap is over."""
    grace_h: NonNegative = 0.0
    """From a blackout until the function of the site is lost."""
    leaves_out: list[str] = []
    """What a reader must know, one sentence each."""

    @model_validator(mode="after")
    def _fuel_to_deliver(self) -> Self:
        if self.resupply is not None and self.fuel is None:
            raise fault("deliveries to a site without a tank", "resupply", expected="fuel as well")
        return self
