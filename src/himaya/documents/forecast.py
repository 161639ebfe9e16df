"""The JSON documents of `himaya forecast` and `himaya backtest`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from himaya.documents.envelope import Count, Document, IntervalPart, RecordDocument
from himaya.forecasting.forecast import TrackRecord
from himaya.forecasting.summary import Summary
from himaya.record import RecordClass

Share = Annotated[float, Field(ge=0, le=1)]


class CountForecast(Document):
    """The distribution of a count."""

    median: Count
    i50: IntervalPart
    i80: IntervalPart
    i90: IntervalPart
    pmf: list[Share]
    """Probabilities of 0 to launched."""


class ClassForecastPart(Document):
    """The forecast of one weapon class."""

    launched: Count
    """As stated."""
    n: Count
    """Raids of this class learnt from."""
    neutralised: CountForecast
    leakers: CountForecast
    """Launched and not neutralised: still flying, fell unseen, left the country, or hit."""
    track_record: TrackRecord | None
    """Null where the last year has no raid of this class."""


class ForecastDocument(RecordDocument):
    """`himaya forecast drone=539 ... --record FILE --json`."""

    schema_: Annotated[Literal["himaya.forecast/1"], Field(alias="schema")] = "himaya.forecast/1"
    record: str
    at: datetime
    """When the raid ends, UTC."""
    last_raid: datetime
    """When the record's last raid of any class ended, UTC: a wrong date shows here."""
    classes: dict[RecordClass, ClassForecastPart]


class ClassBacktest(Document):
    """All raids of one class in the window."""

    n: Count
    launched: Count
    models: dict[str, Summary]
    by_size: dict[str, dict[str, Summary]]
    """By number launched, as 10-49, and model."""
    by_period: dict[str, dict[str, Summary]]
    """By quarter, as 2025-Q3, and model."""


class PairedScore(Document):
    """How much himaya's mean score differs from another model's on the same raids."""

    weapon_class: RecordClass
    model: Literal["himaya"] = "himaya"
    reference: str
    quantity: str
    """log_score or crps."""
    reference_mean: float
    mean: float
    """Of himaya - reference: below 0, himaya is better."""
    low: float | None
    """Interval of that mean by a bootstrap of whole weeks; null where there is but one week."""
    high: float | None
    level: Share
    n: Count
    """Raids."""


class BacktestDocument(RecordDocument):
    """`himaya backtest --record FILE --from DATE --json`."""

    schema_: Annotated[Literal["himaya.backtest/1"], Field(alias="schema")] = "himaya.backtest/1"
    record: str
    from_: Annotated[date, Field(serialization_alias="from")]
    """Kyiv date on which raids end; included."""
    to: date
    """Included."""
    classes: dict[RecordClass, ClassBacktest]
    """Those with raids in the window."""
    paired: list[PairedScore]
