"""The five numbers that tell a quantity over replications, histories or futures, everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from math import fsum, sqrt

import numpy as np
from numpy.typing import NDArray

from himaya.arrays import Array

PERCENT = (5, 50, 95)


@dataclass(frozen=True)
class Statistics:
    """Mean, spread and percentiles; of a count the percentiles are whole numbers."""

    mean: float
    sd: float
    """Standard deviation, n - 1; 0 for one value."""
    p05: int | float
    """Smallest value v with F(v) >= 5 %; likewise the others."""
    p50: int | float
    p95: int | float

    def row(self) -> tuple[float, ...]:
        """The five numbers in the order of `STATISTICS`."""
        return (self.mean, self.sd, self.p05, self.p50, self.p95)

    def __iter__(self) -> Iterator[float]:
        """The five numbers in turn: ``mean, sd, p05, p50, p95 = statistics``."""
        return iter(self.row())

    def times(self, factor: float) -> Statistics:
        """The same in another unit."""
        return Statistics(*(value * factor for value in self.row()))


STATISTICS = tuple(field.name for field in fields(Statistics))
"""Names of the five numbers: the coordinate `statistic` of every outcome."""


def count_statistics(row: Iterable[float]) -> Statistics:
    """The statistics of a count from a row of an outcome; its percentiles become whole numbers again."""
    mean, sd, *percentiles = row
    return Statistics(mean, sd, *(int(value) for value in percentiles))


def constant(value: int) -> Statistics:
    """The statistics of what is the same in every replication."""
    return Statistics(value, 0.0, value, value, value)


def statistics(histogram: Array) -> Statistics:
    """Mean, sd (n - 1) and inverted-cdf percentiles of a count.

    Parameters
    ----------
    histogram : i8[count], replications by count, at least one.
    """
    values = np.flatnonzero(histogram)
    return statistics_of_counts(values, histogram[values])


def statistics_of_counts(values: Array, replications: Array) -> Statistics:
    """Mean, sd (n - 1) and inverted-cdf percentiles of a count, in exact whole numbers of any size.

    Parameters
    ----------
    values : i8[different value], rising.
    replications : i8[different value], at least one each.
    """
    counted = [(int(value), int(times)) for value, times in zip(values, replications, strict=True)]
    n = sum(times for _, times in counted)
    total = sum(value * times for value, times in counted)
    squares = sum(value * value * times for value, times in counted)
    variance = (n * squares - total * total) / (n * (n - 1)) if n > 1 else 0.0
    below = np.cumsum(replications) * 100
    percentiles = (int(values[np.searchsorted(below, share * n)]) for share in PERCENT)
    return Statistics(total / n, sqrt(variance), *percentiles)


def statistics_of(values: NDArray[np.generic]) -> Statistics:
    """Statistics of an amount; values : [replication, history or future], at least one.

    Sums are exactly rounded, so that they do not depend on how the values were cut into blocks.
    """
    numbers = np.asarray(values, np.float64)
    n, mean = len(numbers), fsum(numbers) / len(numbers)
    sd = sqrt(fsum((numbers - mean) ** 2) / (n - 1)) if n > 1 else 0.0
    percentiles = (float(np.percentile(numbers, q, method="inverted_cdf")) for q in PERCENT)
    return Statistics(mean, sd, *percentiles)
