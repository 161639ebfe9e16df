"""A merged mixture is the mixture, all but."""

import numpy as np
import pytest

from himaya.forecasting.models.mixture import NEAR, Mixture


def mixture(n, seed):
    generator = np.random.default_rng(seed)
    weight = generator.dirichlet(np.full(n, 0.3))
    return Mixture(weight, generator.beta(20, 4, n), np.exp(generator.uniform(0.0, 5.5, n)))


def test_merged__keeps_weight_and_mean_with_fewer_components():
    whole = mixture(4_000, 1)
    merged = whole.merged()
    assert len(merged.weight) < 2_000
    assert merged.weight.sum() == pytest.approx(1.0)
    assert merged.weight @ merged.mean == pytest.approx(whole.weight @ whole.mean, rel=1e-12)


def test_merged__leaves_apart_what_is_not_alike():
    apart = Mixture(np.array([0.2, 0.8]), np.array([0.5, 0.5]), np.exp([1.0, 1.0 + 2 * NEAR]))
    assert sorted(apart.merged().weight) == pytest.approx([0.2, 0.8])


@pytest.mark.parametrize("launched", [0, 1, 30, 800])
def test_law__of_a_merged_mixture_is_off_by_less_than_half_a_percent(launched):
    whole = mixture(1_000, 2)
    assert np.abs(whole.law(launched) - whole.merged().law(launched)).sum() / 2 < 0.005


def test_of__weighs_whole_mixtures():
    one, two = mixture(3, 3), mixture(5, 4)
    both = Mixture.of(np.array([0.25, 0.75]), [one, two])
    np.testing.assert_allclose(both.law(9), 0.25 * one.law(9) + 0.75 * two.law(9), rtol=1e-12)


def test_kept__is_without_the_negligible_and_of_sum_1():
    some = Mixture(np.array([1 - 2e-6, 2e-6]), np.array([0.3, 0.9]), np.array([5.0, 5.0])).kept()
    assert (some.weight.tolist(), some.mean.tolist()) == ([1.0], [0.3])
