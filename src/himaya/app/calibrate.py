"""What `himaya calibrate` does: nights from scenario files or from the record, a fit, a check, a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import perf_counter

from himaya.app.calibrate_document import calibrate_document
from himaya.app.record_scenario import refuse_other_endings
from himaya.calibration import calibrate
from himaya.calibration.selection import NoNightError
from himaya.documents.calibration import CalibrateDocument
from himaya.errors import ProblemsError
from himaya.files.whole import refuse_existing, write_new
from himaya.raid.fly import Progress
from himaya.record import read_record
from himaya.record.cells import date_of
from himaya.report import text_of
from himaya.scenario import dump, load


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
    """Aim points that no row tells are those of earlier raids of like size; first drones fly to the front."""
    replications: int = 200
    """Of each night at each design point."""
    seed: int = 1
    threads: int | None = None
    out: Path | None = None


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
    if options.before is not None:
        date_of(options.before, "before")
    scenarios, record = [load(name) for name in names], read_record(file)
    asked = {name: each for name, each in asdict(options).items() if name != "out"}
    try:
        outcome = calibrate(scenarios, record, progress=progress, **asked)
    except NoNightError as error:
        raise _with_reasons(error) from None
    if options.out is not None:
        write_new(options.out, lambda path: dump(outcome.scenario, path))
    told = {
        "seed": options.seed,
        "files": [] if options.out is None else [str(options.out)],
        "scenarios": list(names),
        "record": str(file),
        "record_sha256": record.sha256,
    }
    return calibrate_document(outcome, told, perf_counter() - started)


def _with_reasons(error: NoNightError) -> ProblemsError:
    """The same problem, with words for the first reasons why nights were left out."""
    reasons = tuple(dict.fromkeys(text_of(each.reason) for each in error.left_out))[:2]
    [problem] = error.problems
    if reasons and problem.path == "scenarios":
        problem = replace(problem, expected=f"{problem.expected} ({'; '.join(reasons)})")
    return ProblemsError([problem])
