"""The JSON of warning: its part of `himaya run`, and the document of `himaya alerts`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from himaya.chance.statistics import Statistics
from himaya.documents.envelope import Count, Document, NotePart, TotalElapsed


class LeadTime(Document):
    """How long before a hit the alert of its district was on; 0 where it was not."""

    hits: float
    """Mean number in a replication."""
    minutes: Statistics
    """Over hits; at most 720."""
    below_1: float
    """Share of hits with less than 1 minute; likewise the others."""
    below_5: float
    below_15: float


class DistrictAlerts(Document):
    """One district's alerts."""

    name: str
    hours: Statistics
    """Under alert."""
    share: float | None
    """Mean hours as a share of the mean night, which is as long as there is an alert anywhere."""
    p_alert: float
    """Share of replications with an alert."""
    on: Statistics | None
    """First alert's begin, minutes after the scenario's start, where there is an alert; null: never."""
    off: Statistics | None
    """Last alert's end, likewise."""


class AssetWarning(Document):
    """Lead times of one asset's hits."""

    district: str | None
    """Null: it lies in none, and nothing is told of it."""
    lead: dict[str, LeadTime]
    """By class (those that hit), `drones` and `all`."""


class WarningPart(Document):
    """Who was warned, and when."""

    distance_km: float
    """The alert rule, as in the scenario file; likewise the next two."""
    time_min: float
    hold_min: float
    detection: Literal["sensors", "theatre"]
    """Where threats are detected: by networks with sensors, or without any at the theatre's border."""
    night_hours: Statistics
    """From the first alert anywhere to the end of the last one."""
    districts: dict[str, DistrictAlerts]
    lead: dict[str, LeadTime]
    """By class (those that hit), `drones` and `all`: hits on assets that lie in a district."""
    assets: dict[str, AssetWarning]


class AlertsDocument(Document):
    """`himaya alerts RUN --json`."""

    schema_: Annotated[Literal["himaya.alerts/1"], Field(alias="schema")] = "himaya.alerts/1"
    version: str
    seed: Count
    elapsed_s: TotalElapsed
    files: list[str]
    """Files written."""
    status: Literal["Exercise"] = "Exercise"
    """Of every exported alert: nothing here is real."""
    scenario: str
    replications: Annotated[int, Field(ge=1)]
    start: str | None
    """Local time of minute 0."""
    notes: list[NotePart]
    """What a reader must know."""
    districts: dict[str, DistrictAlerts]
