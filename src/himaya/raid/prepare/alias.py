"""Walker's alias table: one uniform picks from any weights in constant time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def alias_table(weights: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Share of each column that keeps its own index, and where the rest of it goes.

    Parameters
    ----------
    weights : f8[choice], at least one, all above 0; they need not sum to 1.

    Returns
    -------
    keep : f8[choice] in [0, 1]; alias : i4[choice]. With column = u * n, the choice is
    int(column) if its fractional part is below keep, else alias (Vose 1991).
    """
    share = weights / weights.sum() * len(weights)
    keep = np.ones(len(weights))
    alias = np.arange(len(weights), dtype=np.int32)
    small = [int(k) for k in np.flatnonzero(share < 1.0)]
    large = [int(k) for k in np.flatnonzero(share >= 1.0)]
    while small and large:
        little, big = small.pop(), large.pop()
        keep[little], alias[little] = share[little], big
        share[big] -= 1.0 - share[little]
        (small if share[big] < 1.0 else large).append(big)
    return keep, alias
