"""Simulates a site: many histories of so many days, and as many single losses of off-site power."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np

from himaya.arrays import F8
from himaya.chance.draws import Draws
from himaya.chance.intervals import Chance, share
from himaya.chance.statistics import Statistics, statistics_of
from himaya.effects.power.diesels import Course, follow
from himaya.effects.power.grid import ALL, Gaps, outages, own_law
from himaya.effects.power.plant import Plant, plant_of
from himaya.effects.power.site import Site
from himaya.errors import Problem, ProblemsError, whole

LIMITS = {"days": (1, 365), "histories": (100, 1_000_000), "seed": (0, 2**63 - 1)}


@dataclass(frozen=True)
class SiteOutcome:
    """What came of a site."""

    plant: Plant
    days: int
    histories: int
    course: Course
    """Of `days` days each."""
    single: Course
    """Of one loss of all lines each, at hour 0, over the same time."""

    @property
    def p_loop(self) -> Chance:
        """Off-site power is lost within the time."""
        return share(self.course.outage_h > 0.0)

    @property
    def p_function_lost(self) -> Chance:
        """A blackout outlasts the grace time, within the time."""
        return share(self.course.function_lost_h < inf)

    @property
    def p_outage_exceeds_fuel(self) -> Chance:
        """One loss outlasts the fuel and what is delivered, within the time."""
        return share(self.single.dry_h < inf)

    @property
    def p_outage_fails_diesels(self) -> Chance:
        """In one loss fewer diesels than needed are at work at some moment, within the time."""
        return share(self.single.too_few_h < inf)

    @property
    def p_outage_blackout(self) -> Chance:
        """One loss brings a blackout, within the time."""
        return share(self.single.blackout_h < inf)

    def p_blackout_by_day(self) -> list[Chance]:
        """A blackout has begun by the end of day 1, 2, ..."""
        return [share(self.course.blackout_h <= 24.0 * day) for day in range(1, self.days + 1)]

    def fuel_days_left(self) -> Statistics | None:
        """Days of fuel at the stated load at the end; None where it never runs out."""
        return None if self.plant.fuel_h == inf else statistics_of(self.course.fuel_h / 24.0)


def site_histories(
    site: Site, *, days: int = 30, histories: int = 100_000, seed: int = 1, line_losses: F8 | None = None
) -> SiteOutcome:
    """Simulate a site.

    Parameters
    ----------
    site : as loaded; uncertain numbers are held at their mean.
    days : 1 to 365.
    histories : 100 to 1,000,000; a history is the same whatever their number.
    seed : 0 to 2**63 - 1.
    line_losses : f8[history, line, loss], hours from the start at which lines are lost beside what
        chance does, as damage of a raid that was simulated elsewhere; NaN where none is lost. It is taken
        as given. A line comes back by the law of `line_losses` in the file, or else that of `losses`.

    Raises
    ------
    ProblemsError
        If a number is out of range.
    ValueError
        If `line_losses` has another shape.

    Examples
    --------
    >>> import himaya
    >>> outcome = himaya.site_histories(himaya.load_site("hospital"), days=7, histories=1_000)
    >>> outcome.p_loop.low < outcome.p_loop.p < outcome.p_loop.high
    True
    """
    days, histories, seed = whole("days", days), whole("histories", histories), whole("seed", seed)
    _refuse_out_of_range({"days": days, "histories": histories, "seed": seed})
    if line_losses is not None and line_losses.shape[:2] != (histories, site.offsite.lines):
        wanted = f"({histories}, {site.offsite.lines}, losses)"
        raise ValueError(f"line_losses of shape {line_losses.shape}, expected {wanted}")
    plant, size, draws = plant_of(site), (24.0 * days, histories), Draws(seed)
    course = follow(plant, outages(plant, size, draws, line_losses), size, draws)
    single = Draws(seed, "single")
    return SiteOutcome(
        plant, days, histories, course, follow(plant, _one_each(plant, size, single), size, single)
    )


def _one_each(plant: Plant, size: tuple[float, int], draws: Draws) -> Gaps:
    """One loss of all lines at the start of every history."""
    horizon_h, n = size
    history, start_h = np.arange(n), np.zeros(n)
    hours = plant.losing.recovery.quantile(
        draws.uniform("back", history), own_law(draws, "all lines", history)
    )
    return Gaps(history, np.full(n, ALL), start_h, np.minimum(hours, horizon_h))


def _refuse_out_of_range(given: dict[str, int]) -> None:
    problems = [
        Problem("out of range", path=name, value=str(given[name]), expected=f"{least:,} to {most:,}")
        for name, (least, most) in LIMITS.items()
        if not least <= given[name] <= most
    ]
    if problems:
        raise ProblemsError(problems)
