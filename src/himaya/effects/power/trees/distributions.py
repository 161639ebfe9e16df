"""Distributions that the format has built in, and the means of its random deviates.

Times and rates may be of any unit, as long as they fit each other.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, expm1, floor, log

CERTAIN = 100.0
"""exp(-exp(100)) is 0."""


class ArgumentsError(ValueError):
    """Arguments of which nothing can be made; its text says what would be right."""


def exponential(rate: float, t: float) -> float:
    """Failed by t: 1 - exp(-rate t)."""
    _refuse(rate < 0 or t < 0, "a rate and a time of 0 or more")
    return -expm1(-rate * t)


def glm(gamma: float, failure: float, repair: float, t: float) -> float:
    """Down at t, with failures on demand, failures in use and repairs.

    Q(t) = (l - (l - gamma (l + m)) exp(-(l + m) t)) / (l + m), l failures and m repairs per time.
    """
    _refuse(
        not 0 <= gamma <= 1 or min(failure, repair, t) < 0, "a probability, rates and a time of 0 or more"
    )
    both = failure + repair
    if both == 0.0:
        return gamma
    return failure / both * -expm1(-both * t) + gamma * exp(-both * t)


def weibull(scale: float, shape: float, shift: float, t: float) -> float:
    """Failed by t: 1 - exp(-((t - shift) / scale)^shape); 0 before the shift."""
    _refuse(scale <= 0 or shape <= 0 or t < 0, "a scale and a shape above 0 and a time of 0 or more")
    if t <= shift:
        return 0.0
    size = shape * (log(t - shift) - log(scale))
    return 1.0 if size > CERTAIN else -expm1(-exp(size))


def periodic_test(*arguments: float) -> float:
    """Down at t: a component that is tested in no time, every `every` from `first` on.

    Four arguments (failure rate, every, first, t): repaired in no time, so that it is as new at the last test
    before t. Five (failure rate, repair rate, every, first, t): found failed by a test, it is in repair from
    then on, and not tested until it works again.
    """
    failure, *repair, every, first, t = arguments
    wrong = min(failure, *repair, first, t) < 0 or every <= 0
    _refuse(wrong, "rates and times of 0 or more, and tests apart")
    if t < first:
        return -expm1(-failure * t)
    n = floor((t - first) / every)
    since = t - first - n * every
    if not repair:
        return -expm1(-failure * since)
    return 1.0 - _up(_at_test(failure, repair[0], (every, first, n)), failure, repair[0], since)


State = tuple[float, float]
"""Chance to be up, and to be in repair; failed unnoticed is the rest."""


def _at_test(failure: float, repair: float, tests: tuple[float, ...]) -> State:
    """Just after the last test: what was failed is in repair."""
    every, first, n = tests
    up = exp(-failure * first)
    state = (up, 1.0 - up)
    still, mended = _step(failure, repair, every)
    # up' = up still + repair mended; what is neither up nor in repair is found by the test: repair' = 1 - up'
    factor = still - mended
    if n > 0:
        power = factor**n
        limit = mended / (1.0 - factor) if factor != 1.0 else 0.0
        up = limit + (up - limit) * power
        state = (up, 1.0 - up)
    return state


def _step(failure: float, repair: float, t: float) -> tuple[float, float]:
    """Up after t, from up and from in repair: m (exp(-m t) - exp(-l t)) / (l - m)."""
    apart = abs(failure - repair)
    once = -expm1(-apart * t) / apart if apart > 0.0 else t
    return exp(-failure * t), repair * exp(-min(failure, repair) * t) * once


def _up(state: State, failure: float, repair: float, t: float) -> float:
    still, mended = _step(failure, repair, t)
    return state[0] * still + state[1] * mended


def _refuse(is_wrong: bool, expected: str) -> None:
    if is_wrong:
        raise ArgumentsError(expected)


BUILT_IN: dict[str, tuple[tuple[int, ...], Callable[..., float]]] = {
    "exponential": ((2, 4), lambda *each: exponential(*each) if len(each) == 2 else glm(*each)),
    "GLM": ((4,), glm),
    "Weibull": ((4,), weibull),
    "periodic-test": ((4, 5), periodic_test),
}
"""How many arguments each may have, and what it gives."""


def _beta_mean(a: float, b: float) -> float:
    _refuse(a <= 0 or b <= 0, "two shapes above 0")
    return a / (a + b)


def _lognormal_mean(mean: float, error_factor: float, level: float) -> float:
    _refuse(
        mean <= 0 or error_factor <= 1 or not 0 < level < 1,
        "a mean above 0, an error factor above 1, a level",
    )
    return mean


DEVIATES: dict[str, tuple[tuple[int, ...], Callable[..., float]]] = {
    "uniform-deviate": ((2,), lambda low, high: (low + high) / 2.0),
    "normal-deviate": ((2,), lambda mean, _sigma: mean),
    "lognormal-deviate": ((3,), _lognormal_mean),
    "gamma-deviate": ((2,), lambda shape, scale: shape * scale),
    "beta-deviate": ((2,), _beta_mean),
}
"""How many arguments each may have, and its mean: its value where nothing is drawn, as the format says."""
