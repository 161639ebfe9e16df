"""What is said of every parameter after a fit: posterior beside prior, and why it is not calibrated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp
from typing import NamedTuple

import numpy as np

from himaya.calibration.likelihood import Likelihood
from himaya.calibration.parameters import ALL, SIGMA_EDGE, SIGMA_MARGIN, ClassPart, held, prior_of
from himaya.calibration.posterior import Posterior
from himaya.calibration.surface import EDGE, evaluate
from himaya.forecasting.models.beta_binomial import Floats
from himaya.notes import Note
from himaya.scenario import DRONES
from himaya.scenario.fit import UNCHECKED

LARGEST_RATIO = 0.7
"""Of posterior sd to prior sd: above it nothing is called calibrated."""
COVERED = (0.7, 0.9)
"""Share of the smaller and of the larger half of the check nights that the 80 % interval must cover."""
Z90 = 1.6448536269514722
NUDGE = 0.05
KINDS = ("hard", "soft", "front", "sigma")
"""Of parameters that all parts of a group answer to."""
DEAF = 0.05
"""A parameter to which both scales of the surface answer with less than this does nothing."""


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
    def told(self) -> bool:
        """Whether these nights tell it, whatever later ones say."""
        return self.why_not is None or self.why_not.code in UNCHECKED

    @property
    def calibrated(self) -> bool:
        """Whether these nights tell it and later ones bear it out."""
        return self.why_not is None


def parameters_of(posterior: Posterior, likelihood: Likelihood, centre: Floats) -> dict[str, Parameter]:
    """Every parameter with its prior, and why it is not called calibrated where it is not."""
    names, flown = likelihood.layout.names, likelihood.layout.flown
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
        away = abs(fitted.mean - centre[flown.index(k)]) if k in flown else 0.0
        why = _why_not(name, (ratio, away), posterior, likelihood)
        found[name] = Parameter(fitted, prior, ratio, _value(name, fitted), why)
    return found


def after_check(
    parameters: Mapping[str, Parameter], covered: Mapping[str, Sequence[float]]
) -> dict[str, Parameter]:
    """The parameters after a check: none is calibrated without one, beside a sigma at its bound or uncovered.

    Parameters
    ----------
    covered : by group, coverage of the 80 % interval in the smaller and the larger half of the check
        nights; groups with too few nights are not in it.
    """
    return {name: _checked(name, each, parameters, covered) for name, each in parameters.items()}


def _checked(
    name: str, each: Parameter, parameters: Mapping[str, Parameter], covered: Mapping[str, Sequence[float]]
) -> Parameter:
    if each.why_not is not None:
        return each
    group, sigma = name.partition(".")[0], parameters[f"{name.partition('.')[0]}.sigma"]
    if sigma.why_not == Note("at_bound"):
        return replace(each, why_not=Note("sigma_at_bound"))
    if group not in covered:
        return replace(each, why_not=Note("not_checked"))
    low, high = COVERED
    if not all(low <= half <= high for half in covered[group]):
        return replace(each, why_not=Note("not_covered"))
    return each


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
    if kind not in KINDS and not _flies(group, kind, likelihood):
        return Note("type_not_flown", type=kind)
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
    """Largest slope of a group's surfaces along a parameter, over parts, nights and scales."""
    layout, x = likelihood.layout, mean[: len(likelihood.layout.multipliers)]
    own = layout.own(group)
    column = {"soft": 1, "front": 2}.get(kind, 0)
    steps = np.zeros((2, len(own)))
    steps[:, column] = -NUDGE, NUDGE
    slopes = [0.0]
    for part, surface, launched in zip(layout.parts, likelihood.surfaces, likelihood.launched, strict=True):
        if part.group == group and launched.any() and kind in {*KINDS, part.kind}:
            at = np.tile(layout.at(part, x), (len(launched), 1))
            found = evaluate(surface, own, at, steps)[: 2 if group == DRONES else 1]
            slopes += [float(np.abs(np.diff(scale, axis=-1)).max()) for scale in found]
    return max(slopes) / (2.0 * NUDGE)


def _flies(group: str, kind: str, likelihood: Likelihood) -> bool:
    """Whether a type flew on any night that tells of its class."""
    told = likelihood.counts[likelihood.layout.groups.index(group)].launched > 0
    place = likelihood.layout.parts.index(ClassPart(group, kind))
    return bool(likelihood.launched[place][told].any())
