"""The defence's level: half-life, spread, and draws that depend on seed, future and night alone."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest

from himaya.campaign.level import level_paths, log_hazard_per_logit
from himaya.campaign.rules import Level

STATIONARY = Level(start="stationary")
N = 20_000


def test_level__starts_at_zero_as_the_defence_was_fitted():
    assert level_paths(Level(), 3, range(5), 1)[:, 0].tolist() == [0.0] * 5


def test_level__has_the_stated_spread_on_every_night():
    """sd 0.5 of 20,000 futures: standard error 0.5 / sqrt(2 n) = 0.0025; four of them."""
    z = level_paths(STATIONARY, 61, range(N), 1)
    assert z.std(axis=0, ddof=1)[[0, 30, 60]] == pytest.approx([0.5] * 3, abs=0.01)


def test_level__halves_its_memory_in_sixty_nights():
    """Correlation 60 nights apart is 1/2: standard error (1 - 1/4) / sqrt(n) = 0.0053; four of them."""
    z = level_paths(STATIONARY, 121, range(N), 1)
    assert np.corrcoef(z[:, 0], z[:, 60])[0, 1] == pytest.approx(0.5, abs=0.022)
    assert np.corrcoef(z[:, 0], z[:, 120])[0, 1] == pytest.approx(0.25, abs=0.027)


def test_level__is_the_same_in_any_block_of_futures():
    whole = level_paths(STATIONARY, 5, range(10), 3)
    assert level_paths(STATIONARY, 5, range(4, 7), 3).tolist() == whole[4:7].tolist()
    assert level_paths(STATIONARY, 5, range(10), 4).tolist() != whole.tolist()


def test_level__stands_where_its_spread_is_zero():
    assert not level_paths(Level(sd_logit=0.0), 9, range(4), 1).any()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.86, 0.99])
def test_slope__is_the_derivative_of_log_hazard_by_logit(share):
    def hazard(logit):
        return log(-log(1.0 - 1.0 / (1.0 + exp(-logit))))

    at, step = log(share / (1.0 - share)), 1e-5
    assert log_hazard_per_logit(share) == pytest.approx((hazard(at + step) - hazard(at - step)) / (2 * step))
