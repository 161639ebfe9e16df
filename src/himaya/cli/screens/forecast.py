"""What `himaya forecast` and `himaya backtest` show."""

from __future__ import annotations

from collections.abc import Iterator

from himaya.cli.screens.builder import Screen
from himaya.cli.screens.words import ONLY_SHOWN, class_name, counted, number, percent
from himaya.documents.envelope import IntervalPart
from himaya.documents.forecast import (
    BacktestDocument,
    ClassBacktest,
    ClassForecastPart,
    ForecastDocument,
    PairedScore,
)
from himaya.record.cells import KYIV

MODELS = {
    "himaya": "Himaya",
    "discounted_bb": "Discounted beta-binomial",
    "rolling_regression_bb": "Rolling 30-day regression",
    "pooled_binomial": "All raids pooled",
    "last_raid": "The last raid alone",
}
REFERENCES = ("discounted_bb", "rolling_regression_bb")
"""Models to which the differences are told; the baselines speak for themselves."""
FEW = 30
"""Raids under which a track record says little."""
TOO_FEW = 10
"""Raids under which shares of them mislead."""


def forecast_screen(document: ForecastDocument) -> str:
    """The forecast, in numbers and in words, and the track record beside it."""
    when, last = (time.astimezone(KYIV) for time in (document.at, document.last_raid))
    screen = Screen(
        f"A raid that ends on {when:%-d %B %Y at %H:%M} Kyiv time, from {document.record}",
        f"The record's last raid ended on {last:%-d %B %Y at %H:%M}.",
    )
    columns = ("Neutralised", "Launched", "Median", "50 of 100", "80 of 100", "90 of 100")
    screen.table(columns, _counts(document))
    for kind, part in document.classes.items():
        screen.paragraph(_in_words(class_name(kind), part), _track(part))
    screen.paragraph(*_FORECAST_READING)
    return screen.text()


def _counts(document: ForecastDocument) -> Iterator[tuple[str, ...]]:
    for kind, part in document.classes.items():
        count = part.neutralised
        spans = (_span(each) for each in (count.i50, count.i80, count.i90))
        yield (class_name(kind), number(part.launched), number(count.median), *spans)


def backtest_screen(document: BacktestDocument) -> str:
    """Scores of all models, and differences with their intervals."""
    screen = Screen(
        f"Raids from {document.from_} to {document.to}, each forecast from those before it",
        f"{document.record}, {document.elapsed_s.total:.1f} s",
    )
    for kind, part in document.classes.items():
        title = f"{class_name(kind)}: {counted(part.n, 'raid')}, {part.launched:,} launched"
        columns = ("", "Log score", "CRPS", "In 80 %", "In 90 %", "Width 80")
        screen.table(columns, [title, *_scores(part)])
        paired = [row for row in document.paired if row.weapon_class == kind]
        screen.paragraph(
            *(_difference([row for row in paired if row.reference == name]) for name in REFERENCES)
        )
    kept = f"Every forecast is in {document.files[0]}." if document.files else _NOTHING_KEPT
    screen.paragraph(_BACKTEST_READING, kept)
    return screen.text()


def _span(interval: IntervalPart) -> str:
    return f"{interval.low:,} to {interval.high:,}"


def _in_words(name: str, part: ClassForecastPart) -> str:
    if part.n == 0:
        return f"{name}: n = 0, the record has no such raid before; this is the prior, not a forecast."
    if part.launched == 0:
        return f"{name}: nothing is launched, so there is nothing to neutralise."
    rare = f"one raid in twenty has more than {part.leakers.i90.high:,}"
    if part.leakers.i90.high >= part.launched:
        rare = "that none is neutralised happens in more than one raid in twenty"
    learnt = f"Learnt from {counted(part.n, 'raid')}."
    i80 = part.neutralised.i80
    if (i80.low, i80.high) == (0, part.launched):
        return f"{name}: from none to all {part.launched:,} may be neutralised; no less is known. {learnt}"
    return (
        f"{name}: in 80 of 100 such raids, {_span(part.neutralised.i80)} of {part.launched:,} are "
        f"neutralised and {_span(part.leakers.i80)} are not; {rare}. {learnt}"
    )


def _track(part: ClassForecastPart) -> str:
    track = part.track_record
    if track is None:
        return "Track record: none, no such raid in the year before."
    ours = track.models["himaya"]
    head = f"Track record {track.first} to {track.last}, {counted(ours.n, 'raid')} forecast one ahead: "
    if ours.n < TOO_FEW:
        return f"{head}too few to say how often intervals held."
    others = (name for name in track.models if name != "himaya")
    against = ", ".join(f"{MODELS[name].lower()} {track.models[name].log_score:.2f}" for name in others)
    held = f"{percent(ours.coverage_80)} and the 90 % interval {percent(ours.coverage_90)}"
    few = " Too few raids to judge." if ours.n < FEW else ""
    return (
        f"{head}the 80 % interval held {held} of the time. "
        f"Log score {ours.log_score:.2f}, lower is better ({against}).{few}"
    )


def _scores(part: ClassBacktest) -> Iterator[tuple[str, ...]]:
    for name, each in part.models.items():
        held = (percent(share, 1) for share in (each.coverage_80, each.coverage_90))
        yield (
            f"  {MODELS[name]}",
            number(each.log_score, 3),
            number(each.crps, 3),
            *held,
            number(each.width_80, 1),
        )


def _difference(rows: list[PairedScore]) -> str:
    words = []
    for row in rows:
        what = "log score" if row.quantity == "log_score" else "CRPS"
        known = "" if row.low is None else f" ({row.low:+.3f} to {row.high:+.3f})"
        words.append(f"{what} {row.mean:+.3f}{known}")
    return f"Against the {MODELS[rows[0].reference].lower()}: {', '.join(words)}."


_FORECAST_READING = (
    "Neutralised: destroyed, or lost without reaching the goal, as the air force words it. What is not "
    "neutralised may be still flying, have fallen unseen, have left the country, or have hit.",
    "The forecast knows the size of the raid and the past; it knows nothing of targets, weather or stocks. "
    "Of a class stated without models it takes those of the last raids of like size.",
    ONLY_SHOWN,
)
_BACKTEST_READING = (
    "Log score in nats and CRPS in counts: lower is better. In 80 %: how often the 80 % interval held; "
    "80 is ideal, and so on. Differences below 0: Himaya is better; their 90 % intervals come from a "
    "bootstrap of whole weeks."
)
_NOTHING_KEPT = "Nothing was written; `--predictions OUT.parquet` keeps every forecast, `--json` all scores."
