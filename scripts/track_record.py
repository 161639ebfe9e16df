"""Print the tables and bars of docs/track-record.md, and the table of six nights of docs/nights.md.

    python scripts/track_record.py RECORD.csv [REPLICATIONS]

RECORD is the official record of raids. The simulator is fitted to the 60 nights before `BEFORE` and flies
every later night of the record; the forecaster learns each time from the raids that had ended before the
night began. Twelve nights are shown, chosen by `chosen`: by what was launched, never by what came of it.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np

import himaya
from himaya.app.calibrate import CalibrateOptions, calibrate_scenarios
from himaya.documents.calibration import CheckPart, GroupCheck, HalfCheck, PredictedRank, RankPart
from himaya.forecasting.backtest import backtest
from himaya.forecasting.forecast import Count
from himaya.forecasting.models.beta_binomial import Floats
from himaya.forecasting.scores import coverage, crps, log_score, pit
from himaya.forecasting.summary import Summary, summarise
from himaya.reconstruction import NightOptions, night_scenario
from himaya.reconstruction.models import counts_of
from himaya.record import Record, read_record
from himaya.record.cells import count_of

BEFORE, DRONES = date(2025, 7, 24), "drones"
ASSUMED = NightOptions(usual_places=True, usual_targets=True)
SIX = ("2025-03-07", "2025-05-25", "2025-07-04", "2025-07-09", "2025-08-21", "2025-09-28")
"""Of docs/nights.md."""
KINDS = {"massed": 3, "missile-heavy": 3, "quiet": 2, "decoy-heavy": 2, "ordinary": 2}
"""Nights of each kind, in the order in which they are chosen; a night is of one kind."""
FEWEST = 5
"""Nights of a class from which its scores are shown."""
WIDTH = 50
"""Characters from 0 to 100 % of the drones launched."""


class Launched(NamedTuple):
    """What is known of a night without its outcome."""

    drones: int
    missiles: int
    strike_share: float | None
    """Share of strike drones among the drones, where the post tells it."""


def launched_of(record: Record, night: date) -> Launched:
    """What was launched in the raids that ended on a date."""
    raids = [raid for raid in record.raids if raid.end_local.date() == night and raid.launched]
    drones = sum(raid.launched or 0 for raid in raids if raid.weapon_class == "drone")
    ids = {raid.raid_id for raid in raids if raid.weapon_class == "drone"}
    rows = [used.row for used in record.in_raids if used.raid_id in ids and used.row.launched]
    told = [count_of(row.cell("is_shahed")) for row in rows]
    known = [number for number in told if number is not None]
    share = sum(known) / drones if known and len(known) == len(told) else None
    return Launched(drones, sum(raid.launched or 0 for raid in raids) - drones, share)


def chosen(nights: Mapping[date, Launched]) -> dict[date, str]:
    """Twelve nights by kind; of equal ones the earliest."""
    numbers = sorted(each.drones for each in nights.values())
    middle = numbers[len(numbers) // 2]
    order: dict[str, Callable[[Launched], float]] = {
        "massed": lambda each: -each.drones,
        "missile-heavy": lambda each: -each.missiles,
        "quiet": lambda each: each.drones,
        "decoy-heavy": lambda each: 2.0 if each.strike_share is None else each.strike_share,
        "ordinary": lambda each: abs(each.drones - middle),
    }
    found: dict[date, str] = {}
    for kind, n in KINDS.items():
        left = sorted((order[kind](each), night) for night, each in nights.items() if night not in found)
        found |= dict.fromkeys((night for _, night in left[:n]), kind)
    return dict(sorted(found.items()))


def heading(columns: str) -> Iterable[str]:
    """The first two lines of a table."""
    names = columns.split(", ")
    yield f"| {' | '.join(names)} |"
    yield "|---" * len(names) + "|"


class Line(NamedTuple):
    """One class of one night: recorded, simulated, predicted and forecast; medians with 80 % intervals."""

    night: date
    kind: str
    group: str
    launched: int
    recorded: int
    spans: dict[str, tuple[int, int, int]]
    """Low, median, high: simulated, predicted with the discrepancy, forecast."""


def lines_of(record: Record, check: CheckPart, kinds: Mapping[date, str]) -> list[Line]:
    """All classes of the nights that were chosen."""
    found = []
    for group, each in check.groups.items():
        predicted = {rank.night: rank for rank in predictions(each)}
        for rank in each.ranks:
            if rank.night in kinds:
                count = forecast_of(record, rank.night, group, rank.launched)
                spans = {
                    "simulated": span_of(rank),
                    "predicted": span_of(predicted[rank.night]),
                    "forecast": (count.i80.low, count.median, count.i80.high),
                }
                found.append(Line(rank.night, kinds[rank.night], group, rank.launched, rank.recorded, spans))
    return sorted(found, key=lambda line: line.night)


def predictions(group: GroupCheck) -> list[PredictedRank]:
    """A group's nights with the discrepancy."""
    return [] if group.with_discrepancy is None else group.with_discrepancy.ranks


