"""The fit: recorded nights in, what they say of every free parameter out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp
from typing import NamedTuple

import numpy as np

from himaya.calibration.decoys import decoy_note, is_assumed
from himaya.calibration.drift import Walk
from himaya.calibration.flights import NightFlights
from himaya.calibration.likelihood import Likelihood, NightCounts
from himaya.calibration.nights import RecordedNight, Told, assumptions_of, refuse_repeated
from himaya.calibration.parameters import (
    ALL,
    SIGMA_EDGE,
    SIGMA_MARGIN,
    UNOBSERVED,
    Layout,
    held,
    prior_of,
    unobserved_note,
)
from himaya.calibration.posterior import Posterior, infer
from himaya.calibration.surface import (
    EDGE,
    N_POINTS,
    Quadratics,
    as_recorded,
    design_points,
    evaluate,
    fit_surface,
    stacked,
)
from himaya.errors import Problem, ProblemsError
from himaya.files.numbers import extremes
from himaya.forecasting.models.beta_binomial import Floats
from himaya.notes import Note
from himaya.reconstruction import standing_share
from himaya.scenario import DRONES, Number, mean

LARGEST_RATIO = 0.7
"""Of posterior sd to prior sd: above it nothing is called calibrated."""
Z90 = 1.6448536269514722
FAR, MOST_ROUNDS = 1.0, 3
"""A fit so far from the middle of the design points moves them there, and all is flown again."""
NUDGE = 0.05
DEAF = 0.05
"""A parameter to which both scales of the surface answer with less than this does nothing."""


Expect = Callable[[int], object]
"""Told of each round of the fit how many flights it has."""


def ignored(flights: int) -> None:
    """Tell nobody."""
    del flights


class Normal(NamedTuple):
    """A normal distribution of a natural logarithm."""

    mean: float
    sd: float
    low: float
    """5 %."""
    high: float
    """95 %."""

    @classmethod
    def of(cls, mean: float, sd: float) -> Normal:
        """With its 90 % interval."""
        return cls(mean, sd, mean - Z90 * sd, mean + Z90 * sd)


@dataclass(frozen=True)
class Parameter:
    """What the nights say of one parameter, beside what was known before."""

    posterior: Normal
    """On the date of the fit."""
    prior: Normal
    sd_ratio: float
    value: float
    """The multiplier or sigma itself: exp(posterior mean), a sigma held below 1."""
    why_not: Note | None
    """Why it is not called calibrated; None where it is."""

    @property
    def calibrated(self) -> bool:
        """Whether these nights tell it."""
        return self.why_not is None


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
    merged, ended = [night.merged for night in ordered], [night.ended for night in ordered]
    walk, centre = Walk.of(layout, ended, merged), np.zeros(len(layout.multipliers))
    counts = tuple(counts_of(ordered, group) for group in layout.groups)
    for _ in range(MOST_ROUNDS):
        expect(n_flights(len(ordered)))
        surfaces = surfaces_of(ordered, layout, centre, flights, _counted(unobserved))
        likelihood = Likelihood(layout, surfaces, counts, ordered[-1].scenario.night_effect.correlation)
        posterior = infer(likelihood, walk, np.array(merged, float))
        away = posterior.mean[0, : len(centre)] - centre
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


def _in_order(nights: Sequence[RecordedNight]) -> list[RecordedNight]:
    refuse_repeated(nights)
    return sorted(nights, key=lambda night: (night.ended, night.scenario.name))


def surfaces_of(
    nights: Sequence[RecordedNight], layout: Layout, centre: Floats, flights: NightFlights, counted: float
) -> tuple[Quadratics, ...]:
    """The surfaces of all groups over all nights, f8[multiplier] their centre.

    counted : share of those soft-killed or fallen that the record counts, where it tells of them.
    """
    points = design_points(centre)
    by_group: list[list[Quadratics]] = [[] for _ in layout.groups]
    for night in nights:
        flown = flights.shares(night.scenario, layout, points)
        for g, group in enumerate(layout.groups):
            told = night.told.get(group)
            kills_alone = told is not None and told.neutralised is None
            seen = as_recorded(flown, 0.0 if kills_alone else counted)
            by_group[g].append(fit_surface(points, seen, g, layout.own(group), centre))
    return tuple(stacked(each) for each in by_group)


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
    """Root mean square error of every group's surface, over the nights that tell of it."""
    parts = zip(likelihood.layout.groups, likelihood.surfaces, likelihood.counts, strict=True)
    return {
        group: float(np.sqrt(np.mean(surface.error[told.launched > 0, 0] ** 2)))
        for group, surface, told in parts
    }


