"""How well the mean of hits is known, and flying until it is known well enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal, NamedTuple, TypeAlias

from himaya.chance.histograms import Statistics, statistics
from himaya.errors import Problem, ProblemsError
from himaya.raid.fly import Progress, chunks
from himaya.raid.outcome import RaidOutcome
from himaya.raid.prepare.bridge import Prepared
from himaya.raid.simulate import Count, Watcher, simulate_by
from himaya.raid.tally import GROUPS, QUANTITIES, Tally, library_se
from himaya.scenario import Scenario

FIRST_LOOK = 1_000
"""Replications before the first look; each look is at twice as many as the one before."""
Z95 = 1.959963984540054
"""Normal quantile of a 95 % interval."""
T95_7 = 2.364624251592784
"""Student's, with the 7 degrees of freedom of the library's 8 groups."""

Reason: TypeAlias = Literal["no_hits", "library", "replications"]
"""Why a precision was not reached: nothing hit, so no share of the mean can be met; the library's
own error is above the goal, which no replication narrows; or all that were allowed were flown."""


class Standing(NamedTuple):
    """How well the mean number of hits is known."""

    mean: float
    half_width: float
    """Half-width of its 95 % interval."""
    library_se: float
    """Standard error that the route library adds."""


def standing(hits: Statistics, n: int, library_se: float) -> Standing:
    """How well n replications tell the mean of hits: chance and route library together."""
    half_width = sqrt((Z95 * hits.sd / sqrt(n)) ** 2 + (T95_7 * library_se) ** 2)
    return Standing(hits.mean, half_width, library_se)


def standing_of(outcome: RaidOutcome) -> Standing:
    """How well an outcome tells the mean of hits."""
    library_se = float(outcome.dataset["library_se"].sel(group="all", quantity="hit"))
    return standing(outcome.statistics("all", "hit"), outcome.provenance["replications"], library_se)


def shortfall(found: Standing, precision: float) -> Reason | None:
    """Say why a precision is not reached, None if it is; the first two no replication will mend."""
    goal = precision * found.mean
    if found.mean == 0.0:
        return "no_hits"
    if T95_7 * found.library_se > goal:
        return "library"
    return "replications" if found.half_width > goal else None


def looks(at_most: int) -> Iterator[int]:
    """Numbers of replications at which a run may stop: 1,000, 2,000, 4,000, ... and the most."""
    look = FIRST_LOOK
    while look < at_most:
        yield look
        look *= 2
    yield at_most


def simulate_until(
    scenario: Scenario,
    precision: float,
    asked: tuple[int, int, int | None],
    progress: Progress | None = None,
    by: Callable[[Scenario, tuple[int, int, int | None], Progress | None, Count], RaidOutcome] = simulate_by,
) -> RaidOutcome:
    """Fly a scenario until the 95 % interval of mean hits is +/- precision times that mean, or will not be.

    Parameters
    ----------
    precision : above 0 and below 1.
    asked : most replications, seed, threads (None: one for each core).
    by : `simulate_by`, or one that flies the same nights and has them watched.

    Returns
    -------
    RaidOutcome
        The same bits as `himaya.simulate` gives for as many replications; `shortfall` says whether
        the precision was reached.

    Raises
    ------
    ProblemsError
        If an argument is out of range or the scenario too large.
    """
    refuse_precision(precision)
    return by(scenario, asked, progress, CountUntil(precision))


def refuse_precision(precision: float) -> None:
    """Raise a ProblemsError unless 0 < precision < 1."""
    if not 0.0 < precision < 1.0:
        expected = "a share of mean hits above 0 and below 1"
        raise ProblemsError(
            [Problem("out of range", path="precision", value=f"{precision:g}", expected=expected)]
        )


@dataclass(frozen=True)
class CountUntil:
    """Flies and counts as `raid.simulate.count` does, and stops at the first look that settles it."""

    precision: float
    """Share of mean hits, above 0 and below 1."""

    def __call__(
        self,
        prepared: Prepared,
        replications: int,
        threads: int,
        progress: Progress | None,
        watchers: Sequence[Watcher] = (),
    ) -> Tally:
        """Fly at most so many replications."""
        tally = Tally.of(prepared)
        for look in looks(replications):
            for first, out in chunks(prepared, range(tally.n, look), threads):
                for each in (tally, *watchers):
                    each.add(prepared, out, first)
                if progress is not None:
                    progress(tally.n, replications)
            if shortfall(_standing_of_tally(tally), self.precision) != "replications":
                break
        return tally


def _standing_of_tally(tally: Tally) -> Standing:
    cell = (GROUPS.index("all"), QUANTITIES.index("hit"))
    return standing(statistics(tally.counts[cell]), tally.n, library_se(tally.library[:, *cell]))
