"""Laplace's approximation, for many records at once: Newton's method with exact bookkeeping."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from himaya.forecasting.models.beta_binomial import Floats

STEP = 0.01
"""Of central differences."""
MOST_STEPS, ENOUGH, LONGEST = 40, 1e-4, 0.7
"""Newton steps at most; a step that is short enough to stop; the longest in any coordinate."""
HALVINGS = 6
ByNight: TypeAlias = Callable[[Floats], Floats]
"""Log-likelihood f8[..., night] at f8[..., night, parameter]."""


class Target(NamedTuple):
    """A log posterior: nights whose parameters are some of the unknowns, and a normal prior."""

    by_night: ByNight
    select: Floats
    """f8[night, parameter, unknown] of 0 and 1."""
    weight: Floats
    """f8[night]: 0 leaves a night out."""
    mean: Floats
    """f8[unknown]: the prior's."""
    precision: Floats
    """f8[unknown, unknown]"""

    def value(self, x: Floats) -> Floats:
        """Log posterior but for a constant, f8[record], at x : f8[record, unknown]."""
        away = x - self.mean
        prior = -0.5 * np.einsum("bx,xy,by->b", away, self.precision, away)
        found: Floats = self.by_night(self._own(x)) @ self.weight + prior
        return found

    def derivatives(self, x: Floats) -> tuple[Floats, Floats]:
        """Gradient f8[record, unknown] and negative Hessian f8[record, unknown, unknown]."""
        slope, curve = differences(self.by_night, self._own(x))
        weighted = self.select * self.weight[:, None, None]
        gradient = np.einsum("nvx,bnv->bx", weighted, slope) - (x - self.mean) @ self.precision
        rows = np.einsum("bnvw,nwy->bnvy", curve, self.select)
        hessian = self.precision - np.einsum("nvx,bnvy->bxy", weighted, rows, optimize=True)
        return gradient, hessian

    def _own(self, x: Floats) -> Floats:
        found: Floats = np.einsum("nvx,bx->bnv", self.select, x, optimize=True)
        return found


def differences(by_night: ByNight, v: Floats) -> tuple[Floats, Floats]:
    """Gradient f8[..., night, parameter] and Hessian of every night by central differences."""
    n = v.shape[-1]
    i, j = np.triu_indices(n, 1)
    unit = STEP * np.eye(n)
    offsets = np.concatenate([np.zeros((1, n)), unit, -unit, unit[i] + unit[j], -unit[i] - unit[j]])
    at = by_night(v + offsets.reshape(-1, *(1,) * (v.ndim - 1), n))
    middle, up, down = at[0], at[1 : 1 + n], at[1 + n : 1 + 2 * n]
    both_up, both_down = np.split(at[1 + 2 * n :], 2)
    slope = np.moveaxis(up - down, 0, -1) / (2.0 * STEP)
    curve = np.empty((*v.shape, n))
    diagonal = np.arange(n)
    curve[..., diagonal, diagonal] = np.moveaxis(up + down - 2.0 * middle, 0, -1) / STEP**2
    mixed = both_up + both_down + 2.0 * middle - up[i] - up[j] - down[i] - down[j]
    curve[..., i, j] = curve[..., j, i] = np.moveaxis(mixed, 0, -1) / (2.0 * STEP**2)
    return slope, curve


def climb(target: Target, start: Floats, free: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Go to the mode in the free unknowns, the others held.

    Parameters
    ----------
    start : f8[record, unknown]
    free : i8[...]: places of those that move.

    Returns
    -------
    tuple
        The mode f8[record, unknown], and the negative Hessian of all unknowns there.
    """
    x, value = start.copy(), target.value(start)
    for _ in range(MOST_STEPS):
        gradient, hessian = target.derivatives(x)
        step = solve(hessian[:, free[:, None], free], gradient[:, free])
        step *= np.minimum(1.0, LONGEST / np.maximum(np.abs(step).max(axis=1, keepdims=True), 1e-300))
        if np.abs(step).max() < ENOUGH:
            break
        for _ in range(HALVINGS):
            moved = x.copy()
            moved[:, free] += step
            reached = target.value(moved)
            better = reached >= value
            x[better], value[better] = moved[better], reached[better]
            step = np.where(better[:, None], 0.0, step / 2.0)
            if better.all():
                break
    return x, target.derivatives(x)[1]


def solve(hessian: Floats, gradient: Floats) -> Floats:
    """Newton's steps; where the Hessian is not positive its eigenvalues are made so."""
    values, vectors = np.linalg.eigh(hessian)
    along = np.einsum("bxk,bx->bk", vectors, gradient) / np.maximum(np.abs(values), 1e-3)
    found: Floats = np.einsum("bxk,bk->bx", vectors, along)
    return found


def positive(covariance: Floats) -> Floats:
    """Covariances with no eigenvalue below a millionth."""
    values, vectors = np.linalg.eigh(covariance)
    found: Floats = np.einsum("bxk,bk,byk->bxy", vectors, np.maximum(values, 1e-6), vectors)
    return found


def inverse(hessian: Floats, precision: Floats) -> Floats:
    """Covariances f8[record, unknown, unknown]; in no direction are they wider than the prior's.

    Away from a mode the likelihood can bend the wrong way; what nights say never takes knowledge away.
    So H = L M L' with the prior's precision L L', and eigenvalues of M below 1 count as 1.
    """
    root = np.linalg.inv(np.linalg.cholesky(precision))
    values, vectors = np.linalg.eigh(root @ hessian @ root.T)
    along = root.T @ vectors
    found: Floats = np.einsum("bxk,bk,byk->bxy", along, 1.0 / np.maximum(values, 1.0), along, optimize=True)
    return found
