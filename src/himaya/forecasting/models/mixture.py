"""A mixture of beta-binomials, and a cheaper one that is all but the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Self

import numpy as np
from scipy.special import logit

from himaya.forecasting.models.beta_binomial import Floats, pmfs

NEGLIGIBLE = 1e-5
"""Weight below which a component is left out of a law, which is renormalised: together about 0.1 %."""
NEAR = 0.1
"""Components are alike if the logits of their means and the logs of their concentrations fall into the
same bins of this width: the logit of a raid's share spreads by at least twice as much itself."""


class Mixture(NamedTuple):
    """Beta-binomials and their weights."""

    weight: Floats
    """float64[component], of sum 1."""
    mean: Floats
    """float64[component], above 0 and below 1."""
    concentration: Floats
    """float64[component]."""

    @classmethod
    def of(cls, weights: Floats, mixtures: Iterable[Mixture]) -> Self:
        """The mixture of mixtures."""
        given = list(mixtures)
        together = (np.concatenate(each) for each in zip(*given, strict=True))
        _, mean, concentration = together
        scaled = [weight * each.weight for weight, each in zip(weights, given, strict=True)]
        return cls(np.concatenate(scaled), mean, concentration)

    def kept(self) -> Self:
        """Without what is negligible."""
        kept = self.weight > NEGLIGIBLE
        return type(self)(
            self.weight[kept] / self.weight[kept].sum(), self.mean[kept], self.concentration[kept]
        )

    def merged(self) -> Self:
        """With one component, of the same mean, for all that are alike."""
        bins = np.rint(np.array([logit(self.mean), np.log(self.concentration)]) / NEAR)
        _, group = np.unique(bins[0] + 1j * bins[1], return_inverse=True)
        weight = np.bincount(group, self.weight)
        mean, log_concentration = (
            np.bincount(group, self.weight * each) / weight
            for each in (self.mean, np.log(self.concentration))
        )
        return type(self)(np.asarray(weight, np.float64), mean, np.exp(log_concentration))

    def law(self, launched: int) -> Floats:
        """Probabilities of 0 to `launched`, float64[launched + 1]."""
        laws = pmfs(launched, self.mean * self.concentration, (1.0 - self.mean) * self.concentration)
        return np.asarray(np.einsum("i,ik->k", self.weight, laws))  # too small for threads of BLAS
