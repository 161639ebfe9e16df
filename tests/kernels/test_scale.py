"""Large raids: 100,000 threats and 2,000 units run, in memory that grows linearly."""

from __future__ import annotations

import numpy as np
import pytest

from himaya.kernels.work import allocate
from tests.kernels.builder import fly, make_plan

N_VARIANTS = 64


def large(n_threats, n_units):
    """Units in a row; each variant passes three of them, one threat a second."""
    units = [
        {"channels": 2, "interval": 2_000, "rounds": [{"ready": 20}], "weapons": [{"p": 0.7, "speed": 900.0}]}
        for _ in range(n_units)
    ]
    variants = []
    for k in range(N_VARIANTS):
        first = k * max(1, (n_units - 3) // N_VARIANTS)
        windows = [
            (first + i, 5_000.0 * i, 5_000.0 * i + 4_000.0, 5_000.0 * i + 2_000.0, 500.0) for i in range(3)
        ]
        variants.append({"length": 20_000.0, "windows": windows})
    group = {"count": n_threats, "speed": 50.0, "last": 1_000.0 * n_threats, "pairs": [(1.0, 0)]}
    return make_plan(units, variants, [group], per_group=N_VARIANTS, n_groups=1)


def n_bytes(table):
    return sum(n_bytes(part) if isinstance(part, tuple) else part.nbytes for part in table)


def test_memory__grows_linearly_with_threats_and_units():
    sizes = [n_bytes(allocate(*large(n, n // 50), 1 << 29)) for n in (10_000, 20_000, 40_000)]
    assert sizes[2] - sizes[1] == pytest.approx(
        2 * (sizes[1] - sizes[0]), rel=0.35
    )  # buckets are a power of 2
    assert sizes[2] < 4.2 * sizes[0]


def test_raid__of_100_000_threats_and_2_000_units_is_flown():
    plan, raid = large(100_000, 2_000)
    out = fly(plan, raid, 1, horizon_ms=1 << 29)
    assert out.counts[0].sum() == 100_000
    assert out.counts[0, 0, 0] == np.sum(out.by >= 0) > 1_000
    assert out.fired.max() <= 20 * 2_000
