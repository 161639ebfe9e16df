"""The verb: forecast the next raid, with the forecaster's own track record beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from himaya.errors import Problem, ProblemsError
from himaya.forecasting import stated
from himaya.forecasting.history import (
    KYIV,
    PastRaid,
    Raids,
    RecordedRaid,
    history,
    raids_in,
)
from himaya.forecasting.models import MODELS
from himaya.forecasting.models.beta_binomial import Floats
from himaya.forecasting.models.model import Model
from himaya.forecasting.one_ahead import Progress, ScoredForecast, walk
from himaya.forecasting.scores import Interval, central_interval, quantile
from himaya.forecasting.stated import StatedClass
from himaya.forecasting.summary import Summary, summarise
from himaya.forecasting.usual import usual_models
from himaya.notebook import READING, NotebookTable, Shown, band, frame, words

if TYPE_CHECKING:
    import pandas as pd

TRACK_DAYS = 365
"""Length of the track record."""
FRAME_COLUMNS = (
    "class", "quantity", "launched", "p50",
    "i50_low", "i50_high", "i80_low", "i80_high", "i90_low", "i90_high",
)  # fmt: skip
COMPARED = ("himaya", "pooled_binomial", "last_raid")
"""Models of the track record: the forecaster and two baselines."""


@dataclass(frozen=True)
class Count:
    """What is forecast of a number of threats."""

    median: int
    i50: Interval
    i80: Interval
    i90: Interval
    pmf: Floats = field(repr=False, compare=False)
    """float64[launched + 1]."""


@dataclass(frozen=True)
class TrackRecord:
    """How this forecaster did on the record's last year before the forecast, one raid ahead."""

    first: date
    last: date
    """Kyiv dates of the first and last raid scored."""
    models: dict[str, Summary]
    """By name: `himaya` and the baselines."""


@dataclass(frozen=True)
class ClassForecast:
    """The forecast of one weapon class of a raid."""

    weapon_class: str
    launched: int
    at: datetime
    """End of the raid, UTC."""
    n: int
    """Raids of this class that it has learnt from; 0: nothing but the prior."""
    neutralised: Count
    leakers: Count
    """Launched and not neutralised: still flying, fell unseen, left the country, or hit."""
    track_record: TrackRecord | None
    """None where the last year has no raid of this class."""


class Forecast(tuple[ClassForecast, ...]):
    """The forecast of a raid: of each of its weapon classes, in the order that they were stated in."""

    __slots__ = ()

    def to_frame(self) -> pd.DataFrame:
        """Medians and intervals as a tidy pandas frame: a row for each class and quantity.

        Columns: class, quantity (neutralised or leakers), launched, p50, then low and high of the central
        50, 80 and 90 % intervals.

        Raises
        ------
        MissingPackageError
            If pandas is not installed.
        """
        return frame(FRAME_COLUMNS, self._rows())

    def summary(self) -> str:
        """Tell what is to be expected, as text."""
        return self._shown().text()

    def _repr_html_(self) -> str:
        return self._shown().html()

    def _rows(self) -> Iterator[tuple[str | int, ...]]:
        for each in self:
            for name in ("neutralised", "leakers"):
                count: Count = getattr(each, name)
                yield each.weapon_class, name, each.launched, count.median, *count.i50, *count.i80, *count.i90

    def _shown(self) -> Shown:
        rows = [
            (
                words(each.weapon_class).capitalize(),
                f"{each.launched:,}",
                band(each.neutralised.i90.low, each.neutralised.median, each.neutralised.i90.high),
                band(each.leakers.i90.low, each.leakers.median, each.leakers.i90.high),
                f"{each.n:,}",
            )
            for each in self
        ]
        when = f", {self[0].at.astimezone(KYIV):%Y-%m-%d %H:%M} Kyiv time" if self else ""
        heads = ("", "Launched", "Neutralised", "Leakers", "Raids learnt from")
        return Shown(f"The next raid{when}", READING, (NotebookTable(heads, rows),))


