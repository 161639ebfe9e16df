"""The command and screens of `himaya site`."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from math import exp
from pathlib import Path

import jsonschema
import pytest

from himaya.app import actions
from himaya.cli.main import _guarded
from himaya.effects.power.trees import solve
from tests.effects.power.small import CHAIN, TEXT, edited
from tests.effects.power.trees.small import ABC, event, gate, mef, model, refer

SMALL = ["own.yaml", "--days", "10", "--histories", "2000"]


@pytest.fixture
def says(capsys, tmp_path, monkeypatch):
    """Exit code, stdout and stderr of a command, beside two sites and a fault tree."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.yaml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "broken.yaml").write_text(
        edited(("needed: 2", "needed: 9"), ("lines: 2", "lines: 0")), "utf-8"
    )
    (tmp_path / "chain.yaml").write_text(edited(*CHAIN), encoding="utf-8")
    (tmp_path / "tree.xml").write_text(model(f"<and>{ABC}</and>"), encoding="utf-8")
    (tmp_path / "bad.xml").write_text('<!DOCTYPE a SYSTEM "b">\n<opsa-mef/>', encoding="utf-8")

    def call(*arguments):
        code = _guarded([*arguments])
        return code, *capsys.readouterr()

    return call


@pytest.mark.parametrize(("what", "arguments"), [("site", SMALL), ("site_tree", ["tree.xml"])])
def test_json__is_one_object_of_its_schema(says, what, arguments):
    code, shown, complaints = says("site", *arguments, "--json")
    document = json.loads(shown)
    jsonschema.validate(document, actions.schema(what))
    assert next(iter(document.items())) == ("schema", f"himaya.{what}/1")
    assert (code, complaints, shown.count("\n")) == (0, "", 1)


def test_json__of_a_site_has_what_the_interface_promises(says):
    document = json.loads(says("site", *SMALL, "--json")[1])
    assert {"p_loop", "loop_h", "diesel_h", "fuel_days_left", "p_blackout_by_day", "p_outage_exceeds_fuel",
            "exact", "histories"} <= set(document)  # fmt: skip
    assert [each["day"] for each in document["p_blackout_by_day"]] == list(range(1, 11))
    assert set(document["p_blackout_by_day"][0]) == {"day", "p", "low", "high", "method"}
    assert {"quantity", "method", "value"} < set(document["exact"][0])
    assert document["sources"] == {"offsite": "invented", "diesels": "invented"}


def test_json__is_the_same_for_the_same_seed(says):
    first, again, other = (
        json.loads(says("site", *SMALL, "--json", "--seed", seed)[1]) for seed in ("3", "3", "4")
    )
    for document in (first, again, other):
        del document["elapsed_s"]
    assert first == again
    assert first["loop_h"] != other["loop_h"]


def test_site__shows_exact_beside_simulated(says):
    code, shown, complaints = says("site", "chain.yaml", "--days", "10", "--histories", "20000")
    assert (code, complaints) == (0, "")
    rows = [line for line in shown.splitlines() if "uniformised" in line]
    assert len(rows) == 1
    assert rows[0].startswith("Blackout by day 10 ")
    assert "counted losses" in shown
    assert "static tree" in shown
    assert "Days of fuel" not in shown


def test_site__says_what_was_never_seen_as_a_limit(says):
    rare = edited(("per_year: 40", "per_year: 0"), ("per_year: 20", "per_year: 0"))
    Path("own.yaml").write_text(rare, encoding="utf-8")
    shown = says("site", *SMALL)[1]
    assert re.search(r"Blackout by day 10 +< 0\.00184", shown)  # 1 - 0.025^(1/2000)
    assert re.search(r"Off-site power is lost +< 0\.00184", shown)


