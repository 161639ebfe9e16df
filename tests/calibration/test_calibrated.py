"""The verb: what a notebook calibrates is what the command does."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

import himaya
from himaya.app.calibrate import CalibrateOptions, calibrate_scenarios
from himaya.calibration.selection import NoNightError, Wanted, nights_of_record
from himaya.errors import ProblemsError
from himaya.reconstruction import NightOptions
from himaya.record import synthesise
from tests.record.small import row, text_of

CITY = himaya.load("city")


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("record") / "record.csv"
    path.write_text(synthesise(12, 1), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def record(file):
    return himaya.read_record(file)


def night(day, destroyed=10, lost=4):
    told = {"launched": 16, "destroyed": destroyed, "not_reach_goal": lost, "source": "test"}
    start = f"2025-05-{day:02}T12:00:00+03:00"
    return CITY.with_value("start", start).with_value("recorded.drones", told)


@pytest.fixture(scope="module")
def outcome(record):
    nights = [night(1), night(2, 8, 5), night(3, 12, 2)]
    return himaya.calibrate(nights, record, before="2025-05-03", replications=16, threads=1)


def test_outcome__is_that_of_the_command(outcome, file, tmp_path):
    names = []
    for day, told in ((1, (10, 4)), (2, (8, 5)), (3, (12, 2))):
        himaya.dump(night(day, *told), tmp_path / f"{day}.yaml")
        names.append(str(tmp_path / f"{day}.yaml"))
    options = CalibrateOptions("2025-05-03", replications=16, threads=1, out=tmp_path / "fitted.yaml")
    document = calibrate_scenarios(names, file, options)
    for name, each in outcome.fit.parameters.items():
        assert document.parameters[name].posterior.mean == each.posterior.mean
        assert document.parameters[name].median_night == outcome.median_night(name)
    assert document.check.coverage_80 == outcome.check.coverage("drones")
    assert himaya.load(tmp_path / "fitted.yaml") == outcome.scenario
    assert document.record_sha256 == outcome.scenario.fit.record_hash


def test_frame__holds_posterior_beside_prior(outcome):
    frame = outcome.to_frame().set_index("parameter")
    hard = frame.loc["drones.hard"]
    assert hard["p05"] < hard["p50"] < hard["p95"]
    assert hard["prior_p05"] < hard["p05"] < hard["p95"] < hard["prior_p95"]
    assert hard["calibrated"] == outcome.fit.parameters["drones.hard"].calibrated
    assert frame.loc["cruise_missile.hard", "sd_ratio"] == 1.0
    sigma = frame.loc["drones.sigma"]
    assert np.isnan(sigma["median_night"])
    shrunk = np.exp(-(outcome.fit.parameters["drones.sigma"].value ** 2) / 2.0)
    assert hard["median_night"] == pytest.approx(hard["p50"] * shrunk, rel=1e-12)


def test_summary__says_what_is_calibrated(outcome):
    lines = outcome.summary().splitlines()
    assert lines[1] == "Nights fitted to: 2, from 2025-05-01 to 2025-05-02. In brackets 90 %."
    assert any(line.startswith("cruise_missile.hard") and line.endswith("no") for line in lines)
    assert "drones.hard" in outcome._repr_html_()


def test_nights_of_a_record__are_divided_by_the_dates_on_which_they_ended(tmp_path):
    """The last launch of the second raid is before midnight, its end after."""
    rows = [
        row("2025-07-10 18:00", "2025-07-11 06:00", launch_place="Kursk oblast"),
        row("2025-07-12 14:00", "2025-07-13 00:30", launch_place="Kursk oblast"),
    ]
    (tmp_path / "two.csv").write_text(text_of(*rows), encoding="utf-8")
    wanted = Wanted(date(2025, 7, 13), 60, 45, NightOptions())
    nights = nights_of_record(himaya.load("ukraine"), himaya.read_record(tmp_path / "two.csv"), wanted)
    assert [str(night.ended) for night in nights.fit] == ["2025-07-11"]
    assert [str(night.ended) for night in nights.check] == ["2025-07-13"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"before": "2025-04-01"}, "no night before that date.*expected a date after 2025-05-01"),
        ({"before": "soon"}, "^before: not a date, got soon"),
        ({"before": 3}, "^before: not a date, got 3"),
        ({"replications": 17}, "not a multiple of 8"),
        ({"replications": 8}, "replications: out of range"),
        ({"nights": 0}, "^nights: out of range"),
        ({"check_nights": 4001}, "^check_nights: out of range"),
        ({"seed": -1}, "^seed: out of range"),
    ],
)
def test_arguments__are_checked(record, given, message):
    with pytest.raises(ProblemsError, match=message):
        himaya.calibrate(night(1), record, **given)


def test_night_that_cannot_be_used__is_kept_with_its_reason(record):
    with pytest.raises(NoNightError, match="no night whose recorded outcome can be used") as caught:
        himaya.calibrate(night(1).with_value("recorded.drones.not_reach_goal", None), record)
    assert [each.reason.code for each in caught.value.left_out] == ["lost_bound"]


def test_no_scenario_at_all__is_a_problem(record):
    with pytest.raises(ProblemsError, match="no night with a recorded outcome"):
        himaya.calibrate([], record)
