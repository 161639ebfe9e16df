"""What the JSON documents of all commands are made of."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Count = Annotated[int, Field(ge=0)]


class Document(BaseModel):
    """A document or a part of one."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        json_schema_serialization_defaults_required=True,
    )


class IntervalPart(Document):
    """An interval and its level."""

    low: int | float
    """Included."""
    high: int | float
    """Included."""
    level: Annotated[float, Field(ge=0, le=1)]
    """What it covers, or is made for."""


class TotalElapsed(Document):
    """Seconds."""

    total: float


class NotePart(Document):
    """What a reader must know beside the numbers: as data for programs, in words for people."""

    code: str
    """Which note it is: the same in every language and version."""
    numbers: dict[str, int | float | str | NotePart | list[NotePart]]
    """The numbers, names and dates in it, by name; a note can hold others."""
    text: str
    """In English."""


class RecordDocument(Document):
    """What every document on a record has."""

    schema_: Annotated[str, Field(alias="schema")]
    version: str
    seed: Count | None = None
    """Null: nothing is drawn."""
    elapsed_s: TotalElapsed
    files: list[str]
    """Files written."""
