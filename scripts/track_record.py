"""Print the tables and bars of docs/track-record.md, and the table of six nights of docs/nights.md.

    python scripts/track_record.py RECORD.csv [REPLICATIONS]

RECORD is the official record of raids. The simulator is fitted to the 60 nights before `BEFORE` and flies
every later night of the record; the forecaster learns each time from the raids that had ended before the
night began. Twelve nights are shown, chosen by `chosen`: by what was launched, never by what came of it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import himaya
from himaya.app.calibrate import CalibrateOptions, calibrate_scenarios
from himaya.documents.calibration import CheckPart, HalfCheck, RankPart
from himaya.forecasting.backtest import backtest
from himaya.forecasting.summary import Summary, summarise
from himaya.reconstruction import NightOptions, night_scenario
from himaya.record import Record, read_record
from himaya.record.cells import count_of

BEFORE, DRONES = date(2025, 7, 24), "drones"
ASSUMED = NightOptions(usual_places=True, usual_targets=True)
SIX = ("2025-03-07", "2025-05-25", "2025-07-04", "2025-07-09", "2025-08-21", "2025-09-28")
"""Of docs/nights.md."""
KINDS = {"massed": 3, "missile-heavy": 3, "quiet": 2, "decoy-heavy": 2, "ordinary": 2}
"""Nights of each kind, in the order in which they are chosen; a night is of one kind."""
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
    """One class of one night: recorded, simulated and forecast; medians with their 80 % intervals."""

    night: date
    kind: str
    group: str
    launched: int
    recorded: int
    simulated: tuple[int, int, int]
    """Low, median, high."""
    forecast: tuple[int, int, int]


def lines_of(record: Record, check: CheckPart, kinds: Mapping[date, str]) -> list[Line]:
    """All classes of the nights that were chosen."""
    ranks: dict[tuple[date, str], RankPart] = {
        (rank.night, group): rank
        for group, each in check.groups.items()
        for rank in each.ranks
        if rank.night in kinds
    }
    return [
        Line(night, kinds[night], group, rank.launched, rank.recorded, (rank.low, rank.median, rank.high),
             forecast_of(record, night, group, rank.launched))
        for (night, group), rank in sorted(ranks.items(), key=lambda item: item[0][0])
    ]  # fmt: skip


def forecast_of(record: Record, night: date, group: str, number: int) -> tuple[int, int, int]:
    """What the forecaster says of so many from raids that had ended before the night's first began."""
    own = [raid for raid in record.raids if raid.end_local.date() == night and raid.launched]
    begun = min(raid.start or raid.end for raid in own)
    name = "drone" if group == DRONES else group
    earlier = [raid for raid in record.raids if raid.end < begun]
    [found] = himaya.forecast(earlier, {name: number}, at=max(raid.end for raid in own))
    count = found.neutralised
    return count.i80.low, count.median, count.i80.high


def place(recorded: int, span: tuple[int, int, int]) -> str:
    """Where the record lies."""
    return "below" if recorded < span[0] else "above" if recorded > span[2] else "inside"


def nights_table(lines: Iterable[Line]) -> Iterable[str]:
    """The table of nights."""
    yield from heading(
        "night, kind, class, launched, recorded, simulated (80 %), record, forecast (80 %), record"
    )
    for line in lines:
        spans = [
            f"{middle} ({low} to {high}) | {place(line.recorded, (low, middle, high))}"
            for low, middle, high in (line.simulated, line.forecast)
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
        for name, span in (("simulated", line.simulated), ("forecast", line.forecast)):
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
            f"{told.destroyed if split else 'not told'} | {shot.mean:.0f} |"
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
        six_table(record, 3 * replications), coverage_table(check), nights_table(lines), bars(lines),
        backtest_table(record),
    )  # fmt: skip
    for part in parts:
        sys.stdout.write("\n".join(part) + "\n\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
