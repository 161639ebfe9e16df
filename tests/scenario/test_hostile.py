"""Values that no planner means: refused with their line, before anything is flown."""

import pytest

from himaya.errors import ProblemsError
from himaya.scenario import load

HEAD = "format: himaya/scenario/2\nname: hostile\ntitle: hostile\nextends: city\n"


@pytest.mark.parametrize(("line", "message"), [
    ("effects: {injured_per_killed: 1e9}", r"injured_per_killed: out of range.*from 0 to 1000"),
    ("effects: {exposure_night: 1e12}", r"exposure_night: out of range.*from 0 to 1000"),
    ("effects: {debris_places: 1e12, debris_exponent: 1}", r"debris_places: out of range.*from 0 to 1000"),
    ('start: "9999-12-31T23:30:00+00:00"', r"start: out of range.*a year after 1900 and before 2200"),
    ('start: "0001-01-01T00:00:00+00:00"', r"start: out of range"),
    ("recorded: {drones: {launched: " + "9" * 400 + ", source: x}}", r"recorded\.drones\.launched"),
    ("recorded: {drones: {launched: 10, destroyed: 1000001, source: x}}", r"recorded\.drones\.destroyed"),
    ("assets: [{id: harbour, lat: 47, lon: 33, radius_km: 1, value: 1e300}]", r"assets\[0\]\.value"),
    ("area_defences: [{id: a, type: mobile-groups, teams: 1, region: "
     "{disc: {lat: 47, lon: 33, radius_km: 1e-300}}}]",
     r"radius_km: a region without ground.*at least 0\.001"),
    ('value_unit: "a\\0b"', r"value_unit: a control character in a text"),
    ('value_unit: "\\e[31mRED\\e]0;owned\\a"', r"value_unit: a control character in a text"),
    ('value_unit: "a\\x9bb"', r"value_unit: a control character in a text"),
])  # fmt: skip
def test_value__is_refused_with_its_line(tmp_path, line, message):
    (tmp_path / "a.yaml").write_text(HEAD + line + "\n", encoding="utf-8")
    with pytest.raises(ProblemsError, match=rf"a\.yaml:5: {message}|a\.yaml:5: .*{message}"):
        load(tmp_path / "a.yaml")


def test_line_ends_and_tabs__are_text(tmp_path):
    (tmp_path / "a.yaml").write_text(HEAD + 'summary: "one\\ttwo\\nthree"\n', encoding="utf-8")
    assert load(tmp_path / "a.yaml").summary == "one\ttwo\nthree"


@pytest.mark.parametrize("version", ["9" * 4301, "0" * 5000, "٣", "1_0", "-1", "", "1e3"])
def test_version_that_is_no_number__makes_no_scenario(tmp_path, version):
    (tmp_path / "a.yaml").write_text(
        f"format: himaya/scenario/{version}\nname: a\ntitle: a\n", encoding="utf-8"
    )
    with pytest.raises(ProblemsError, match=r"a\.yaml:1: format: not a scenario"):
        load(tmp_path / "a.yaml")
