"""One check for files of every kind, and one way to write them."""

from __future__ import annotations

import pytest

import himaya
from himaya.errors import OutputError
from tests.campaign.small import battery, supply
from tests.scenario.small import edited

HOSPITAL = himaya.load_site("hospital")


@pytest.mark.parametrize("name", ["city", "status-quo", "hospital"])
def test_shipped_file_of_any_kind__is_sound(name):
    assert himaya.check(name) == ()


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("a.yaml", edited(("lat: 48.0", "lat: 95")), "launch_areas[0].lat: out of range, got 95"),
        ("a.yaml", "format: himaya/site/1\nname: a\n", "title: is missing"),
        ("a.yaml", "format: himaya/supply/1\nname: a\n", "title: is missing"),
        ("a.yaml", "format: himaya/other/1\n", "not a scenario"),
        ("a.xml", "<opsa-mef><define-fault-tree name='a'/></opsa-mef>", "a.xml"),
    ],
)  # fmt: skip
def test_broken_file_of_any_kind__is_told(tmp_path, file, text, said):
    (tmp_path / file).write_text(text, encoding="utf-8")
    problems = himaya.check(tmp_path / file)
    assert any(said in str(problem) for problem in problems), [str(problem) for problem in problems]


def test_site_of_a_scenario__is_told_in_its_line(tmp_path):
    sites = "sites: [{site: hospital, lines: {town: 9}}]\nassets:"
    text = edited(("assets:", sites), ("value: 3}", "radius_km: 1}"))
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    (problem,) = himaya.check(tmp_path / "a.yaml")
    assert (problem.line, problem.path) == (32, "sites[0].lines")
    (tmp_path / "a.yaml").write_text(text.replace("hospital", "hospitel"), encoding="utf-8")
    (problem,) = himaya.check(tmp_path / "a.yaml")
    assert (problem.line, problem.near) == (32, ("hospital",))


@pytest.mark.parametrize(
    ("value", "load"),
    [(battery(), himaya.load), (supply(), himaya.load_supply), (HOSPITAL, himaya.load_site)],
    ids=["scenario", "supply", "site"],
)  # fmt: skip
def test_dumped__reads_back_equal(value, load, tmp_path):
    text = himaya.dump(value, tmp_path / "a.yaml")
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == text
    assert load(tmp_path / "a.yaml") == value


def test_dump__says_where_it_cannot_write(tmp_path):
    with pytest.raises(OutputError, match="No such file"):
        himaya.dump(battery(), tmp_path / "none" / "a.yaml")
