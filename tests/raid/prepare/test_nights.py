"""Many nights on one route library: the same bits as each night alone."""

from __future__ import annotations

import numpy as np
import pytest

import himaya
from himaya.raid.prepare import nights
from himaya.raid.prepare.bridge import prepare
from himaya.raid.prepare.nights import prepare_nights
from tests.scenario.small import TEXT, read

CITY = himaya.load("city")


def some(scenario, *names, counts=1):
    """The scenario with some of its groups, the last ones first."""
    groups = [group.model_copy(update={"count": counts}) for group in scenario.raid if group.id in names]
    return scenario.model_copy(update={"raid": groups[::-1]})


NIGHTS = [
    some(CITY, *(group.id for group in CITY.raid[:2])),
    some(CITY, *(group.id for group in CITY.raid[1:]), counts=3),
    CITY,
]


@pytest.mark.parametrize("number", range(3))
def test_night__has_the_tables_that_it_has_alone(number):
    assert prepare_nights(NIGHTS, 5)[number].tables_hash == prepare(NIGHTS[number], 5).tables_hash


def test_library__is_asked_for_once_for_a_defence(monkeypatch):
    asked = []

    def counted(request):
        asked.append(len(request.corridors))
        return nights_library(request)

    nights_library = nights.library
    monkeypatch.setattr(nights, "library", counted)
    prepared = prepare_nights([*NIGHTS, read(TEXT)], 1)
    assert len(asked) == 2
    assert [len(each.raid.group) for each in prepared[:3]] == [
        sum(group.count for group in scenario.raid) for scenario in NIGHTS
    ]


def test_other_defence__has_a_library_of_its_own():
    units = [unit.model_copy(update={"lat": unit.lat + 0.1}) for unit in CITY.units]
    moved = CITY.model_copy(update={"units": units})
    alone = [prepare(each, 1) for each in (CITY, moved)]
    together = prepare_nights([CITY, moved], 1)
    assert [each.tables_hash for each in together] == [each.tables_hash for each in alone]
    first, second = (each.plan.library.windows for each in together)
    assert not np.array_equal(first.s_in_m, second.s_in_m)
