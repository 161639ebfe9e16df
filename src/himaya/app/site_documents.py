"""The JSON documents of `himaya site ...`: a site's power, and a fault tree."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from himaya.app.parts import Count, Document, TotalElapsed
from himaya.effects.chance import Chance, Spread
from himaya.effects.exact import Exact


class BlackoutByDay(Document):
    """A blackout has begun by the end of a day."""

    day: Annotated[int, Field(ge=1)]
    p: float
    low: float
    high: float
    method: Literal["simulated", "upper_limit"]
    """`upper_limit`: no history saw it, and all that is known is `high`."""


class SiteDocument(Document):
    """`himaya site SITE --json`."""

    schema_: Annotated[Literal["himaya.site/1"], Field(alias="schema")] = "himaya.site/1"
    version: str
    seed: Count
    elapsed_s: TotalElapsed
    files: list[str]
    """Names of the files written: none."""
    site: str
    title: str
    days: Annotated[int, Field(ge=1)]
    histories: Annotated[int, Field(ge=1)]
    parameters: Literal["mean"]
    """PERT numbers are held at their mean; what records leave open is drawn for each history."""
    level: float
    """Of the intervals."""
    p_loop: Chance
    """Off-site power is lost within the days."""
    loop_h: Spread
    """Hours without it."""
    diesel_h: Spread
    """Hours of these on diesels."""
    fuel_days_left: Spread | None
    """Days of fuel at the stated load at the end; null: it never runs out."""
    p_blackout_by_day: list[BlackoutByDay]
    p_function_lost: Chance
    """A blackout outlasts the grace time within the days."""
    p_outage_exceeds_fuel: Chance
    """One loss of all lines outlasts fuel and deliveries within the days."""
    p_outage_fails_diesels: Chance
    """In one such loss fewer diesels than needed are at work at some moment."""
    p_outage_blackout: Chance
    """One such loss brings a blackout."""
    exact: list[Exact]
    """What can be said without simulating; quantities as named above, `p_blackout` by the last day.
    With method `upper_bound` it is no exact value but the most that the true one can be."""
    sources: dict[str, str]
    """Source by place in the site file, of what the file states."""
    notes: list[str]
    """What a reader must know: what site and model leave out."""


class SiteTreeDocument(Document):
    """`himaya site TREE.xml --json`."""

    schema_: Annotated[Literal["himaya.site_tree/1"], Field(alias="schema")] = "himaya.site_tree/1"
    version: str
    seed: Count | None
    """Null: nothing is drawn."""
    elapsed_s: TotalElapsed
    files: list[str]
    """Names of the files written: none."""
    tree: str
    """The file."""
    top: str
    """The gate that no other uses."""
    top_probability: Annotated[float, Field(ge=0, le=1)]
    """Exact but for rounding; basic events are independent."""
    basic_events: Count
    """Below the top."""
    gates: Count
    nodes: Count
    """Of the top's decision diagram."""
