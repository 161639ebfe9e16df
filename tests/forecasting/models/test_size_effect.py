"""Mean shares by hand."""

import numpy as np
import pytest

from himaya.forecasting.models.size_effect import LOG_SLOPE, FrontPart

DEEP, GAP = np.log(0.96 / 0.04), np.log(0.96 / 0.04) - np.log(0.75 / 0.25)


@pytest.mark.parametrize(
    ("launched", "part"),
    [(1, 0.9945), (90, 1 - np.exp(-1)), (9_000, 0.01), (0, 0.9945)],
)
def test_front_part__is_all_of_a_small_raid_and_no_more_than_so_many_of_a_large_one(launched, part):
    assert FrontPart(90.0).part(launched) == pytest.approx(part, abs=5e-5)


@pytest.mark.parametrize(
    ("launched", "share"),
    [(1, 0.75 * 0.9945 + 0.96 * 0.0055), (90, 0.96 - 0.21 * 0.6321), (9_000, 0.96 - 0.21 * 0.01)],
)
def test_front_part__mean_is_that_of_its_two_parts(launched, share):
    mean = FrontPart(90.0).mean(np.array([DEEP]), np.array([GAP]), launched)
    assert mean == pytest.approx([share], abs=1e-4)


def test_front_part__never_leaves_the_range_between_front_and_deep():
    means = [FrontPart(60.0).mean(np.array([DEEP]), np.array([GAP]), n)[0] for n in range(1, 5_000, 7)]
    assert np.all(np.diff(means) > 0.0)
    assert 0.75 < means[0] < means[-1] < 0.96


@pytest.mark.parametrize(
    ("launched", "logit"), [(30, 1.0), (1, 1.0 - 0.5 * np.log(30)), (0, 1.0 - 0.5 * np.log(30))]
)
def test_log_slope__is_a_line_in_log_size(launched, logit):
    mean = LOG_SLOPE.mean(np.array([1.0]), np.array([0.5]), launched)
    assert mean == pytest.approx([1 / (1 + np.exp(-logit))])
