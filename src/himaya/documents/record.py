"""The JSON documents of `himaya record ...`; unknown is null, never 0."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from himaya.documents.envelope import Count, Document, NotePart, RecordDocument
from himaya.reconstruction import UnknownPlace
from himaya.record import Reason, RecordClass, Tier
from himaya.record.claims import Beside, Claim, Share
from himaya.record.rows import Ends
from himaya.record.totals import Month
from himaya.scenario.recorded import Recorded


class RowExample(Document):
    """One row that is set aside."""

    line: int
    time_end: str
    model: str
    launched: Count | None
    destroyed: Count | None
    source: str


class ClassTotals(Document):
    """All raids of one class."""

    raids: Count
    scored: Count
    """Those of which a forecast can be scored."""
    launched: Count
    launched_scored: Count
    neutralised: Count
    """Of the raids that tell it."""


class RecordCheckDocument(RecordDocument):
    """`himaya record check FILE --json`."""

    schema_: Annotated[Literal["himaya.record_check/1"], Field(alias="schema")] = "himaya.record_check/1"
    record: str
    rows: Count
    """Read: used and set aside together."""
    used: Count
    set_aside: dict[Reason, Count]
    examples: dict[Reason, list[RowExample]]
    """Three at most of each reason that there is."""
    classes: dict[RecordClass, ClassTotals]
    months: list[Month]
    last_raid: datetime | None
    """When the record's last raid ended, Kyiv time without zone: a wrong date shows here."""
    unknown_models: dict[str, Count]
    """Launched, by name, of models that no table names: perhaps new weapons."""


class RecordExportDocument(RecordDocument):
    """`himaya record export FILE --out raids.parquet --json`."""

    schema_: Annotated[Literal["himaya.record_export/1"], Field(alias="schema")] = "himaya.record_export/1"
    record: str
    rows: Count
    used: Count
    raids: Count
    classes: dict[RecordClass, ClassTotals]


class RaidPart(Document):
    """One raid's weapons of one class, as the record has them."""

    raid_id: str
    """``2025-07-03T15:00Z-drone``: start in UTC and class; ``until-...`` where only the end is known."""
    start: datetime | None
    """UTC."""
    end: datetime
    """UTC; the last minute of the day where only the date is known."""
    start_local: datetime | None
    """Kyiv time without zone; likewise the next."""
    end_local: datetime
    weapon_class: RecordClass
    launched: Count
    destroyed: Count | None
    """As the record words it: from 2025-07-24 on, drones that were lost are in it."""
    not_reach_goal: Count | None
    neutralised: Count | None
    """destroyed + not_reach_goal, one quantity from 2024-09-01; before, kills only: a lower bound. Where
    lost is told of a part alone it is the lower end, and a note says so."""
    neutralised_ends: Ends
    """Least and most that destroyed and lost together can be; equal where both are told."""
    unaccounted: Count | None
    """launched - destroyed - not_reach_goal, where both are told: not the number of hits."""
    still_attacking: Count | None
    """In the air when it was written: neutralised is somewhere up to so many higher."""
    hit_places: Count | None
    fragment_places: Count | None
    split_reported: bool
    """Whether shot down and lost are told apart."""
    scored: bool
    """Whether a forecast of it can be scored: launched and destroyed are known."""
    tier: Tier
    regions: list[str]
    """Named as affected or as where kills were made."""
    sources: list[str]
    notes: list[NotePart]
    """What a reader must know of this raid."""


class RecordNightDocument(RecordDocument):
    """`himaya record night DATE --json`: what ended on that date, Kyiv time."""

    schema_: Annotated[Literal["himaya.record_night/1"], Field(alias="schema")] = "himaya.record_night/1"
    record: str
    night: date
    raids: list[RaidPart]
    elsewhere: list[RaidPart]
    """Raids that ended on another date, and of which rows are that ended on this one."""
    gaps: list[NotePart]
    """Rows of raid weapons that ended on that date and are in no raid, repeating nobody: withheld, say."""
    combined: list[Share]
    """Each model of the rows that give one number for several."""
    beside: list[Beside]
    claims: list[Claim]
    """All of them: those beside each other, those by region, and those of what is no raid weapon."""
    other_nights: Count
    """Claims of the user's file that are of other nights."""


class NightGroup(Document):
    """A group of threats of a made scenario, and the row that it was made of."""

    id: str
    type: str
    """Threat type of the catalogue."""
    weapon_class: RecordClass
    model: str
    """As the record names it."""
    line: int
    """Row of the record."""
    count: Count
    launch_areas: dict[str, float]
    """Weights by launch area."""
    aim_points: dict[str, float]
    """Weights by aim point."""
    first_launch_min: float
    """After the scenario's start."""
    last_launch_min: float


class RecordScenarioDocument(RecordDocument):
    """`himaya record scenario DATE --out night.yaml --json`."""

    schema_: Annotated[Literal["himaya.record_scenario/1"], Field(alias="schema")] = (
        "himaya.record_scenario/1"
    )
    record: str
    night: date
    scenario: str
    """Name of the scenario that was made."""
    defence: str
    """Name of the scenario whose defence it is flown against."""
    start: str | None
    """Kyiv time of minute 0."""
    groups: list[NightGroup]
    recorded: dict[str, Recorded]
    """The record's claims by class group."""
    unknown_places: list[UnknownPlace]
    """Places that nobody knows: left out, never guessed."""
    gaps: list[NotePart]
    """What the record says of the night, or does not, and is not in the raid: the scenario's `gaps`."""
    assumptions: list[NotePart]
    """What the record does not say and the scenario states."""


class RecordSynthesiseDocument(RecordDocument):
    """`himaya record synthesise --out F --json`."""

    schema_: Annotated[Literal["himaya.record_synthesise/1"], Field(alias="schema")] = (
        "himaya.record_synthesise/1"
    )
    nights: Count
    rows: Count
