"""The JSON document of a campaign, and its parts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from himaya.chance.statistics import Statistics
from himaya.documents.envelope import Count, Document, NotePart, TotalElapsed
from himaya.documents.site import SitePart


class Runout(Document):
    """When a round type runs out; nights from 1, over all futures, null where not yet."""

    name: str
    p: float
    """Share of futures in which it does."""
    night_p05: Count | None
    night_p50: Count | None
    night_p95: Count | None
    at: Count
    """It has run out on the first evening on which so many are left, or fewer."""


class CampaignRounds(Document):
    """Rounds of one type over all nights."""

    name: str
    held_first: Statistics
    """On the first evening: in units, depots and on the way."""
    held_last: Statistics
    """On the last evening."""
    arrived: Statistics
    fired: Statistics
    lost: Statistics
    """With units that were destroyed."""
    fired_a_month: float
    """Mean, in 30 nights."""
    cost_usd: Statistics
    """What was fired, at the price of a round."""


class CampaignMonth(Document):
    """A calendar month of the campaign."""

    month: str
    """As 2025-07."""
    nights: Count
    launched: Statistics
    leakers: Statistics
    value_lost: Statistics
    fired: dict[str, float]
    """Mean, by round type."""


class CampaignCasualties(Document):
    """People hurt by hits: an order of magnitude."""

    killed: Statistics
    injured: Statistics


class DifferencePart(Document):
    """A mean over futures of paired differences, and its interval."""

    mean: float
    low: float
    high: float


class AttributedItem(Document):
    """What one entry of the supply changed of one quantity."""

    id: str
    quantity: str
    left_out: DifferencePart
    """Everything, less everything but this."""
    added: DifferencePart
    """This alone, less nothing."""
    shapley: DifferencePart | None
    """Mean over all orders; null with more than six entries."""


class AttributionPart(Document):
    """What each entry of the supply changed, on the same futures."""

    futures: Count
    level: float
    items: list[AttributedItem]
    total: dict[str, DifferencePart]
    """By quantity: everything less nothing."""
    interaction: dict[str, DifferencePart]
    """total less the sum of `added`."""


class BreakevenPoint(Document):
    """One stock of the sweep."""

    rounds: Count
    p_runout: float


class BreakevenPart(Document):
    """The stock at the start, before anything arrives, below which a type runs out by the last night."""

    round_type: str
    until: str
    """Date of the last night."""
    futures: Count
    level: float
    p_without: float
    """Share of futures in which it lasts with no round in depots."""
    median: float | None
    """Null: half of the futures last with no round in depots."""
    low: float | None
    high: float | None
    """Interval of the median."""
    p05: float | None
    p95: float | None
    """Spread over futures."""
    sweep: list[BreakevenPoint]


class CampaignDocument(Document):
    """`himaya campaign SCENARIO --json`."""

    schema_: Annotated[Literal["himaya.campaign/1"], Field(alias="schema")] = "himaya.campaign/1"
    version: str
    seed: Count
    elapsed_s: TotalElapsed
    files: list[str]
    """Names of the files written, in the directory of `--out`."""
    scenario: str
    supply: str
    start: str
    """Date of the first night."""
    nights: Count
    futures: Count
    parameters: Literal["mean"]
    """Uncertain numbers are held at their mean, but for delays, which are drawn."""
    runout: dict[str, Runout]
    """By round type."""
    leakers: dict[str, Statistics]
    """By class, and `all`."""
    value_lost: Statistics
    value_unit: str
    casualties: CampaignCasualties
    cost_usd: Statistics
    """Paid for purchases and production lines."""
    rounds: dict[str, CampaignRounds]
    months: list[CampaignMonth]
    launched: dict[str, Statistics]
    """By class, and `all`."""
    rounds_per_kill: dict[str, float | None]
    """By system type: rounds fired for each threat that its units shot down; null where that is none."""
    units_last: Statistics
    """Fire units at work on the last night."""
    imbalance: Count
    """Rounds by which any night of any future fails to balance: 0."""
    sites: dict[str, SitePart] | None
    """Power of the sites that the scenario states, over all nights: what hits took, and fuel from night to
    night. Null where it states none, or the campaign has fewer than 100 futures or more than 365 nights."""
    attribution: AttributionPart | None
    """Null unless asked for."""
    breakeven: BreakevenPart | None
    """Null unless asked for."""
    notes: list[NotePart]
    """What a reader must know."""
