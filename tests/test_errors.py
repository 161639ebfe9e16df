"""A problem is one line of text, and the same as plain data."""

from __future__ import annotations

from himaya.errors import HimayaError, OutputError, Problem, ProblemsError, UnknownNameError

FULL = Problem("out of range", "a.yaml", 3, 7, "units[0].lat", "95", "at most 85", ("lat", "lon"))


def test_problem__is_written_with_place_value_and_remedy():
    said = "a.yaml:3: units[0].lat: out of range, got 95, expected at most 85 (did you mean lat or lon?)"
    assert str(FULL) == said


def test_problem__without_a_place_is_its_message():
    assert str(Problem("is wrong")) == "is wrong"


def test_problem__stays_one_line():
    assert str(Problem("is wrong", file="a\nb", value="\x1b[31m\r")) == r"a\nb: is wrong, got \x1b[31m\r"


def test_problem__as_data_names_every_field():
    assert FULL.as_dict() == {
        "message": "out of range", "file": "a.yaml", "line": 3, "column": 7, "path": "units[0].lat",
        "value": "95", "expected": "at most 85", "near": ["lat", "lon"],
    }  # fmt: skip


def test_error__carries_every_problem():
    error = ProblemsError([FULL, Problem("is wrong")])
    assert str(error) == f"{FULL}\nis wrong"


def test_tree__has_one_root():
    assert all(issubclass(each, HimayaError) for each in (ProblemsError, UnknownNameError, OutputError))
