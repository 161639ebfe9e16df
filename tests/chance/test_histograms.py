"""Counts of any size, against the plain values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from himaya.chance.histograms import Counts
from himaya.chance.statistics import statistics, statistics_of, statistics_of_counts

chunks = st.lists(st.lists(st.integers(0, 50), min_size=1, max_size=20), min_size=1, max_size=5)


def counted(parts):
    found = Counts(1)
    for part in parts:
        found.add(np.array(part, np.int64)[:, None])
    return found


@given(chunks)
def test_counts__have_the_statistics_of_the_plain_values(parts):
    plain = statistics_of(np.concatenate([np.array(part) for part in parts]))
    assert counted(parts).statistics()[0] == pytest.approx(plain.row())


@given(chunks)
def test_counts__do_not_depend_on_the_cut_into_chunks(parts):
    together = counted([[value for part in parts for value in part]])
    assert np.array_equal(counted(parts).statistics(), together.statistics())


def test_counts__of_many_people_take_no_memory_and_lose_no_digit():
    """Two replications: 0 and 4 * 10^18: mean 2 * 10^18, sd 4 * 10^18 / sqrt(2)."""
    found = counted([[0], [4 * 10**18]])
    assert found.values[0].nbytes == 16
    assert found.statistics()[0].tolist() == [2e18, pytest.approx(4e18 / 2**0.5), 0, 0, 4e18]


def test_statistics__of_a_histogram_and_of_its_values_agree():
    histogram = np.array([0, 3, 0, 5, 2])
    assert statistics(histogram) == statistics_of_counts(np.array([1, 3, 4]), np.array([3, 5, 2]))
    assert statistics(histogram).mean == pytest.approx(2.6)
