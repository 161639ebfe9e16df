"""The verb: forecast every raid of a window one ahead, and score the forecasts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

from himaya.errors import Problem, ProblemsError
from himaya.forecasting.history import CLASSES, KYIV, Raids, RecordedRaid, file_of, history, raids_in
from himaya.forecasting.models import MODELS
from himaya.forecasting.one_ahead import Progress, ScoredForecast, walk
from himaya.forecasting.summary import Summary, split, summarise
from himaya.notebook import NotebookTable, Shown, frame, rounded, words
from himaya.record.cells import date_of

if TYPE_CHECKING:
    import pandas as pd

SCORES = tuple(each.name for each in fields(Summary) if each.name != "pit")
"""What a frame tells of a model; the PIT is a histogram."""


class Backtest(tuple[ScoredForecast, ...]):
    """Forecasts of raids, each from those before it, in order of weapon class and then (end, raid_id)."""

    __slots__ = ()

    def by_class(self) -> dict[str, Backtest]:
        """The forecasts of each weapon class."""
        apart = split(self, lambda each: each.raid.weapon_class)
        return {name: Backtest(apart[name]) for name in CLASSES if name in apart}

    def scores(self) -> dict[str, dict[str, Summary]]:
        """Mean scores by weapon class and model."""
        return {
            name: {model: summarise(own, model) for model in MODELS} for name, own in self.by_class().items()
        }

    def to_frame(self) -> pd.DataFrame:
        """Mean scores as a tidy pandas frame: a row for each class and model.

        Raises
        ------
        MissingPackageError
            If pandas is not installed.
        """
        return frame(("class", "model", *SCORES), self._rows())

    def summary(self) -> str:
        """Tell the mean scores as text."""
        return self._shown().text()

    def _repr_html_(self) -> str:
        return self._shown().html()

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        for name, models in self.scores().items():
            for model, found in models.items():
                yield name, model, *(getattr(found, each) for each in SCORES)

    def _shown(self) -> Shown:
        heads = ("", "Raids", "Log score", "CRPS", "Inside 80 %", "Width of 80 %")
        tables = (
            NotebookTable(
                (words(name).capitalize(), *heads[1:]),
                [(words(model), *_cells(found)) for model, found in models.items()],
            )
            for name, models in self.scores().items()
        )
        answer = (
            "Mean scores of forecasts that know only what had ended before; lower is better, but 80 % inside."
        )
        return Shown(f"{len(self):,} raids forecast one ahead", answer, tuple(tables))


def _cells(found: Summary) -> tuple[str, ...]:
    inside = f"{100 * found.coverage_80:.0f} %"
    return f"{found.n:,}", rounded(found.log_score), rounded(found.crps), inside, rounded(found.width_80)


def backtest(
    record: Raids, first: date | str, last: date | str | None = None, *, progress: Progress | None = None
) -> Backtest:
    """Forecast every raid that ended from `first` to `last` (Kyiv, both included) from those before it.

    Models start with the first raid of the record. Raids of a class that ended at the same moment are
    forecast without each other.

    Parameters
    ----------
    record : as from `himaya.read_record`, or raids of one.
    first, last : dates, as text 2024-09-01; None: that of the record's last raid.
    progress : called with raids done and raids in all.

    Raises
    ------
    ProblemsError
        If a date is none, the window is empty, or no raid in it can be scored.

    Examples
    --------
    >>> import himaya
    >>> from datetime import datetime, timedelta, timezone
    >>> from himaya.forecasting import PastRaid
    >>> start = datetime(2025, 1, 1, 6, tzinfo=timezone.utc)
    >>> nights = [PastRaid(f"night-{k}", "drone", start + timedelta(k), 20, 16) for k in range(10)]
    >>> test = himaya.backtest(nights, "2025-01-06")
    >>> len(test), sorted(test.scores()["drone"])[0]
    (5, 'discounted_bb')
    """
    known = raids_in(record)
    begin, end = _window(first, last, known)
    found = Backtest(_scored(known, begin, end, progress))
    if not found:
        expected = f"raids that end from {begin} to {end}"
        message = "no raid of the record can be scored"
        raise ProblemsError([Problem(message, file_of(record), expected=expected)])
    return found


def _scored(
    raids: Sequence[RecordedRaid], begin: date, end: date, progress: Progress | None
) -> Iterator[ScoredForecast]:
    by_class = [
        [raid for raid in history(raids, weapon_class) if raid.end_local.date() <= end]
        for weapon_class in CLASSES
    ]
    total, done = sum(map(len, by_class)), 0
    for weapon_class, ordered in zip(CLASSES, by_class, strict=True):
        for _, forecast in walk(
            ordered, begin, {name: model.start(weapon_class) for name, model in MODELS.items()}
        ):
            done += 1
            if forecast is not None:
                yield forecast
            if progress is not None:
                progress(done, total)


def _window(first: date | str, last: date | str | None, raids: Sequence[RecordedRaid]) -> tuple[date, date]:
    begin = date_of(first, "first")
    end = (
        max((raid.end.astimezone(KYIV).date() for raid in raids), default=begin)
        if last is None
        else date_of(last, "last")
    )
    if begin > end:
        raise ProblemsError(
            [Problem("the window is empty", path="first", value=str(begin), expected=f"at most {end}")]
        )
    return begin, end