def forecast(
    record: Raids,
    launched: Mapping[str, int],
    *,
    at: datetime | None = None,
    progress: Progress | None = None,
) -> Forecast:
    """Forecast how many threats of a raid are neutralised, from raids that had ended before.

    Parameters
    ----------
    record : as from `himaya.read_record`, or raids of one.
    launched : by weapon class of the record (drones: with decoys), or by model of it.
    at : when the raid ends, with zone; by default one day after the last raid of the record.

    Raises
    ------
    ProblemsError
        If a name is unknown, a number is out of range, or `at` has no zone or no raid before it.

    Examples
    --------
    >>> import himaya
    >>> from datetime import datetime, timedelta, timezone
    >>> from himaya.forecasting.history import PastRaid
    >>> first = datetime(2025, 1, 1, 6, tzinfo=timezone.utc)
    >>> nights = [PastRaid(f"night-{k}", "drone", first + timedelta(k), 20, 16) for k in range(10)]
    >>> [drones] = himaya.forecast(nights, {"drone": 40})
    >>> drones.n, drones.at.day, drones.neutralised.median in range(30, 35)
    (10, 11, True)
    """
    known = raids_in(record)
    _refuse(launched, at, known)
    when = at or max(raid.end for raid in known) + timedelta(days=1)
    parts = stated.by_class(launched)
    by_class = {name: [raid for raid in history(known, name) if raid.end < when] for name in parts}
    tell = _counting(progress, sum(map(len, by_class.values())))
    return Forecast(
        _of_class(name, parts[name], when, map(tell, ordered)) for name, ordered in by_class.items()
    )


def _counting(progress: Progress | None, total: int) -> Callable[[PastRaid], PastRaid]:
    """Hands on what passes, and tells the progress."""
    passed = count(1)

    def tell(raid: PastRaid) -> PastRaid:
        done = next(passed)
        if progress is not None:
            progress(done, total)
        return raid

    return tell


def _of_class(name: str, part: StatedClass, at: datetime, ordered: Iterable[PastRaid]) -> ClassForecast:
    past = list(ordered)
    models: Mapping[str, Model] = {model: MODELS[model].start(name) for model in COMPARED}
    found: list[ScoredForecast] = []
    for after, each in walk(past, at.astimezone(KYIV).date() - timedelta(days=TRACK_DAYS), models):
        found += [each] if each is not None else []
        models = after
    record = None
    if found:
        ends = (found[0].raid.end_local.date(), found[-1].raid.end_local.date())
        record = TrackRecord(*ends, {model: summarise(found, model) for model in COMPARED})
    model, launched = models["himaya"], part.launched
    may_be = {part.by_model: 1.0} if part.by_model else usual_models(past, launched)
    laws = [share * model.predict(launched, at, by_model) for by_model, share in may_be.items()]
    pmf = np.sum(laws, axis=0)
    return ClassForecast(name, launched, at, model.n, _counted(pmf), _counted(pmf[::-1]), record)


def _counted(pmf: Floats) -> Count:
    i50, i80, i90 = (central_interval(pmf, level) for level in (0.5, 0.8, 0.9))
    return Count(quantile(pmf, 0.5), i50, i80, i90, pmf)


def _refuse(launched: Mapping[str, int], at: datetime | None, raids: tuple[RecordedRaid, ...]) -> None:
    problems = list(stated.problems(launched))
    if at is not None and at.tzinfo is None:
        problems.append(
            Problem("a time without zone", path="at", value=str(at), expected="an aware datetime")
        )
    elif not any(at is None or raid.end < at for raid in raids):
        first = min((raid.end for raid in raids), default=None)
        expected = "a record with raids" if first is None else f"a time after {first:%Y-%m-%d %H:%M} UTC"
        value = str(at) if at else None
        problems.append(
            Problem("no raid of the record ended before that time", path="at", value=value, expected=expected)
        )
    if problems:
        raise ProblemsError(problems)
