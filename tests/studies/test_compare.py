"""Nights or months beside each other: what is compared, and what cannot be."""

from __future__ import annotations

import numpy as np
import pytest

import himaya
from himaya.errors import ProblemsError
from tests.campaign.small import battery, supply

STOCK = "[{round: battery/round, depot: depot, quantity: 2}]"
BATTERY = battery()


def months(**given):
    stated = supply(**{"stock": STOCK, **given.pop("supply", {})})
    return himaya.run_campaign(BATTERY, stated, **{"nights": 40, "futures": 3, **given})


@pytest.fixture(scope="module")
def poor():
    return months(supply={"stock": "[]"})


@pytest.fixture(scope="module")
def rich():
    return months()


def test_campaigns__are_compared_future_by_future(poor, rich):
    rows = {row.quantity: row for row in himaya.compare([poor, rich])}
    leakers = rich.leakers().sum(axis=(1, 2)) - poor.leakers().sum(axis=(1, 2))
    assert rows["all.leakers"].mean == np.mean(leakers) == -2.0  # two rounds more, each kills
    assert (rows["battery/round.fired"].mean_a, rows["battery/round.fired"].mean_b) == (4.0, 6.0)
    assert rows["all.leakers"].n == 3


def test_campaigns__are_compared_by_month(poor, rich):
    rows = {row.quantity: row for row in himaya.compare([poor, rich])}
    assert rows["2025-07.leakers"].mean == -2.0  # the first 31 nights
    assert rows["2025-08.leakers"].mean == 0.0


def test_campaign__beside_itself_differs_in_nothing(rich):
    for row in himaya.compare([rich, rich]):
        assert (row.mean, row.low, row.high) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("other", "path"),
    [({"seed": 2}, "seed"), ({"nights": 39}, "nights"), ({"futures": 2}, "futures")],
)
def test_campaigns_that_are_no_pairs__are_refused(rich, other, path):
    with pytest.raises(ProblemsError, match="not the same as in test") as caught:
        himaya.compare([rich, months(**other)])
    assert path in {problem.path for problem in caught.value.problems}


def test_one_future__has_no_interval():
    once = months(futures=1, nights=2)
    with pytest.raises(ProblemsError, match="too few futures"):
        himaya.compare([once, once])


def test_nights_beside_months__are_refused(rich):
    with pytest.raises(ProblemsError, match="not of one kind, got Scenario, CampaignOutcome"):
        himaya.compare([BATTERY, rich])


@pytest.mark.parametrize("given", [[], [BATTERY]])
def test_fewer_than_two__are_refused(given):
    with pytest.raises(ProblemsError, match="expected two or more"):
        himaya.compare(given)
