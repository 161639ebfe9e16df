"""The dynamic beta-binomial: level, effect of size and concentration wander, and so does how fast they do.

Between raids each of the three walks at random with variance proportional to the days passed. How
fast is one of several *paces*, of which one holds at a time; after a raid the pace is drawn anew with
2 %. The filter is exact on its lattice: no sampling, no linearisation. Offsets of weapon types are learnt
beside it: each of the two takes the other's mean for true.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import ClassVar, Self, TypeAlias

import numpy as np

from himaya.forecasting.history import ByModel, PastRaid, days
from himaya.forecasting.models.beta_binomial import Floats, log_interval
from himaya.forecasting.models.lattice import Axis, Lattice, log_likelihood
from himaya.forecasting.models.mixture import Mixture
from himaya.forecasting.models.model import Model
from himaya.forecasting.models.offsets import Offsets, Parts

LATTICE = Lattice(
    level=Axis(-5.0, 6.0, 34, mean=0.0, sd=2.0),
    effect=Axis(-0.8, 1.4, 8, mean=0.2, sd=0.4),
    log_concentration=Axis(0.0, float(np.log(250.0)), 8, mean=float(np.log(10.0)), sd=1.2),
)
"""Wide enough for every class: in a raid of 30, shares from 0.7 % to 99.8 %. Twice as many points along
each axis change no score by more than 0.006."""
PACES = ((0.05, 0.03, 0.03), (0.15, 0.06, 0.06))
"""Standard deviations of level (logit), effect and log concentration after one day: calm, and quick."""
P_NEW_PACE = 0.02
"""Probability, after each raid, that the pace is drawn anew: it lasts 50 raids on average."""
UNIFORM = 0.002
"""Share of the uniform law in this filter's forecasts and their pool's."""
LIKELY = 1e-4
"""Mass of a point from which on it has a say in what an offset is."""

Axes: TypeAlias = tuple[Axis, ...]
Paces: TypeAlias = tuple[tuple[float, float, float], ...]


@dataclass(frozen=True, eq=False)
class DynamicBetaBinomial(Model):
    """Exact filter over pace, level, effect and concentration, beside the offsets of types."""

    lattice: Lattice = LATTICE
    paces: Paces = PACES
    offsets: Offsets = field(default_factory=lambda: Offsets({}, {}))
    """After the last raid."""
    n: int = 0
    day: float = 0.0
    """End of the last raid, days."""
    density: Floats | None = field(default=None, repr=False)
    """float64[pace, level, effect, concentration] after the last raid, of sum 1; None: the prior."""
    uniform: ClassVar[float] = UNIFORM

    def update(self, raid: PastRaid) -> Self:
        """Let time pass, weigh by the raid's likelihood, let the pace change."""
        before = density_at(self, raid.end)
        offsets = self._offsets_at(raid.end)
        density = before * np.exp(self._log_likelihood(raid, offsets.parts(raid.by_model)))
        density = density / density.sum()
        density = (1.0 - P_NEW_PACE) * density + P_NEW_PACE * density.mean(axis=0)
        if offsets.prior:
            weights = before.sum(axis=0)
            offsets = offsets.learnt(raid.by_model, lambda nodes: self._evidence(weights, raid, nodes))
        return replace(self, n=self.n + 1, day=days(raid.end), density=density, offsets=offsets)

    def law(self, launched: int, at: datetime, by_model: ByModel = ()) -> Floats:
        """Probabilities with all that is not known but the offsets, which are taken at their means."""
        return self.mixture(launched, at, by_model).law(launched)

    def mixture(self, launched: int, at: datetime, by_model: ByModel = ()) -> Mixture:
        """The law as beta-binomials, one for every point that is not negligible."""
        parts = self._offsets_at(at).parts(by_model)
        return self.lattice.mixture(density_at(self, at).sum(axis=0), launched, parts)

    def probability(self, raid: PastRaid) -> float:
        """Without the whole law."""
        found = np.exp(self._log_likelihood(raid, self._offsets_at(raid.end).parts(raid.by_model)))
        p = (density_at(self, raid.end).sum(axis=0) * found).sum()
        return float(self.floored(p, raid.launched, raid.n_counts))

    def _offsets_at(self, at: datetime) -> Offsets:
        return self.offsets.after(days(at) - self.day) if self.n else self.offsets

    def _log_likelihood(self, raid: PastRaid, parts: Parts) -> Floats:
        return log_likelihood(self.lattice, raid.launched, raid.neutralised_ends, parts)

    def _evidence(self, weights: Floats, raid: PastRaid, nodes: Sequence[Parts]) -> Floats:
        """Log probability of what happened, over the likely points, for each way to take a raid's parts."""
        kept = weights > LIKELY
        points = self.lattice.points.where(kept)
        means, concentrations = zip(
            *(self.lattice.parameters(raid.launched, parts, points) for parts in nodes), strict=True
        )
        found = log_interval(raid.neutralised_ends, raid.launched, np.array(means), concentrations[0])
        best = found.max()
        return np.asarray(best + np.log(np.exp(found - best) @ weights[kept]))


