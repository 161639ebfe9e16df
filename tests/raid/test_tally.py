"""Statistics from integer histograms equal numpy's on the samples themselves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import himaya
from himaya.chance.histograms import add_histogram
from himaya.chance.statistics import statistics
from himaya.raid.fly import chunks
from himaya.raid.outcome import make_dataset
from himaya.raid.prepare.bridge import prepare
from himaya.raid.tally import GROUPS, QUANTITIES, Tally, by_group, library_se


@example(list(range(60)))
@example(list(range(20)))
@given(st.lists(st.integers(0, 60), min_size=1, max_size=250))
def test_statistics__are_numpys(sample):
    given_sample = np.array(sample)
    found = statistics(np.bincount(given_sample))
    assert found.mean == pytest.approx(given_sample.mean(), rel=1e-12)
    sd = given_sample.std(ddof=1) if len(sample) > 1 else 0.0
    assert found.sd == pytest.approx(sd, rel=1e-9, abs=1e-12)
    quantiles = [round(float(np.quantile(given_sample, q, method="inverted_cdf"))) for q in (0.05, 0.5, 0.95)]
    # numpy's product n * 0.95 is a float: compare with the definition where it falls on a step
    exact = [
        min(k for k in range(61) if 100 * (given_sample <= k).sum() >= p * len(sample)) for p in (5, 50, 95)
    ]
    assert list(found.row()[2:]) == exact
    assert all(
        abs(exact.index(k) - quantiles.index(q)) == 0 or q >= k for k, q in zip(exact, quantiles, strict=True)
    )


def test_statistics__do_not_overflow_at_the_largest_sizes():
    histogram = np.zeros(200_001, np.int64)
    histogram[[0, 200_000]] = 50_000_000
    found = statistics(histogram)
    assert (found.mean, found.p50) == (100_000.0, 0)
    assert found.sd == pytest.approx(100_000.0, rel=1e-7)


def test_histogram__grows_where_it_must_and_keeps_what_was_there():
    grown = add_histogram(add_histogram(np.zeros(1, np.int64), np.array([0, 2])), np.array([5, 2]))
    assert grown.tolist() == [1, 0, 2, 0, 0, 1]
    assert add_histogram(grown, np.array([0])).tolist() == [2, 0, 2, 0, 0, 1]


def test_by_group__adds_up_drones_everything_and_what_was_lost():
    counts = np.arange(20, dtype=np.int32).reshape(1, 5, 4)
    table = dict(zip(GROUPS, by_group(counts)[0].tolist(), strict=True))
    assert table["cruise_missile"] == [8, 9, 10, 11, 19]
    assert table["drones"] == [4, 6, 8, 10, 14]
    assert table["all"] == [40, 45, 50, 55, 95]
    assert QUANTITIES[-1] == "soft_killed_or_fell"


def moments(groups: list[np.ndarray]) -> np.ndarray:
    return np.array([[len(values), values.sum(), (values * values).sum()] for values in groups], np.int64)


def test_library_se__is_0_where_groups_are_identical():
    assert library_se(moments([np.array([3, 5, 4, 9])] * 8)) == 0.0


@pytest.mark.parametrize("groups", [[np.array([1, 2])], [np.array([1]), np.array([7])], []])
def test_library_se__is_0_where_it_cannot_be_known(groups):
    assert library_se(moments(groups).reshape(-1, 3)) == 0.0


def test_library_se__takes_off_what_chance_explains():
    rng = np.random.default_rng(1)
    level = rng.normal(50.0, 4.0, 2_000)  # so many groups that sd / sqrt(groups) is known to 2 % itself
    groups = [rng.poisson(max(m, 0.0), 20) for m in level]
    raw = np.std([values.mean() for values in groups], ddof=1) / np.sqrt(2_000)
    assert library_se(moments(groups)) == pytest.approx(4.0 / np.sqrt(2_000), rel=0.06)  # 3 se of an sd
    assert raw > 1.05 * library_se(moments(groups))


def test_tally__does_not_depend_on_the_order_of_chunks():
    prepared = prepare(himaya.load("city"), 3)
    flown = list(chunks(prepared, range(650), 1))
    datasets = []
    for order in (flown, flown[::-1]):
        tally = Tally.of(prepared)
        for first, out in order:
            tally.add(prepared, out, first)
        datasets.append(make_dataset(prepared, tally, {}))
    assert tally.n == 650
    assert datasets[0].identical(datasets[1])
    assert float(datasets[0]["library_se"].sel(group="all", quantity="hit")) > 0
