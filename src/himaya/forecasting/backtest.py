"""One raid ahead through the record: every forecast knows only what had ended before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import NamedTuple, TypeAlias

import numpy as np

from himaya.forecasting import scores
from himaya.forecasting.history import CLASSES, PastRaid, RecordedRaid, history
from himaya.forecasting.models import MODELS
from himaya.forecasting.models.beta_binomial import Floats
from himaya.forecasting.models.model import Model

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
class Forecast:
    """All models' forecasts of one raid, scored."""

    raid: PastRaid
    scores: dict[str, Score]
    """By model."""
    pmf: Floats = field(repr=False)
    """Of `himaya`, float64[launched + 1]."""


def backtest(
    raids: Iterable[RecordedRaid], first: date, last: date, progress: Progress | None = None
) -> list[Forecast]:
    """Forecast every raid that ended from `first` to `last` (Kyiv, both included) from those before it.

    Models start with the first raid of the record. Raids of a class that ended at the same moment are
    forecast without each other.

    Returns
    -------
    In order of weapon class and then (end, raid_id).
    """
    known = tuple(raids)
    by_class = [
        [raid for raid in history(known, weapon_class) if raid.end_local.date() <= last]
        for weapon_class in CLASSES
    ]
    total, done, found = sum(map(len, by_class)), 0, list[Forecast]()
    for ordered in by_class:
        for _, forecast in walk(ordered, first, {name: start() for name, start in MODELS.items()}):
            done += 1
            found += [forecast] if forecast is not None else []
            if progress is not None:
                progress(done, total)
    return found


def walk(
    ordered: Iterable[PastRaid], first: date, models: Mapping[str, Model]
) -> Iterator[tuple[Mapping[str, Model], Forecast | None]]:
    """Go through raids of one class; those that ended from `first` on come with their forecast.

    With every raid come the models that have seen all that ended before it, and it.
    """
    for _, same_end in groupby(ordered, key=lambda raid: raid.end):
        together = list(same_end)
        forecasts = [_forecast(models, raid) if raid.end_local.date() >= first else None for raid in together]
        for raid, forecast in zip(together, forecasts, strict=True):
            models = {name: model.update(raid) for name, model in models.items()}
            yield models, forecast


def _forecast(models: Mapping[str, Model], raid: PastRaid) -> Forecast:
    pmfs = {name: model.predict(raid.launched, raid.end) for name, model in models.items()}
    return Forecast(raid, {name: score(pmf, raid.neutralised) for name, pmf in pmfs.items()}, pmfs["himaya"])


def score(pmf: Floats, actual: int) -> Score:
    """Everything that is kept of a forecast."""
    low, high = scores.pit(pmf, actual)
    interval = scores.central_interval(pmf, 0.80)
    return Score(
        scores.log_score(pmf, actual), scores.crps(pmf, actual), low, high, interval.high - interval.low
    )


def table(forecasts: Iterable[Forecast], model: str) -> Floats:
    """Scores of one model as float64[raid, field of Score]."""
    return np.array([each.scores[model] for each in forecasts], dtype=np.float64)
