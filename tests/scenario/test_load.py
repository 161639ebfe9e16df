"""Names, paths, the catalogue, and what a loaded scenario holds."""

from __future__ import annotations

from math import exp
from pathlib import Path

import jsonschema
import pytest
import yaml

import himaya
from himaya.errors import OutputError, ProblemsError, UnknownNameError
from himaya.files.yaml_tree import parse_document
from himaya.scenario import SCENARIOS, LogNormal, Pert, dump, list_scenarios, load, mean
from himaya.scenario.catalogue import Catalogue, read_catalogue, shipped_catalogue
from himaya.scenario.checks import check_scenario
from himaya.scenario.load import resolve
from tests.scenario.small import TEXT, edited, read

SHIPPED = [name for name, _ in list_scenarios()]


@pytest.fixture
def small_file(tmp_path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_load__reads_a_path(small_file):
    assert load(small_file) == load(str(small_file)) == read(TEXT)


def test_name__never_falls_back_to_a_file(small_file, monkeypatch):
    monkeypatch.chdir(small_file.parent)
    Path("citi").write_text(TEXT, encoding="utf-8")
    with pytest.raises(
        UnknownNameError, match=r"citi, expected a shipped scenario \(city, .*did you mean city"
    ):
        load("citi")
    assert load("./citi").name == "small"


@pytest.mark.parametrize(
    ("path", "said"), [("no/such", "No such file"), (".", "Is a directory"), ("a\0/b", "null byte")]
)
def test_unreadable_path__is_a_problem(path, said):
    (problem,) = himaya.check(Path(path))
    assert said in str(problem)


def test_check__reports_what_load_raises(tmp_path):
    path = tmp_path / "broken.yaml"
    path.write_text(edited(("lat: 48.0", "lat: 95")), encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        load(path)
    assert himaya.check(path) == caught.value.problems
    assert caught.value.problems[0].file == str(path)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_scenario__is_sound_and_saved_reads_back_equal(name, tmp_path):
    scenario = load(name)
    dump(scenario, tmp_path / "saved.yaml")
    assert scenario.name == name
    assert resolve(parse_document((tmp_path / "saved.yaml").read_bytes(), "saved"), Catalogue()) == scenario


@pytest.mark.parametrize("text", [TEXT, *(dump(load(name)) for name in SHIPPED)], ids=["small", *SHIPPED])
def test_schema__accepts_what_load_accepts(text):
    jsonschema.validate(yaml.safe_load(text), SCENARIOS.schema())


def test_schema__refuses_what_load_refuses():
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load(edited(("lat: 48.0", "lat: 95"))), SCENARIOS.schema())


@pytest.mark.parametrize(
    "title", ["null", "22:30", "1_0e5", "yes", "a: b # c", "täglich", "\u2028\x85\t'\"", "-", " "]
)
def test_text__survives_being_saved(title):
    scenario = read(TEXT).model_copy(update={"title": title})
    assert read(dump(scenario)) == scenario


def test_dump__states_what_the_file_left_to_defaults():
    assert "route_variants: 64" in dump(read(TEXT))  # so that a later default changes no saved scenario


def test_byte_order_mark__is_passed_over():
    assert read(b"\xef\xbb\xbf" + TEXT.encode()) == read(TEXT)


def test_dump__says_where_it_cannot_write(tmp_path):
    with pytest.raises(OutputError, match=r"cannot be written: No such file"):
        dump(read(TEXT), tmp_path / "none" / "a.yaml")


def test_resolved__holds_the_types_it_uses_and_no_others():
    moped = read(TEXT).threat_types[0]
    known = tuple(moped.model_copy(update={"id": name}) for name in ("jet", "rocket", "moped"))
    text = edited(("type: moped", "type: jet"))
    scenario = resolve(parse_document(text.encode(), "a"), Catalogue(threat_types=known))
    assert [each.id for each in scenario.threat_types] == ["moped", "jet"]


def test_own_type__wins_over_the_catalogue():
    slow = read(TEXT).threat_types[0].model_copy(update={"speed_km_h": 1.0})
    scenario = resolve(parse_document(TEXT.encode(), "a"), Catalogue(threat_types=(slow,)))
    assert [mean(each.speed_km_h) for each in scenario.threat_types] == [180.0]


def test_shipped_catalogue__has_types_of_every_kind():
    catalogue = shipped_catalogue()  # refused if a number lacks its source: see below
    assert catalogue.threat_types and catalogue.system_types and catalogue.area_types  # noqa: PT018


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("{value: 180, source: a}", None),
        ("{median: 180, sd_log: 0.1, source: a}", None),
        ("180", "speed_km_h: a number without its source, got 180, expected {value, source}"),
        ("{value: 180}", "speed_km_h.source: is missing, expected text"),
    ],
)
def test_catalogue_number__needs_its_source(number, problem):
    altitude = "altitude_m: {value: 1, source: a}"
    text = f"""format: himaya/catalogue/1
threat_types: [{{id: a, name: A, weapon_class: one_way_drone, speed_km_h: {number}, {altitude}}}]"""
    if problem is None:
        assert read_catalogue(text.encode(), "c").threat_types[0].id == "a"
    else:
        with pytest.raises(ProblemsError) as caught:
            read_catalogue(text.encode(), "c")
        assert str(caught.value).startswith(f"c:2: threat_types[0].{problem}")


def test_scenario_made_in_python__is_checked_too():
    scenario = read(TEXT)
    group = scenario.raid[0].model_copy(update={"type": "mopd"})
    (problem,) = check_scenario(scenario.model_copy(update={"raid": [group]}), Catalogue())
    assert str(problem) == "raid[0].type: unknown threat type, got mopd (did you mean moped?)"
    assert check_scenario(scenario, Catalogue()) == ()


def test_mean__of_a_pert_number():
    assert mean(Pert(low=1.0, likely=2.0, high=6.0, source="a")) == 2.5  # (1 + 4 * 2 + 6) / 6


def test_mean__of_a_lognormal_number():
    assert mean(LogNormal(median=2.0, sd_log=1.0, source="a")) == 2.0 * exp(0.5)


def test_lognormal_number__is_read_saved_and_allowed_by_the_schema():
    text = edited(("hard: 1.2", "hard: {median: 1.2, sd_log: 0.3, source: a fit, group: fit}"))
    scenario = read(text)
    expected = LogNormal(median=1.2, sd_log=0.3, source="a fit", group="fit")
    assert scenario.multipliers["drones"].hard == expected
    assert read(dump(scenario)) == scenario
    jsonschema.validate(yaml.safe_load(text), SCENARIOS.schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load(text.replace("sd_log: 0.3, ", "")), SCENARIOS.schema())