@pytest.mark.parametrize("name", ["zaporizhzhia", "hospital", "own.yaml", "chain.yaml"])
def test_screen__is_narrow_and_in_words(says, name):
    code, shown, _ = says("site", name, "--histories", "2000")
    assert code == 0
    assert max(map(len, shown.splitlines())) <= 78
    assert re.findall(r"\b[a-z]+_[a-z_]+", shown) == []
    assert "What to keep in mind" in shown
    assert "Nothing was written" in shown


def test_tree__shows_its_top(says):
    code, shown, _ = says("site", "tree.xml")
    assert code == 0
    assert "Probability of the top: 0.006\n" in shown
    assert max(map(len, shown.splitlines())) <= 78


def test_tree__shows_small_numbers_as_they_are(says, tmp_path):
    (tmp_path / "tree.xml").write_text(model(f"<and>{ABC}</and>").replace("0.3", "1e-6"), encoding="utf-8")
    shown = says("site", "tree.xml")[1]
    assert "Probability of the top: 2e-08\n" in shown
    assert "Minimal cut sets: 1 (1 of 3 events)\n" in shown
    assert re.search(r"^a, b, c +2e-08 +1$", shown, re.MULTILINE)
    assert re.search(r"^b +0\.2 +1e-07 +1 +5 +no top$", shown, re.MULTILINE)


def test_tree__with_several_tops_shows_all_or_the_one_that_is_asked_for(says, tmp_path):
    text = mef(gate("dark", f"<and>{refer('grid', 'diesel')}</and>"), gate("cold", refer("grid")),
               event("grid", 0.1), event("diesel", 0.07))  # fmt: skip
    (tmp_path / "tree.xml").write_text(text, encoding="utf-8")
    code, shown, _ = says("site", "tree.xml")
    assert code == 0
    assert re.search(r"^dark +0\.007 +2 +1 +1$", shown, re.MULTILINE)
    assert re.search(r"^cold +0\.1 +1 +1 +1$", shown, re.MULTILINE)
    assert "Probability of the top: 0.1\n" in says("site", "tree.xml", "--top", "cold")[1]
    document = json.loads(says("site", "tree.xml", "--json")[1])
    assert [each["top"] for each in document["tops"]] == ["dark", "cold"]
    assert (document["top"], document["top_probability"]) == ("dark", pytest.approx(0.007))
    jsonschema.validate(document, actions.schema("site_tree"))


def test_tree__says_what_negations_and_deviates_do_to_it(says, tmp_path):
    deviate = '<uniform-deviate><float value="0.1"/><float value="0.3"/></uniform-deviate>'
    text = mef(
        gate("top", f"<and>{refer('x')}<not>{refer('y')}</not></and>"), event("x", deviate), event("y", 0.5)
    )
    (tmp_path / "tree.xml").write_text(text, encoding="utf-8")
    shown = says("site", "tree.xml")[1]
    assert "Probability of the top: 0.1\n" in shown
    assert "1 random deviates are held at their mean" in shown
    assert "Some gates negate" in shown
    assert max(map(len, shown.splitlines())) <= 78


def test_tree__asks_for_its_mission_time(says, tmp_path):
    run = '<exponential><float value="0.5"/><system-mission-time/></exponential>'
    (tmp_path / "tree.xml").write_text(mef(gate("top", refer("e")), event("e", run)), encoding="utf-8")
    assert says("check", "tree.xml") == (0, "tree.xml: valid\n", "")
    code, _, complaints = says("site", "tree.xml")
    assert (code, complaints) == (
        2, "tree.xml:3: e: the mission time is not stated, expected --mission-time HOURS\n"
    )  # fmt: skip
    document = json.loads(says("site", "tree.xml", "--mission-time", "2", "--json")[1])
    assert document["top_probability"] == pytest.approx(1 - exp(-1))
    assert document["mission_time_h"] == 2.0


