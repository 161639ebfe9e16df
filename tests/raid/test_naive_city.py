"""The plain twin flies whole scenarios, prepared by the bridge, to the kernel's end of every threat."""

from __future__ import annotations

import pytest

import himaya
from himaya.raid.fly import chunks
from himaya.raid.prepare.bridge import prepare
from tests.naive.night import NaiveNight


@pytest.mark.parametrize(("name", "n"), [("city", 50), ("kyiv-2025-07-04", 3)])
def test_kernel_equals_twin__on_a_whole_scenario(name, n):
    prepared = prepare(himaya.load(name), 4)
    [(_, out)] = chunks(prepared, range(100, 100 + n), 1)
    twin = NaiveNight(prepared.plan, prepared.raid)
    for row in range(n):
        threats = twin.fly(100 + row)
        assert out.variant[row].tolist() == [threat.variant for threat in threats]
        assert out.outcome[row].tolist() == [threat.outcome for threat in threats]
        assert out.end_ms[row].tolist() == [threat.end for threat in threats]
        assert out.s_end_m[row].tolist() == [threat.where for threat in threats]
        assert out.by[row].tolist() == [threat.by for threat in threats]
        assert out.fired[row].tolist() == twin.fired
        assert out.meetings[row].tolist() == twin.meetings
    assert 0 < (out.outcome == 0).sum() < out.outcome.size
