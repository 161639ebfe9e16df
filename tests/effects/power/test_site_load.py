"""Site files: what is wrong is told with its line and what would be right; shipped ones are whole."""

from __future__ import annotations

import pytest

from himaya.app.site import sources_of
from himaya.effects.power.site_load import SITES, load_site
from himaya.errors import ProblemsError, UnknownNameError
from himaya.files.base import parts
from himaya.scenario import Pert
from tests.effects.power.small import TEXT, edited, site


def line_of(text, part):
    return text[: text.index(part)].count("\n") + 1


def problems(*edits):
    with pytest.raises(ProblemsError) as caught:
        site(*edits)
    return caught.value.problems


@pytest.mark.parametrize(
    ("old", "new", "path", "said"),
    [
        ("count: 4", "count: 0", "diesels.count",
         "out of range, got 0, expected a whole number from 1 to 100"),
        ("needed: 2", "needed: 5", "diesels.needed",
         "more are needed than there are, got 5, expected at most 4"),
        ("fail_to_start: 0.05", "fail_to_start: 1.5", "diesels.fail_to_start",
         "out of range, got 1.5, expected a number from 0 to 1"),
        ("fail_to_run_per_h: 0.02", "fail_to_run_per_h: 0.2", "diesels.fail_to_run_per_h",
         "out of range, got 0.2, expected at most 0.1"),
        ("repair_h: 10", "repair_min: 10", "diesels.repair_min",
         "unknown key, the field is repair_h, got 10"),
        ("per_year: 40", "per_year: 400", "offsite.losses.per_year",
         "out of range, got 400, expected at most 100"),
        ("per_year: 40", "counted: {losses: 3, years: 2, source: x}\n    per_year: 4", "offsite.losses",
         "the rate is not stated once, got a mapping of 3, expected either per_year or counted"),
        ("{law: exponential, mean_h: 30}", "{law: weibull, mean_h: 30}", "offsite.losses.recovery",
         "expected"),
        ("{law: exponential, mean_h: 30}", "{law: recorded, hours: [5, 5, 5], source: x}",
         "offsite.losses.recovery.hours", "all durations are alike"),
        ("{hours: 40}", "{hours: 40, tank_l: 3}", "fuel", "the fuel is not stated once, got a mapping of 2"),
        ("fuel: {hours: 40}\n", "", "resupply", "deliveries to a site without a tank"),
        ("repair_h: 10", "repair_h: 0", "diesels.repair_h",
         "out of range, got 0, expected a number of hours from 0.01 to 1,000,000"),
        ("every_h: 24", "every_h: 0.1", "resupply.every_h", "out of range, got 0.1, expected at least 1"),
        ("battery_h: 2", "battery_h: two", "battery_h", "wrong kind of value, got two, expected a number"),
        ("himaya/site/1", "himaya/site/2", "format",
         "written for a newer Himaya; update it, got himaya/site/2"),
        ("himaya/site/1", "himaya/scenario/2", "format", "not a site, got himaya/scenario/2"),
    ],
)  # fmt: skip
def test_mistake__is_told_with_its_line_and_what_would_be_right(old, new, path, said):
    (problem,) = problems((old, new))
    assert (problem.file, problem.path) == ("small.yaml", path)
    assert said in str(problem)
    text = edited((old, new))
    last = path.rpartition(".")[2]
    found = [k for k, line in enumerate(text.splitlines(), 1) if f"{last}:" in line or f"{{{last}:" in line]
    assert problem.line in found


def test_mistakes__are_told_all_at_once():
    found = problems(("lines: 2", "lines: 0"), ("count: 4", "count: many"), ("battery_h", "batery_h"))
    assert [each.path for each in found] == ["offsite.lines", "diesels.count", "batery_h"]
    assert found[2].near[0] == "battery_h"


def test_unknown_name__names_those_that_ship():
    with pytest.raises(
        UnknownNameError, match=r"got hospitl, expected a shipped site \(hospital, zaporizhzhia\)"
    ):
        load_site("hospitl")


def test_path__that_is_not_there_is_told():
    with pytest.raises(ProblemsError, match=r"no/site.yaml: cannot be read: No such file"):
        load_site("no/site.yaml")


def test_path__loads_as_it_stands(tmp_path):
    (tmp_path / "own.yaml").write_text(TEXT, encoding="utf-8")
    assert load_site(tmp_path / "own.yaml") == load_site(str(tmp_path / "own.yaml")) == site()


@pytest.mark.parametrize("name", SITES.shipped())
def test_shipped__loads_and_every_range_has_its_source(name):
    found = load_site(name)
    assert found.name == name
    stated = sources_of(found)
    ranges = [part for _, part in parts(found) if isinstance(part, Pert)]
    assert len(stated) > len(ranges) > 3


def test_zaporizhzhia__is_as_recorded():
    found = load_site("zaporizhzhia")
    assert (found.diesels.count, found.diesels.needed) == (20, 8)
    assert (found.fuel.hours.low, found.fuel.hours.high) == (240, 480)
    assert found.offsite.losses.counted.losses == 10
    assert "20 started, 8 carried" in sources_of(found)["diesels"]


def test_schema__says_what_a_site_is():
    assert SITES.schema()["properties"]["format"]["const"] == "himaya/site/1"
    assert "offsite" in SITES.schema()["required"]
