"""The JSON documents of `himaya record ...`; unknown is null, never 0."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from himaya.app.parts import Count, Document, RecordDocument
from himaya.record import Raid, Reason, RecordClass
from himaya.record.claims import Beside, Claim, Share
from himaya.record.totals import Month


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


class RecordExportDocument(RecordDocument):
    """`himaya record export FILE --out raids.parquet --json`."""

    schema_: Annotated[Literal["himaya.record_export/1"], Field(alias="schema")] = "himaya.record_export/1"
    record: str
    rows: Count
    used: Count
    raids: Count
    classes: dict[RecordClass, ClassTotals]


class RecordNightDocument(RecordDocument):
    """`himaya record night DATE --json`: what ended on that date, Kyiv time."""

    schema_: Annotated[Literal["himaya.record_night/1"], Field(alias="schema")] = "himaya.record_night/1"
    record: str
    night: date
    raids: list[Raid]
    combined: list[Share]
    """Each model of the rows that give one number for several."""
    beside: list[Beside]
    claims: list[Claim]
    """All of them: those beside each other, those by region, and those of what is no raid weapon."""


class RecordSynthesiseDocument(RecordDocument):
    """`himaya record synthesise --out F --json`."""

    schema_: Annotated[Literal["himaya.record_synthesise/1"], Field(alias="schema")] = (
        "himaya.record_synthesise/1"
    )
    nights: Count
    rows: Count
