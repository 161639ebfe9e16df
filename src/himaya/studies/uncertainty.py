"""Chance and ignorance apart: the night flown for many draws of what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from math import sqrt
from typing import NamedTuple

import numpy as np
from scipy.special import stdtrit

from himaya.arrays import Array
from himaya.effects.night import Effect, Makers, with_effects
from himaya.errors import Problem, ProblemsError
from himaya.kernels.tables import (
    Out,
)
from himaya.raid.fly import Pace, fly, refuse_out_of_range, warm_up
from himaya.raid.outcome import RaidOutcome, make_dataset, provenance
from himaya.raid.prepare.bridge import Prepared, prepare
from himaya.raid.prepare.geometry.disk import library, library_hash
from himaya.raid.prepare.geometry.library import RouteLibrary
from himaya.raid.prepare.geometry.places import LibraryRequest
from himaya.raid.stop import T95_7, Z95, Fixed, Standing
from himaya.raid.tally import GROUPS, QUANTITIES, Tally, by_group, library_se
from himaya.raid.watch import Watcher
from himaya.scenario import Scenario
from himaya.studies.phases import Phases
from himaya.studies.quantiles import drawn, n_uncertain

SETS = (10, 10_000)
"""Least and most sets: the variance of fewer than 10 means says little."""
LEVEL = 0.9
"""Of the interval from p05 to p95."""
INNER_LEAST = 200
"""Replications of a set, whatever is asked for."""
ALL_HITS = (GROUPS.index("all"), QUANTITIES.index("hit"))


class Sets(NamedTuple):
    """How much is flown."""

    number: int
    """Of sets, 10 to 10,000."""
    replications: int
    """Of all sets together; a set has at least 200."""

    @property
    def inner(self) -> int:
        """Replications of a set."""
        return max(INNER_LEAST, self.replications // self.number)


class Split(NamedTuple):
    """What one count's spread is made of, over all sets and replications."""

    sd_chance: float
    """Root of the mean variance within sets."""
    sd_ignorance: float
    """Root of Var(means of sets) - mean variance within sets / replications of a set, at least 0."""
    floored: bool
    """Whether that difference was below 0: ignorance is less than this many replications can tell."""

    @property
    def share_ignorance(self) -> float | None:
        """Share of the variance that is ignorance; None where nothing varies."""
        total = self.sd_chance**2 + self.sd_ignorance**2
        return self.sd_ignorance**2 / total if total else None


@dataclass(frozen=True)
class UncertainOutcome(RaidOutcome):
    """All replications of all sets pooled, and their spread split into chance and ignorance.

    In the dataset every replication of every set counts alike; `library_se` is that of the mean
    over sets.
    """

    sets: int = field(kw_only=True)
    inner: int = field(kw_only=True)
    """Replications of a set; all sets share their luck."""
    splits: dict[tuple[str, str], Split] = field(kw_only=True)
    """By group and quantity."""
    over_sets: Standing = field(kw_only=True)

    @property
    def standing(self) -> Standing:
        """How well the mean of hits is known: chance, route library and the finite number of sets."""
        return self.over_sets


def simulate_uncertain(scenario: Scenario, sets: Sets, makers: Makers, pace: Pace) -> UncertainOutcome:
    """Fly a scenario for draws of its uncertain numbers, each set with one inner luck; makers : of effects.

    Raises
    ------
    ProblemsError
        If an argument is out of range, no number of the scenario is uncertain, or it is too large.
    """
    refuse_sets(scenario, sets.number)
    refuse_out_of_range(sets.replications, pace)
    sums, phases = _Sums.of(sets, makers), Phases()
    _fly(scenario, sums, phases, pace)
    splits = split_variances(sums.moments, sets.inner)
    tally, luck = sums.tally, sums.luck / sets.number
    tally.library = luck_moments(luck, len(tally.library))
    origin = {
        **provenance(sums.prepared, tally.n, pace.seed),
        "parameters": "uncertain", "sets": sets.number, "tables_hash": sums.tables_hash.hexdigest(),
    }  # fmt: skip
    dataset = with_effects(make_dataset(sums.prepared, tally, origin), sums.effects)
    found = _standing(luck[:, *ALL_HITS], tally.library[:, *ALL_HITS], splits["all", "hit"], sets.number)
    phases.end("summarise")
    return UncertainOutcome(
        dataset, phases.elapsed_s, sets=sets.number, inner=sets.inner, splits=splits, over_sets=found
    )


def refuse_sets(scenario: Scenario, sets: int) -> None:
    """Raise a ProblemsError unless 10 to 10,000 sets can be drawn of something."""
    least, most = SETS
    if not least <= sets <= most:
        expected = f"{least} to {most} sets"
        raise ProblemsError([Problem("out of range", path="uncertain", value=str(sets), expected=expected)])
    if n_uncertain(scenario) == 0:
        expected = "a number given as {low, likely, high, source}"
        message = "nothing in this scenario is uncertain"
        raise ProblemsError([Problem(message, path="uncertain", value=str(sets), expected=expected)])


