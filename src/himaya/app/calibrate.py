"""What `himaya calibrate` does: nights from scenario files or from the record, a fit, a check, a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from time import perf_counter

from himaya.app.calibrate_document import calibrate_document
from himaya.app.notes import note_part
from himaya.app.record_scenario import refuse_other_endings
from himaya.calibration.coverage import check, n_check_flights
from himaya.calibration.fit import calibrate
from himaya.calibration.fitted import fitted_scenario
from himaya.calibration.flights import Simulator
from himaya.calibration.nights import Night, night_of, refuse_repeated
from himaya.documents.calibration import CalibrateDocument, LeftOut
from himaya.errors import Bounded, Problem, ProblemsError, outside
from himaya.executors import n_cores
from himaya.files.whole import refuse_existing, write_new
from himaya.notes import Note
from himaya.raid.fly import Pace, Progress, refuse_out_of_range
from himaya.reconstruction import NightOptions, night_scenario
from himaya.record import read_record
from himaya.record.cells import date_of
from himaya.scenario import Scenario, dump, load

LIBRARY_GROUPS = 8
MAX_REPLICATIONS = 100_000


@dataclass(frozen=True)
class CalibrateOptions:
    """What `himaya calibrate` takes beside the scenarios and the record."""

    before: str | None = None
    """First date of the nights that are kept for the check; None: none are."""
    nights: int = 60
    """To fit to, the last before that date; where nights are made of the record."""
    check_nights: int = 45
    """To check on, the first from that date on; where nights are made of the record."""
    usual_places: bool = False
    """Launch places that a row does not tell are those that its class is usually launched from."""
    usual_targets: bool = False
    """Aim points that no row tells are those of earlier raids of like size."""
    replications: int = 200
    """Of each night at each design point."""
    seed: int = 1
    threads: int | None = None
    out: Path | None = None


@dataclass(frozen=True)
class Nights:
    """Nights before and after a date, and what could not be used."""

    fit: list[Night]
    check: list[Night]
    left_out: list[LeftOut]
    target: Scenario
    """What the fitted scenario is made of."""


def calibrate_scenarios(
    names: Sequence[str], file: Path, options: CalibrateOptions, progress: Progress | None = None
) -> CalibrateDocument:
    """Fit multipliers to recorded nights, check the fit on later ones, write the fitted scenario if asked.

    Parameters
    ----------
    names : scenarios that each state a recorded night; or one that states none: the defence that the
        record's own nights are flown against.

    Raises
    ------
    ProblemsError
        If a scenario, the record, an option or the output file is wrong, or no night can be used.
    """
    started = perf_counter()
    refuse_existing(options.out)
    refuse_other_endings(options.out)
    before = None if options.before is None else date_of(options.before, "before")
    _refuse_options(options)
    scenarios = [load(name) for name in names]
    digest = _sha256(file)
    if len(scenarios) == 1 and not scenarios[0].recorded:
        nights = nights_of_record(scenarios[0], file, before, options)
    else:
        nights = nights_stated(scenarios, before)
    _refuse_no_nights(nights, before)
    simulator = Simulator(options.seed, options.replications, threads=options.threads or n_cores())
    simulator.progress = progress
    simulator.expect(n_check_flights(len(nights.check)))
    fit = calibrate(nights.fit, simulator, simulator.expect)
    checked = check(fit, nights.check, simulator, options.seed) if nights.check else None
    if options.out is not None:
        fitted = fitted_scenario(nights.target, fit, digest)
        write_new(options.out, lambda path: dump(fitted, path))
    told = {
        "seed": options.seed, "files": [] if options.out is None else [str(options.out)],
        "scenarios": list(names), "record": str(file), "record_sha256": digest, "left_out": nights.left_out,
    }  # fmt: skip
    return calibrate_document(fit, checked, told, perf_counter() - started)


def nights_stated(scenarios: Sequence[Scenario], before: date | None) -> Nights:
    """Nights that scenarios state; the last before the date is what a fitted scenario is made of."""
    nights = sorted(
        (night_of(each) for each in scenarios if each.recorded),
        key=lambda night: (night.ended, night.scenario.name),
    )
    left_out = [_left_out(Note("no_outcome", scenario=each.name)) for each in scenarios if not each.recorded]
    return _divided(nights, before, left_out, None)


def nights_of_record(defence: Scenario, file: Path, before: date | None, options: CalibrateOptions) -> Nights:
    """The record's nights against a defence: the last before the date, and the first from it on."""
    record, assumed = read_record(file), _assumed(options)
    dates = sorted({raid.end_local.date() for raid in record.raids if raid.launched})
    until = before or (dates[-1] if dates else date.min) + timedelta(days=1)
    earlier = [day for day in reversed(dates) if day < until]
    later = [day for day in dates if day >= until]
    nights: list[Night] = []
    left_out: list[LeftOut] = []
    for days, most in ((earlier, options.nights), (later, options.check_nights)):
        n = 0
        for day in days:
            if n == most:
                break
            try:
                night = night_of(night_scenario(record, day, defence, assumed).scenario)
            except ProblemsError as error:
                left_out.append(_left_out(Note("no_scenario", problem=error.problems[0].message), day))
                continue
            nights.append(night)
            n += bool(night.told)
    return _divided(nights, before, left_out, defence)