def test_tree__too_large_is_one_message_that_begins_with_its_file(says, tmp_path, monkeypatch):
    monkeypatch.setattr(solve, "STAGES", ((1 << 12, False),))
    names = [f"e{k}" for k in range(400)]
    text = mef(gate("top", f'<atleast min="200">{refer(*names)}</atleast>'), *(event(n, 0.1) for n in names))
    (tmp_path / "tree.xml").write_text(text, encoding="utf-8")
    code, shown, complaints = says("site", "tree.xml")
    assert (code, shown, complaints.count("\n")) == (2, "", 1)
    assert complaints.startswith("tree.xml:2: its decision diagram is too large")


@pytest.mark.parametrize("name", ["TREE.XML", "tree.Xml"])
def test_tree__may_shout_its_ending(says, tmp_path, name):
    (tmp_path / "tree.xml").rename(tmp_path / name)
    assert "Probability of the top: 0.006\n" in says("site", name)[1]
    assert says("check", name) == (0, f"{name}: valid\n", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["site", "hospitle"],
            "unknown site, got hospitle, expected a shipped site (hospital, zaporizhzhia)",
        ),
        (["site", "none.xml"], "none.xml: cannot be read: No such file or directory"),
        (["site", "bad.xml"], "bad.xml:1: a document type is not read"),
        (["site", "tree.xml", "--top", "tip"], "tree.xml: unknown gate, got tip, expected a gate (top)"),
        (["site", "own.yaml", "--top", "tip"], "--top: is for fault trees, got own.yaml"),
        (["site", "tree.xml", "--mission-time", "-1"], "mission time: out of range, got -1"),
        (["site", "own.yaml", "--days", "0"], "days: out of range, got 0, expected 1 to 365"),
        (
            ["site", "own.yaml", "--histories", "1"],
            "histories: out of range, got 1, expected 100 to 1,000,000",
        ),
        (["check", "bad.xml"], "bad.xml:1: a document type is not read"),
    ],
)
def test_mistake__is_a_line_and_exit_2(says, arguments, said):
    code, shown, complaints = says(*arguments)
    assert (code, shown, complaints.count("\n")) == (2, "", 1)
    assert said in complaints


def test_check__knows_sites_and_fault_trees(says):
    for name in ("own.yaml", "tree.xml", "hospital"):
        assert says("check", name) == (0, f"{name}: valid\n", "")
    code, shown, complaints = says("check", "broken.yaml")
    assert (code, shown) == (2, "")
    assert [line.split(": ")[1] for line in complaints.splitlines()] == ["offsite.lines", "diesels.needed"]


def test_schema__of_the_file_and_of_the_document_are_told_apart(says):
    assert json.loads(says("schema", "site_file")[1])["properties"]["format"]["const"] == "himaya/site/1"
    assert json.loads(says("schema", "site")[1])["properties"]["schema"]["const"] == "himaya.site/1"


CITY = (files("himaya.scenario") / "shipped" / "city.yaml").read_text(encoding="utf-8")


def dark(sites):
    """The city with sites, in dark.yaml."""
    Path("dark.yaml").write_text(f"{CITY}\nsites:\n{sites}\n", encoding="utf-8")


def test_night__feeds_the_sites_that_its_scenario_states(says):
    dark("  - {site: hospital, lines: {power-station: 2}, p_line_lost: 1, days: 3}")
    code, shown, _ = says("run", "dark.yaml", "--replications", "400", "--quiet", "--out", "kept", "--json")
    document = json.loads(shown)
    jsonschema.validate(document, actions.schema("run"))
    found = document["sites"]["hospital"]
    assert (code, found["histories"], found["days"], found["lines"]) == (0, 400, 3, 2)
    p = found["damage"]["p_all_lines_damaged"]["p"]
    assert 0 < p == found["damage"]["p_line_damaged"]["p"] <= found["p_loop"]["p"]
    site = json.loads(says("site", "hospital", "--days", "3", "--after", "kept", "--json")[1])
    jsonschema.validate(site, actions.schema("site"))
    assert site["after"] == {"run": "kept", "scenario": "city", "damage": found["damage"]}
    shared = found.keys() - {"damage", "lines"}
    assert {name: site[name] for name in shared} == {name: found[name] for name in shared}
    assert {each["quantity"] for each in site["exact"]}.isdisjoint({"p_loop", "p_blackout"})
    fewer = json.loads(says("site", "hospital", "--after", "kept", "--histories", "100", "--json")[1])
    assert fewer["histories"] == 100


