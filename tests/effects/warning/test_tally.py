"""Warning of whole scenarios: by hand, and what must not change it."""

from __future__ import annotations

import json

import numpy as np
import pytest
import xarray as xr
from shapely import Point

import himaya
from himaya.app.alerts import warning_part
from himaya.effects.impacts import Impacts
from himaya.effects.warning.alerts import Need, Spans, under_alert
from himaya.effects.warning.courses import kept_over, over
from himaya.effects.warning.districts import asset_districts, districts_of, oblasts
from himaya.effects.warning.tally import WarningTally
from himaya.kernels import jit
from himaya.kernels.tables import HIT
from himaya.raid.fly import chunks
from himaya.raid.prepare.bridge import prepare
from himaya.scenario.places import AlertRule, District, Region
from tests.raid.prepare.geometry.sample import HORSESHOE, REQUEST
from tests.scenario.small import edited, read

CITY = himaya.load("city")
KYIV = himaya.load("kyiv-2025-07-04")


def warned(scenario, n=40, **options):
    return himaya.simulate(scenario, replications=n, **options).dataset


def with_rule(scenario, **rule):
    return scenario.model_copy(update={"alert": AlertRule(**rule)})


def test_outlines__are_ukraine_within_its_recognised_borders():
    places = {"crimea": (34.10, 44.95), "sevastopol": (33.52, 44.60), "kyiv-city": (30.52, 50.45),
              "donetsk": (37.8, 48.0), "luhansk": (39.3, 48.57), "zakarpattia": (22.29, 48.62)}  # fmt: skip
    found = {each.id: each for each in oblasts()}
    assert len(found) == 27
    assert all(each.outline.is_valid and each.outline.geom_type == "Polygon" for each in oblasts())
    for name, place in places.items():
        assert [each.id for each in oblasts() if each.outline.covers(Point(place))] == [name]


def test_districts__are_the_scenarios_own_or_the_oblasts_it_touches():
    corners = [(24.0, 46.0), (36.0, 46.0), (36.0, 52.0), (24.0, 52.0)]
    own = CITY.model_copy(update={"districts": [District(id="all", polygon=corners)]})
    assert [(each.id, each.name) for each in districts_of(own)] == [("all", "all")]
    named = {each.id for each in districts_of(KYIV)}
    assert {"kyiv-city", "kyiv", "lviv", "odesa"} < named
    assert not {"crimea", "luhansk"} & named


def test_asset__lies_in_the_smallest_district_around_it():
    districts = districts_of(KYIV)
    names = [districts[k].id for k in asset_districts(KYIV, districts)]
    assets = [asset.id for asset in KYIV.assets]
    assert names[assets.index("pecherskyi")] == "kyiv-city"
    assert names[assets.index("lviv")] == "lviv"
    assert asset_districts(KYIV, ()) == [-1] * len(assets)


def straight(*edits, **rule):
    """A drone from 1 degree east of a square district to its middle, seen at once, nobody defends."""
    text = edited(
        ("lat: 48.0, lon: 38.0, radius_km: 10", "lat: 49.0, lon: 33.0"),
        ("lat: 47.5, lon: 34.0, value", "lat: 49.0, lon: 31.0, value"),
        ("centre, lat: 47.5, lon: 34.0", "centre, lat: 49.0, lon: 31.0"),
        ("count: 2", "count: 1"),
        ("    via: [bend]\n    first_launch_min: 5\n    last_launch_min: 10\n",
         "    first_launch_min: 0\n    last_launch_min: 0\n"),
        ("{low: 0.1, likely: 0.3, high: 0.5, source: guess}", "0"),
        ("p_kill: {one_way_drone: 0.2}", "p_kill: {one_way_drone: 0}"),
        ("{one_way_drone: 0.01}", "{one_way_drone: 0}"),
        ("altitude_m: 100", "altitude_m: 1500"),
        *edits,
    )  # fmt: skip
    square = [(30.0, 48.5), (32.0, 48.5), (32.0, 49.5), (30.0, 49.5)]
    sky = Region(polygon=[(20, 44), (42, 44), (42, 53), (20, 53)])
    update = {
        "districts": [District(id="square", polygon=square)],
        "alert": AlertRule(**rule),
        "theatre": sky,
    }
    return read(text).model_copy(update=update)


