"""What is said of a backtest: each number in its own place, and intervals by whole Kyiv weeks."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pytest

from himaya.forecasting.backtest import backtest
from himaya.forecasting.blocks import paired_difference
from himaya.forecasting.history import PastRaid, week
from himaya.forecasting.one_ahead import Score, ScoredForecast
from himaya.forecasting.summary import paired, summarise
from tests.forecasting.small import history


def scored(end, *scores):
    """A forecast with given scores of himaya and, one worse in both, of a reference."""
    raid = PastRaid(f"at {end}", "drone", end, 10, 5)
    mine = Score(*scores)
    other = mine._replace(log_score=mine.log_score + 1.0 + end.day, crps=mine.crps + 2.0)
    return ScoredForecast(raid, {"himaya": mine, "last_raid": other}, np.full(11, 1 / 11))


def test_summary__has_every_number_in_its_place():
    """PITs at .2, .07, .5 and .97: half of them in the middle 50 %, three quarters in 90 % and so on."""
    pits = (0.2, 0.07, 0.5, 0.97)
    raids = [scored(datetime(2025, 1, 1 + k, tzinfo=UTC), k, 2.0 * k, p, p + 1e-9, 10 + k)
             for k, p in enumerate(pits)]  # fmt: skip
    found = summarise(raids, "himaya")
    assert (found.n, found.log_score, found.crps, found.width_80) == (4, 1.5, 3.0, 11.5)
    assert found.coverage_50 == pytest.approx(0.25)
    assert found.coverage_80 == pytest.approx(0.5)
    assert found.coverage_90 == pytest.approx(0.75)
    assert found.pit[2] == pytest.approx(0.25)  # .2 opens the third tenth


def test_week__is_that_of_kyiv_from_monday():
    assert week(datetime(2025, 7, 6, 20, 30, tzinfo=UTC)) == date(2025, 6, 30)  # Sunday 23:30 there
    assert week(datetime(2025, 7, 6, 21, 30, tzinfo=UTC)) == date(2025, 7, 7)  # Monday 00:30
    assert week(datetime(2025, 7, 13, 20, 0, tzinfo=UTC)) == date(2025, 7, 7)


def test_paired__draws_whole_weeks():
    ends = [datetime(2025, 7, day, 4, tzinfo=UTC) for day in range(1, 29)]
    raids = [scored(end, 1.0, 1.0, 0.4, 0.5, 3) for end in ends]
    log_score, crps = paired(raids, "last_raid", seed=3)
    differences = np.array([-1.0 - end.day for end in ends])
    by_hand = paired_difference(differences, [date(2025, 7, d).isocalendar().week for d in range(1, 29)], 3)
    assert (log_score.difference.low, log_score.difference.high) == (by_hand.low, by_hand.high)
    by_raid = paired_difference(differences, list(range(28)), 3)
    assert by_hand.high - by_hand.low > 1.5 * (by_raid.high - by_raid.low)
    assert (crps.difference.mean, crps.difference.low, crps.difference.high) == (-2.0, -2.0, -2.0)


def test_window__is_of_kyiv_dates():
    late = PastRaid("half past midnight", "drone", datetime(2025, 3, 31, 21, 30, tzinfo=UTC), 10, 5)
    ends = date(2025, 4, 1), date(2025, 4, 1)
    assert [each.raid.raid_id for each in backtest([*history(9), late], *ends)] == ["half past midnight"]
