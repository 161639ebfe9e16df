"""Every document validates against its own schema and says what the outcome says."""

from __future__ import annotations

import json
from math import sqrt

import jsonschema
import pytest

import himaya
from himaya.app import actions, calibrate, forecast, record_actions, record_scenario
from himaya.app.alerts import alerts_of
from himaya.app.campaign import CampaignOptions, campaign
from himaya.app.compare_runs import CompareOptions, compare_runs
from himaya.app.left_out import ALERT_HOURS, LEFT_OUT
from himaya.app.notes import note_parts
from himaya.app.run_document import notes, run_document
from himaya.app.site import study_site
from himaya.app.site_tree import solve_tree
from himaya.app.supply import SupplyOptions, supply_calendar
from himaya.documents.check import ErrorDocument, problem_document
from himaya.documents.registry import DOCUMENTS
from himaya.errors import Problem, UnknownNameError
from himaya.notes import authors_notes
from himaya.reconstruction import NightOptions
from himaya.report import text_of
from himaya.scenario import dump
from himaya.scenario.recorded import Recorded
from tests.effects.power.trees.small import ABC, model
from tests.scenario.small import edited

OPTIONS = actions.RunOptions(replications=2_000, seed=4)


@pytest.fixture(scope="module")
def city():
    return actions.run("city", OPTIONS)


@pytest.fixture(scope="module")
def kyiv():
    return actions.run("kyiv-2025-07-04", actions.RunOptions(replications=20)).document


def refuse(constant):
    raise AssertionError(f"{constant} is not JSON")


def as_json(document):
    return json.loads(document.model_dump_json(by_alias=True), parse_constant=refuse)


def calibrated_night(tmp_path):
    told = Recorded(launched=16, destroyed=9, not_reach_goal=4, source="test")
    city = himaya.load("city").model_copy(update={"start": "2025-05-10T22:00:00+03:00"})
    path = tmp_path / "night.yaml"
    dump(city.model_copy(update={"recorded": {"drones": told}}), path)
    return path


def kept_run(tmp_path):
    actions.run("city", actions.RunOptions(replications=20, out=tmp_path / "run"))
    return tmp_path / "run"


