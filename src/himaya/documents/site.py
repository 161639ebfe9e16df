"""The JSON document of `himaya site SITE`: a site's power."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from himaya.chance.intervals import Chance
from himaya.chance.statistics import Statistics
from himaya.documents.envelope import Count, Document, NotePart, TotalElapsed
from himaya.effects.power.exact import Exact


class BlackoutByDay(Document):
    """A blackout has begun by the end of a day."""

    day: Annotated[int, Field(ge=1)]
    p: float
    low: float
    high: float
    method: Literal["simulated", "upper_limit"]
    """`upper_limit`: no history saw it, and all that is known is `high`."""


class NightDamage(Document):
    """What hits of a night do to a site's lines."""

    p_line_damaged: Chance
    """They take one line or more."""
    p_all_lines_damaged: Chance
    """They take all lines, at one moment or one after the other."""


class SitePart(Document):
    """A site in the document of a run: its power from the night's start on, the damage as it came."""

    title: str
    lines: Annotated[int, Field(ge=1)]
    """Off-site lines that it has."""
    days: Annotated[int, Field(ge=1)]
    histories: Annotated[int, Field(ge=1)]
    """One for each replication, at most 100,000."""
    damage: NightDamage
    p_loop: Chance
    """This and what follows as in the document of `himaya site`: losses by chance are among them."""
    loop_h: Statistics
    diesel_h: Statistics
    fuel_days_left: Statistics | None
    p_blackout_by_day: list[BlackoutByDay]
    p_function_lost: Chance


class AfterNight(Document):
    """The run whose hits took lines."""

    run: str
    """Its directory."""
    scenario: str
    damage: NightDamage


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
    """Uncertain numbers are held at their mean; what records leave open is drawn for each history."""
    level: float
    """Of the intervals."""
    after: AfterNight | None
    """The night that every history begins with; null: none."""
    p_loop: Chance
    """Off-site power is lost within the days, by chance or by the night's damage."""
    loop_h: Statistics
    """Hours without it."""
    diesel_h: Statistics
    """Hours of these on diesels."""
    fuel_days_left: Statistics | None
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
    notes: list[NotePart]
    """What a reader must know: what site and model leave out."""
