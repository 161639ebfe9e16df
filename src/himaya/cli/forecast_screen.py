"""What `himaya forecast` and `himaya backtest` show."""

from __future__ import annotations

from textwrap import fill

from himaya.documents.envelope import IntervalPart
from himaya.documents.forecast import (
    BacktestDocument,
    ClassBacktest,
    ClassForecastPart,
    ForecastDocument,
    PairedScore,
)
from himaya.record import RecordClass
from himaya.record.cells import KYIV

WIDTH = 78
CLASSES = {
    RecordClass.drone: "Drones",
    RecordClass.cruise_missile: "Cruise missiles",
    RecordClass.ballistic_missile: "Ballistic missiles",
    RecordClass.supersonic_missile: "Supersonic missiles",
}
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
    title = f"A raid that ends on {when:%-d %B %Y at %H:%M} Kyiv time, from {document.record}"
    lines = [_filled(title), _filled(f"The record's last raid ended on {last:%-d %B %Y at %H:%M}."), ""]
    lines += [_row("Neutralised", "Launched", "Median", "50 of 100", "80 of 100", "90 of 100"), "─" * WIDTH]
    for kind, part in document.classes.items():
        count = part.neutralised
        intervals = (_span(each) for each in (count.i50, count.i80, count.i90))
        lines.append(_row(CLASSES[kind], f"{part.launched:,}", f"{count.median:,}", *intervals))
    lines.append("")
    for kind, part in document.classes.items():
        lines += [fill(_in_words(CLASSES[kind], part), WIDTH), fill(_track(part), WIDTH), ""]
    return "\n".join([*lines, *(fill(line, WIDTH) for line in _FORECAST_READING)])


def backtest_screen(document: BacktestDocument) -> str:
    """Scores of all models, and differences with their intervals."""
    lines = [
        f"Raids from {document.from_} to {document.to}, each forecast from those before it",
        _filled(f"{document.record}, {document.elapsed_s.total:.1f} s"),
    ]
    for kind, part in document.classes.items():
        lines += ["", f"{CLASSES[kind]}: {_raids(part.n)}, {part.launched:,} launched", *_scores(part), ""]
        for reference in REFERENCES:
            rows = [row for row in document.paired if (row.weapon_class, row.reference) == (kind, reference)]
            lines.append(fill(_difference(rows), WIDTH))
    kept = f"Every forecast is in {document.files[0]}." if document.files else _NOTHING_KEPT
    return "\n".join([*lines, "", *(_filled(line) for line in (*_BACKTEST_READING, kept))])


def _raids(n: int) -> str:
    return f"{n:,} raid" + ("" if n == 1 else "s")


def _filled(text: str) -> str:
    """Lines of at most 78 characters, but for a path, which is never broken."""
    return fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def _row(name: str, *cells: str) -> str:
    return f"{name:<20}" + "".join(
        f"{cell:>{width}}" for cell, width in zip(cells, (9, 7, 14, 14, 14), strict=True)
    )


def _span(interval: IntervalPart) -> str:
    return f"{interval.low:,} to {interval.high:,}"


def _in_words(name: str, part: ClassForecastPart) -> str:
    if part.n == 0:
        return f"{name}: n = 0, the record has no such raid before; this is the prior, not a forecast."
    if part.launched == 0:
        return f"{name}: nothing is launched, so there is nothing to neutralise."
    rare = f"one raid in twenty has more than {part.leakers.i90.high:,}"
    if part.leakers.i90.high >= part.launched:
        rare = "even all of them is not rare"
    learnt = f"Learnt from {_raids(part.n)}."
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
    head = f"Track record {track.first} to {track.last}, {_raids(ours.n)} forecast one ahead: "
    if ours.n < TOO_FEW:
        return f"{head}too few to say how often intervals held."
    others = (name for name in track.models if name != "himaya")
    against = ", ".join(f"{MODELS[name].lower()} {track.models[name].log_score:.2f}" for name in others)
    held = f"{100 * ours.coverage_80:.0f} % and the 90 % interval {100 * ours.coverage_90:.0f} %"
    few = " Too few raids to judge." if ours.n < FEW else ""
    return (
        f"{head}the 80 % interval held {held} of the time. "
        f"Log score {ours.log_score:.2f}, lower is better ({against}).{few}"
    )


def _scores(part: ClassBacktest) -> list[str]:
    def line(name: str, *cells: str) -> str:
        return f"  {name:<26}" + "".join(f"{cell:>10}" for cell in cells)

    return [
        line("", "Log score", "CRPS", "In 80 %", "In 90 %", "Width 80"),
        *(
            line(
                MODELS[name],
                f"{each.log_score:.3f}",
                f"{each.crps:.3f}",
                f"{100 * each.coverage_80:.1f} %",
                f"{100 * each.coverage_90:.1f} %",
                f"{each.width_80:.1f}",
            )
            for name, each in part.models.items()
        ),
    ]


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
    "The forecast knows the size of the raid and the past; it knows nothing of targets, weather or stocks.",
    "Nothing was written; `--json` prints it for scripts.",
)
_BACKTEST_READING = (
    "Log score in nats and CRPS in counts: lower is better. In 80 %: how often the 80 % interval held; "
    "80 is ideal, and so on. Differences below 0: Himaya is better; their 90 % intervals come from a "
    "bootstrap of whole weeks.",
)
_NOTHING_KEPT = "Nothing was written; `--predictions OUT.parquet` keeps every forecast, `--json` all scores."
