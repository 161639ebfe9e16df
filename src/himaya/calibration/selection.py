"""Which nights a calibration is fitted to, which it is checked on, and why others are left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from himaya.calibration.nights import RecordedNight, night_of, refuse_repeated
from himaya.errors import Problem, ProblemsError
from himaya.notes import Note
from himaya.reconstruction import NightOptions, decoy_share, night_scenario
from himaya.record import Record
from himaya.scenario import Number, Pert, Scenario

ONE_DAY = timedelta(days=1)

MOST_EARLIER = 240
"""Nights of a record before those of the fit, that the discrepancy is learnt from."""


class Unused(NamedTuple):
    """What was not used, and why."""

    night: date | None
    group: str | None
    """None: the whole night."""
    reason: Note


class Nights(NamedTuple):
    """Nights before and after a date, and what could not be used."""

    fit: list[RecordedNight]
    check: list[RecordedNight]
    left_out: list[Unused]
    target: Scenario
    """What the fitted scenario is made of."""
    decoy_share: Number
    """Of drones not told apart, as it was known on the last night of the fit."""
    earlier: list[RecordedNight]
    """Before those of the fit: what a discrepancy is learnt from, beside the fit's own."""


class Wanted(NamedTuple):
    """How many nights of a record are used, and what is assumed of them."""

    before: date | None
    """First date of the nights that are kept for the check; None: none are."""
    fit: int
    """The last before that date."""
    check: int
    """The first from that date on."""
    assumed: NightOptions


class NoNightError(ProblemsError):
    """No night can be fitted to; it keeps what was left out."""

    def __init__(self, problem: Problem, left_out: Sequence[Unused]) -> None:
        self.left_out = tuple(left_out)
        super().__init__([problem])


def select(scenarios: Sequence[Scenario], record: Record, wanted: Wanted) -> Nights:
    """Nights that scenarios state, or of a record against the one that states none.

    Raises
    ------
    ProblemsError
        If there is no night to fit to.
    """
    if len(scenarios) == 1 and not scenarios[0].recorded:
        nights = nights_of_record(scenarios[0], record, wanted)
    else:
        nights = nights_stated(scenarios, record, wanted.before)
    if not nights.fit:
        raise _no_night(nights, wanted.before)
    return nights


def nights_stated(scenarios: Sequence[Scenario], record: Record, before: date | None) -> Nights:
    """Nights that scenarios state; the last before the date is what a fitted scenario is made of."""
    nights = sorted(
        (night_of(each) for each in scenarios if each.recorded),
        key=lambda night: (night.ended, night.scenario.name),
    )
    left_out = [
        Unused(None, None, Note("no_outcome", scenario=each.name)) for each in scenarios if not each.recorded
    ]
    last = _eve(before) if before else max((night.ended for night in nights), default=date.max)
    return _divided(nights, before, left_out, (None, decoy_share(record, last)))


def nights_of_record(defence: Scenario, record: Record, wanted: Wanted) -> Nights:
    """The record's nights against a defence: the last before the date, and the first from it on.

    Where a night does not tell its decoys, they are assumed as what was known before that date has them.
    """
    dates = sorted({raid.end_local.date() for raid in record.raids if raid.launched})
    until = wanted.before or (dates[-1] if dates else date.min) + ONE_DAY
    known = decoy_share(record, _eve(until))
    stated = wanted.assumed.decoy_share
    assumed = replace(wanted.assumed, decoy_share=known if stated is None else stated)
    earlier = [day for day in reversed(dates) if day < until]
    later = [day for day in dates if day >= until]
    nights: list[RecordedNight] = []
    left_out: list[Unused] = []
    before_fit: list[RecordedNight] = []
    before = MOST_EARLIER if wanted.before is not None else 0
    for days, most in ((earlier, wanted.fit + before), (later, wanted.check)):
        n = 0
        for day in days:
            if n == most:
                break
            try:
                night = night_of(night_scenario(record, day, defence, assumed).scenario)
            except ProblemsError as error:
                left_out.append(Unused(day, None, Note("no_scenario", problem=error.problems[0].message)))
                continue
            (before_fit if days is earlier and n >= wanted.fit else nights).append(night)
            n += bool(night.told)
    return _divided(nights, wanted.before, left_out, (defence, known))._replace(
        earlier=[night for night in before_fit if night.told]
    )


def _eve(day: date) -> date:
    """The day before; the first of all days has none."""
    return day - ONE_DAY if day > date.min else day


def _divided(
    nights: list[RecordedNight],
    before: date | None,
    left_out: list[Unused],
    given: tuple[Scenario | None, Pert],
) -> Nights:
    """Usable nights before and after a date; given : the defence, and the share of decoys until then."""
    if not nights:
        wanted = "scenarios that state `recorded` and `start`, or one defence and a record with raids"
        raise ProblemsError([Problem("no night with a recorded outcome", path="scenarios", expected=wanted)])
    left_out += [
        Unused(night.ended, group, reason) for night in nights for group, reason in night.left_out.items()
    ]
    usable = [night for night in nights if night.told]
    refuse_repeated(usable)
    fit = [night for night in usable if before is None or night.ended < before]
    later = [night for night in usable if before is not None and night.ended >= before]
    target, known = given
    if target is None and fit:
        target = max(fit, key=lambda night: night.ended).scenario
    return Nights(fit, later, left_out, target or nights[0].scenario, known, [])


def _no_night(nights: Nights, before: date | None) -> NoNightError:
    if before is not None and nights.check:
        first = min(night.ended for night in nights.check)
        message, expected = "no night before that date", f"a date after {first}"
        problem = Problem(message, path="before", value=str(before), expected=expected)
    else:
        message, expected = "no night whose recorded outcome can be used", "counts of launched and destroyed"
        problem = Problem(message, path="scenarios", expected=expected)
    return NoNightError(problem, nights.left_out)
