"""The JSON of warning: its part of `himaya run`, and the document of `himaya alerts`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from himaya.chance.statistics import Statistics
from himaya.documents.envelope import Count, Document, NotePart, TotalElapsed


class LeadTime(Document):
    """How long before a hit its threat was detected."""

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
    """Null: it lies in none."""
    lead: dict[str, LeadTime]
    """By class (those that hit), `drones` and `all`."""


class AlertHoursOnRecord(Document):
    """Recorded hours under alert of one district on nights with as much launched."""

    district: str
    launched_from: Count
    launched_below: Count | None
    """Null: no limit."""
    nights: Annotated[int, Field(ge=1)]
    p05_h: float
    p50_h: float
    p95_h: float
    first: date
    """First and last night that were looked at."""
    last: date


class HoursVerdict(Document):
    """Whether simulated hours under alert are worth showing: how well both foretold nights not chosen on."""

    better_than_record: bool
    """Where false, no screen and no export shows simulated hours."""
    nights: Annotated[int, Field(ge=1)]
    rule_h: float
    """CRPS of simulated hours of one district."""
    record_h: float
    """CRPS of the recorded hours of earlier nights of like size."""
    recorded: AlertHoursOnRecord | None
    """Of that district on nights of this size; null where the scenario has it not."""


class WarningPart(Document):
    """Who was warned, and when."""

    distance_km: float
    """The alert rule, as in the scenario file; likewise the next three."""
    time_min: float
    threats: int
    hold_min: float
    detection: Literal["sensors", "theatre"]
    """Where threats are detected: by networks with sensors, or without any at the theatre's border."""
    hours: HoursVerdict
    night_hours: Statistics
    """From the first alert anywhere to the end of the last one."""
    districts: dict[str, DistrictAlerts]
    """Read `hours` before the hours of any of them."""
    lead: dict[str, LeadTime]
    """By class (those that hit), `drones` and `all`: detection to impact of hits on assets."""
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
    hours: HoursVerdict
    districts: dict[str, DistrictAlerts]
