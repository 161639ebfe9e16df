"""The verb: fit the simulator to recorded nights, check the fit on later ones, make the fitted scenario.

The record of the example below:

>>> from pathlib import Path
>>> from himaya.record import synthesise
>>> _ = Path("record.csv").write_text(synthesise(nights=9, seed=1), encoding="utf-8")
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import exp
from typing import TYPE_CHECKING, Any, NamedTuple

from himaya.calibration.coverage import check_fit, n_check_flights
from himaya.calibration.fit import Calibration, fit_nights
from himaya.calibration.fitted import fitted_scenario
from himaya.calibration.flights import Simulator
from himaya.calibration.ranks import CoverageCheck
from himaya.calibration.selection import Unused, Wanted, select
from himaya.calibration.verdicts import after_check
from himaya.errors import Bounded, Problem, ProblemsError, outside
from himaya.executors import n_cores
from himaya.notebook import NotebookTable, Shown, frame, rounded
from himaya.raid.fly import Pace, Progress, refuse_out_of_range
from himaya.reconstruction import NightOptions
from himaya.record import Record
from himaya.record.cells import date_of
from himaya.scenario import Scenario
from himaya.scenario.fit import NIGHTLY, median_night

if TYPE_CHECKING:
    import pandas as pd

LIBRARY_GROUPS = 8
MAX_REPLICATIONS, MAX_NIGHTS = 100_000, 4_000
FRAME_COLUMNS = (
    "parameter", "calibrated", "p05", "p50", "p95", "prior_p05", "prior_p50", "prior_p95", "sd_ratio",
    "median_night",
)  # fmt: skip


@dataclass(frozen=True)
class CalibrationOutcome:
    """What recorded nights tell of the simulator."""

    fit: Calibration
    check: CoverageCheck | None
    """None where no night was kept for it."""
    left_out: tuple[Unused, ...]
    """What of the nights could not be used, and why."""
    scenario: Scenario
    """The fitted scenario."""

    def median_night(self, name: str) -> float | None:
        """A multiplier on a median night: its value is the mean over nights; None of what no night moves."""
        group, _, kind = name.partition(".")
        if kind not in NIGHTLY:
            return None
        parameters = self.fit.parameters
        return median_night(parameters[name].value, parameters[f"{group}.sigma"].value)

    def to_frame(self) -> pd.DataFrame:
        """Posteriors beside priors as a tidy pandas frame: a row for each parameter.

        Raises
        ------
        MissingPackageError
            If pandas is not installed.
        """
        return frame(FRAME_COLUMNS, self._rows())

    def summary(self) -> str:
        """Tell what could be calibrated, as text."""
        return self._shown().text()

    def _repr_html_(self) -> str:
        return self._shown().html()

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        for name, each in self.fit.parameters.items():
            laws = [exp(end) for law in (each.posterior, each.prior) for end in (law.low, law.mean, law.high)]
            yield name, each.calibrated, *laws, each.sd_ratio, self.median_night(name)

    def _shown(self) -> Shown:
        first, last = self.fit.window
        rows = [
            (
                name,
                _band(*row[:3]),
                "" if row[7] is None else rounded(row[7]),
                _band(*row[3:6]),
                "yes" if calibrated else "no",
            )
            for name, calibrated, *row in self._rows()
        ]
        answer = f"Nights fitted to: {len(self.fit.nights)}, from {first} to {last}. In brackets 90 %."
        return Shown(
            self.scenario.title,
            answer,
            (NotebookTable(("", "Fitted", "Median night", "Known before", "Calibrated"), rows),),
        )


def _band(low: float, middle: float, high: float) -> str:
    return f"{rounded(middle)} ({rounded(low)}-{rounded(high)})"


def calibrate(
    scenarios: Scenario | Sequence[Scenario],
    record: Record,
    *,
    before: date | str | None = None,
    nights: int = 60,
    check_nights: int = 45,
    usual_places: bool = False,
    usual_targets: bool = False,
    replications: int = 200,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> CalibrationOutcome:
    """Fit multipliers of the simulator to recorded nights, and check the fit on later ones.

    Parameters
    ----------
    scenarios : each states a recorded night; or one that states none, against which the record's are flown.
    before : first date of the nights that are kept for the check; None: none are.
    nights, check_nights : of the record, 1 to 4,000: the last before that date, the first from it on.
    usual_places, usual_targets : as in `himaya.reconstruct`, for nights of the record.
    replications : of a night at each design point, 16 to 100,000, a multiple of 8.

    Raises
    ------
    ProblemsError
        If an argument is out of range or no night can be used.

    Examples
    --------
    >>> import himaya
    >>> night, record = himaya.load("kyiv-2025-07-04"), himaya.read_record("record.csv")
    >>> hard = himaya.calibrate(night, record, replications=16).fit.parameters["drones.hard"]
    >>> hard.told, hard.calibrated  # no night was kept for a check
    (True, False)
    """
    told = NightOptions(usual_places=usual_places, usual_targets=usual_targets)
    wanted = Wanted(None if before is None else date_of(before, "before"), nights, check_nights, told)
    return _calibrate(scenarios, record, wanted, Effort(replications, Pace(seed, threads, progress)))


class Effort(NamedTuple):
    """How much is flown, and how."""

    replications: int
    pace: Pace


def _calibrate(
    scenarios: Scenario | Sequence[Scenario], record: Record, wanted: Wanted, effort: Effort
) -> CalibrationOutcome:
    _refuse(wanted, effort)
    given = [scenarios] if isinstance(scenarios, Scenario) else scenarios
    chosen, pace = select(given, record, wanted), effort.pace
    simulator = Simulator(pace.seed, effort.replications, threads=pace.threads or n_cores())
    simulator.progress = pace.progress
    if chosen.check:
        simulator.expect(n_check_flights(len(chosen.check), len(chosen.earlier) + len(chosen.fit)))
    fit = fit_nights(chosen.fit, simulator, simulator.expect, decoy_share=chosen.decoy_share)
    checked = check_fit(fit, chosen.check, simulator, pace.seed, chosen.earlier) if chosen.check else None
    covered = checked.covered() if checked else {}
    fit = replace(fit, parameters=after_check(fit.parameters, covered))
    fitted = fitted_scenario(chosen.target, fit, record.sha256)
    return CalibrationOutcome(fit, checked, tuple(chosen.left_out), fitted)


def _refuse(wanted: Wanted, effort: Effort) -> None:
    least, replications = 2 * LIBRARY_GROUPS, effort.replications
    refuse_out_of_range(replications, effort.pace, least)
    problems = outside(
        Bounded("replications", replications, least, MAX_REPLICATIONS),
        Bounded("nights", wanted.fit, 1, MAX_NIGHTS),
        Bounded("check_nights", wanted.check, 1, MAX_NIGHTS),
    )
    if replications % LIBRARY_GROUPS:
        given = str(replications)
        problems.append(Problem("not a multiple of 8", path="replications", value=given, expected="as 200"))
    if problems:
        raise ProblemsError(problems)
