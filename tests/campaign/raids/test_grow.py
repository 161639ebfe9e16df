"""Growth: the plain twin's numbers, thinning and copies, the months it goes by, every source."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from himaya.notes import Note
from tests.campaign.raids.small import COUNTS, raids
from tests.naive.raids import grown

N = range(2000)


def of_scenario(factor, **asked):
    return raids(kind="scenario", growth={"drones": factor}, **asked)


@pytest.mark.parametrize("factor", [0.0, 0.3, 1.0, 1.6, 2.0, 3.25])
def test_growth__is_the_plain_twins(factor):
    made = of_scenario((factor,), seed=7).counts(4, range(5, 9))
    for future, counts in zip(range(5, 9), made.tolist(), strict=True):
        assert counts[0] == grown(7, future, 4, 30, factor, "strike")
        assert counts[1] == grown(7, future, 4, 10, factor, "decoys")
        assert counts[2:] == list(COUNTS.values())[2:]


def test_growth_of_a_class__is_the_plain_twins():
    before = raids(kind="parametric", seed=3)
    after = raids(kind="parametric", seed=3, growth={"ballistic_missile": (2.4,)})
    for night in (1, 9):
        plain, more = (made.counts(night, range(20))[:, 3:5].sum(axis=1) for made in (before, after))
        expected = [
            grown(3, future, night, int(n), 2.4, "ballistic_missile") for future, n in enumerate(plain)
        ]
        assert more.tolist() == expected


@pytest.mark.parametrize("factor", [0.25, 1.75])
def test_growth__has_the_mean_and_variance_of_single_threats(factor):
    """Of 30: mean 30 m, variance 30 f (1 - f); four standard errors at 2,000 futures."""
    drawn, part = of_scenario((factor,)).counts(1, N)[:, 0], factor % 1.0
    variance = 30 * part * (1 - part)
    assert drawn.mean() == pytest.approx(30 * factor, abs=4 * (variance / len(N)) ** 0.5)
    assert drawn.var(ddof=1) == pytest.approx(variance, rel=4 * (2 / len(N)) ** 0.5)


def test_growth__of_one_changes_no_bit_and_whole_numbers_copy():
    plain = raids(kind="parametric")
    same = raids(kind="parametric", growth={"drones": (1.0,), "cruise_missile": (1.0,)})
    for night in range(1, 20):
        assert same.counts(night, range(9)).tolist() == plain.counts(night, range(9)).tolist()
    assert of_scenario((3.0,)).counts(1, range(1))[0, :2].tolist() == [90, 30]


def test_growth__goes_by_calendar_months_and_the_last_stays():
    made = of_scenario((1.0, 2.0, 0.0), span=90, start=date(2025, 12, 20))
    flown = {night: made.counts(night, range(1))[0, 0] for night in (1, 12, 13, 43, 44, 90)}
    assert flown == {1: 30, 12: 30, 13: 60, 43: 60, 44: 0, 90: 0}


def test_growth__keeps_the_order_of_luck():
    """One uniform a count: a larger factor never gives fewer, so that paths compare under common luck."""
    drawn = [of_scenario((factor,)).counts(2, range(200))[:, 0] for factor in (0.2, 0.5, 0.9)]
    assert (np.diff(drawn, axis=0) >= 0).all()


def test_growth__is_told():
    assert Note("raids_grow") in of_scenario((1.1,)).notes
    assert len(raids(kind="scenario").notes) == 1