@pytest.mark.parametrize(
    ("rule", "on_s"),
    [
        # 2 degrees of longitude at 49 N are 146.27 km: 2,925 s at 50 m/s; the district's edge is half way.
        ({"distance_km": 0, "time_min": 0, "hold_min": 0}, 1_463),
        ({"distance_km": 0, "time_min": 5, "hold_min": 0}, 1_463 - 300),
        ({"distance_km": 30, "time_min": 5, "hold_min": 0}, 1_463 - 300 - 600),
        ({"distance_km": 100, "time_min": 5, "hold_min": 20}, 0),
    ],
)
def test_straight_flight_into_a_square__by_hand(rule, on_s):
    dataset = warned(straight(**rule), n=8)
    off_s = 2_925 + 60 * rule["hold_min"]
    square = dataset.sel(district="square")
    assert square["alert_on"].sel(statistic="mean") == round(on_s / 60)
    assert square["alert_off"].sel(statistic="mean") == round(off_s / 60)
    assert square["alert_hours"].sel(statistic="p50") * 60 == pytest.approx((off_s - on_s) / 60, abs=1)
    lead = dataset["lead_min"].sel(group="all", statistic="p50")
    assert lead == pytest.approx(2_925 / 60, abs=0.4)  # it is seen from its launch on, whatever the rule
    assert float(dataset["lead_hits"].sel(group="all")) == 1.0


def test_sensors__detect_in_place_of_the_theatres_border():
    eye = "{id: eye, network: net, lat: 49.0, lon: 31.0, range_km: 50}"
    text = f"networks: [{{id: net}}, {{id: blind}}]\nsensors: [{eye}]\ntitle: Two"
    scenario = straight(("title: Two", text), distance_km=100, time_min=5, hold_min=0)
    dataset = warned(scenario, n=8)
    on_s = (146_270 - 50_000) / 50  # the slant range of 50 km is 22 m less on the ground
    assert dataset["alert_on"].sel(district="square", statistic="mean") == round(on_s / 60)
    assert dataset["lead_min"].sel(group="all", statistic="p50") == pytest.approx(1_000 / 60, abs=0.2)


@pytest.mark.parametrize("change", [{"distance_km": 90}, {"time_min": 40}, {"hold_min": 60}])
def test_more_warning__is_never_later_nor_shorter(change):
    less, more = WarningTally.of(prepare(KYIV, 1)), WarningTally.of(prepare(with_rule(KYIV, **change), 1))
    for first, out in chunks(less.prepared, range(8), 1):
        for tally in (less, more):
            tally.add(tally.prepared, out, first)
    assert (less.sums.leads == more.sums.leads).all()  # detection does not depend on the rule
    width = less.sums.minutes.shape[1]
    few, many = (np.cumsum(each.sums.minutes, axis=1)[:, :width] for each in (less, more))
    assert (many <= few).all()
    assert (few != many).any()


def test_result__depends_on_neither_threads_nor_chunks(monkeypatch):
    first = warned(KYIV, n=30, threads=1)
    monkeypatch.setattr("himaya.raid.fly.CHUNK", 7)
    monkeypatch.setattr("himaya.effects.warning.tally.BLOCK_THREATS", 1_000)
    xr.testing.assert_identical(warned(KYIV, n=30, threads=3), first)


def test_outcome__has_the_bits_it_has_without_effects():
    plain, found = himaya.simulate(CITY, replications=50, effects=False).dataset, warned(CITY, n=50)
    own = found[list(plain)].drop_vars(["district", "asset", "within_min"], errors="ignore")
    xr.testing.assert_identical(own.assign_attrs(plain.attrs), plain)
    origin, more = (json.loads(each.attrs["provenance"]) for each in (plain, found))
    assert {name: value for name, value in more.items() if name != "effects_hash"} == origin
    assert len(more["effects_hash"]) == 32


def test_crossings__are_the_same_from_disk_and_damage_is_mended(tmp_path, monkeypatch, caplog):
    monkeypatch.setenv("HIMAYA_CACHE_DIR", str(tmp_path))
    assert jit.cache_root() == tmp_path
    fresh = over(REQUEST, [HORSESHOE], 1_000.0)
    for _ in range(2):
        kept = kept_over(REQUEST, [HORSESHOE], 1_000.0)
        assert all(np.array_equal(*pair) for pair in zip(kept, fresh, strict=True))
    [file] = (tmp_path / "districts").iterdir()
    file.write_bytes(file.read_bytes()[:100])
    assert np.array_equal(kept_over(REQUEST, [HORSESHOE], 1_000.0).s_in_m, fresh.s_in_m)
    assert "worked out anew" in caplog.text