class _LastLibrary:
    """Finds route libraries: the last one again where a set's geometry is the same; writes none."""

    def __init__(self) -> None:
        self.found: tuple[str, RouteLibrary] | None = None

    def __call__(self, request: LibraryRequest) -> RouteLibrary:
        name = library_hash(request)
        if self.found is None or self.found[0] != name:
            self.found = name, library(request, keep=False)
        return self.found[1]


@dataclass
class _Sums:
    """Integer sums over sets and replications: a watcher of the flight of every set."""

    makers: Makers
    moments: Array
    """i8[set, moment, group, quantity]: sum and sum of squares over a set's replications."""
    luck: Array
    """i8[replication, group, quantity]: sum over sets."""
    tables_hash: blake2b = field(default_factory=lambda: blake2b(digest_size=16))
    """Of the hashes of all sets' tables."""
    number: int = 0
    """Of the set that is flown, from 1."""
    prepared: Prepared = field(init=False)
    """The first set; what reports need of it is the same in all."""
    tally: Tally = field(init=False)
    effects: list[Effect] = field(init=False)

    @classmethod
    def of(cls, sets: Sets, makers: Makers) -> _Sums:
        shape = (len(GROUPS), len(QUANTITIES))
        moments = np.zeros((sets.number, 2, *shape), np.int64)
        return cls(makers, moments, np.zeros((sets.inner, *shape), np.int64))

    def begin(self, prepared: Prepared) -> Sequence[Watcher]:
        """Begin the next set; the first one says how large the tally is. Give all that watch it."""
        if not self.number:
            self.prepared, self.tally = prepared, Tally.of(prepared)
            self.effects = [make(prepared) for make in self.makers]
        self.number += 1
        self.tables_hash.update(prepared.tables_hash.encode())
        return (self.tally, *self.effects, self)

    def add(self, prepared: Prepared, out: Out, first: int) -> None:  # noqa: ARG002 (a watcher)
        """Add a chunk of the set."""
        counts = by_group(out.counts)
        self.moments[self.number - 1] += counts.sum(axis=0), (counts * counts).sum(axis=0)
        self.luck[first : first + len(counts)] += counts


def _fly(scenario: Scenario, sums: _Sums, phases: Phases, pace: Pace) -> None:
    """Fly all sets into the sums; progress is shown from set to set."""
    sets, inner = len(sums.moments), len(sums.luck)
    libraries = _LastLibrary()
    for number in range(1, sets + 1):
        prepared = prepare(drawn(scenario, pace.seed, number), pace.seed, libraries)
        phases.end("geometry")
        watchers = sums.begin(prepared)
        pace.show((number - 1) * inner, sets * inner)
        phases.end("compile" if number == 1 and warm_up(prepared) else "simulate")
        fly(prepared, Fixed(range(inner)), watchers, pace._replace(progress=None))
        phases.end("simulate")
    pace.show(sets * inner, sets * inner)


def split_variances(moments: Array, inner: int) -> dict[tuple[str, str], Split]:
    """Split by group and quantity; moments : i8[set, moment, group, quantity] of `inner` replications."""
    total, squares = (moments[:, k].astype(float) for k in range(2))
    means = total / inner
    within = ((squares - total * means) / (inner - 1)).mean(axis=0)
    beyond = means.var(axis=0, ddof=1) - within / inner
    return {
        (group, quantity): Split(
            sqrt(max(0.0, within[g, q])), sqrt(max(0.0, beyond[g, q])), bool(beyond[g, q] < 0.0)
        )
        for g, group in enumerate(GROUPS)
        for q, quantity in enumerate(QUANTITIES)
    }


def luck_moments(luck: Array, n_library: int) -> Array:
    """f8[library group, group, quantity, moment] of each replication's mean over sets.

    All sets fly the same replications, so these are what chance and the route library leave in the mean.
    """
    values = [luck[g::n_library] for g in range(n_library)]
    moments = [
        (np.full(each.shape[1:], len(each)), each.sum(axis=0), (each**2).sum(axis=0)) for each in values
    ]
    return np.moveaxis(np.array(moments, float), 1, -1)


def _standing(luck: Array, moments: Array, split: Split, sets: int) -> Standing:
    """How well the mean of hits over sets is known; luck : f8[replication], mean over sets."""
    chance = Z95 * float(luck.std(ddof=1)) / sqrt(len(luck))
    error = library_se(moments)
    ignorance = float(stdtrit(sets - 1, 0.975)) * split.sd_ignorance / sqrt(sets)
    return Standing(
        float(luck.mean()), sqrt(chance**2 + (T95_7 * error) ** 2 + ignorance**2), error, sets * len(luck)
    )
