"""Broken files: each mistake is one line that says what, where, and what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.scenario.small import TEXT, edited, problems_in

SLIPS = yaml.safe_load(Path(__file__).with_name("slips.yaml").read_text(encoding="utf-8"))

BYTES = [
    (b"", "the file is empty"),
    (b" \n\n", "the file is empty"),
    (b"# a comment alone\n", "the document is nothing, expected a mapping"),
    (b"- a\n- b\n", "the document is a list"),
    (b"himaya", "the document is a single value"),
    (b"\x89PNG\r\n\x1a\n", "the file is not text, expected text in UTF-8"),
    (b"format: a\nname: \xff\n", "small.yaml:2: the file is not text"),
    (b"a: b\nc: \0\n", "small.yaml:2: the file is binary"),
    (b"a: \x07\n", "not valid YAML: control characters are not allowed"),
    (TEXT.encode("utf-16"), "the file is UTF-16, expected text in UTF-8"),
    (TEXT.encode("utf-16-le"), "the file is binary"),
    (b"#" * 2_000_001, "the file is too large, expected at most 2,000,000 bytes"),
    (
        edited(("[bend]", "[" * 60)).encode(),
        "small.yaml:42: raid[0].via: nested too deeply, expected at most 50",
    ),
    (edited(("[bend]", "[" * 60_000)).encode(), "nested too deeply, expected at most 50"),
    (b"a:\n" + b"- 1\n" * 260_000, "too many values, expected at most 250,000"),
]


@pytest.mark.parametrize(("old", "new", "line", "said"), SLIPS, ids=[slip[1][:30] for slip in SLIPS])
def test_slip__is_one_problem_in_its_line(old, new, line, said):
    (problem,) = problems_in(edited((old, new)))
    assert (problem.file, problem.line) == ("small.yaml", line)
    assert said in str(problem)


@pytest.mark.parametrize(("data", "said"), BYTES, ids=[said for _, said in BYTES])
def test_what_is_no_document__is_one_problem(data, said):
    (problem,) = problems_in(data)
    assert said in str(problem)


def test_mistakes__are_all_reported_in_the_order_of_the_file():
    text = edited(
        ("name: Gun", "name: Gun\n    name: Gin"),  # YAML
        ("lat: 48.0", "lat: 95"),  # a field
        ("type: moped", "type: mopd"),  # a reference
        ("last_launch_min: 10", "last_launch_min: 1"),  # between fields
        ("id: patrol-1", "id: gun-1"),  # between lists
    )
    assert [problem.line for problem in problems_in(text)] == [10, 30, 39, 45, 49]


def test_total_of_the_raid__is_limited():
    second = "  - {id: more, type: moped, count: 1, launch_areas: {east: 1}, aim_points: {centre: 1},\n"
    second += "     first_launch_min: 0, last_launch_min: 0}\nunits:\n"
    text = edited(("count: 2", "count: 200000"), ("units:\n", second))
    assert "the raid is too large, got 200,001, expected at most 200,000" in str(problems_in(text)[0])


def test_hashes_of_ids__must_differ():
    text = edited(("id: gun-1", "id: gun-15548"), ("id: patrol-1", "id: gun-59780"))  # found by search
    assert "area_defences[0].id: its hash is that of gun-15548" in str(problems_in(text)[0])


def test_many_problems__stop_at_a_hundred():
    problems = problems_in("format: himaya/scenario/2\n" + "".join(f"key-{i}: 1\n" for i in range(500)))
    assert len(problems) == 101
    assert problems[-1].message == "more problems follow; mend these first"


def test_value__is_shown_in_one_short_line():
    (problem,) = problems_in(edited(("type: moped", "type: " + "m" * 100_000)))[:1]
    assert len(str(problem)) < 200


def test_command__that_is_not_listed_is_no_mistake():
    own = ("lon: 34.1,", "lon: 34.1, command: north, track_group: radar,")
    assert problems_in(edited(own, ("units:\n", "commands: [{id: south}]\nunits:\n"))) == ()


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode()))
def test_any_bytes__raise_problems_alone(data):
    assert problems_in(data)  # none of them is a scenario; any other exception fails the test


@given(st.integers(0, len(TEXT)), st.integers(0, 40), st.text("[]{}:,-&*!|>'\"#\n\t 0e~", max_size=5))
def test_any_edit__raises_problems_alone(start, length, inserted):
    problems = problems_in(TEXT[:start] + inserted + TEXT[start + length :])
    assert all(problem.message and problem.file for problem in problems)
