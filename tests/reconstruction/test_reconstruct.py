"""The verb: a night of the record as a scenario, named, dated and assumed as the command does it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

import himaya
from himaya.errors import ProblemsError, UnknownNameError
from himaya.reconstruction import NightOptions, night_scenario
from tests.record.small import record_of, row

NIGHT = date(2025, 7, 4)
CITY = himaya.load("city")


@pytest.fixture
def record(tmp_path):
    return record_of(tmp_path, row(launch_place="Kursk oblast"))


@pytest.fixture
def silent(tmp_path):
    """A record whose last night tells no launch place, after one that does."""
    earlier = row("2025-07-02 18:00", "2025-07-03 06:00", launch_place="Kursk oblast")
    return record_of(tmp_path, row(launch_place=""), earlier)


def test_night__is_that_of_the_pieces(record):
    expected = night_scenario(record, NIGHT, himaya.load("ukraine"), NightOptions()).scenario
    assert himaya.reconstruct(record, NIGHT) == expected


@pytest.mark.parametrize("night", ["2025-07-04", NIGHT, datetime(2025, 7, 4, 12)])  # noqa: DTZ001 (a Kyiv date)
def test_date__is_taken_as_it_comes(record, night):
    assert himaya.reconstruct(record, night).name == "night-2025-07-04"


@pytest.mark.parametrize("defence", ["city", CITY], ids=["name", "scenario"])
def test_defence__is_named_or_given(record, defence):
    assert himaya.reconstruct(record, NIGHT, defence=defence).units == CITY.units


def test_options__are_passed_on(silent):
    usual = himaya.reconstruct(silent, NIGHT, usual_places=True, usual_targets=True)
    options = NightOptions(usual_places=True, usual_targets=True)
    assert usual == night_scenario(silent, NIGHT, himaya.load("ukraine"), options).scenario
    with pytest.raises(ProblemsError):
        himaya.reconstruct(silent, NIGHT)


@pytest.mark.parametrize(
    ("night", "message"),
    [
        ("tonight", "^night: not a date, got tonight, expected a date, as 2025-07-04"),
        (None, "^night: not a date, got None"),
        ("2025-07-05", "no raid ended on that date, got 2025-07-05, expected 2025-07-04"),
    ],
)
def test_night_that_is_none__is_told(record, night, message):
    with pytest.raises(ProblemsError, match=message):
        himaya.reconstruct(record, night)


def test_defence_that_is_none__is_told(record):
    with pytest.raises(UnknownNameError, match="did you mean ukraine"):
        himaya.reconstruct(record, NIGHT, defence="ukrain")
