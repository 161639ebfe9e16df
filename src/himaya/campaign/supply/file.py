"""What a supply file says: depots, stock, deliveries, pauses, purchases, production lines, transfers."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from himaya.campaign.raids.section import RaidsSection
from himaya.campaign.rules import Rules
from himaya.files.base import Frozen, Id, fault
from himaya.files.numbers import NonNegative, Positive, Share, mean
from himaya.scenario.forces import Unit
from himaya.scenario.places import Latitude, Longitude

RoundType = Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", max_length=130)]
"""A system type and its round, as ``patriot/gem-t``."""
Quantity = Annotated[int, Field(ge=1, le=10_000_000)]
Name = Annotated[str, Field(min_length=1, max_length=200)]


class Depot(Frozen):
    """A place that rounds come to and go out from; notional."""

    id: Id
    """Its identifier."""
    name: Name
    """What people call it."""
    lat: Latitude
    """Latitude, degrees north."""
    lon: Longitude
    """Longitude, degrees east."""
    units: tuple[Id, ...] = ()
    """Units that it serves; a unit that no depot lists is served by the nearest one."""


class Stock(Frozen):
    """Rounds in a depot at the start."""

    round: RoundType
    """Round type."""
    depot: Id
    """Where."""
    quantity: NonNegative
    """How many; a range is held at its mean, rounded."""


class Goods(Frozen):
    """What an order brings: rounds to a depot, a unit, or teams to an area defence."""

    id: Id
    """Its identifier; draws are keyed by it."""
    round: RoundType | None = None
    """Round type, with `depot`."""
    unit: Id | None = None
    """A unit that `units` lists."""
    teams: Id | None = None
    """An area defence of the scenario."""
    quantity: Quantity = 1
    """How many rounds or teams."""
    depot: Id | None = None
    """Where rounds come to."""
    source: Name
    """Where it is said; ``guess: why`` where it is one."""

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        given = [name for name in ("round", "unit", "teams") if getattr(self, name) is not None]
        if len(given) != 1:
            expected = "one of round, unit and teams"
            raise fault(
                "nothing is ordered" if not given else "several kinds in one order", expected=expected
            )
        if (self.round is None) != (self.depot is None):
            raise fault(
                "rounds and a depot go together", "depot", expected="a depot with rounds, and only then"
            )
        if self.unit is not None and self.quantity != 1:
            raise fault("a unit is one", "quantity", expected="1, and an order for each unit")
        return self

    @property
    def item(self) -> str:
        """The round type, unit or area."""
        return self.round or self.unit or self.teams or ""


class Repeated(Goods):
    """An order that may come again every month."""

    every: Literal["month"] | None = None
    """Again on the same day of every month; none: once."""
    until: date | None = None
    """Not after this date."""

    @model_validator(mode="after")
    def _repeats(self) -> Self:
        if self.every is not None and self.round is None:
            raise fault("only rounds come every month", "every", expected="an order for each date")
        if self.until is not None and self.every is None:
            raise fault("ends what is not repeated", "until", expected="every: month with it")
        return self


class Delivery(Repeated):
    """What a donor gives."""

    donor: Name
    """Who; a pause names it."""
    date: date
    """Due then."""
    probability: Share = 1.0
    """That it comes at all."""
    delay_days: NonNegative = 0.0
    """How much later than due; a range is chance: each future has its own delay."""


class Pause(Frozen):
    """A donor sends nothing."""

    id: Id
    """Its identifier, for attribution and backfills."""
    donor: Name
    """Whose deliveries, or which supplier's."""
    items: tuple[Name, ...] = ()
    """Round types, units and areas that it is for; empty: all."""
    begins: date
    """First day on which nothing comes."""
    ends: date
    """First day on which it comes again."""
    effect: Literal["delayed", "cancelled"] = "delayed"
    """What is due meanwhile comes on the day it ends, or never."""
    source: Name
    """Where it is said."""

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.ends <= self.begins:
            raise fault("the pause ends before it begins", "ends", expected=f"a date after {self.begins}")
        return self


class Supplier(Frozen):
    """Who sells."""

    id: Name
    """Who; purchases and pauses name it."""
    capacity_per_month: Positive | None = None
    """Rounds that it makes for us in 30 days, one order after the other; none: as many as are ordered."""


