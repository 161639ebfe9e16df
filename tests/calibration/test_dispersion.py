"""How much more than by luck recorded nights differ: what docs/calibration.md says of it."""

import numpy as np
import pytest

from himaya.record import RecordClass, read_record
from himaya.record.neutralised import SPLIT_FROM


def test_recorded_drones__have_nine_times_binomial_variance_around_the_raids_beside_them(official_record):
    """3 to 4 until March 2025, 12 to 18 since: not the 3 to 5 of the prior's sigma."""
    raids = [
        raid
        for raid in read_record(official_record).raids
        if raid.weapon_class is RecordClass.drone and raid.scored and raid.end_local >= SPLIT_FROM
        and f"{raid.end_local:%Y-%m}" <= "2025-09"
    ]  # fmt: skip
    n, k = (np.array([getattr(raid, name) for raid in raids], float) for name in ("launched", "neutralised"))
    beside = np.abs(np.subtract.outer(np.arange(len(n)), np.arange(len(n)))) <= 7
    np.fill_diagonal(beside, False)
    p = beside @ k / (beside @ n)
    ratio = (k - n * p) ** 2 / (n * p * (1.0 - p))
    late = np.array([f"{raid.end_local:%Y-%m}" >= "2025-04" for raid in raids])
    assert len(raids) == 385
    assert ratio.mean() == pytest.approx(8.9, abs=0.1)
    assert 3.0 < ratio[~late].mean() < 4.0
    assert 12.0 < ratio[late].mean() < 18.0