def span_of(rank: RankPart) -> tuple[int, int, int]:
    """Its 80 % interval around its median."""
    return rank.low, rank.median, rank.high


def forecast_of(record: Record, night: date, group: str, number: int) -> Count:
    """What the forecaster says of so many, missiles by model, from raids that had ended before the night's
    first began.
    """
    own = [raid for raid in record.raids if raid.end_local.date() == night and raid.launched]
    begun = min(raid.start or raid.end for raid in own)
    launched = Counter({"drone": number} if group == DRONES else {})
    for used in record.in_raids if group != DRONES else ():
        if used.raid_id in {raid.raid_id for raid in own} and used.row.weapon_class == group:
            launched.update(counts_of(used.row)[0])
    earlier = [raid for raid in record.raids if raid.end < begun]
    [found] = himaya.forecast(earlier, launched, at=max(raid.end for raid in own))
    return found.neutralised


def scores_table(record: Record, check: CheckPart) -> Iterable[str]:
    """Simulator, its prediction with the discrepancy, and the forecaster on the same nights."""
    yield from heading(
        "class, nights, what, inside 80 %, smaller half, larger half, CRPS, log score, "
        "log score less the forecaster's"
    )
    for group, each in check.groups.items():
        if len(each.ranks) < FEWEST:
            continue
        models = {
            "simulated": [
                Scored(rank.launched, rank.below, rank.up_to, rank.crps, None) for rank in each.ranks
            ],
            "predicted": [
                Scored(rank.launched, rank.below, rank.up_to, rank.crps, rank.log_score)
                for rank in predictions(each)
            ],
            "forecast": [
                score_of(rank, forecast_of(record, rank.night, group, rank.launched).pmf)
                for rank in each.ranks
            ],
        }
        for name, own in models.items():
            yield f"| {group.replace('_', ' ')} | {len(own)} | {name} | {scored(own, models['forecast'])} |"


def score_of(rank: RankPart, law: Floats) -> Scored:
    """The scores of a law, f8[launched + 1], on a night; an interval counts as all of its numbers."""
    low, high = rank.recorded, rank.recorded if rank.at_most is None else rank.at_most
    below, up_to = pit(law, low, high)
    return Scored(rank.launched, below, up_to, crps(law, low, high), log_score(law, low, high))


class Scored(NamedTuple):
    """A night's scores."""

    launched: int
    below: float
    up_to: float
    crps: float
    log_score: float | None


def scored(own: list[Scored], forecast: list[Scored]) -> str:
    """The cells of a line of scores."""
    middle = float(np.median([each.launched for each in own]))
    halves = [
        own,
        [each for each in own if each.launched <= middle],
        [each for each in own if each.launched > middle],
    ]
    cells = [
        f"{coverage(np.array([(each.below, each.up_to) for each in half]), 0.8):.0%}" if half else ""
        for half in halves
    ]
    cells.append(f"{np.mean([each.crps for each in own]):.2f}")
    logs = [each.log_score for each in own if each.log_score is not None]
    if not logs:
        return " | ".join([*cells, "", ""])
    apart = np.array(logs) - np.array([each.log_score for each in forecast], float)
    mean, error = apart.mean(), 1.96 * apart.std(ddof=1) / np.sqrt(len(apart))
    less = f"{mean:+.3f} ({mean - error:+.2f} to {mean + error:+.2f})" if apart.any() else ""
    return " | ".join([*cells, f"{np.mean(logs):.3f}", less])


def months_table(check: CheckPart) -> Iterable[str]:
    """Coverage of drones by month: simulated, and predicted with the discrepancy."""
    yield from heading("month, nights with drones, simulated inside 80 %, predicted inside 80 %")
    group = check.groups[DRONES]
    predicted = [] if group.with_discrepancy is None else group.with_discrepancy.months
    for month, other in zip(group.months, predicted, strict=True):
        yield f"| {month.month} | {month.nights} | {month.coverage_80:.0%} | {other.coverage_80:.0%} |"


def discrepancy_table(check: CheckPart) -> Iterable[str]:
    """What was known of the discrepancy before the first and the last night."""
    yield from heading("class, before the night of, level, slope in log size, spread (all logit)")
    for group, each in check.groups.items():
        own = predictions(each)
        if len(own) >= FEWEST:
            for rank in (own[0], own[-1]):
                numbers = f"{rank.level:+.2f} | {rank.slope:+.2f} | {rank.spread:.2f}"
                yield f"| {group.replace('_', ' ')} | {rank.night} | {numbers} |"


def place(recorded: int, span: tuple[int, int, int]) -> str:
    """Where the record lies."""
    return "below" if recorded < span[0] else "above" if recorded > span[2] else "inside"


def nights_table(lines: Iterable[Line]) -> Iterable[str]:
    """The table of nights."""
    yield from heading(
        "night, kind, class, launched, recorded, simulated (80 %), record, predicted (80 %), record, "
        "forecast (80 %), record"
    )
    for line in lines:
        spans = [
            f"{span[1]} ({span[0]} to {span[2]}) | {place(line.recorded, span)}"
            for span in line.spans.values()
        ]
        cells = (line.night, line.kind, line.group.replace("_", " "), line.launched, line.recorded, *spans)
        yield f"| {' | '.join(map(str, cells))} |"