class Purchase(Repeated):
    """What is bought."""

    supplier: Name
    """Of whom."""
    ordered: date
    """When."""
    lead_days: NonNegative
    """From the order to the delivery at the earliest; a range is chance: each future has its own."""
    unit_price_usd: NonNegative
    """In USD of the base year."""
    paid_up_front: Share = 1.0
    """Share paid with the order; the rest is paid on delivery."""


class ProductionLine(Frozen):
    """A production line."""

    id: Id
    """Its identifier, for attribution."""
    round: RoundType
    """What it makes."""
    depot: Id
    """Where that comes to."""
    investment_usd: NonNegative
    """Paid on the day it begins."""
    begins: date
    """First day of output."""
    ramp_months: NonNegative = 0.0
    """Months (of 30 days) from no output to the full one, in a straight line."""
    monthly_output: Positive
    """Rounds in 30 days at full output."""
    unit_price_usd: NonNegative
    """For each round that is kept."""
    share_kept: Share = 1.0
    """Of the output; the rest goes to the partner."""
    source: Name
    """Where it is said; ``guess: why`` where it is one."""

    @model_validator(mode="after")
    def _brings_something(self) -> Self:
        if mean(self.share_kept) == 0.0:
            raise fault("a line with no output", "share_kept", expected="more than 0: nothing is kept")
        return self


class Backfill(Goods):
    """What a third party gives because of a pause."""

    donor: Name
    """Who."""
    pause: Id
    """Because of which."""
    delay_days: NonNegative = 0.0
    """After the pause begins; a range is chance: each future has its own."""
    probability: Share = 1.0
    """That it comes at all."""


class Transfer(Frozen):
    """Rounds from one depot to another: as many as are there, at most the quantity."""

    id: Id
    """Its identifier."""
    round: RoundType
    """Round type."""
    origin: Id
    """The depot that they leave."""
    depot: Id
    """The depot that they come to."""
    quantity: Quantity
    """How many."""
    date: date
    """When they leave."""
    nights: Annotated[int, Field(ge=0, le=60)] = 2
    """On the way."""

    @model_validator(mode="after")
    def _moves(self) -> Self:
        if self.origin == self.depot:
            raise fault("from a depot to itself", "depot", expected="another depot than the origin")
        return self


class Supply(Rules):
    """A supply file: what comes in months, and how the months are flown."""

    format: Literal["himaya/supply/1"]
    """The file's kind and version."""
    name: Id
    """Its identifier."""
    title: Name
    """What people call it."""
    summary: str = ""
    """What it is and what it rests on."""
    leaves_out: tuple[str, ...] = ()
    """What a reader must know that is not in it."""
    start: date
    """The first night begins on this day; what arrives on a day comes at noon and is there that night."""
    base_year: Annotated[int, Field(ge=1900, le=2200)]
    """Prices are USD of this year."""
    transport_nights: Annotated[int, Field(ge=0, le=60)] = 1
    """From a depot to a unit."""
    depots: tuple[Depot, ...] = ()
    """Places of rounds."""
    units: tuple[Unit, ...] = ()
    """Units that are not in the scenario, each there from its delivery on."""
    stock: tuple[Stock, ...] = ()
    """Rounds in depots at the start."""
    suppliers: tuple[Supplier, ...] = ()
    """Who sells."""
    deliveries: tuple[Delivery, ...] = ()
    """What donors give."""
    pauses: tuple[Pause, ...] = ()
    """When they do not."""
    purchases: tuple[Purchase, ...] = ()
    """What is bought."""
    lines: tuple[ProductionLine, ...] = ()
    """What is made."""
    backfills: tuple[Backfill, ...] = ()
    """What others give because of a pause."""
    transfers: tuple[Transfer, ...] = ()
    """What goes from depot to depot."""
    raids: RaidsSection = RaidsSection()
    """Where raids come from."""

    @property
    def brings_anything(self) -> bool:
        """Whether rounds, units or teams are there at the start or can come."""
        return bool(
            self.stock or self.deliveries or self.purchases or self.lines or self.backfills or self.transfers
        )
