"""Single cells: what cannot be read is None, never 0, and never an error."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from himaya.record.cells import count_of, in_utc, list_of, mapping_of, time_of


@pytest.mark.parametrize(("text", "count"), [("65.0", 65), ("0", 0), ("0.0", 0), (" 7 ", 7), ("1e2", 100)])
def test_count__is_a_whole_number(text, count):
    assert count_of(text) == count


@pytest.mark.parametrize("text", ["", "nan", "NaN", "None", "2.5", "-1", "inf", "many", "1,200", "1e30"])
def test_count__of_anything_else_is_unknown(text):
    assert count_of(text) is None


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2025-03-06 21:00 ", ("2025-03-06 21:00", False)),
        ("2023-05-16 3:30", ("2023-05-16 03:30", False)),
        ("2025-03-06T21:00:00", ("2025-03-06 21:00", False)),
        ("2025-03-06 24:00", ("2025-03-07 00:00", False)),
        ("2024-05-16 ", ("2024-05-16 00:00", True)),
    ],
)
def test_time__is_read_however_it_is_written(text, time):
    assert time_of(text) == (datetime.fromisoformat(time[0]), time[1])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nan",
        "yesterday",
        "2025-02-30",
        "2025-01-01 24:30",
        "2025-01-01 12:60",
        "0001-01-01",
        "9999-12-31",
    ],
)
def test_time__that_is_none_is_unknown(text):
    assert time_of(text) is None


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2025-07-04 06:00", "2025-07-04 03:00"),  # summer, UTC+3
        ("2025-01-04 06:00", "2025-01-04 04:00"),  # winter, UTC+2
        ("2024-10-27 03:30", "2024-10-27 00:30"),  # repeated: the first pass is still UTC+3
        ("2024-10-27 04:00", "2024-10-27 02:00"),
        ("2025-03-30 03:30", "2025-03-30 01:30"),  # left out: as if the clock had not been put forward
    ],
)
def test_utc__takes_the_first_pass_of_the_repeated_hour(local, utc):
    expected = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert in_utc(time_of(local)[0]) == expected


def test_mapping__has_bare_nan_as_unknown_and_keeps_the_word_in_names():
    text = "{'south': 4, 'east': NaN, 'nan or more': nan, \"it's\": 2.0}"
    assert mapping_of(text) == {"south": 4, "east": None, "nan or more": None, "it's": 2.0}


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", "__import__('os')", "{1: f()}", "{" * 5000, "{'a': 1" + " " * 30_000]
)
def test_mapping__of_anything_else_is_none(text):
    assert mapping_of(text) is None


def test_list__is_of_texts():
    assert list_of("['Kyiv', 'Kyiv oblast']") == ["Kyiv", "Kyiv oblast"]
    assert list_of("{'Kyiv': 1}") is None


@given(st.text())
def test_cells__never_fail(text):
    for read in (count_of, time_of, mapping_of, list_of):
        read(text)
        read(f"{{{text}}}")
