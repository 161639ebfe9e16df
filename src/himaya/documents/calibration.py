"""The JSON document of `himaya calibrate`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from himaya.documents.envelope import Count, Document, IntervalPart, NotePart, TotalElapsed

Share = Annotated[float, Field(ge=0, le=1)]


class LogNormalPart(Document):
    """A distribution of a natural logarithm: 0 is a multiplier of 1."""

    mean: float
    sd: float
    low: float
    """5 %."""
    high: float
    """95 %."""


class ParameterPart(Document):
    """One free parameter on the date of the fit."""

    posterior: LogNormalPart
    prior: LogNormalPart
    value: float
    """exp(posterior.mean): the multiplier, the mean over nights, or sigma itself; a sigma is held below 1."""
    median_night: float | None
    """The multiplier on a median night, value exp(-sigma^2 / 2); null of a sigma."""
    sd_ratio: float
    """Posterior sd over prior sd."""
    calibrated: bool
    """Never where sd_ratio is above .7, the class's sigma at its bound, or either half of the check nights
    outside 70 to 90 %."""
    why_not: NotePart | None
    """Null where it is calibrated."""


class RankPart(Document):
    """What the record counts as neutralised on one night after the fit, beside what is simulated."""

    night: date
    launched: Count
    recorded: Count
    at_most: Count | None
    """Upper end where `recorded` is the lower end of an interval; null: it is the number."""
    median: Count
    low: Count
    """Of the 80 % interval."""
    high: Count
    below: Share
    """Share of simulated nights with fewer than recorded."""
    up_to: Share
    """Share with no more."""
    crps: Annotated[float, Field(ge=0)]
    """Continuous ranked probability score, in threats; lower is better."""


class PredictedRank(RankPart):
    """A night predicted with the discrepancy of the nights that had ended before it."""

    log_score: float
    """Minus the log probability of what is recorded, nats; lower is better."""
    level: float
    """Of the discrepancy, logit at 100 threats: mean of what was known before the night."""
    slope: float
    """Logit for each unit of the natural logarithm of the number launched."""
    spread: float
    """Sd from night to night, logit."""


class MonthCheck(Document):
    """The nights of one month."""

    month: str
    """As 2025-08."""
    nights: Count
    coverage_80: Share


class PredictionCheck(Document):
    """Predictions of recorded nights: the simulator with the discrepancy of nights before. No run uses it."""

    coverage_80: Share
    smaller_half: HalfCheck | None
    larger_half: HalfCheck | None
    months: list[MonthCheck]
    log_score: float
    """Mean over nights."""
    crps: float
    ranks: list[PredictedRank]


class GroupCheck(Document):
    """One class group after the fit."""

    nights: Count
    coverage_80: Share | None
    """Share of nights inside the central 80 % of what is simulated; null without nights."""
    coverage_80_interval: IntervalPart | None
    """What so few nights leave open: the interval of Clopper and Pearson."""
    coverage_80_without_night_effect: Share | None
    """The same nights flown with sigma 0."""
    smaller_half: HalfCheck | None
    """Nights with at most the median number launched; null under 10 nights."""
    larger_half: HalfCheck | None
    months: list[MonthCheck]
    crps: float | None
    """Mean over nights; null without any."""
    ranks: list[RankPart]
    with_discrepancy: PredictionCheck | None
    """The same nights as predictions; null without nights."""


class HalfCheck(Document):
    """The smaller or the larger half of the nights: does the simulator answer to size as the record does?"""

    nights: Count
    coverage_80: Share
    mean_rank: Share
    """Mean place of the record among simulated nights: .5 where the simulator is right on average."""


class CheckPart(Document):
    """Nights after the fit; the numbers beside `groups` are of the drones, where any flew."""

    nights: Count
    coverage_80: Share | None
    coverage_80_interval: IntervalPart | None
    coverage_80_without_night_effect: Share | None
    groups: dict[str, GroupCheck]


class Window(Document):
    """Dates of the first and the last night of the fit."""

    first: date
    last: date


class LeftOut(Document):
    """What was not used."""

    night: date | None
    group: str | None
    """Null: the whole night."""
    reason: NotePart


class Assumed(NotePart):
    """What the fit rests on and no record says: decoys, aim points, hours."""

    nights: Count
    """Of the fit, that rest on it."""


class CalibrateDocument(Document):
    """`himaya calibrate SCENARIO ... --record FILE --json`."""

    schema_: Annotated[Literal["himaya.calibrate/1"], Field(alias="schema")] = "himaya.calibrate/1"
    version: str
    seed: Count
    elapsed_s: TotalElapsed
    files: list[str]
    """The scenario written, if any."""
    scenarios: list[str]
    """As they were asked for."""
    record: str
    record_sha256: str
    date: date
    """Of the fit: its last night. Multipliers drift, so that elsewhere it means less."""
    window: Window
    nights: Count
    """That it was fitted to."""
    others: Literal["mean"]
    """What is not free, the scenario's uncertain numbers, is held at its mean."""
    parameters: dict[str, ParameterPart]
    """By name, as drones.hard; those of classes that did not fly keep their prior."""
    rank: Count
    """Independent combinations of multipliers that the nights tell."""
    free_multipliers: Count
    """Multipliers of classes that flew."""
    surface_error: dict[str, float]
    """By class group: error of the response surface, on log(-log(1 - share the record counts))."""
    check: CheckPart | None
    """Null without `--before`."""
    assumptions: list[Assumed]
    """Most nights first; the nights of the check are made alike."""
    left_out: list[LeftOut]


PredictionCheck.model_rebuild()
GroupCheck.model_rebuild()
