"""The forecaster in loops and lists, from docs/forecast.md and model.md section 6; it forgets nothing small.

A member is a filter on a lattice of (pace, level, effect, log concentration). Beside it every type of
missile has an offset, a normal law.
"""

import math
from itertools import product

import numpy as np
from scipy.linalg import expm
from scipy.stats import betabinom

NODES = [-math.sqrt(5 + math.sqrt(10)), -math.sqrt(5 - math.sqrt(10)), 0.0]
NODES += [-NODES[1], -NODES[0]]
SHARES = [(7 - 2 * math.sqrt(10)) / 60, (7 + 2 * math.sqrt(10)) / 60, 8 / 15]
SHARES += [SHARES[1], SHARES[0]]
"""Gauss-Hermite quadrature of five nodes in closed form (Abramowitz and Stegun 1972, table 25.10)."""


def share_of(level):
    return 1 / (1 + math.exp(-level))


def slope(level, effect, n):
    return share_of(level + effect * math.log(n / 30))


def front(n_front):
    def mean(level, effect, n):
        f = n_front * (1 - math.exp(-n / n_front))
        return (share_of(level - effect) * f + share_of(level) * (n - f)) / n

    return mean


class Member:
    """One filter; raids are (day, n, low, high, {type: count}), "" is the main type."""

    def __init__(self, axes, mean, power, paces, offsets):
        self.axes, self.mean, self.power, self.paces = axes, mean, power, paces
        self.points = list(product(*(axis.values for axis in axes)))
        prior = [math.prod(axis.prior[i] for axis, i in zip(axes, at, strict=True)) for at in self._places()]
        self.weights = [[p / len(paces) for p in prior] for _ in paces]
        self.offsets = dict(offsets)
        self.prior_sd = {name: sd for name, (_, sd) in offsets.items()}
        self.day = None

    def _places(self):
        return product(*(range(axis.points) for axis in self.axes))

    def at(self, day):
        """Weights and offsets when the day has come."""
        if self.day is None:
            return self.weights, self.offsets
        passed, places = day - self.day, list(self._places())
        moved = []
        for pace, weights in zip(self.paces, self.weights, strict=True):
            rates = np.zeros((len(places), len(places)))
            for i, j in product(range(len(places)), repeat=2):
                steps = [abs(x - y) for x, y in zip(places[i], places[j], strict=True)]
                if sum(steps) == 1:
                    axis = steps.index(1)
                    rates[i, j] = 0.5 * (pace[axis] / self.axes[axis].step) ** 2
            moved.append(np.array(weights) @ expm(passed * (rates - np.diag(rates.sum(axis=1)))))
        offsets = {
            name: (mean, min(math.sqrt(sd**2 + 0.02**2 * passed), self.prior_sd[name]))
            for name, (mean, sd) in self.offsets.items()
        }
        return moved, offsets

    def likelihoods(self, n, ends, types, offsets):
        """Of every point."""
        found = []
        total = sum(types.values())
        for level, effect, log_concentration in self.points:
            mean = 0.0
            for name, count in types.items():
                offset = offsets[name][0] if name in offsets else 0.0
                mean += count / total * self.mean(level + offset, effect, n)
            mean = min(max(mean, 1e-6), 1 - 1e-6)
            k = math.exp(log_concentration) * (n / 30) ** self.power
            found.append(
                sum(betabinom.pmf(x, n, k * mean, k * (1 - mean)) for x in range(ends[0], ends[1] + 1))
            )
        return found

    def probability(self, day, n, ends, types):
        weights, offsets = self.at(day)
        likes = self.likelihoods(n, ends, types, offsets)
        return sum(w * like for pace in weights for w, like in zip(pace, likes, strict=True))

    def update(self, day, n, low, high, types):
        weights, offsets = self.at(day)
        likes = self.likelihoods(n, (low, high), types, offsets)
        learnt = dict(offsets)
        for name in types:
            if name not in offsets:
                continue
            mean, sd = offsets[name]
            masses = []
            for node, share in zip(NODES, SHARES, strict=True):
                other = self.likelihoods(n, (low, high), types, {**offsets, name: (mean + sd * node, sd)})
                masses.append(
                    share * sum(w * like for pace in weights for w, like in zip(pace, other, strict=True))
                )
            new = sum(m * (mean + sd * node) for m, node in zip(masses, NODES, strict=True)) / sum(masses)
            variance = sum(m * (mean + sd * node - new) ** 2 for m, node in zip(masses, NODES, strict=True))
            learnt[name] = (new, math.sqrt(variance / sum(masses)))
        after = [[w * like for w, like in zip(pace, likes, strict=True)] for pace in weights]
        total = sum(map(sum, after))
        after = [[w / total for w in pace] for pace in after]
        means = [sum(column) / len(after) for column in zip(*after, strict=True)]
        self.weights = [[0.98 * w + 0.02 * m for w, m in zip(pace, means, strict=True)] for pace in after]
        self.offsets, self.day = learnt, day


def pool_law(members, raids, day, n, types):
    """Forecast of members that see raids of one month, and then forecast in the next one."""
    scores = [0.0] * len(members)
    for each_day, each_n, low, high, each_types in raids:
        for i, member in enumerate(members):
            p = member.probability(each_day, each_n, (low, high), each_types)
            floor = 0.002 * (high - low + 1) / (each_n + 1)
            scores[i] = 0.98 * scores[i] + math.log(0.998 * p + floor)
            member.update(each_day, each_n, low, high, each_types)
    weights = [math.exp(score - max(scores)) for score in scores]
    laws = [[member.probability(day, n, (k, k), types) for k in range(n + 1)] for member in members]
    return [
        0.998 * sum(w * law[k] for w, law in zip(weights, laws, strict=True)) / sum(weights) + 0.002 / (n + 1)
        for k in range(n + 1)
    ]
