"""When a flight is at its end: after its replications, or when the mean of hits is known well enough."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Literal, NamedTuple, Protocol, TypeAlias

from himaya.chance.intervals import chance
from himaya.chance.statistics import Statistics, statistics
from himaya.errors import Problem, ProblemsError
from himaya.raid.tally import GROUPS, QUANTITIES, Tally, library_se

FIRST_LOOK = 1_000
"""Replications before the first look; each look is at twice as many as the one before."""
Z95 = 1.959963984540054
"""Normal quantile of a 95 % interval."""
T95_7 = 2.364624251592784
"""Student's, with the 7 degrees of freedom of the library's 8 groups."""

ENOUGH_HITS = 100
"""Hits seen before the library's own error is believed: of a few hits, chance alone decides in which of the
library's groups they fall."""

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
    n: int
    """Replications flown."""

    @property
    def hit_share_at_most(self) -> float | None:
        """Where nothing hit: the most that the share of nights with a hit can be, 95 %; else None.

        The upper end of Clopper and Pearson, about 3.7 / n.
        """
        return None if self.mean else chance(0, self.n).high


def standing(hits: Statistics, n: int, library_se: float) -> Standing:
    """How well n replications tell the mean of hits: chance and route library together."""
    half_width = sqrt((Z95 * hits.sd / sqrt(n)) ** 2 + (T95_7 * library_se) ** 2)
    return Standing(hits.mean, half_width, library_se, n)


def shortfall(found: Standing, precision: float) -> Reason | None:
    """Say why a precision is not reached, None if it is; the library's error no replication will mend."""
    goal = precision * found.mean
    if found.mean == 0.0:
        return "no_hits"
    if T95_7 * found.library_se > goal and found.mean * found.n >= ENOUGH_HITS:
        return "library"
    return "replications" if found.half_width > goal else None


def looks(at_most: int) -> Iterator[int]:
    """Numbers of replications at which a run may stop: 1,000, 2,000, 4,000, ... and the most."""
    look = FIRST_LOOK
    while look < at_most:
        yield look
        look *= 2
    yield at_most


def refuse_precision(precision: float) -> None:
    """Raise a ProblemsError unless 0 < precision < 1."""
    if not 0.0 < precision < 1.0:
        expected = "a share of mean hits above 0 and below 1"
        raise ProblemsError(
            [Problem("out of range", path="precision", value=f"{precision:g}", expected=expected)]
        )


class Stop(Protocol):
    """Says what is flown."""

    @property
    def most(self) -> int:
        """Replications at most."""

    def spans(self) -> Iterator[range]:
        """Replications to fly, span by span; the next one is asked for when the last one was watched."""


@dataclass(frozen=True)
class Fixed:
    """Flies these replications."""

    span: range

    @property
    def most(self) -> int:
        """All of them."""
        return len(self.span)

    def spans(self) -> Iterator[range]:
        """The only one."""
        yield self.span


@dataclass(frozen=True)
class UntilPrecise:
    """Flies until the 95 % interval of mean hits is +/- precision times that mean, or will not be."""

    precision: float
    """Share of mean hits, above 0 and below 1."""
    most: int
    tally: Tally
    """What it looks at: a watcher of the same flight."""

    def spans(self) -> Iterator[range]:
        """From each look to the next, up to the first that settles it: none without a hit does."""
        flown = 0
        for look in looks(self.most):
            yield range(flown, look)
            if shortfall(_standing_of_tally(self.tally), self.precision) in {None, "library"}:
                return
            flown = look


def _standing_of_tally(tally: Tally) -> Standing:
    cell = (GROUPS.index("all"), QUANTITIES.index("hit"))
    return standing(statistics(tally.counts[cell]), tally.n, library_se(tally.library[:, *cell]))