def bars(lines: Iterable[Line]) -> Iterable[str]:
    """Drones as shares of those launched: `-` the 80 % interval, `+` the median, `O` the record."""
    scale = "".join(f"{share:<{WIDTH // 5}}" for share in ("0", "20", "40", "60", "80"))
    yield f"{'':41}{scale}100 %"
    for line in lines:
        if line.group != DRONES:
            continue
        for name, span in line.spans.items():
            low, middle, high, recorded = (
                round(WIDTH * each / line.launched) for each in (*span, line.recorded)
            )
            drawn = [("-" if low <= column <= high else " ") for column in range(WIDTH + 1)]
            drawn[middle], drawn[recorded] = "+", "O"
            told = f"{line.night} {line.kind:13} {line.launched:4}" if name == "simulated" else ""
            yield f"{told:30} {name:10}{''.join(drawn)}".rstrip()


def coverage_table(check: CheckPart) -> Iterable[str]:
    """How often the record lies inside, over all nights after the fit."""
    halves = "smaller half, larger half"
    yield from heading(f"class, nights, inside 80 %, 95 % interval of that, without night effect, {halves}")
    for group, each in check.groups.items():
        if each.coverage_80 is None or each.coverage_80_interval is None:
            continue
        interval, none = each.coverage_80_interval, each.coverage_80_without_night_effect or 0.0
        halves = f"{_half(each.smaller_half)} | {_half(each.larger_half)}"
        yield (
            f"| {group.replace('_', ' ')} | {each.nights} | {each.coverage_80:.0%} | {interval.low:.0%} to "
            f"{interval.high:.0%} | {none:.0%} | {halves} |"
        )


def _half(half: HalfCheck | None) -> str:
    return "" if half is None else f"{half.coverage_80:.0%}, mean rank {half.mean_rank:.2f}"


def backtest_table(record: Record) -> Iterable[str]:
    """The forecaster one raid ahead over the same period."""
    last = max(raid.end_local.date() for raid in record.raids)
    found = backtest(record, BEFORE, last)
    yield from heading("class, raids, model, inside 80 %, mean width, CRPS, log score")
    for group in dict.fromkeys(each.raid.weapon_class for each in found):
        own = [each for each in found if each.raid.weapon_class == group]
        for model in ("himaya", "pooled_binomial", "last_raid"):
            score: Summary = summarise(own, model)
            yield (
                f"| {group.replace('_', ' ')} | {score.n} | {model} | {score.coverage_80:.0%} | "
                f"{score.width_80:.1f} | {score.crps:.2f} | {score.log_score:.2f} |"
            )


def six_table(record: Record, replications: int) -> Iterable[str]:
    """Drones of six nights against the shipped defence."""
    claims = "claimed destroyed + lost, simulated (5 to 95 %), claimed destroyed, simulated"
    yield from heading(f"night of 2025, launched, {claims}")
    defence = himaya.load("ukraine")
    for night in map(date.fromisoformat, SIX):
        scenario = night_scenario(record, night, defence, ASSUMED).scenario
        outcome, told = (
            himaya.simulate(scenario, replications=replications, seed=1),
            scenario.recorded[DRONES],
        )
        shot, lost = (outcome.statistics(DRONES, name) for name in ("shot_down", "soft_killed_or_fell"))
        hit = outcome.statistics(DRONES, "hit")
        split = told.destroyed is not None and told.not_reach_goal is not None
        both = (told.destroyed or 0) + (told.not_reach_goal or 0) if split else told.neutralised
        span = f"{told.launched - hit.p95:.0f} to {told.launched - hit.p05:.0f}"
        yield (
            f"| {night.day} {night:%B} | {told.launched} | {both} | {shot.mean + lost.mean:.0f} ({span}) | "
            f"{told.destroyed if split else 'unknown'} | {shot.mean:.0f} |"
        )


def main(file: Path, replications: int = 200) -> None:
    """Fit, fly, forecast and print."""
    record = read_record(file)
    options = CalibrateOptions(
        str(BEFORE), check_nights=4_000, usual_places=True, usual_targets=True, replications=replications
    )
    document = calibrate_scenarios(["ukraine"], file, options)
    check = document.check
    if check is None:
        raise SystemExit(f"the record has no night from {BEFORE} on")
    nights = [rank.night for rank in check.groups[DRONES].ranks]
    lines = lines_of(record, check, chosen({night: launched_of(record, night) for night in nights}))
    parts = (
        six_table(record, 3 * replications), coverage_table(check), months_table(check),
        scores_table(record, check), discrepancy_table(check), nights_table(lines), bars(lines),
        backtest_table(record),
    )  # fmt: skip
    for part in parts:
        sys.stdout.write("\n".join(part) + "\n\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
