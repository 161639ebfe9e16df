import numpy as np
import pytest

from himaya.forecasting.blocks import paired_difference


def test_interval__covers_the_true_mean_where_raids_of_a_week_are_alike():
    """200 records of 52 weeks: the coverage of a 90 % interval has a standard error of 2.1 %; 4 of them."""
    generator, held = np.random.default_rng(11), 0
    weeks = [week for week in range(52) for _ in range(7)]
    for seed in range(200):
        found = paired_difference(np.repeat(generator.normal(0.3, 1.0, 52), 7), weeks, seed)
        held += found.low <= 0.3 <= found.high
    assert abs(held / 200 - 0.90) < 4 * 0.021


def test_interval__is_the_same_for_the_same_seed():
    values, weeks = np.arange(20.0), list(range(10)) * 2
    assert paired_difference(values, weeks, 4) == paired_difference(values, weeks, 4)


def test_interval__of_a_single_week_is_unknown():
    found = paired_difference(np.array([1.0, 3.0]), ["a", "a"])
    assert (found.mean, found.low, found.high, found.n) == (2.0, None, None, 2)


def test_mean__is_over_raids_not_over_weeks():
    assert paired_difference(np.array([0.0, 0.0, 3.0]), [1, 1, 2]).mean == pytest.approx(1.0)
