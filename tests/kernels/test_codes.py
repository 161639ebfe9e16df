"""A full buffer stops its replication with a code; nothing is written past an end."""

from __future__ import annotations

import numpy as np
import pytest

from himaya.kernels.replicate import replicate
from himaya.kernels.work import HEAP_FULL, MEETINGS_FULL, OK, SHOTS_FULL, Span, allocate
from himaya.raid.outputs import empty_out
from tests.kernels.builder import make_plan

GROUPS = [{"count": 1, "pairs": [(1, 0)]}]


def codes(plan, raid, work=None, n=2):
    out = empty_out(plan, raid, n)
    replicate(plan, raid, work or allocate(plan, raid, 1 << 20), out, Span(0, n, 0))
    return out.code.tolist(), out


def shooting(ready):
    """All rounds in one millisecond: nothing takes time, nothing hits."""
    units = [{"rounds": [{"ready": ready}], "weapons": [{"p": 0.0}]}]
    return make_plan(units, [{"length": 1000.0, "windows": [(0, 0.0, 1000.0, 0.0, 0.0)]}], GROUPS)


@pytest.mark.parametrize(("ready", "code"), [(1 << 16, OK), ((1 << 16) + 1, SHOTS_FULL)])
def test_shots__one_unit_at_one_threat(ready, code):
    found, out = codes(*shooting(ready))
    assert found == [code] * 2
    assert (out.fired == 1 << 16).all()  # each has a draw of its own


@pytest.mark.parametrize(("length", "code"), [(3500.0, OK), (4700.0, MEETINGS_FULL)])
def test_meetings__on_one_pass(length, code):
    """One a metre: 4,096 is 9 standard deviations from either."""
    areas = [{"teams": 1, "rate": 1.0, "hold": 0}]
    found, out = codes(*make_plan([], [{"length": 9000.0, "passes": [(0, 0.0, length, 0)]}], GROUPS, areas))
    assert found == [code] * 2
    assert (out.meetings <= 1 << 12).all()


@pytest.mark.parametrize(("room", "code"), [(0, HEAP_FULL), (1, HEAP_FULL), (2, OK)])
def test_heap__of_shortened_memory(room, code):
    """A launch asks for two places: the channel's end and the next decision."""
    units = [{"interval": 1000, "assessment": 500, "rounds": [{"ready": 1}], "weapons": [{"p": 0.0}]}]
    plan, raid = make_plan(units, [{"length": 1000.0, "windows": [(0, 0.0, 1000.0, 0.0, 0.0)]}], GROUPS)
    work, beyond = allocate(plan, raid, 1 << 20), -7
    keys, refs = np.full(9, beyond), np.full(9, beyond)
    shortened = work._replace(queues=work.queues._replace(heap_key=keys[:room], heap_ref=refs[:room]))
    assert codes(plan, raid, shortened)[0] == [code] * 2
    assert (keys[room:] == beyond).all()
    assert (refs[room:] == beyond).all()


def test_memory__serves_again_after_it_was_full():
    plan, raid = shooting((1 << 16) + 1)
    work = allocate(plan, raid, 1 << 20)
    assert codes(plan, raid, work)[0] == [SHOTS_FULL] * 2
    fewer = plan._replace(magazines=plan.magazines._replace(ready=np.array([5])))
    found, out = codes(fewer, raid, work)
    assert (found, out.fired.tolist()) == ([OK] * 2, [[5], [5]])


def test_codes__are_told_apart():
    assert (OK, HEAP_FULL, MEETINGS_FULL, SHOTS_FULL) == (0, 1, 2, 3)
