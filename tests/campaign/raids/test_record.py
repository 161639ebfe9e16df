"""Raids to come against the official record, as docs/raids-to-come.md says: 500 futures, seed 1."""

from __future__ import annotations

import runpy
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import ks_2samp

from himaya.campaign.raids.nightly import nightly, window
from himaya.campaign.raids.parametric import SHAPE, Means, Parametric, monthly_totals
from himaya.campaign.raids.resample import Bootstrap
from himaya.chance.draws import Draws
from himaya.record import read_record
from himaya.scenario import CLASS_GROUPS
from tests.campaign.raids.small import START

CHECK = runpy.run_path(str(Path(__file__).parents[3] / "scripts" / "check_raids.py"))
NIGHTS = 180


@pytest.fixture(scope="module")
def record(official_record):
    return read_record(official_record)


@pytest.fixture(scope="module")
def before(record):
    first, found = window(record, START, NIGHTS)
    return nightly(record, first, found)


@pytest.fixture(scope="module")
def after(record):
    return nightly(record, date(2025, 7, 2), 91)


@pytest.fixture(scope="module", params=["bootstrap", "generator"])
def drawn(request, before):
    draws = Draws(1, "raids")
    blocks = Bootstrap(before, (7, 14), NIGHTS, draws)
    return CHECK["drawn"](
        blocks if request.param == "bootstrap" else Parametric(Means.before(START), NIGHTS, draws), NIGHTS
    )


def outside(recorded, futures, share=0.95):
    """Names of measures for which the record is not within the middle of the futures', and how many."""
    median = float(np.median(recorded[:, 0]))
    told = CHECK["measures"](recorded[None], median)
    found = []
    for (name, value), (_, many) in zip(told, CHECK["measures"](futures, median), strict=True):
        low, high = np.quantile(many, [(1 - share) / 2, (1 + share) / 2])
        if not low <= value[0] <= high:
            found.append(name)
    return found, len(told)


def test_totals__are_those_of_the_record(record):
    for (month, name), told in monthly_totals().items():
        year, number = map(int, month.split("-"))
        counts = nightly(record, date(year, number, 1), told.days)[:, CLASS_GROUPS.index(name)]
        assert (counts.sum(), (counts > 0).sum()) == (told.launched, told.nights)


def test_size_effect__is_that_of_january_to_june_2025(record):
    drones = nightly(record, date(2025, 1, 1), 181)[:, 0]
    some = drones > 0
    logs = np.log(np.maximum(drones, 1))
    pairs = some[1:] & some[:-1]
    assert pytest.approx(1 - some.mean(), abs=0.0005) == SHAPE.p_quiet
    assert pytest.approx((~some[1:])[~some[:-1]].mean(), abs=0.005) == SHAPE.p_again
    assert pytest.approx(logs[some].std(ddof=1), abs=0.005) == SHAPE.sigma
    assert pytest.approx(np.corrcoef(logs[1:][pairs], logs[:-1][pairs])[0, 1], abs=0.005) == SHAPE.rho


@pytest.mark.parametrize("k", range(4), ids=CLASS_GROUPS)
def test_nightly_numbers__are_distributed_as_before_the_first_night(drawn, before, k):
    """Distance of distribution functions against its 1 % point at 180 nights, 1.63 / sqrt(n) = 0.121."""
    assert ks_2samp(before[:, k], drawn[..., k].ravel()).statistic < 1.63 / NIGHTS**0.5


def test_nights_before_the_first__look_like_one_of_the_futures(drawn, before):
    """Quantiles, means, runs, autocorrelation, class mix: each within the middle 98 % of 500 futures."""
    found, n = outside(before, drawn, 0.98)
    assert n == 16
    assert found == []


def test_summer_of_2025__was_beyond_what_the_months_before_tell(drawn, after):
    """What docs/raids-to-come.md warns of: the level rose and nights were massed; `growth` is to state it."""
    found, _ = outside(after, drawn[:, : len(after)])
    assert "drones a night, mean" in found
    assert "drones a night, 95 %" in found


def test_six_month_total__of_drones_has_the_windows_mean(drawn, before):
    """Bootstrap: nights at the window's ends are drawn less often, which costs less than 2 %."""
    assert drawn[..., 0].mean() == pytest.approx(before[:, 0].mean(), rel=0.02)
