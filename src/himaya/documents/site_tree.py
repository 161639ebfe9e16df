"""The JSON document of `himaya site TREE.xml`: a fault tree."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from himaya.documents.envelope import Count, Document, NotePart, TotalElapsed

Probability = Annotated[float, Field(ge=0, le=1)]


class CutSetPart(Document):
    """One minimal cut set: basic events that bring the top together, none of which can be spared."""

    events: list[str]
    p: Probability
    """All of them happen."""


class CutSetOrder(Document):
    """Minimal cut sets of as many events."""

    events: Count
    and_more: bool
    """True: those of more events are counted here, too."""
    count: int | float
    """Exact below 2^53; no more than 1e300."""


class CutSetsPart(Document):
    """All minimal cut sets of a gate."""

    count: int | float
    """Exact below 2^53; no more than 1e300."""
    by_order: list[CutSetOrder]
    """Orders without any are left out."""
    most_probable: list[CutSetPart]
    """At most ten, those of probability 0 left out."""


class EventImportance(Document):
    """What a top owes to a basic event; P1 and P0: its probability with the event certain and impossible."""

    event: str
    """A cause of a common-cause group is named by its members, in brackets."""
    p: Probability
    birnbaum: float
    """P1 - P0."""
    fussell_vesely: float | None
    """(P - P0) / P: the share of the top that needs the event; null, as `raw`, where P is 0."""
    raw: float | None
    """Risk achievement worth, P1 / P."""
    rrw: float | None
    """Risk reduction worth, P / P0; null where P0 is 0: without the event there is no top."""


class TreeTop(Document):
    """A gate, worked out."""

    top: str
    top_probability: Probability
    """Exact but for rounding; basic events are independent."""
    basic_events: Count
    """Below the top."""
    gates: Count
    nodes: Count
    """Of its decision diagrams."""
    cut_sets: CutSetsPart | None
    """Null: too many to be held."""
    importances: list[EventImportance] | None
    """Of every basic event, the most critical first; null: the diagram is too large."""


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
    """The first of `tops`; this and the next four are its numbers."""
    top_probability: Probability
    basic_events: Count
    gates: Count
    nodes: Count
    mission_time_h: float | None
    """Hours, as stated; null: not stated."""
    tops: list[TreeTop]
    """Every gate that no other uses, or the one that was asked for."""
    notes: list[NotePart]
    """What a reader must know."""
