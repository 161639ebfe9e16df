"""The filter against sums by brute force, and against draws from the law that it states."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import numpy as np
import pytest
from scipy.linalg import expm
from scipy.stats import betabinom

from himaya.forecasting.models import dynamic_bb as dynamic
from himaya.forecasting.models.dynamic_bb import DynamicBetaBinomial, walk
from himaya.forecasting.models.lattice import Axis, Lattice
from himaya.forecasting.models.pool import MEMORY, Pool
from tests.forecasting.small import START, history, raid

TINY = Lattice(
    Axis(-1.0, 2.0, 3, mean=0.5, sd=1.0),
    Axis(0.0, 0.5, 2, mean=0.0, sd=0.5),
    Axis(1.0, 3.0, 2, mean=2.0, sd=1.0),
    size_power=0.5,
)
PACES = ((0.5, 0.1, 0.2), (1.5, 0.3, 0.9))
RAIDS = [raid(0, 10, 7), raid(1, 45, 44), raid(4.5, 3, 0)]


def naive_law(lattice, paces, raids, launched, at):
    """Sum over every path of pace and point through all raids."""
    points = list(product(*(axis.values for axis in lattice.axes)))
    states = list(product(range(len(paces)), range(len(points))))
    prior = np.array([lattice.prior.ravel()[point] / len(paces) for _, point in states])

    def moved(days):
        generators = []
        for pace in paces:
            total = np.zeros((len(points), len(points)))
            for i, j in product(range(len(points)), repeat=2):
                apart = [
                    (d, abs(x - y))
                    for d, (x, y) in enumerate(zip(points[i], points[j], strict=True))
                    if x != y
                ]
                if len(apart) == 1 and np.isclose(apart[0][1], lattice.axes[apart[0][0]].step):
                    total[i, j] = 0.5 * (pace[apart[0][0]] / lattice.axes[apart[0][0]].step) ** 2
            generators.append(expm(days * (total - np.diag(total.sum(axis=1)))))
        return generators

    def like(each_launched, k):
        found = []
        for a, b, c in points:
            size = np.log(max(each_launched, 1) / 30)
            m, concentration = 1 / (1 + np.exp(-a - b * size)), np.exp(c + lattice.size_power * size)
            found.append(betabinom.pmf(k, each_launched, m * concentration, (1 - m) * concentration))
        return np.array(found)

    weights, day = prior.reshape(len(paces), -1), None
    for each in raids:
        if day is not None:
            weights = np.array(
                [w @ t for w, t in zip(weights, moved((each.end - day) / timedelta(days=1)), strict=True)]
            )
        weights = weights * like(each.launched, each.neutralised)
        weights /= weights.sum()
        weights = 0.98 * weights + 0.02 * weights.mean(axis=0)  # a new pace with 2 %
        day = each.end
    weights = np.array([w @ t for w, t in zip(weights, moved((at - day) / timedelta(days=1)), strict=True)])
    return np.array([(weights.sum(axis=0) * like(launched, k)).sum() for k in range(launched + 1)])


def test_filter__is_the_sum_over_all_paths():
    model, at = DynamicBetaBinomial(TINY, PACES), START + timedelta(days=6)
    for each in RAIDS:
        model = model.update(each)
    np.testing.assert_allclose(model.law(20, at), naive_law(TINY, PACES, RAIDS, 20, at), rtol=1e-3, atol=1e-6)


@pytest.mark.parametrize("variance", [0.001, 0.3, 7.0])
def test_walk__is_the_exponential_of_its_generator(variance):
    axis = Axis(0.0, 2.0, 6, mean=0.0, sd=1.0)
    rate = np.diag(np.full(5, 0.5), 1) + np.diag(np.full(5, 0.5), -1)
    expected = expm(variance / axis.step**2 * (rate - np.diag(rate.sum(axis=1))))
    np.testing.assert_allclose(walk(axis, variance), expected, atol=1e-12)


def test_walk__has_the_variance_asked_for_far_from_the_ends():
    axis = Axis(-10.0, 10.0, 81, mean=0.0, sd=1.0)
    law = walk(axis, 0.7)[40]
    assert (law * axis.values**2).sum() == pytest.approx(0.7, rel=1e-6)


def test_law__is_that_of_draws_from_the_stated_process():
    """200,000 draws: each of 21 frequencies is off by at most 5 standard errors, sqrt(p / n)."""
    n, generator = 200_000, np.random.default_rng(3)
    points = generator.choice(TINY.prior.size, n, p=TINY.prior.ravel())
    a, b, c = np.array(list(product(*(axis.values for axis in TINY.axes)))).T[:, points]
    size = np.log(20 / 30)
    m, k = 1 / (1 + np.exp(-a - b * size)), np.exp(c + TINY.size_power * size)
    drawn = np.bincount(generator.binomial(20, generator.beta(m * k, (1 - m) * k)), minlength=21) / n
    law = DynamicBetaBinomial(TINY, PACES).law(20, START)
    assert np.all(np.abs(drawn - law) < 5 * np.sqrt(law / n) + 1e-6)


def test_pool__weighs_members_by_their_faded_scores_before_the_month():
    raids = history(50)  # 1 January to 19 February
    pool = Pool.start("drone")
    members = pool.members
    scores = np.zeros(len(members))
    for each in raids:
        if each.end_local.month == 1:
            scores = MEMORY * scores + np.log([member.probability(each) for member in members])
        pool = pool.update(each)
        members = tuple(member.update(each) for member in members)
    expected = np.exp(scores - scores.max())
    np.testing.assert_allclose(pool.weights(raids[-1].end), expected / expected.sum(), rtol=1e-10)


def test_pool__forecasts_a_larger_raid_more_narrowly_by_size_power():
    raids = [raid(day, 30, 24 + day % 5) for day in range(30)]
    at, spreads = raids[-1].end + timedelta(days=1), []
    for power in (0.0, 1.0):
        model = DynamicBetaBinomial(replace(dynamic.LATTICE, size_power=power))
        for each in raids:
            model = model.update(each)
        law, k = model.law(600, at), np.arange(601)
        spreads.append(np.sqrt((law * k**2).sum() - (law * k).sum() ** 2))
    assert spreads[1] < spreads[0]
