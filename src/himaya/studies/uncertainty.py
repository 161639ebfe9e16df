"""Chance and ignorance apart: the night flown for many draws of what is not known."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from math import sqrt
from time import perf_counter
from typing import NamedTuple

import numpy as np
from scipy.special import stdtrit

from himaya.effects.night import EFFECTS, Effect, with_effects
from himaya.errors import Problem, ProblemsError
from himaya.kernels.library import Array
from himaya.kernels.tables import (
    Out,
)
from himaya.raid.fly import Progress, chunks
from himaya.raid.outcome import RaidOutcome, make_dataset
from himaya.raid.prepare.bridge import Prepared, prepare
from himaya.raid.prepare.geometry.disk import library, library_hash
from himaya.raid.prepare.geometry.library import Library
from himaya.raid.prepare.geometry.places import LibraryRequest
from himaya.raid.simulate import PHASES, n_cores, provenance, refuse_out_of_range, warm_up
from himaya.raid.tally import GROUPS, QUANTITIES, Tally, by_group, library_se
from himaya.scenario import Scenario
from himaya.studies.quantiles import drawn, n_uncertain
from himaya.studies.stopping import T95_7, Z95, Standing

SETS = (10, 10_000)
"""Least and most sets: the variance of fewer than 10 means says little."""
LEVEL = 0.9
"""Of the interval from p05 to p95."""
INNER_LEAST = 200
"""Replications of a set, whatever is asked for."""
ALL_HITS = (GROUPS.index("all"), QUANTITIES.index("hit"))


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
    standing: Standing = field(kw_only=True)
    """How well the mean of hits is known: chance, route library and the finite number of sets."""


def simulate_uncertain(
    scenario: Scenario, sets: int, asked: tuple[int, int, int | None], progress: Progress | None = None
) -> UncertainOutcome:
    """Fly a scenario for `sets` draws of its PERT numbers, every set with the same inner luck.

    Parameters
    ----------
    sets : 10 to 10,000.
    asked : replications of all sets together (a set has at least 200), seed, threads (None: one for
        each core).

    Raises
    ------
    ProblemsError
        If an argument is out of range, no number of the scenario is PERT, or it is too large.
    """
    refuse_sets(scenario, sets)
    refuse_out_of_range(*asked)
    replications, seed, threads = asked
    inner = max(INNER_LEAST, replications // sets)
    sums = _Sums.of(sets, inner)
    elapsed = _fly(scenario, sums, (seed, threads or n_cores()), progress)
    started = perf_counter()
    splits = split_variances(sums.moments, inner)
    tally, luck = sums.tally, sums.luck / sets
    tally.library = luck_moments(luck, len(tally.library))
    origin = {
        **provenance(sums.prepared, tally, seed),
        "parameters": "uncertain", "sets": sets, "tables_hash": sums.tables_hash.hexdigest(),
    }  # fmt: skip
    dataset = with_effects(make_dataset(sums.prepared, tally, origin), sums.effects)
    found = _standing(luck[:, *ALL_HITS], tally.library[:, *ALL_HITS], splits["all", "hit"], sets)
    elapsed["summarise"] = perf_counter() - started
    return UncertainOutcome(dataset, elapsed, sets=sets, inner=inner, splits=splits, standing=found)


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
        self.found: tuple[str, Library] | None = None

    def __call__(self, request: LibraryRequest) -> Library:
        name = library_hash(request)
        if self.found is None or self.found[0] != name:
            self.found = name, library(request, keep=False)
        return self.found[1]


@dataclass
class _Sums:
    """Integer sums over sets and replications."""

    moments: Array
    """i8[set, moment, group, quantity]: sum and sum of squares over a set's replications."""
    luck: Array
    """i8[replication, group, quantity]: sum over sets."""
    tables_hash: blake2b = field(default_factory=lambda: blake2b(digest_size=16))
    """Of the hashes of all sets' tables."""
    prepared: Prepared = field(init=False)
    """The first set; what reports need of it is the same in all."""
    tally: Tally = field(init=False)
    effects: list[Effect] = field(init=False)

    @classmethod
    def of(cls, sets: int, inner: int) -> _Sums:
        shape = (len(GROUPS), len(QUANTITIES))
        return cls(np.zeros((sets, 2, *shape), np.int64), np.zeros((inner, *shape), np.int64))

    def begin(self, prepared: Prepared) -> None:
        """Begin a set; the first one says how large the tally is."""
        if not hasattr(self, "tally"):
            self.prepared, self.tally = prepared, Tally.of(prepared)
            self.effects = [make(prepared) for make in EFFECTS]
        self.tables_hash.update(prepared.tables_hash.encode())

    def add(self, number: int, prepared: Prepared, chunk: tuple[int, Out]) -> None:
        """Add a chunk of set `number`, from 1."""
        first, out = chunk
        for each in (self.tally, *self.effects):
            each.add(prepared, out, first)
        counts = by_group(out.counts)
        self.moments[number - 1] += counts.sum(axis=0), (counts * counts).sum(axis=0)
        self.luck[first : first + len(counts)] += counts


def _fly(
    scenario: Scenario, sums: _Sums, asked: tuple[int, int], progress: Progress | None
) -> dict[str, float]:
    """Fly all sets into the sums; seconds by phase."""
    seed, threads = asked
    sets, inner = len(sums.moments), len(sums.luck)
    elapsed, libraries = dict.fromkeys(PHASES, 0.0), _LastLibrary()
    for number in range(1, sets + 1):
        started = perf_counter()
        prepared = prepare(drawn(scenario, seed, number), seed, libraries)
        ready = perf_counter()
        elapsed["geometry"] += ready - started
        sums.begin(prepared)
        if progress is not None:
            progress((number - 1) * inner, sets * inner)
        if number == 1 and warm_up(prepared):
            elapsed["compile"] = perf_counter() - ready
            ready = perf_counter()
        for chunk in chunks(prepared, range(inner), threads):
            sums.add(number, prepared, chunk)
        elapsed["simulate"] += perf_counter() - ready
    if progress is not None:
        progress(sets * inner, sets * inner)
    return elapsed


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
    return Standing(float(luck.mean()), sqrt(chance**2 + (T95_7 * error) ** 2 + ignorance**2), error)
