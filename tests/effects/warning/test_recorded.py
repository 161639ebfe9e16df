"""What the package says of hours under alert, and that every screen and export obeys it."""

from __future__ import annotations

import csv
import json
from importlib.resources import files

import pytest

import himaya
from himaya.app import alerts as app_alerts
from himaya.app.actions import RunOptions, run
from himaya.app.alerts import alerts_of
from himaya.cli.screens.alerts import alerts_screen
from himaya.cli.screens.run import run_screen
from himaya.effects.warning.recorded import hours_judged
from himaya.scenario.places import AlertRule, District

DATA = json.loads((files("himaya.effects.warning") / "recorded.json").read_text(encoding="utf-8"))


def test_rule_that_was_judged__is_the_one_that_ships():
    assert DATA["rule"] == AlertRule().model_dump()


def test_better__means_that_the_whole_interval_is_below_nothing():
    assert DATA["better_than_record"] is (DATA["rule_less_record_h"]["high"] < 0.0)
    difference = DATA["crps_h"]["rule"] - DATA["crps_h"]["record"]
    assert DATA["rule_less_record_h"]["mean"] == pytest.approx(difference, abs=0.0011)


def test_nights_that_judge__are_later_than_those_that_chose():
    assert DATA["first"] >= "2025-07-01"


def test_classes_of_size__follow_each_other_and_cover_every_size():
    rows = hours_judged().recorded
    assert [row.launched_from for row in rows] == [0, *(row.launched_below for row in rows[:-1])]
    assert rows[-1].launched_below is None
    assert all(row.p05_h <= row.p50_h <= row.p95_h for row in rows)
    for launched, place in ((0, 0), (59, 0), (60, 1), (249, 3), (250, 4), (9_999, 4)):
        assert hours_judged().of_size(launched) is rows[place]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    place = tmp_path_factory.mktemp("kept") / "run"
    return place, run("kyiv-2025-07-04", RunOptions(replications=16, out=place))


@pytest.mark.parametrize("better", [True, False])
def test_hours__are_shown_if_and_only_if_they_are_better(better, kept, tmp_path, monkeypatch):
    judged = hours_judged()._replace(better_than_record=better)
    monkeypatch.setattr(app_alerts, "hours_judged", lambda: judged)
    document = alerts_of(kept[0], tmp_path / "a.csv", None)
    assert document.hours.better_than_record is better
    shown = alerts_screen(document)
    assert ("Share" in shown) is better
    hours = document.districts["kyiv-city"].hours
    assert (f"{hours.p50:.1f} ({hours.p05:.1f}-{hours.p95:.1f})" in shown) is better
    rows = list(csv.reader((tmp_path / "a.csv").open(encoding="utf-8")))
    assert ("hours_mean" in rows[0]) is better
    assert {len(row) for row in rows} == {len(rows[0])}
    assert ("recorded in Kyiv City" in " ".join(alerts_screen(document).split())) is not better


def test_own_districts__have_no_recorded_hours():
    corners = [(24.0, 46.0), (36.0, 46.0), (36.0, 52.0), (24.0, 52.0)]
    own = himaya.load("city").model_copy(update={"districts": [District(id="kyiv-city", polygon=corners)]})
    part = app_alerts.warning_part(own, himaya.simulate(own, replications=16, seed=1).dataset)
    assert part is not None
    assert part.hours.recorded is None


def test_screen_of_a_run__shows_recorded_hours_of_its_size(kept):
    shown = " ".join(run_screen(kept[1], None).split())
    recorded = hours_judged().of_size(550)
    assert "Minutes from detection to impact" in shown
    hours = f"median {recorded.p50_h:.1f}, 90 % {recorded.p05_h:.1f} to {recorded.p95_h:.1f}."
    span = "from October 2024 to September 2025"
    assert f"{recorded.nights} nights of 250 or more launched, {span}: {hours}" in shown
    assert "Mean hours under alert" not in shown
