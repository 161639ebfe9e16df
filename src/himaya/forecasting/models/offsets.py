"""What is believed of each type's offset: independent normal laws that wander and learn from every raid.

After a raid each law becomes the normal one with the mean and variance of its posterior, worked out on five
nodes of Gauss-Hermite quadrature (Gauss moment matching, as in assumed-density filtering).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Self, TypeAlias

import numpy as np
from numpy.polynomial.hermite_e import hermegauss

from himaya.forecasting.models.beta_binomial import Floats
from himaya.forecasting.models.weapon_types import MAIN, PRIORS, OffsetLaw, type_shares
from himaya.record.raid import ModelCount

WANDER_SD = 0.02
"""Standard deviation of an offset's walk after one day (0.4 in a year): a guess; half and twice of it
change no score by more than 0.005."""
_NODES, _WEIGHTS = hermegauss(5)


class Part(NamedTuple):
    """A part of a raid whose level is off by so much."""

    share: float
    offset: float
    """Logit."""


Parts: TypeAlias = tuple[Part, ...]
WHOLE: Parts = (Part(1.0, 0.0),)
"""A raid of the main type alone."""


@dataclass(frozen=True)
class Offsets:
    """Laws of the offsets of a class's types."""

    prior: Mapping[str, OffsetLaw]
    laws: Mapping[str, OffsetLaw]
    """After the last raid, by type."""

    @classmethod
    def start(cls, weapon_class: str) -> Self:
        """Before any raid."""
        prior = PRIORS.get(weapon_class, {})
        return cls(prior, prior)

    def parts(self, by_model: Iterable[ModelCount]) -> Parts:
        """A raid's parts, each with the mean of its type's offset."""
        if not self.prior:
            return WHOLE
        shares = type_shares(by_model, self.prior)
        return tuple(
            Part(share, 0.0 if name == MAIN else self.laws[name].mean) for name, share in shares.items()
        )

    def after(self, passed_d: float) -> Self:
        """Laws when days have passed: wider, but never wider than the prior."""
        if passed_d <= 0.0 or not self.prior:
            return self
        grown = WANDER_SD**2 * passed_d
        return replace(
            self,
            laws={
                name: OffsetLaw(law.mean, min(float(np.sqrt(law.sd**2 + grown)), self.prior[name].sd))
                for name, law in self.laws.items()
            },
        )

    def learnt(
        self, by_model: Iterable[ModelCount], log_likelihood: Callable[[Sequence[Parts]], Floats]
    ) -> Self:
        """Laws after a raid.

        Parameters
        ----------
        log_likelihood : of what happened, for each way to take the raid's parts.
        """
        counts = tuple(by_model)
        laws = dict(self.laws)
        for name in type_shares(counts, self.prior).keys() - {MAIN}:
            law = self.laws[name]
            values = law.mean + law.sd * _NODES
            others = (replace(self, laws={**self.laws, name: OffsetLaw(value, law.sd)}) for value in values)
            laws[name] = _posterior(values, log_likelihood([each.parts(counts) for each in others]))
        return replace(self, laws=laws)


def _posterior(values: Floats, log_likelihood: Floats) -> OffsetLaw:
    """Normal law with the moments of the posterior on the nodes."""
    weights = _WEIGHTS * np.exp(log_likelihood - log_likelihood.max())
    weights /= weights.sum()
    mean = float(weights @ values)
    return OffsetLaw(mean, float(np.sqrt(weights @ (values - mean) ** 2)))