@lru_cache(maxsize=16)
def density_at(model: DynamicBetaBinomial, at: datetime) -> Floats:
    """Density when the time has come, float64[pace, level, effect, concentration], of sum 1.

    Forecasting a raid, scoring it and learning from it ask for the same one.
    """
    if model.density is None:
        density = np.repeat(model.lattice.prior[None], len(model.paces), axis=0) / len(model.paces)
    else:
        density = wandered(model.density, model.lattice.axes, model.paces, days(at) - model.day)
    density.setflags(write=False)
    return density


def wandered(density: Floats, axes: Axes, paces: Paces, passed_d: float) -> Floats:
    """A density after days of random walk along all three axes.

    Parameters
    ----------
    density : float64[pace, level, effect, concentration].
    paces : for every pace the standard deviation after one day along each axis.
    passed_d : days; none pass if it is below 0.
    """
    if passed_d <= 0.0:
        return density
    along_level, along_others = walks(axes, paces, passed_d)
    flat = density.reshape(*density.shape[:2], -1)
    return np.asarray((along_level @ flat @ along_others).reshape(density.shape))


@lru_cache(maxsize=64)
def walks(axes: Axes, paces: Paces, passed_d: float) -> tuple[Floats, Floats]:
    """Transition matrices of the walk after some days; the same for all members, and for most nights.

    Returns
    -------
    float64[pace, level, level], and float64[pace, (effect, concentration), (effect, concentration)].
    """
    level, effect, concentration = (
        np.array([walk(axis, sd**2 * passed_d) for sd in sds])
        for axis, sds in zip(axes, zip(*paces, strict=True), strict=True)
    )
    others = np.array([np.kron(*pair) for pair in zip(effect, concentration, strict=True)])
    return level, others


def walk(axis: Axis, variance: float) -> Floats:
    """Transition matrix of a symmetric walk between neighbours in continuous time, reflected at the ends.

    With h the step and N the points, the cosine mode j decays by exp(-variance (1 - cos(pi j / N)) / h^2):
    probabilities stay positive, sums stay 1, and the variance is right however small beside h.
    """
    waves, rates = modes(axis)
    return np.asarray(np.maximum((waves.T * np.exp(-variance * rates)) @ waves, 0.0))


@lru_cache(maxsize=16)
def modes(axis: Axis) -> tuple[Floats, Floats]:
    """Cosine modes, float64[mode, point] of length 1, and their rates of decay, float64[mode]."""
    mode, point = np.arange(axis.points), np.arange(axis.points)
    waves = np.cos(np.pi * mode[:, None] * (point + 0.5) / axis.points)
    waves /= np.sqrt((waves**2).sum(axis=1, keepdims=True))
    return waves, (1.0 - np.cos(np.pi * mode / axis.points)) / axis.step**2
