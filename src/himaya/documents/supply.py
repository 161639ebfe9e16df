"""The JSON document of `himaya supply`: a supply as a calendar."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from himaya.campaign.supply.calendar import RowKind
from himaya.chance.statistics import Statistics
from himaya.documents.envelope import Count, Document, NotePart, TotalElapsed


class CalendarRow(Document):
    """What is due at a date."""

    month: str
    """As 2025-07."""
    date: str
    """Due as planned; of a purchase when it is ordered; of a line the first day of the month or its own."""
    kind: RowKind
    id: str
    who: str | None
    """Donor or supplier; of a transfer the depot that it leaves; null for a line."""
    item: str | None
    """Round type, unit or area defence; null for a pause of everything."""
    depot: str | None
    """Where rounds come to."""
    quantity: Count | None
    """Ordered; of a line made in the month, the same in every future; null for a pause."""
    p_arrives: float | None
    """Share of futures in which it is there by the last night; null for a pause."""
    arrived: Statistics | None
    """How much is there by the last night; of a transfer at the most, for it takes what is there."""
    night: Statistics | None
    """On which it is there, over the futures in which it comes at all; of a line the last of the month. A
    pause: p05 its first night, p95 the night on which it ends. Null where it never comes."""
    cost_usd: Statistics | None
    """Paid within the nights; null where nothing is ever paid."""
    source: str | None


class RoundSupply(Document):
    """A round type, or what else comes."""

    stock: float | None
    """In depots at the start, ranges at their mean; null where the file states none."""
    arrives: Statistics
    """Within the nights: deliveries, purchases, backfills and lines."""


class SupplyDocument(Document):
    """`himaya supply FILE --json`."""

    schema_: Annotated[Literal["himaya.supply/1"], Field(alias="schema")] = "himaya.supply/1"
    version: str
    seed: Count
    elapsed_s: TotalElapsed
    files: list[str]
    """Names of the files written: none."""
    supply: str
    title: str
    start: str
    nights: Annotated[int, Field(ge=1)]
    futures: Annotated[int, Field(ge=1)]
    base_year: int
    """Prices are USD of this year."""
    calendar: list[CalendarRow]
    """In order of dates."""
    items: dict[str, RoundSupply]
    """By round type, unit and area defence."""
    cost_usd: Statistics
    """Paid within the nights for purchases and lines."""
    notes: list[NotePart]
    """What the file leaves out."""