def n_flights(n_nights: int) -> int:
    """Design points to fly for so many nights."""
    return n_nights * N_POINTS


def counts_of(nights: Sequence[RecordedNight], group: str) -> NightCounts:
    """What is told of a group, one number a night."""
    told = [night.told.get(group) for night in nights]
    columns = np.array([(0, 0, 0, 0) if each is None else _row(each) for each in told], float)
    return NightCounts(*columns.T)


def _row(told: Told) -> tuple[int, int, int, int]:
    split = told.neutralised is not None and told.shot_down is not None
    return told.launched, told.recorded, told.shot_down or 0, int(split)


def parameters_of(posterior: Posterior, likelihood: Likelihood, centre: Floats) -> dict[str, Parameter]:
    """Every parameter with its prior, and why it is not called calibrated where it is not."""
    names = likelihood.layout.names
    found = {}
    for name in ALL.names:
        prior = Normal.of(*prior_of(name))
        if name not in names:
            group = name.partition(".")[0]
            why: Note | None = Note("class_not_flown", group=group)
            found[name] = Parameter(prior, prior, 1.0, _value(name, prior), why)
            continue
        k = names.index(name)
        prior = Normal.of(prior.mean, float(posterior.prior_sd[k]))
        fitted = Normal.of(float(posterior.mean[0, k]), float(posterior.sd[0, k]))
        ratio = fitted.sd / prior.sd
        away = abs(fitted.mean - centre[k]) if k < len(centre) else 0.0
        why = _why_not(name, (ratio, away), posterior, likelihood)
        found[name] = Parameter(fitted, prior, ratio, _value(name, fitted), why)
    return found


def _value(name: str, fitted: Normal) -> float:
    value = np.exp(np.array(fitted.mean))
    return float(held(value, SIGMA_EDGE, SIGMA_MARGIN) if name.endswith(".sigma") else value)


def _why_not(
    name: str, found: tuple[float, float], posterior: Posterior, likelihood: Likelihood
) -> Note | None:
    """Found: ratio of sds, and how far from the middle of the design points."""
    ratio, away = found
    group, _, kind = name.partition(".")
    if kind == "soft" and not np.any(likelihood.counts[likelihood.layout.groups.index(group)].split):
        return Note("all_one_number")
    if away > EDGE:
        return Note("beyond_surface")
    if kind == "sigma" and exp(posterior.mean[0, likelihood.layout.names.index(name)]) > SIGMA_EDGE:
        return Note("at_bound")
    if ratio <= LARGEST_RATIO:
        return None
    if _answer(group, kind, posterior.mean[0], likelihood) < DEAF:
        return Note("no_answer")
    return Note("too_little_told")


def _answer(group: str, kind: str, mean: Floats, likelihood: Likelihood) -> float:
    """Largest slope of the group's surface along a parameter, over nights and scales."""
    layout = likelihood.layout
    own = layout.own(group)
    surface = likelihood.surfaces[layout.groups.index(group)]
    at = np.tile(mean[: len(layout.multipliers)], (len(surface.constant), 1))
    steps = np.zeros((2, len(own)))
    steps[:, 1 if kind == "soft" else 0] = -NUDGE, NUDGE
    found = evaluate(surface, own, at, steps)[: 2 if group == DRONES else 1]
    return float(max(np.abs(np.diff(scale, axis=-1)).max() for scale in found) / (2.0 * NUDGE))
