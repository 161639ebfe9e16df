"""The response surface: what the simulator would say between the points at which it was asked."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri
from scipy.stats import qmc

from himaya.calibration.parameters import MULTIPLIER_SD, held
from himaya.forecasting.models.beta_binomial import Floats

EDGE = 1.5
"""Design points lie within so much of their centre: at first multipliers of 0.22 to 4.5."""
MARGIN = 0.2
"""So far beyond the edge the surface goes on changing, less and less."""
N_POINTS = 32
FLOOR = 0.05
"""Least error that a point is given when the surface is fitted: no point rules by luck."""


class Flown(NamedTuple):
    """Mean outcome shares of one night at design points."""

    shares: Floats
    """f8[point, group, end]: shot down; soft-killed or fell; hit. They sum to 1."""
    errors: Floats
    """f8[point, group, end]: their standard errors."""
    n: Floats
    """f8[group]: threats flown at a point, all replications together; 0 where none are launched."""


def as_recorded(flown: Flown, counted: float) -> Flown:
    """Outcome shares as a record tells them that counts this share of those soft-killed or fell.

    The others stand among the hits, as `unaccounted` does. 0 where kills alone are told. The error
    of what is left there is at most that of both parts added up.
    """
    lost, error = flown.shares[..., 1], flown.errors
    shares, errors = flown.shares.copy(), error.copy()
    shares[..., 1] = counted * lost
    shares[..., 2] += (1.0 - counted) * lost
    errors[..., 1] *= counted
    errors[..., 2] = counted * error[..., 2] + (1.0 - counted) * error[..., 0]
    return flown._replace(shares=shares, errors=errors)


class Quadratics(NamedTuple):
    """c + a.x + x'Sx in log multipliers x, for nights and two scales each.

    Scale 0 is log(-log(1 - q)) of the share q that is neutralised: for a plain hazard it is linear
    in the log multiplier. Scale 1 is logit r of the share r of those neutralised that is shot down.
    """

    constant: Floats
    """f8[night, scale]"""
    linear: Floats
    """f8[night, scale, multiplier]"""
    square: Floats
    """f8[night, scale, own multiplier, own multiplier]: symmetric. Multipliers of other classes act
    only through busy channels and spent rounds; for them a straight line is enough."""
    error: Floats
    """f8[night, scale]: sd of what the surface misses and of what the flights leave open."""
    centre: Floats
    """f8[night, multiplier]: the middle of the points that were flown."""

    def within(self, x: Floats) -> Floats:
        """Log multipliers brought back to where points were flown, smoothly: beyond, nothing is known.

        A parabola that runs on would turn round; held, the surface says beyond its edge what it says
        there. x : f8[..., night, multiplier].
        """
        away = x - self.centre
        found: Floats = self.centre + np.sign(away) * held(np.abs(away), EDGE, MARGIN)
        return found


def design_points(centre: Floats, n_points: int = N_POINTS) -> Floats:
    """Points to fly, f8[point, multiplier]: Sobol' points of the prior, cut off at `EDGE` from its middle.

    They lie densest where the prior does, so that the surface is best where it is used.

    Parameters
    ----------
    centre : f8[multiplier]: where the middle is moved to; 0 is the prior's own.
    """
    uniform = qmc.Sobol(len(centre), scramble=True, rng=20250724).random(n_points)
    tail = ndtr(-EDGE / MULTIPLIER_SD)
    points: Floats = centre + MULTIPLIER_SD * ndtri(tail + (1.0 - 2.0 * tail) * uniform)
    return points


def fit_surface(points: Floats, flown: Flown, group: int, own: list[int], centre: Floats) -> Quadratics:
    """Fit the two quadratics of one group on one night by weighted least squares.

    Parameters
    ----------
    points : f8[point, multiplier]
    group : its place in `flown`.
    own : places of its own multipliers; the others enter linearly.
    centre : f8[multiplier]: the middle of the points.

    Returns
    -------
    Quadratics
        With one night. `error` is sqrt(s^2 + e^2): s the residual sd with the degrees of freedom
        taken off, e the mean standard error of the flights on that scale. Zero where none are launched.
    """
    n_multipliers, k = points.shape[1], len(own)
    if flown.n[group] == 0:
        flat = np.zeros((1, 2))
        return Quadratics(flat, np.zeros((1, 2, n_multipliers)), np.zeros((1, 2, k, k)), flat, centre[None])
    values, errors = scales(flown, group)
    basis = _basis(points, own)
    fitted = [_least_squares(basis, values[:, scale], errors[:, scale]) for scale in range(2)]
    coefficients = np.array([each[0] for each in fitted])
    square = np.zeros((2, k, k))
    for column, (i, j) in enumerate(zip(*np.triu_indices(k), strict=True)):
        half = coefficients[:, 1 + n_multipliers + column] / 2.0
        square[:, i, j] += half
        square[:, j, i] += half
    error = np.hypot([each[1] for each in fitted], errors.mean(axis=0))
    linear = coefficients[:, 1 : 1 + n_multipliers]
    return Quadratics(coefficients[None, :, 0], linear[None], square[None], error[None], centre[None])


def stacked(nights: list[Quadratics]) -> Quadratics:
    """All nights in one."""
    return Quadratics(*(np.concatenate(parts) for parts in zip(*nights, strict=True)))


def scales(flown: Flown, group: int) -> tuple[Floats, Floats]:
    """Both scales and their standard errors, f8[point, scale]; shares of 0 and 1 are moved half a threat."""
    shot, lost = flown.shares[:, group, 0], flown.shares[:, group, 1]
    least = 0.5 / flown.n[group]
    q = np.clip(shot + lost, least, 1.0 - least)
    of = least / q
    r = np.clip(shot / np.maximum(shot + lost, least), np.minimum(of, 0.5), np.maximum(1.0 - of, 0.5))
    values = np.stack([np.log(-np.log1p(-q)), np.log(r / (1.0 - r))], axis=1)
    shot_error, hit_error = flown.errors[:, group, 0], flown.errors[:, group, 2]
    slope_q = -(1.0 - q) * np.log1p(-q)
    slope_r = q * r * (1.0 - r)
    errors = np.stack([hit_error / slope_q, np.hypot(shot_error, r * hit_error) / slope_r], axis=1)
    return values, errors


def evaluate(surface: Quadratics, own: list[int], x: Floats, steps: Floats) -> tuple[Floats, Floats]:
    """Both scales, each f8[..., night, node], where the own multipliers are moved by steps.

    Parameters
    ----------
    x : f8[..., night, multiplier], logarithms.
    steps : f8[..., night, node, own multiplier], added to the group's own.
    """
    others = surface.constant
    if len(own) < surface.centre.shape[1]:
        first = surface.within(x)
        others = others + np.einsum("nsp,...np->...ns", _without(surface.linear, own), first)
    centre = surface.centre[:, None, own]
    moved = surface._replace(centre=centre).within(x[..., None, own] + steps)
    return _scale(surface, own, (others, moved), 0), _scale(surface, own, (others, moved), 1)


def _scale(surface: Quadratics, own: list[int], at: tuple[Floats, Floats], scale: int) -> Floats:
    others, moved = at
    value: Floats = others[..., scale, None]
    for i, place in enumerate(own):  # five times faster than an einsum
        along: Floats = surface.linear[:, scale, place, None]
        for j in range(len(own)):
            along = along + surface.square[:, scale, i, j, None] * moved[..., j]
        value = value + along * moved[..., i]
    return value


def _without(linear: Floats, own: list[int]) -> Floats:
    found = linear.copy()
    found[:, :, own] = 0.0
    return found


def _basis(points: Floats, own: list[int]) -> Floats:
    mine = points[:, own]
    i, j = np.triu_indices(len(own))
    return np.column_stack([np.ones(len(points)), points, mine[:, i] * mine[:, j]])


def _least_squares(basis: Floats, values: Floats, errors: Floats) -> tuple[Floats, float]:
    """Coefficients, and the residual sd with the degrees of freedom taken off."""
    weights = 1.0 / np.hypot(errors, FLOOR)
    solved = np.linalg.lstsq(basis * weights[:, None], values * weights, rcond=None)
    coefficients: Floats = np.asarray(solved[0], np.float64)
    residuals = values - basis @ coefficients
    mean_square = np.sum((weights * residuals) ** 2) / np.sum(weights**2)
    spare = max(1, len(values) - basis.shape[1])
    return coefficients, float(np.sqrt(mean_square * len(values) / spare))
