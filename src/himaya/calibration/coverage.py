"""The honest test: nights after the fit, flown under its posterior and set beside what was recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from himaya.calibration.decoys import is_assumed
from himaya.calibration.discrepancy import ExpectedNight, one_ahead
from himaya.calibration.fit import Calibration
from himaya.calibration.flights import NightFlights
from himaya.calibration.nights import RecordedNight
from himaya.calibration.parameters import SIGMA_EDGE, SIGMA_MARGIN, held
from himaya.calibration.ranks import CoverageCheck, Predicted, Rank
from himaya.chance.laws import number_quantiles
from himaya.forecasting.models.beta_binomial import Floats
from himaya.kernels.library import Array
from himaya.scenario import Number, Uncertain, mean

N_DRAWS = 50
"""Of the posterior, for each night."""
N_EARLIER = 5
"""Flights at the mean of the posterior for a night that the discrepancy is learnt from."""
DECOY_STREAM = 1
"""Of a night's draws of the decoys' share: of its own, so that no other draw changes with it."""


def check_fit(
    calibration: Calibration,
    nights: Sequence[RecordedNight],
    flights: NightFlights,
    seed: int = 1,
    earlier: Sequence[RecordedNight] = (),
) -> CoverageCheck:
    """Fly nights after the fit under draws of the posterior, which has drifted until then.

    Every draw has a share of its own of what is in no count, and, on nights whose decoys are assumed, of
    decoys. Draw k of a night is keyed by seed and night alone.

    Parameters
    ----------
    earlier : nights before the fit; from them and those of the fit the discrepancy is learnt, too.
    """
    layout = calibration.layout
    ranks: list[Rank] = []
    without: list[Rank] = []
    expected: dict[tuple[date, str], float] = {}
    for night in nights:
        for found, laws in zip((ranks, without), _laws(calibration, night, flights, seed), strict=True):
            found += [Rank.of(night, group, pmf) for group, pmf in laws.items()]
        expected |= {
            (night.ended, group): float(pmf @ np.arange(len(pmf))) / (len(pmf) - 1)
            for group, pmf in laws.items()
        }
    known = [*earlier, *calibration.nights]
    for night in known:
        shares = _shares(calibration, night, flights)
        expected |= {(night.ended, group): share for group, share in shares}
    predicted = [each for group in layout.groups for each in predict(group, known, nights, expected)]
    return CoverageCheck(tuple(ranks), tuple(without), tuple(predicted))


def _laws(
    calibration: Calibration, night: RecordedNight, flights: NightFlights, seed: int
) -> Iterator[dict[str, Floats]]:
    """What is simulated of a night by group, f8[launched + 1]: with the night effect, then without."""
    layout, n = calibration.layout, len(calibration.layout.multipliers)
    rng = np.random.default_rng([seed, night.ended.toordinal()])
    days = float(max(0, (night.ended - calibration.window[1]).days))
    draws = calibration.posterior.draw(N_DRAWS, days, night.merged, rng)
    x, sigma = draws[:, :n], held(np.exp(draws[:, n:]), SIGMA_EDGE, SIGMA_MARGIN)
    counted = 1.0 - drawn(calibration.unobserved, rng)
    own = np.random.default_rng([seed, night.ended.toordinal(), DECOY_STREAM])
    decoys = drawn(calibration.decoy_share, own) if is_assumed(night) else None
    for spread in (sigma, 0.0 * sigma):
        counts = flights.counts(night.scenario, layout, (x, spread), decoys).copy()
        seen = np.repeat(counted, len(counts) // N_DRAWS)[:, None]
        counts[:, :, 1] = rng.binomial(counts[:, :, 1], seen)
        told = ((g, group) for g, group in enumerate(layout.groups) if group in night.told)
        yield {group: law_of(night, group, counts[:, g]) for g, group in told}


def _shares(
    calibration: Calibration, night: RecordedNight, flights: NightFlights
) -> Iterator[tuple[str, float]]:
    """What a night's record should be at the mean of the posterior, by group, without the night effect."""
    layout = calibration.layout
    x = np.tile(calibration.posterior.mean[0, : len(layout.multipliers)], (N_EARLIER, 1))
    ends = flights.counts(night.scenario, layout, (x, np.zeros((N_EARLIER, len(layout.groups)))))
    for g, group in enumerate(layout.groups):
        if group in night.told:
            shot, lost, _ = ends[:, g].sum(axis=0)
            kills_alone = night.told[group].neutralised is None
            seen = 0.0 if kills_alone else lost * (1.0 - mean(calibration.unobserved))
            yield group, float((shot + seen) / ends[:, g].sum())


def law_of(night: RecordedNight, group: str, ends: Array) -> Floats:
    """Law of what is recorded by simulated ends i8[replication, end]; kills alone where it tells no more."""
    told = night.told[group]
    counts = ends[:, 0] if told.neutralised is None else ends[:, :2].sum(axis=1)
    pmf: Floats = np.bincount(counts, minlength=told.launched + 1) / len(counts)
    return pmf


def predict(
    group: str,
    earlier: Sequence[RecordedNight],
    nights: Sequence[RecordedNight],
    expected: Mapping[tuple[date, str], float],
) -> Iterator[Predicted]:
    """Predict every night of a group with the discrepancy of the nights that ended before it.

    Parameters
    ----------
    expected : simulated share of every night and group, without the night effect.
    """
    own = {night.ended: night for night in nights if group in night.told}
    learnt, later = (
        [
            ExpectedNight(
                night.ended, told.launched, expected[night.ended, group], told.recorded,
                told.most,
            )
            for night in which
            if (told := night.told.get(group)) is not None
        ]
        for which in (earlier, nights)
    )  # fmt: skip
    for each, known in one_ahead(learnt, later):
        pmf = known.law(each.ended, each.launched, each.share)
        rank = Rank.of(own[each.ended], group, pmf)
        score = -float(np.log(pmf[each.low : each.high + 1].sum()))
        yield Predicted(rank, score, *known.means)


def drawn(number: Number, rng: np.random.Generator) -> Floats:
    """A share for each draw of the posterior, f8[draw]."""
    if not isinstance(number, Uncertain):
        return np.full(N_DRAWS, mean(number))
    return number_quantiles(number, rng.random(N_DRAWS))


def n_check_flights(n_nights: int, n_earlier: int) -> int:
    """Draws to fly for so many nights, with and without the night effect, and for those before them."""
    return 2 * n_nights * N_DRAWS + n_earlier * N_EARLIER