def made(name, tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text(edited(("lat: 47.5", "lat: 470"), ("type: gun", "type: gnu")), encoding="utf-8")
    record = tmp_path / "record.csv"
    if name.startswith("record") or name in {"forecast", "backtest", "calibrate"}:
        record_actions.synthesise_record(30, 1, record)
    tree = tmp_path / "tree.xml"
    tree.write_text(model(f"<or>{ABC}</or>"), encoding="utf-8")
    problem = Problem("is wrong", "a.yaml", 1, 2, "units[0]", "\udcff", "right", ("left",))
    return {
        "run": lambda: actions.run("city", OPTIONS).document,
        "check": lambda: actions.check_file(str(broken)),
        "scenarios": actions.scenarios,
        "compare": lambda: compare_runs(["city", "city"], CompareOptions(replications=16)),
        "record_check": lambda: record_actions.check_record(record, tmp_path / "rows.parquet"),
        "record_export": lambda: record_actions.export_record(record, tmp_path / "raids.parquet"),
        "record_night": lambda: record_actions.night_of("2025-09-30", record),
        "record_scenario": lambda: record_scenario.scenario_of(
            "2025-09-30", record, tmp_path / "night.yaml", assumed=NightOptions(usual_places=True)
        ),
        "record_synthesise": lambda: record_actions.synthesise_record(2, 1, tmp_path / "two.csv"),
        "forecast": lambda: forecast.forecast_raid(["drone=90", "cruise_missile=4"], record),
        "backtest": lambda: forecast.backtest_record(record, ("2025-09-10", None), tmp_path / "laws.parquet"),
        "site": lambda: study_site("hospital", 3, 200, 1),
        "site_tree": lambda: solve_tree(str(tree)),
        "calibrate": lambda: calibrate.calibrate_scenarios(
            [str(calibrated_night(tmp_path))], record, calibrate.CalibrateOptions(replications=16)
        ),
        "alerts": lambda: alerts_of(kept_run(tmp_path), None, None),
        "campaign": lambda: campaign("ukraine-2025-07", CampaignOptions("status-quo", 2, 2)),
        "supply": lambda: supply_calendar("pause-and-backfill", SupplyOptions(futures=5)),
        "error": lambda: ErrorDocument(problems=[problem_document(problem)]),
    }[name]()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_document__validates_against_its_own_schema(name, tmp_path):
    document = as_json(made(name, tmp_path))
    jsonschema.Draft202012Validator.check_schema(actions.schema(name))
    jsonschema.validate(document, actions.schema(name))
    assert next(iter(document.items())) == ("schema", f"himaya.{name}/1")


@pytest.mark.parametrize("key", DOCUMENTS["run"].model_json_schema()["properties"])
def test_schema_of_run__refuses_a_document_without(city, key):
    document = as_json(city.document)
    del document[key]
    with pytest.raises(jsonschema.ValidationError, match=f"'{key}' is a required property"):
        jsonschema.validate(document, actions.schema("run"))


def test_schema_of_run__refuses_a_document_with_more(city):
    with pytest.raises(jsonschema.ValidationError, match="'more' was unexpected"):
        jsonschema.validate({**as_json(city.document), "more": 1}, actions.schema("run"))


def test_schema__of_an_unknown_document_names_those_known():
    with pytest.raises(
        UnknownNameError, match="got nope, expected one of scenario, run, check, scenarios, error"
    ):
        actions.schema("nope")


def test_check__lists_every_problem_with_its_line(tmp_path):
    document = made("check", tmp_path)
    assert not document.valid
    assert {(each.path, each.value) for each in document.problems} >= {("units[0].type", "gnu")}
    assert all(each.line is not None for each in document.problems)
    assert len(document.problems) == 2


def test_run__is_consistent_with_the_outcome(city):
    document, outcome = city.document, city.outcome
    for group, part in document.outcomes.items():
        for name in ("shot_down", "soft_killed", "fell", "hit", "soft_killed_or_fell"):
            assert getattr(part, name) == outcome.statistics(group, name)
        four = (part.shot_down, part.soft_killed, part.fell, part.hit)
        assert sum(each.mean for each in four) == pytest.approx(part.launched.mean, rel=1e-12)
    assert list(document.outcomes) == [
        "one_way_drone", "decoy_drone", "cruise_missile", "ballistic_missile", "drones", "all",
    ]  # fmt: skip
    assert (document.seed, document.replications, document.files) == (4, 2_000, [])


def test_precision__is_of_chance_and_library_together(city):
    hits = city.outcome.statistics("all", "hit")
    library_se = float(city.outcome.dataset["library_se"].sel(group="all", quantity="hit"))
    expected = sqrt((1.959964 * hits.sd) ** 2 / 2_000 + (2.364624 * library_se) ** 2)  # t with 7 df
    assert city.document.precision.half_width == pytest.approx(expected, rel=1e-6)
    assert library_se > 0
    assert city.document.library_se == city.document.precision.library_se == library_se
    assert (city.document.precision.asked, city.document.precision.reached) == (None, None)


def test_rounds__cost_what_was_fired_at_the_mean_price(city):
    system = next(each for each in city.scenario.system_types if each.id == "gepard")
    price = himaya.scenario.mean(system.rounds[0].unit_cost_usd)
    [gun] = [each for name, each in city.document.rounds.items() if name.startswith("gepard/")]
    assert gun.cost_usd.mean == pytest.approx(gun.fired.mean * price, rel=1e-12)
    assert gun.cost_usd.p95 == pytest.approx(gun.fired.p95 * price, rel=1e-12)


def test_rounds__on_hand_are_the_units_own(city):
    rounds = city.document.rounds
    stocks = {each.id: each for system in city.scenario.system_types for each in system.rounds}
    assert rounds["patriot/pac-3-mse"].on_hand == 8
    assert rounds["nasams/amraam"].on_hand == 6
    [(name, gun)] = [item for item in rounds.items() if item[0].startswith("gepard/")]
    kind = stocks[name.split("/")[1]]
    assert gun.on_hand == 2 * (kind.ready + kind.stock)


def test_recorded__is_null_where_none(city):
    assert city.document.recorded is None
    assert as_json(city.document)["recorded"] is None


def test_recorded__has_63_drones_unaccounted_for_and_unknown_is_null(kyiv):
    assert kyiv.recorded["drones"].unaccounted == 63
    assert as_json(kyiv)["recorded"]["cruise_missile"]["not_reach_goal"] is None
    assert kyiv.recorded["cruise_missile"].unaccounted is None


def test_recorded__in_one_number_leaves_the_rest_unaccounted_for(city):
    record = Recorded(launched=3, neutralised=2, source="a communique")
    scenario = city.scenario.model_copy(update={"recorded": {"drones": record}})
    phases = {"load": 0.0, **city.outcome.elapsed_s, "total": 1.0}
    drones = run_document(scenario, city.outcome, phases, []).recorded["drones"]
    assert (drones.destroyed, drones.neutralised, drones.unaccounted) == (None, 2, 1)


def test_recorded__of_zero_is_known(city):
    record = Recorded(launched=3, destroyed=0, not_reach_goal=0, source="a communique")
    scenario = city.scenario.model_copy(update={"recorded": {"drones": record}})
    phases = city.document.elapsed_s.model_dump()
    assert run_document(scenario, city.outcome, phases, []).recorded["drones"].unaccounted == 3


def test_elapsed__adds_up(city):
    elapsed = city.document.elapsed_s.model_dump()
    total = elapsed.pop("total")
    assert elapsed["compile"] == 0.0
    assert all(each >= 0 for each in elapsed.values())
    assert sum(elapsed.values()) <= total


def test_notes__say_the_fit_first_then_what_is_left_out(kyiv, city):
    assert kyiv.notes[0].text == "fitted to this night: agreement is not validation"
    assert kyiv.notes[-len(LEFT_OUT) :] == note_parts(LEFT_OUT)
    assert "this total is no check" in text_of(LEFT_OUT[0])
    assert ALERT_HOURS in LEFT_OUT
    assert "3 killed and 32 injured, was not fitted" in kyiv.notes[1].text
    assert notes(city.scenario) == [*authors_notes(city.scenario.leaves_out), *LEFT_OUT]


def test_scenarios__are_those_that_ship():
    assert set(actions.scenarios().scenarios) == {
        "city",
        "decoys",
        "kyiv-2025-07-04",
        "layers",
        "saturation",
        "ukraine",
        "ukraine-2025-07",
    }
