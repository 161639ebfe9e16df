"""The defence's level: half-life, spread, and draws that depend on seed, future and night alone."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest

from himaya.campaign.level import hazard_multiplier, level_paths
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


@pytest.mark.parametrize(("share", "odds", "after"), [(0.5, 3.0, 0.75), (0.8, 0.25, 0.5), (0.2, 36.0, 0.9)])
def test_multiplier__gives_the_share_whose_odds_are_those_times_exp_z(share, odds, after):
    """By hand: odds of 1 times 3 are 3 to 1, of 4 times 1/4 are 1 to 1, of 1/4 times 36 are 9 to 1."""
    multiplier = hazard_multiplier(share, np.array([log(odds)]))[0]
    assert 1.0 - (1.0 - share) ** multiplier == pytest.approx(after, rel=1e-12)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.86, 0.99])
@pytest.mark.parametrize("z", [-3.0, -1.0, 0.0, 1.0, 3.0])
def test_level__of_z_logits_comes_out_as_z_logits(share, z):
    survive = exp(log(1.0 - share) * hazard_multiplier(share, np.array([z]))[0])
    assert log((1.0 - survive) / survive) - log(share / (1.0 - share)) == pytest.approx(z, abs=1e-9)


def test_level__of_zero_leaves_every_bit_of_the_night():
    shares = np.linspace(0.01, 0.99, 99)
    assert all(hazard_multiplier(share, np.zeros(3)).tolist() == [1.0] * 3 for share in shares)