def _divided(
    nights: list[Night], before: date | None, left_out: list[LeftOut], target: Scenario | None
) -> Nights:
    """Usable nights before and after a date."""
    if not nights:
        wanted = "scenarios that state `recorded` and `start`, or one defence and a record with raids"
        raise ProblemsError([Problem("no night with a recorded outcome", path="scenarios", expected=wanted)])
    left_out += [
        _left_out(reason, night.ended, group) for night in nights for group, reason in night.left_out.items()
    ]
    usable = [night for night in nights if night.told]
    refuse_repeated(usable)
    fit = [night for night in usable if before is None or night.ended < before]
    later = [night for night in usable if before is not None and night.ended >= before]
    if target is None and fit:
        target = max(fit, key=lambda night: night.ended).scenario
    return Nights(fit, later, left_out, target or nights[0].scenario)


def _left_out(reason: Note, night: date | None = None, group: str | None = None) -> LeftOut:
    return LeftOut(night=night, group=group, reason=note_part(reason))


def _refuse_no_nights(nights: Nights, before: date | None) -> None:
    if nights.fit:
        return
    reasons = tuple(dict.fromkeys(each.reason.text for each in nights.left_out))[:2]
    if before is not None and nights.check:
        first = min(night.ended for night in nights.check)
        problem = Problem(
            "no night before that date", path="before", value=str(before), expected=f"a date after {first}"
        )
    else:
        expected = "counts of launched and destroyed" + (f" ({'; '.join(reasons)})" if reasons else "")
        problem = Problem("no night whose recorded outcome can be used", path="scenarios", expected=expected)
    raise ProblemsError([problem])


def _assumed(options: CalibrateOptions) -> NightOptions:
    return NightOptions(usual_places=options.usual_places, usual_targets=options.usual_targets)


def _refuse_options(options: CalibrateOptions) -> None:
    least = 2 * LIBRARY_GROUPS
    refuse_out_of_range(options.replications, Pace(options.seed, options.threads), least)
    problems = outside(
        Bounded("replications", options.replications, least, MAX_REPLICATIONS),
        Bounded("nights", options.nights, 1, 4_000),
        Bounded("check_nights", options.check_nights, 1, 4_000),
    )
    if options.replications % LIBRARY_GROUPS:
        given = str(options.replications)
        problems.append(Problem("not a multiple of 8", path="replications", value=given, expected="as 200"))
    if problems:
        raise ProblemsError(problems)


def _sha256(file: Path) -> str:
    try:
        return sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        raise ProblemsError([Problem(f"cannot be read: {error.strerror}", str(file))]) from error
