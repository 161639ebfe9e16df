"""Scenarios or campaigns beside each other."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from himaya.documents.envelope import Count, Document, TotalElapsed


class PairedDifference(Document):
    """How a quantity of scenario b differs from that of a on the same nights."""

    a: str
    b: str
    quantity: str
    """Group and outcome, as all.hit; or fired, rounds of all types; or cost_usd, rounds and meetings.
    Of campaigns: all.leakers and each class's, value_lost, killed, cost_usd; by month, as 2025-07.leakers;
    by round type, as patriot/gem-t.runout (whether it runs out) and patriot/gem-t.fired."""
    mean_a: float
    mean_b: float
    mean: float
    """Mean of b - a."""
    low: float
    """Interval of that mean: of nights chance and route library together, of campaigns futures."""
    high: float
    n: Annotated[int, Field(ge=2)]
    """Replications, or futures."""
    variance_ratio: Annotated[float, Field(ge=0)] | None
    """var(a) + var(b) over var(b - a): so many times more replications would unpaired flights need
    against chance; null where b - a is the same in every replication."""


class CompareDocument(Document):
    """`himaya compare A B ... --json`."""

    schema_: Annotated[Literal["himaya.compare/1"], Field(alias="schema")] = "himaya.compare/1"
    version: str
    seed: Count
    elapsed_s: TotalElapsed
    files: list[str]
    """Names of the files written: none."""
    kind: Literal["night", "campaign"] = "night"
    """What is compared: scenarios flown on the same nights, or kept campaigns future by future."""
    scenarios: list[str]
    """As they were asked for; each later one is compared with the first."""
    replications: Annotated[int, Field(ge=2)]
    """Of each; of campaigns: futures."""
    parameters: Literal["mean"]
    """Uncertain numbers are held at their mean."""
    level: float
    """Of the intervals."""
    paired: list[PairedDifference]
