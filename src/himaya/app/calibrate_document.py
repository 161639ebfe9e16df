"""Puts a calibration and its check into the document."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from statistics import fmean
from typing import Any

from himaya.app.notes import note_part
from himaya.calibration import CalibrationOutcome
from himaya.calibration.ranks import CoverageCheck, Half, Rank
from himaya.calibration.selection import Unused
from himaya.calibration.verdicts import Normal, Parameter
from himaya.chance.intervals import LEVEL as LEVEL_OF_INTERVAL
from himaya.chance.intervals import Chance
from himaya.documents.calibration import (
    Assumed,
    CalibrateDocument,
    CheckPart,
    GroupCheck,
    HalfCheck,
    LeftOut,
    LogNormalPart,
    MonthCheck,
    ParameterPart,
    PredictedRank,
    PredictionCheck,
    RankPart,
    Window,
)
from himaya.documents.envelope import IntervalPart, TotalElapsed
from himaya.notes import Note
from himaya.scenario import DRONES


def calibrate_document(
    outcome: CalibrationOutcome, told: dict[str, Any], elapsed_s: float
) -> CalibrateDocument:
    """Make the document; told: what the command was asked for."""
    fit, checked = outcome.fit, outcome.check
    first, last = fit.window
    return CalibrateDocument(
        version=version("himaya"),
        elapsed_s=TotalElapsed(total=elapsed_s),
        date=last,
        window=Window(first=first, last=last),
        nights=len(fit.nights),
        others="mean",
        parameters={
            name: _parameter(each, outcome.median_night(name)) for name, each in fit.parameters.items()
        },
        rank=fit.rank,
        free_multipliers=len(fit.layout.multipliers),
        surface_error=fit.surface_error,
        check=None if checked is None else _check(checked, fit.layout.groups),
        assumptions=[_assumed(note, n) for note, n in fit.assumptions.items()],
        left_out=[_left_out(each) for each in outcome.left_out],
        **told,
    )


def _left_out(each: Unused) -> LeftOut:
    return LeftOut(night=each.night, group=each.group, reason=note_part(each.reason))


def _assumed(assumption: Note, nights: int) -> Assumed:
    part = note_part(assumption)
    return Assumed(code=part.code, numbers=part.numbers, text=part.text, nights=nights)


def _parameter(each: Parameter, median_night: float | None) -> ParameterPart:
    return ParameterPart(
        posterior=_log_normal(each.posterior),
        prior=_log_normal(each.prior),
        value=each.value,
        median_night=median_night,
        sd_ratio=each.sd_ratio,
        calibrated=each.calibrated,
        why_not=None if each.why_not is None else note_part(each.why_not),
    )


def _log_normal(each: Normal) -> LogNormalPart:
    return LogNormalPart(**each._asdict())


def _check(checked: CoverageCheck, groups: Sequence[str]) -> CheckPart:
    by_group = {group: _group(checked, group) for group in groups}
    main = by_group[DRONES if DRONES in by_group else groups[0]]
    return CheckPart(
        nights=main.nights,
        coverage_80=main.coverage_80,
        coverage_80_interval=main.coverage_80_interval,
        coverage_80_without_night_effect=main.coverage_80_without_night_effect,
        groups=by_group,
    )


def _group(checked: CoverageCheck, group: str) -> GroupCheck:
    ranks = [rank for rank in checked.ranks if rank.group == group]
    smaller, larger = checked.halves(group) or (None, None)
    return GroupCheck(
        nights=len(ranks),
        coverage_80=checked.coverage(group),
        coverage_80_interval=_interval(checked.interval(group)),
        coverage_80_without_night_effect=checked.coverage(group, night_effect=False),
        smaller_half=_half(smaller),
        larger_half=_half(larger),
        months=_months(ranks),
        crps=fmean(rank.crps for rank in ranks) if ranks else None,
        ranks=[_rank(rank) for rank in ranks],
        with_discrepancy=_predicted(checked, group),
    )


def _predicted(checked: CoverageCheck, group: str) -> PredictionCheck | None:
    own = [each for each in checked.predicted if each.rank.group == group]
    if not own:
        return None
    ranks = [each.rank for each in own]
    smaller, larger = checked.halves(group, predicted=True) or (None, None)
    return PredictionCheck(
        coverage_80=Half.of(ranks).coverage,
        smaller_half=_half(smaller),
        larger_half=_half(larger),
        months=_months(ranks),
        log_score=fmean(each.log_score for each in own),
        crps=fmean(rank.crps for rank in ranks),
        ranks=[
            PredictedRank(
                **_rank(each.rank).model_dump(), log_score=each.log_score, level=each.level, slope=each.slope,
                spread=each.spread,
            )
            for each in own
        ],
    )  # fmt: skip


def _months(ranks: Sequence[Rank]) -> list[MonthCheck]:
    by_month: dict[str, list[Rank]] = {}
    for rank in sorted(ranks, key=lambda each: each.night):
        by_month.setdefault(f"{rank.night:%Y-%m}", []).append(rank)
    return [
        MonthCheck(month=month, nights=len(own), coverage_80=Half.of(own).coverage)
        for month, own in by_month.items()
    ]


def _interval(found: Chance | None) -> IntervalPart | None:
    return None if found is None else IntervalPart(low=found.low, high=found.high, level=LEVEL_OF_INTERVAL)


def _half(half: Half | None) -> HalfCheck | None:
    if half is None:
        return None
    return HalfCheck(nights=half.nights, coverage_80=half.coverage, mean_rank=half.mean_rank)


def _rank(rank: Rank) -> RankPart:
    given = {name: getattr(rank, name) for name in RankPart.model_fields}
    return RankPart(**given)