def test_night__is_named_on_the_screens(says):
    dark("  - {site: hospital, lines: {power-station: 2}}")
    shown = says("run", "dark.yaml", "--replications", "200", "--quiet", "--out", "kept")[1]
    assert "Power of sites" in shown
    assert re.search(r"hospital, 30 days +0\.\d+ +0\.\d+", shown)
    shown += says("site", "hospital", "--after", "kept")[1]
    assert "Every history begins with a replication of city in kept" in shown
    assert max(map(len, shown.splitlines())) <= 78


def test_run__without_sites_says_none(says):
    assert json.loads(says("run", "city", "--replications", "100", "--quiet", "--json")[1])["sites"] is None


@pytest.mark.parametrize(
    ("sites", "said"),
    [
        ("  - {site: hospitle, lines: {harbour: 1}}", "sites[0].site: unknown site, got hospitle"),
        ("  - {site: hospital, lines: {harbour: 3}}",
         "sites[0].lines: more lines than the site has, got 3, expected at most the 2 that hospital has"),
        ("  - {site: hospital, lines: {harbor: 1}}", "unknown asset, got harbor (did you mean harbour?)"),
        ("  - {site: hospital, lines: {}}", "sites[0].lines: wrong length"),
        ("  - {site: hospital, lines: {harbour: 1}}\n  - {site: hospital, lines: {old-town: 1}}",
         "sites[1].site: duplicate id"),
        ("  - {site: broken.yaml, lines: {harbour: 1}}", "broken.yaml:5: offsite.lines: out of range"),
        ("  - {site: none.yaml, lines: {harbour: 1}}", "none.yaml: cannot be read"),
        ("  - {site: own.yaml, lines: {harbour: 1}}\n  - {site: ./own.yaml, lines: {harbour: 1}}",
         "sites[1].site: small a second time, got ./own.yaml, expected each site once"),
    ],
)  # fmt: skip
def test_sites__that_are_wrong_are_told_with_their_line(says, sites, said):
    dark(sites)
    for command in (["run", "--quiet"], ["check"]):
        code, shown, complaints = says(*command, "dark.yaml")
        assert (code, shown) == (2, "")
        assert said in complaints
        assert re.match(r"(dark|broken)\.yaml:\d+: |none\.yaml: ", complaints)


def test_sites__need_assets_with_an_extent_and_enough_replications(says):
    dark("  - {site: hospital, lines: {harbour: 1}}")
    assert (
        "replications: too few, got 99, expected at least 100"
        in says("run", "dark.yaml", "--quiet", "--replications", "99")[2]
    )
    text = Path("dark.yaml").read_text(encoding="utf-8")
    Path("dark.yaml").write_text(text.replace("33.56, radius_km: 1, value", "33.56, value"), encoding="utf-8")
    assert "lines through a point, which no hit falls on" in says("check", "dark.yaml")[2]


def test_after__wants_a_kept_run_that_tells_of_the_site(says):
    says("run", "city", "--replications", "100", "--quiet", "--out", "plain")
    for arguments, said in (
        (["--after", "none"], "none: is no kept run, expected the directory of a run"),
        (["--after", "plain"], "the run hits no lines of this site, got hospital"),
    ):
        code, _, complaints = says("site", "hospital", *arguments)
        assert (code, complaints.count("\n")) == (2, 1)
        assert said in complaints
    dark("  - {site: hospital, lines: {harbour: 1}}")
    says("run", "dark.yaml", "--replications", "200", "--quiet", "--out", "kept")
    complaints = says("site", "hospital", "--after", "kept", "--histories", "201")[2]
    assert "histories: out of range, got 201, expected 100 to 200" in complaints
