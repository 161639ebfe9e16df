"""Puts a calibration and its check into the document."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import numpy as np

from himaya.app.notes import note_part
from himaya.calibration import CalibrationOutcome
from himaya.calibration.coverage import LEVEL, CoverageCheck, Rank
from himaya.calibration.fit import Normal, Parameter
from himaya.calibration.selection import Unused
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
    ParameterPart,
    RankPart,
    Window,
)
from himaya.documents.envelope import IntervalPart, TotalElapsed
from himaya.forecasting.scores import coverage
from himaya.notes import Note
from himaya.scenario import DRONES

HALVES_FROM = 10
"""Nights from which the two halves by size are told apart."""


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
    middle = float(np.median([rank.launched for rank in ranks])) if ranks else 0.0
    return GroupCheck(
        nights=len(ranks),
        coverage_80=checked.coverage(group),
        coverage_80_interval=_interval(checked.interval(group)),
        coverage_80_without_night_effect=checked.coverage(group, night_effect=False),
        smaller_half=_half([rank for rank in ranks if rank.launched <= middle], len(ranks)),
        larger_half=_half([rank for rank in ranks if rank.launched > middle], len(ranks)),
        ranks=[_rank(rank) for rank in ranks],
    )


def _interval(found: Chance | None) -> IntervalPart | None:
    return None if found is None else IntervalPart(low=found.low, high=found.high, level=LEVEL_OF_INTERVAL)


def _half(ranks: list[Rank], of: int) -> HalfCheck | None:
    if of < HALVES_FROM or not ranks:
        return None
    pits = np.array([(rank.below, rank.up_to) for rank in ranks])
    return HalfCheck(nights=len(ranks), coverage_80=coverage(pits, LEVEL), mean_rank=float(pits.mean()))


def _rank(rank: Rank) -> RankPart:
    given = {name: getattr(rank, name) for name in RankPart.model_fields}
    return RankPart(**given)
