"""Which models a raid of a class may have, where nobody states them: those of the last raids of like size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import gcd

from himaya.forecasting.history import ByModel, PastRaid

N_RAIDS = 20
"""Raids looked at."""
LIKE = 2
"""A raid of at most so many times the size, and at least one so many-th, is of like size."""
LEAST = 5
"""Raids of like size below which the last of any size are taken."""


def usual_models(past: Sequence[PastRaid], launched: int) -> dict[ByModel, float]:
    """Share of the last raids of like size that had such models in such proportion, of sum 1.

    Where no raid tells its models, all have none told.
    """
    told = [raid for raid in past if raid.by_model]
    like = [raid for raid in told if launched <= LIKE * raid.launched and raid.launched <= LIKE * launched]
    chosen = like if len(like) >= LEAST else told
    found = Counter(_in_lowest_terms(raid.by_model) for raid in chosen[-N_RAIDS:]) or Counter([()])
    return {by_model: count / found.total() for by_model, count in found.items()}


def _in_lowest_terms(by_model: ByModel) -> ByModel:
    """As 1 and 2 for 4 and 8."""
    divisor = max(gcd(*(each.launched for each in by_model)), 1)
    return tuple(each._replace(launched=each.launched // divisor) for each in by_model)
