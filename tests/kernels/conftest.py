"""A night flown by hand, once by the kernel and once by the twin."""

from __future__ import annotations

import pytest

from tests.kernels.builder import fly, make_plan
from tests.naive.night import NaiveNight


def by_kernel(plan, raid, replication):
    out = fly(plan, raid, 1, first=replication)
    columns = (out.outcome[0].tolist(), out.end_ms[0].tolist(), out.by[0].tolist())
    return list(zip(*columns, strict=True)), out.fired[0].tolist()


def by_twin(plan, raid, replication):
    twin = NaiveNight(plan, raid)
    return [(threat.outcome, threat.end, threat.by) for threat in twin.fly(replication)], twin.fired


@pytest.fixture(params=[by_kernel, by_twin], ids=["kernel", "twin"])
def night(request):
    """Threats as (outcome, end_ms, by) and rounds fired; takes what `make_plan` takes."""

    def flown(*tables, replication=0, **rules):
        return request.param(*make_plan(*tables, **rules), replication)

    return flown
