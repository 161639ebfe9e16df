"""The fit: recorded nights in, what they say of every free parameter out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from himaya.calibration.decoys import decoy_note, is_assumed
from himaya.calibration.drift import Walk
from himaya.calibration.flights import NightFlights, launched_by_part
from himaya.calibration.likelihood import Likelihood, NightCounts
from himaya.calibration.nights import RecordedNight, Told, assumptions_of, refuse_repeated
from himaya.calibration.parameters import UNOBSERVED, Layout, unobserved_note
from himaya.calibration.posterior import Posterior, infer
from himaya.calibration.surface import (
    N_POINTS,
    Quadratics,
    as_recorded,
    design_points,
    fit_surface,
    stacked,
)
from himaya.calibration.verdicts import LARGEST_RATIO, Parameter, parameters_of
from himaya.errors import Problem, ProblemsError
from himaya.files.numbers import extremes
from himaya.forecasting.models.beta_binomial import Floats
from himaya.notes import Note
from himaya.reconstruction import standing_share
from himaya.scenario import Number, mean

FAR, MOST_ROUNDS = 1.0, 3
"""A fit so far from the middle of the design points moves them there, and all is flown again."""


Expect = Callable[[int], object]
"""Told of each round of the fit how many flights it has."""


def ignored(flights: int) -> None:
    """Tell nobody."""
    del flights


@dataclass(frozen=True)
class Calibration:
    """A fit to nights."""

    nights: tuple[RecordedNight, ...]
    """In order of their dates."""
    layout: Layout
    """Groups that flew in any of them."""
    posterior: Posterior
    surface_error: dict[str, float]
    """By group: root mean square error of the surface of log(-log(1 - share neutralised))."""
    parameters: dict[str, Parameter]
    """All that can be free, by name as ``drones.hard``."""
    rank: int
    """Combinations of multipliers that the nights tell."""
    decoy_share: Number
    """Of drones, on nights of the check whose decoys are assumed; the fit holds what the nights state."""
    unobserved: Number = UNOBSERVED
    """Share of those soft-killed or fallen that the record does not count: at its mean in the fit."""

    @property
    def window(self) -> tuple[date, date]:
        """Dates of the first and the last night; the fit is as of the last."""
        return self.nights[0].ended, self.nights[-1].ended

    @property
    def assumptions(self) -> dict[Note, int]:
        """What the fit rests on beside the record, and for how many of its nights; most first."""
        said = {unobserved_note(self.unobserved): len(self.nights), **assumptions_of(self.nights)}
        n_assumed = sum(is_assumed(night) for night in self.nights)
        return said | ({decoy_note(self.decoy_share): n_assumed} if n_assumed else {})


def fit_nights(
    nights: Sequence[RecordedNight], flights: NightFlights, expect: Expect = ignored,
    unobserved: Number = UNOBSERVED, decoy_share: Number | None = None,
) -> Calibration:  # fmt: skip
    """Fit the free parameters to nights.

    Parameters
    ----------
    nights : at least one that tells of any class.
    flights : the simulator, or what stands for it.
    expect : called at the start of each round with the number of flights in it.
    unobserved : share of those soft-killed or fallen in no count; at its mean here, drawn in the check.
    decoy_share : for the check; None: what stood on the last night without any post that tells it.

    Raises
    ------
    ProblemsError
        If a night comes twice, or a share is out of range.
    """
    ordered = _in_order(nights)
    layout = Layout.of(group for night in ordered for group in night.told)
    merged = [night.merged for night in ordered]
    walk, centre = Walk.of(layout, [night.ended for night in ordered], merged), np.zeros(len(layout.flown))
    for _ in range(MOST_ROUNDS):
        expect(n_flights(len(ordered)))
        likelihood = likelihood_of(
            ordered, layout, surfaces_of(ordered, layout, centre, flights, _counted(unobserved))
        )
        posterior = infer(likelihood, walk, np.array(merged, float))
        away = posterior.mean[0, layout.flown] - centre
        if np.abs(away).max() <= FAR:
            break
        last, centre = centre, centre + away
    else:
        centre = last
    return Calibration(
        tuple(ordered), layout, posterior, errors_of(likelihood),
        parameters_of(posterior, likelihood, centre), posterior.rank(LARGEST_RATIO),
        standing_share(ordered[-1].ended) if decoy_share is None else decoy_share, unobserved,
    )  # fmt: skip


def likelihood_of(
    nights: Sequence[RecordedNight], layout: Layout, surfaces: tuple[Quadratics, ...]
) -> Likelihood:
    """What nights tell, beside their surfaces by part of the layout."""
    launched = np.array([launched_by_part(night.scenario, layout) for night in nights]).T
    counts = tuple(counts_of(nights, group) for group in layout.groups)
    correlation = nights[-1].scenario.night_effect.correlation
    return Likelihood(layout, surfaces, tuple(launched), counts, correlation)


def _in_order(nights: Sequence[RecordedNight]) -> list[RecordedNight]:
    refuse_repeated(nights)
    return sorted(nights, key=lambda night: (night.ended, night.scenario.name))


def surfaces_of(
    nights: Sequence[RecordedNight], layout: Layout, centre: Floats, flights: NightFlights, counted: float
) -> tuple[Quadratics, ...]:
    """The surfaces of all parts over all nights; centre : f8[flown multiplier].

    counted : share of those soft-killed or fallen that the record counts, where it tells of them.
    """
    points = design_points(centre)
    by_part: list[list[Quadratics]] = [[] for _ in layout.parts]
    for night in nights:
        flown = flights.shares(night.scenario, layout, points)
        for p, part in enumerate(layout.parts):
            told = night.told.get(part.group)
            kills_alone = told is not None and told.neutralised is None
            seen = as_recorded(flown, 0.0 if kills_alone else counted)
            by_part[p].append(fit_surface(points, seen, p, layout.own(part.group), centre))
    return tuple(stacked(each) for each in by_part)


def _counted(unobserved: Number) -> float:
    """Share that the record counts, at the mean of what is unobserved."""
    low, high = extremes(unobserved)
    if not 0.0 <= low <= high < 1.0:
        expected = "a number from 0 to below 1"
        raise ProblemsError(
            [Problem("out of range", path="unobserved", value=f"{high:g}", expected=expected)]
        )
    return 1.0 - mean(unobserved)


def errors_of(likelihood: Likelihood) -> dict[str, float]:
    """Root mean square error of every group's surfaces, over the nights and threats that tell of it."""
    layout = likelihood.layout
    found = {}
    for group, told in zip(layout.groups, likelihood.counts, strict=True):
        places = [p for p, part in enumerate(layout.parts) if part.group == group]
        weights = np.array([likelihood.launched[p] * (told.launched > 0) for p in places])
        squares = np.array([likelihood.surfaces[p].error[:, 0] ** 2 for p in places])
        found[group] = float(np.sqrt((weights * squares).sum() / weights.sum()))
    return found


def n_flights(n_nights: int) -> int:
    """Design points to fly for so many nights."""
    return n_nights * N_POINTS


def counts_of(nights: Sequence[RecordedNight], group: str) -> NightCounts:
    """What is told of a group, one number a night."""
    told = [night.told.get(group) for night in nights]
    columns = np.array([(0, 0, 0, 0, 0) if each is None else _row(each) for each in told], float)
    return NightCounts(*columns.T)


def _row(told: Told) -> tuple[int, ...]:
    split = told.neutralised is not None and told.shot_down is not None and told.at_most is None
    return told.launched, told.recorded, told.shot_down or 0, int(split), told.most - told.recorded
