"""The discrepancy of recorded nights in plain loops, written from docs/model.md: slow, and sharing no code.

Level, slope and spread are points of a grid; level and slope walk between neighbours towards their prior in
small steps of time; a night multiplies every point by the probability of what is recorded.
"""

from __future__ import annotations

from math import exp, lgamma, log, sqrt

LEVELS = [-3.0 + 0.2 * k for k in range(31)]
SLOPES = [-1.2 + 0.2 * k for k in range(13)]
SPREADS = [exp(log(0.15) + (log(4.0) - log(0.15)) * k / 11) for k in range(12)]
STEPS_A_DAY = 200


def normal(values, middle, sd):
    """Weights of a normal law on points, of sum 1."""
    weights = [exp(-0.5 * ((value - middle) / sd) ** 2) for value in values]
    return [weight / sum(weights) for weight in weights]


LEVEL_PRIOR, SLOPE_PRIOR = normal(LEVELS, 0.0, 0.5), normal(SLOPES, 0.0, 0.5)
SPREAD_PRIOR = normal([log(each) for each in SPREADS], log(0.7), 0.5)


def walked(line, prior, half_life, days, step=0.2):
    """Weights along one axis after days, by small steps: to a neighbour j at rate d sqrt(p_j / p_i)."""
    rate = log(2.0) * 0.5**2 / (half_life * step**2)
    for _ in range(days * STEPS_A_DAY):
        moved = list(line)
        for i, weight in enumerate(line):
            for j in (i - 1, i + 1):
                if 0 <= j < len(line):
                    flow = weight * rate * sqrt(prior[j] / prior[i]) / STEPS_A_DAY
                    moved[i] -= flow
                    moved[j] += flow
        line = moved
    return line


def beta_binomial(k, n, mean, concentration):
    """Probability of k of n."""
    a, b = mean * concentration, (1.0 - mean) * concentration
    ways = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    return exp(
        ways + lgamma(k + a) + lgamma(n - k + b) - lgamma(n + a + b) - lgamma(a) - lgamma(b) + lgamma(a + b)
    )


def start():
    """Before any night, [level][slope][spread]."""
    return [[[a * b * c for c in SPREAD_PRIOR] for b in SLOPE_PRIOR] for a in LEVEL_PRIOR]


def later(grid, days):
    """The grid when days have passed."""
    columns = range(len(SLOPES))
    for c in range(len(SPREADS)):
        for b in columns:
            line = walked([row[b][c] for row in grid], LEVEL_PRIOR, 20.0, days)
            for row, weight in zip(grid, line, strict=True):
                row[b][c] = weight
        for row in grid:
            line = walked([row[b][c] for b in columns], SLOPE_PRIOR, 60.0, days)
            for b, weight in enumerate(line):
                row[b][c] = weight
    step = (log(4.0) - log(0.15)) / 11
    return [[walked(line, SPREAD_PRIOR, 60.0, days, step) for line in row] for row in grid]


def probability(point, night, k):
    """Of k neutralised; point : level, slope, spread; night : launched and simulated share."""
    level, slope, spread = point
    launched, share = night
    share = min(max(share, 0.1), 0.9)
    mean = 1.0 / (1.0 + exp(-(log(share / (1.0 - share)) + level + slope * log(launched / 100.0))))
    mean = min(max(mean, 1e-6), 1.0 - 1e-6)
    return beta_binomial(k, launched, mean, max(1.0 / (spread**2 * mean * (1.0 - mean)) - 1.0, 0.1))


def learnt(grid, night, low, high):
    """The grid after a night of which `low` to `high` were neutralised."""
    new = [
        [
            [weight * sum(probability((a, b, s), night, k) for k in range(low, high + 1))
             for s, weight in zip(SPREADS, line, strict=True)]
            for b, line in zip(SLOPES, plane, strict=True)
        ]
        for a, plane in zip(LEVELS, grid, strict=True)
    ]  # fmt: skip
    total = sum(weight for plane in new for line in plane for weight in line)
    return [[[weight / total for weight in line] for line in plane] for plane in new]


def law(grid, night):
    """Probabilities of 0 to launched, without the uniform part."""
    return [
        sum(
            weight * probability((a, b, s), night, k)
            for a, plane in zip(LEVELS, grid, strict=True)
            for b, line in zip(SLOPES, plane, strict=True)
            for s, weight in zip(SPREADS, line, strict=True)
        )
        for k in range(night[0] + 1)
    ]