def test_another_draw_of_speeds__is_followed_on_its_own_times():
    slow, fast = (prepare(straight(("speed_km_h: 180", f"speed_km_h: {v}")), 1) for v in (90, 360))
    tally = WarningTally.of(fast)
    for prepared in (fast, slow):
        for first, out in chunks(prepared, range(4), 1):
            tally.add(prepared, out, first)
    lead = tally.variables()["lead_min"].sel(group="all")
    # both are seen from their launch on
    assert lead.sel(statistic="p05") == pytest.approx(146_270 / 100 / 60, abs=0.4)
    assert lead.sel(statistic="p95") == pytest.approx(146_270 / 25 / 60, abs=0.4)
    assert tally.n == 8


def test_scenario_outside_all_outlines__has_no_districts_and_lead_times_all_the_same(monkeypatch):
    monkeypatch.setattr("himaya.effects.warning.districts.oblasts", tuple)
    scenario = straight().model_copy(update={"districts": []})
    dataset = warned(scenario, n=8)
    assert dataset.sizes["district"] == 0
    assert float(dataset["lead_hits"].sel(group="all")) == 1.0
    part = warning_part(scenario, dataset)
    assert part is not None
    assert (part.districts, part.lead["all"].hits, part.assets["town"].district) == ({}, 1.0, None)


def hit_at(rows, seconds, asset=0):
    """One hit a row near an asset."""
    n = len(rows)
    nothing = np.zeros(n)
    number, at = np.array(rows), np.full(n, asset)
    end_ms = np.array(seconds) * 1000
    return Impacts(
        n, number, np.zeros(n, int), end_ms, nothing, nothing, (np.arange(n), at, nothing), np.zeros(n, int)
    )


def test_warned__is_the_alert_that_is_on_and_the_hours_of_those_of_a_day_before():
    tally = WarningTally.of(prepare(CITY, 1))
    n, district = len(tally.districts), int(tally.asset_district[0])
    hour = 3_600
    spans = [(0, 1), (2, 4), (20, 21), (25, 30)]  # hours under alert of row 0; row 1 has none
    columns = (np.array([row for _ in spans]) for row in (0, district))
    times = (np.array([span[k] for span in spans]) * hour for k in range(2))
    found = under_alert(Spans(np.arange(len(spans)), *columns, *times), Need(1, 0), n)
    times = [(0, 0.5), (0, 3), (0, 22), (0, 27), (1, 27), (0, 60)]
    hits, long = hit_at([row for row, _ in times], [int(h * hour) for _, h in times]), np.full(6, 10 * hour)
    told = tally.warned(found, hits, long)
    assert told.lead_min.tolist() == [30, 60, 0, 120, 0, 0]
    # at 27 h a day begins at 3 h: 3 to 4 and 20 to 21, not the alert that is on
    assert told.tired_h.tolist() == [0, 1, 4, 2, 0, 0]
    # an alert that has been on for two hours is no warning of a threat seen 7 minutes before it hits
    soon = tally.warned(found, hits, np.full(6, 7 * 60))
    assert soon.lead_min.tolist() == [7, 7, 0, 7, 0, 0]
    assert soon.tired_h.tolist() == told.tired_h.tolist()
    tally.asset_district[0] = -1
    assert np.isnan(tally.warned(found, hit_at([0], [hour]), np.array([hour])).lead_min).all()


def test_warned__in_a_flown_night_is_never_longer_than_from_detection_to_impact():
    # the histogram of lead times counts hits on assets by their aim, in steps of 10 s
    tally = WarningTally.of(prepare(CITY, 1))
    seen = np.zeros_like(tally.sums.leads)
    for first, out in chunks(tally.prepared, range(30), 1):
        found = tally.add(tally.prepared, out, first)
        row, threat = np.nonzero(out.outcome == HIT)
        asset = tally.aim_asset[tally.prepared.variant_aim[out.variant[row, threat]]]
        group = tally.prepared.plan.groups.weapon_class[tally.prepared.raid.group[threat]]
        near = (np.arange(len(row)), asset, np.zeros(len(row)))
        nothing, end_ms = np.zeros(len(row)), out.end_ms[row, threat]
        hits = Impacts(30, row, group, end_ms, nothing, nothing, near, np.zeros(len(row), int))
        seen_s = tally.seen_s(out)
        np.add.at(seen, (asset, group, seen_s // 10), 1)
        lead_s = np.rint(tally.warned(found, hits, seen_s).lead_min * 60)
        assert (lead_s <= seen_s).all()
        assert (lead_s > 0).any()
    assert (seen == tally.sums.leads).all()
    assert seen.sum() > 30
