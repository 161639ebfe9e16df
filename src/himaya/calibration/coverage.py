"""The honest test: nights after the fit, and where what was recorded lies among what is simulated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from himaya.calibration.decoys import is_assumed
from himaya.calibration.fit import Calibration
from himaya.calibration.flights import NightFlights
from himaya.calibration.nights import RecordedNight
from himaya.calibration.parameters import SIGMA_EDGE, SIGMA_MARGIN, held
from himaya.chance.intervals import Chance, chance
from himaya.chance.laws import number_quantiles
from himaya.forecasting.models.beta_binomial import Floats
from himaya.forecasting.scores import central_interval, coverage, pit
from himaya.kernels.library import Array
from himaya.scenario import Number, Uncertain, mean

N_DRAWS = 50
"""Of the posterior, for each night."""
LEVEL = 0.8
DECOY_STREAM = 1
"""Of a night's draws of the decoys' share: of its own, so that no other draw changes with it."""


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


@dataclass(frozen=True)
class CoverageCheck:
    """How often the record lies where the simulator says that it should."""

    ranks: tuple[Rank, ...]
    without_effect: tuple[Rank, ...]
    """The same nights flown with sigma 0."""

    def nights(self, group: str) -> int:
        """How many nights tell of a group."""
        return sum(rank.group == group for rank in self.ranks)

    def coverage(self, group: str, *, night_effect: bool = True) -> float | None:
        """Share of nights inside the central 80 %, by the PIT of a count; None without nights."""
        ranks = self.ranks if night_effect else self.without_effect
        pits = [(rank.below, rank.up_to) for rank in ranks if rank.group == group]
        return coverage(np.array(pits), LEVEL) if pits else None

    def interval(self, group: str) -> Chance | None:
        """Coverage with its 95 % interval (Clopper and Pearson); the nights inside are rounded."""
        inside, n = self.coverage(group), self.nights(group)
        return None if inside is None else chance(round(inside * n), n)


def check_fit(
    calibration: Calibration, nights: Sequence[RecordedNight], flights: NightFlights, seed: int = 1
) -> CoverageCheck:
    """Fly nights after the fit under draws of the posterior, which has drifted until then.

    Every draw has a share of its own of what is in no count, and, on nights whose decoys are assumed, of
    decoys. Draw k of a night is keyed by seed and night alone.
    """
    layout = calibration.layout
    n = len(layout.multipliers)
    last = calibration.window[1]
    ranks: list[Rank] = []
    without: list[Rank] = []
    for night in nights:
        rng = np.random.default_rng([seed, night.ended.toordinal()])
        days = float(max(0, (night.ended - last).days))
        draws = calibration.posterior.draw(N_DRAWS, days, night.merged, rng)
        x, sigma = draws[:, :n], held(np.exp(draws[:, n:]), SIGMA_EDGE, SIGMA_MARGIN)
        counted = 1.0 - drawn(calibration.unobserved, rng)
        own = np.random.default_rng([seed, night.ended.toordinal(), DECOY_STREAM])
        decoys = drawn(calibration.decoy_share, own) if is_assumed(night) else None
        for found, spread in ((ranks, sigma), (without, 0.0 * sigma)):
            counts = flights.counts(night.scenario, layout, (x, spread), decoys).copy()
            seen = np.repeat(counted, len(counts) // N_DRAWS)[:, None]
            counts[:, :, 1] = rng.binomial(counts[:, :, 1], seen)
            found += [
                _rank(night, group, counts[:, g])
                for g, group in enumerate(layout.groups)
                if group in night.told
            ]
    return CoverageCheck(tuple(ranks), tuple(without))


def drawn(number: Number, rng: np.random.Generator) -> Floats:
    """A share for each draw of the posterior, f8[draw]."""
    if not isinstance(number, Uncertain):
        return np.full(N_DRAWS, mean(number))
    return number_quantiles(number, rng.random(N_DRAWS))


def n_check_flights(n_nights: int) -> int:
    """Draws to fly for so many nights, with and without the night effect."""
    return 2 * n_nights * N_DRAWS


def _rank(night: RecordedNight, group: str, ends: Array) -> Rank:
    """Rank the record among simulated ends, i8[replication, end]: kills alone where it tells no more."""
    told = night.told[group]
    counts = ends[:, 0] if told.neutralised is None else ends[:, :2].sum(axis=1)
    pmf: Floats = np.bincount(counts, minlength=told.launched + 1) / len(counts)
    interval, middle = central_interval(pmf, LEVEL), central_interval(pmf, 0.0)
    below, up_to = pit(pmf, told.recorded)
    return Rank(night.ended, group, told.launched, told.recorded, middle.low, *interval, below, up_to)
