"""Statistics over futures."""

from __future__ import annotations

from math import fsum, sqrt

import numpy as np
from numpy.typing import NDArray

from himaya.chance.intervals import Spread


def spread(values: NDArray[np.generic]) -> Spread:
    """Statistics over futures; percentiles by the inverted cdf. values : [future]."""
    numbers = [float(each) for each in values]
    n, mean = len(numbers), fsum(numbers) / len(numbers)
    sd = sqrt(fsum((each - mean) ** 2 for each in numbers) / (n - 1)) if n > 1 else 0.0
    p05, p50, p95 = (float(np.percentile(numbers, q, method="inverted_cdf")) for q in (5, 50, 95))
    return Spread(mean, sd, p05, p50, p95)
