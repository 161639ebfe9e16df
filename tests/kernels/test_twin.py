"""The kernel gives the plain twin's outcome of every threat in every replication."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernels.builder import fly
from tests.kernels.strategies import nights
from tests.naive.night import NaiveNight


@settings(max_examples=400, deadline=None)
@given(nights(), st.integers(0, 2**31), st.integers(0, 2000))
def test_kernel_equals_twin__every_threat_of_small_random_nights(
    night: tuple[Any, Any], first: int, number: int
) -> None:
    plan, raid = night
    out = fly(plan, raid, 4, first=first, night=number)
    twin = NaiveNight(plan, raid, number)
    for row in range(4):
        threats = twin.fly(first + row)
        assert out.variant[row].tolist() == [threat.variant for threat in threats]
        assert out.outcome[row].tolist() == [threat.outcome for threat in threats]
        assert out.end_ms[row].tolist() == [threat.end for threat in threats]
        assert out.by[row].tolist() == [threat.by for threat in threats]
        assert out.s_end_m[row].tolist() == [threat.where for threat in threats]
        assert out.fired[row].tolist() == twin.fired
        assert out.meetings[row].tolist() == twin.meetings
