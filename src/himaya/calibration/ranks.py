"""Nights after a fit, one by one and summed up: where the record lies among what is simulated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from himaya.calibration.nights import RecordedNight
from himaya.chance.intervals import Chance, chance
from himaya.forecasting.models.beta_binomial import Floats
from himaya.forecasting.scores import central_interval, coverage, crps, pit

LEVEL = 0.8
HALVES_FROM = 10
"""Nights from which the two halves by size are told apart."""


@dataclass(frozen=True)
class Rank:
    """One class group of one night after the fit, recorded beside simulated."""

    night: date
    group: str
    launched: int
    recorded: int
    """Neutralised; shot down where the record tells no more."""
    median: int
    low: int
    """Of the 80 % interval."""
    high: int
    below: float
    """Share of simulated nights with fewer than recorded."""
    up_to: float
    """Share with no more."""
    crps: float
    """At the recorded number; where that is an interval, the mean over it, as of a forecast."""
    at_most: int | None = None
    """Upper end where `recorded` is the lower end of an interval."""

    @classmethod
    def of(cls, night: RecordedNight, group: str, pmf: Floats) -> Rank:
        """Rank a night's record in a law, f8[launched + 1]."""
        told = night.told[group]
        interval, middle = central_interval(pmf, LEVEL), central_interval(pmf, 0.0)
        below, up_to = pit(pmf, told.recorded, told.most)
        return cls(
            night.ended, group, told.launched, told.recorded, middle.low, *interval, below, up_to,
            crps(pmf, told.recorded, told.most), told.at_most,
        )  # fmt: skip


class Half(NamedTuple):
    """The smaller or the larger nights of a check."""

    nights: int
    coverage: float
    """Of the 80 % interval."""
    mean_rank: float
    """.5 where simulated nights are right on average."""

    @classmethod
    def of(cls, ranks: Sequence[Rank]) -> Half:
        """Of some nights, at least one."""
        pits = np.array([(rank.below, rank.up_to) for rank in ranks])
        return cls(len(ranks), coverage(pits, LEVEL), float(pits.mean()))


@dataclass(frozen=True)
class Predicted:
    """A night's record in the simulator's law with the discrepancy that earlier nights had."""

    rank: Rank
    log_score: float
    """Minus the log probability of what is recorded, in nats."""
    level: float
    """Mean of what was known of it before the night; likewise the other two."""
    slope: float
    spread: float


@dataclass(frozen=True)
class CoverageCheck:
    """How often the record lies where the simulator says that it should."""

    ranks: tuple[Rank, ...]
    without_effect: tuple[Rank, ...]
    """The same nights flown with sigma 0."""
    predicted: tuple[Predicted, ...] = ()
    """The same nights with the discrepancy: a prediction of recorded nights, and of nothing else."""

    def nights(self, group: str) -> int:
        """How many nights tell of a group."""
        return sum(rank.group == group for rank in self.ranks)

    def coverage(self, group: str, *, night_effect: bool = True) -> float | None:
        """Share of nights inside the central 80 %, by the PIT of a count; None without nights."""
        ranks = self.ranks if night_effect else self.without_effect
        pits = [(rank.below, rank.up_to) for rank in ranks if rank.group == group]
        return coverage(np.array(pits), LEVEL) if pits else None

    def halves(self, group: str, *, predicted: bool = False) -> tuple[Half, Half] | None:
        """The smaller nights and the larger; None under 10 nights, or where all are of one size."""
        ranks = [each.rank for each in self.predicted] if predicted else self.ranks
        own = [rank for rank in ranks if rank.group == group]
        middle = float(np.median([rank.launched for rank in own])) if own else 0.0
        small = [rank for rank in own if rank.launched <= middle]
        large = [rank for rank in own if rank.launched > middle]
        return (Half.of(small), Half.of(large)) if len(own) >= HALVES_FROM and large else None

    def covered(self) -> dict[str, tuple[float, float]]:
        """By group, coverage in both halves of its nights, where there are enough."""
        found = {rank.group: self.halves(rank.group) for rank in self.ranks}
        return {group: (each[0].coverage, each[1].coverage) for group, each in found.items() if each}

    def interval(self, group: str) -> Chance | None:
        """Coverage with its 95 % interval (Clopper and Pearson); the nights inside are rounded."""
        inside, n = self.coverage(group), self.nights(group)
        return None if inside is None else chance(round(inside * n), n)
