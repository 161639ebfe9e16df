"""What `himaya forecast` and `himaya backtest` do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from himaya.app.record_file import refuse_empty, shown
from himaya.documents.envelope import IntervalPart, TotalElapsed
from himaya.documents.forecast import (
    BacktestDocument,
    ClassBacktest,
    ClassForecastPart,
    CountForecast,
    ForecastDocument,
    PairedScore,
)
from himaya.errors import Problem, ProblemsError
from himaya.files.whole import refuse_existing, write_new
from himaya.forecasting.backtest import backtest
from himaya.forecasting.blocks import LEVEL
from himaya.forecasting.forecast import ClassForecast, Count, forecast
from himaya.forecasting.history import KYIV
from himaya.forecasting.models import MODELS, REFERENCES
from himaya.forecasting.one_ahead import Progress, ScoredForecast
from himaya.forecasting.predictions import write_predictions
from himaya.forecasting.summary import Summary, paired, period, size_class, split, summarise
from himaya.record import Record, RecordClass, read_record

SEED = 1
"""Of the weeks that the bootstrap draws."""
MAX_DIGITS = 9
YEARS = range(2000, 2101)
"""Of times that are understood."""


def forecast_raid(
    stated: Sequence[str], file: Path, at: str | None = None, progress: Progress | None = None
) -> ForecastDocument:
    """Forecast a raid from a record.

    Parameters
    ----------
    stated : numbers launched, as ``drone=539`` or, of a model, ``Kalibr=4``.
    at : when the raid ends, as ``2025-10-01T09:00``, Kyiv time unless it has a zone; None: one day
        after the record's last raid.

    Raises
    ------
    ProblemsError
        If something stated or the record is wrong, or no raid had ended by then.
    """
    started = perf_counter()
    launched, when = _launched(stated), None if at is None else _time(at)
    record = read_record(file)
    refuse_empty(record)
    try:
        found = forecast(record, launched, at=when, progress=progress)
    except ProblemsError as error:
        named = [replace(each, file=str(file)) if each.path == "at" else each for each in error.problems]
        raise ProblemsError(named) from None
    return ForecastDocument(
        version=version("himaya"),
        elapsed_s=TotalElapsed(total=perf_counter() - started),
        files=[],
        record=shown(file),
        at=found[0].at.astimezone(UTC),
        last_raid=record.raids[-1].end,
        classes={RecordClass(each.weapon_class): _part(each) for each in found},
    )


def backtest_record(
    file: Path,
    window: tuple[str, str | None],
    predictions: Path | None = None,
    progress: Progress | None = None,
) -> BacktestDocument:
    """Forecast every raid of a window of the record from those before it, and score all models.

    Parameters
    ----------
    window : first and last Kyiv date on which raids end, both included; None: the record's last.
    predictions : a new Parquet file for the laws of `himaya`.
    """
    started = perf_counter()
    refuse_existing(predictions)
    record = read_record(file)
    refuse_empty(record)
    first, last = _window(window, record)
    found = backtest(record, first, last, progress=progress)
    if predictions is not None:
        made_of = {
            "himaya": version("himaya"), "record": file.name, "sha256": record.sha256,
            "from": str(first), "to": str(last),
        }  # fmt: skip
        write_new(predictions, lambda path: write_predictions(found, path, made_of))
    by_class = found.by_class()
    return BacktestDocument(
        version=version("himaya"),
        seed=SEED,
        elapsed_s=TotalElapsed(total=perf_counter() - started),
        files=[] if predictions is None else [shown(predictions)],
        record=shown(file),
        from_=first,
        to=last,
        classes={RecordClass(name): _class_part(each) for name, each in by_class.items()},
        paired=[row for name, each in by_class.items() for row in _paired(RecordClass(name), each)],
    )


def _launched(stated: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    problems = []
    for each in stated:
        name, _, text = each.partition("=")
        if not text.isdecimal() or len(text) > MAX_DIGITS:
            expected = "a class or a model and a number launched, as drone=539"
            problems.append(Problem("not a number launched", value=each, expected=expected))
        elif name in found:
            problems.append(Problem("stated twice", value=each, expected="every class once"))
        else:
            found[name] = int(text)
    if problems:
        raise ProblemsError(problems)
    return found


def _time(text: str) -> datetime:
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        when = None
    if when is None or when.year not in YEARS:
        expected = "a Kyiv time, as 2025-10-01T09:00"
        raise ProblemsError([Problem("not a time", path="at", value=text, expected=expected)])
    return when if when.tzinfo is not None else when.replace(tzinfo=KYIV)


def _window(window: tuple[str, str | None], record: Record) -> tuple[date, date]:
    found, problems = [], []
    for name, text in zip(("from", "to"), window, strict=True):
        try:
            last = max(raid.end_local.date() for raid in record.raids)
            found.append(last if text is None else date.fromisoformat(text))
        except ValueError:
            problems.append(Problem("not a date", path=name, value=text, expected="a date, as 2024-09-01"))
    if not problems and found[0] > found[1]:
        latest = f"at most {found[1]}"
        problems = [Problem("the window is empty", path="from", value=str(found[0]), expected=latest)]
    if problems:
        raise ProblemsError(problems)
    return found[0], found[1]


def _part(each: ClassForecast) -> ClassForecastPart:
    return ClassForecastPart(
        launched=each.launched,
        n=each.n,
        neutralised=_count(each.neutralised),
        leakers=_count(each.leakers),
        track_record=each.track_record,
    )


def _count(count: Count) -> CountForecast:
    levels = {"i50": 0.5, "i80": 0.8, "i90": 0.9}
    intervals = {
        name: IntervalPart(**getattr(count, name)._asdict(), level=level) for name, level in levels.items()
    }
    return CountForecast(median=count.median, pmf=count.pmf.tolist(), **intervals)


def _class_part(forecasts: Sequence[ScoredForecast]) -> ClassBacktest:
    return ClassBacktest(
        n=len(forecasts),
        launched=sum(each.raid.launched for each in forecasts),
        models=_models(forecasts),
        by_size={name: _models(some) for name, some in split(forecasts, size_class).items()},
        by_period={name: _models(some) for name, some in split(forecasts, period).items()},
    )


def _models(forecasts: Sequence[ScoredForecast]) -> dict[str, Summary]:
    return {name: summarise(forecasts, name) for name in MODELS}


def _paired(kind: RecordClass, forecasts: Sequence[ScoredForecast]) -> list[PairedScore]:
    return [
        PairedScore(
            weapon_class=kind,
            reference=each.reference,
            quantity=each.quantity,
            reference_mean=each.reference_mean,
            level=LEVEL,
            **asdict(each.difference),
        )
        for reference in REFERENCES
        for each in paired(forecasts, reference, SEED)
    ]
