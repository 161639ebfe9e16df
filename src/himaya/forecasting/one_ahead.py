"""One raid ahead through the record: every forecast knows only what had ended before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import NamedTuple, TypeAlias

import numpy as np

from himaya.forecasting import scores
from himaya.forecasting.history import PastRaid
from himaya.forecasting.models.beta_binomial import Floats
from himaya.forecasting.models.model import Model
from himaya.record.rows import Ends

Progress: TypeAlias = Callable[[int, int], None]
"""Called with raids done and raids in all."""


class Score(NamedTuple):
    """How one model's forecast of one raid did."""

    log_score: float
    """Nats."""
    crps: float
    """Counts."""
    pit_low: float
    pit_high: float
    width_80: int
    """Width of the central 80 % interval, counts."""


@dataclass(frozen=True, eq=False)
class ScoredForecast:
    """All models' forecasts of one raid, scored."""

    raid: PastRaid
    scores: dict[str, Score]
    """By model."""
    pmf: Floats = field(repr=False)
    """Of `himaya`, float64[launched + 1]."""


def walk(
    ordered: Iterable[PastRaid], first: date, models: Mapping[str, Model]
) -> Iterator[tuple[Mapping[str, Model], ScoredForecast | None]]:
    """Go through raids of one class; those that ended from `first` on come with their forecast.

    With every raid come the models that have seen all that ended before it, and it.
    """
    for _, same_end in groupby(ordered, key=lambda raid: raid.end):
        together = list(same_end)
        forecasts = [_forecast(models, raid) if raid.end_local.date() >= first else None for raid in together]
        for raid, forecast in zip(together, forecasts, strict=True):
            models = {name: model.update(raid) for name, model in models.items()}
            yield models, forecast


def _forecast(models: Mapping[str, Model], raid: PastRaid) -> ScoredForecast:
    pmfs = {name: model.predict(raid.launched, raid.end, raid.by_model) for name, model in models.items()}
    return ScoredForecast(
        raid, {name: score(pmf, raid.neutralised_ends) for name, pmf in pmfs.items()}, pmfs["himaya"]
    )


def score(pmf: Floats, actual: Ends) -> Score:
    """Everything that is kept of a forecast of what was a count, or somewhere in an interval."""
    ends = actual.low, actual.high
    low, high = scores.pit(pmf, *ends)
    interval = scores.central_interval(pmf, 0.80)
    return Score(
        scores.log_score(pmf, *ends), scores.crps(pmf, *ends), low, high, interval.high - interval.low
    )


def table(forecasts: Iterable[ScoredForecast], model: str) -> Floats:
    """Scores of one model as float64[raid, field of Score]."""
    return np.array([each.scores[model] for each in forecasts], dtype=np.float64)
