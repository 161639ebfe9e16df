"""The alert rule: by hand, against the plain twin, and against shapely."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from himaya.effects.warning.alerts import Causes, Need, Spans, alerts, under_alert
from himaya.effects.warning.courses import around
from himaya.kernels.tables import HIT
from himaya.raid.outputs import empty_out
from himaya.raid.prepare.geometry.plane import plane_of
from tests.kernels.builder import fly, make_plan
from tests.kernels.strategies import nights
from tests.naive.warning import lead, night_alerts
from tests.raid.prepare.geometry.sample import HORSESHOE, PROJECTION

ROUTE = {
    "length": 100_000.0,
    "detect": [0.0, 0.0],
    "open_ground": 0,
    "windows": [],
    "passes": [],
    "breaks": [],
}
"""100 km at 100 m/s: 1,000 s."""
RULE = {"detect_m": 10_000.0, "time_ms": 0, "hold_s": 0, "threats": 1}


def union(row, district, on_s, off_s, n_districts, threats=1, hold_s=0):
    """Alerts of spans, each of another threat, in any order within a row."""
    spans = Spans(np.arange(len(row)), row, district, on_s, off_s)
    return under_alert(spans, Need(threats, hold_s), n_districts)


def one(stretches, launch=0.0, end_m=None, **rule):
    """(on, off) of one threat at 100 m/s over stretches of a district, shot down at end_m if stated."""
    given = RULE | rule
    group = {"count": 1, "cls": 0, "speed": 100.0, "first": launch * 1000.0, "last": launch * 1000.0}
    plan, raid = make_plan([], [ROUTE], [group | {"pairs": [(1.0, 0)]}])
    out = fly(plan, raid, 1)
    assert (out.launch_ms[0, 0], out.end_ms[0, 0]) == (launch * 1000, (launch + 1_000) * 1000)
    if end_m is not None:
        out.end_ms[0, 0], out.s_end_m[0, 0] = (launch + end_m / 100) * 1000, end_m
    causes = Causes(
        np.zeros(1, int), np.array([len(stretches)]), np.zeros(len(stretches), int),
        *np.array(stretches, float).reshape(-1, 2).T,
        np.array([given["detect_m"]]), given["time_ms"], given["hold_s"], given["threats"],
    )  # fmt: skip
    found = alerts(causes, out, 1)
    return list(zip(found.on_s.tolist(), found.off_s.tolist(), strict=True))


@pytest.mark.parametrize(
    ("stretches", "changed", "expected"),
    [
        ([(50_000, 80_000)], {}, [(500, 800)]),
        ([(50_000, 80_000)], {"time_ms": 120_000}, [(380, 800)]),
        ([(50_000, 80_000)], {"time_ms": 120_000, "launch": 60.0}, [(440, 860)]),
        ([(50_000, 80_000)], {"time_ms": 900_000}, [(100, 800)]),  # not before it is detected, at 10 km
        ([(50_000, 80_000)], {"detect_m": 70_000.0}, [(700, 800)]),
        ([(50_000, 80_000)], {"detect_m": 90_000.0}, []),
        ([(50_000, 80_000)], {"hold_s": 300}, [(500, 1_100)]),
        (
            [(50_000, 80_000)],
            {"time_ms": 120_000, "end_m": 40_000.0},
            [(380, 400)],
        ),  # down on its way
        ([(50_000, 80_000)], {"time_ms": 120_000, "end_m": 37_000.0}, []),  # down before it gave cause
        ([(20_000, 30_000), (50_000, 100_000)], {}, [(200, 300), (500, 1_000)]),
        ([(20_000, 30_000), (50_000, 100_000)], {"hold_s": 200}, [(200, 1_200)]),
    ],
)
def test_alert__of_a_straight_flight_by_hand(stretches, changed, expected):
    assert one(stretches, **changed) == expected


def test_union__of_overlapping_touching_and_separate_intervals_by_hand():
    row = np.array([0, 0, 0, 0, 1, 1])
    district = np.array([1, 0, 1, 1, 0, 0])
    on, off = np.array([50, 0, 10, 70, 5, 100]), np.array([70, 9, 60, 80, 90, 110])
    found = union(row, district, on, off, 2)
    assert found.cell.tolist() == [0, 1, 2, 2]
    assert found.on_s.tolist() == [0, 10, 5, 100]
    assert found.off_s.tolist() == [9, 80, 90, 110]


@pytest.mark.parametrize(
    ("threats", "hold_s", "expected"),
    [
        (1, 0, [(0, 100), (200, 300)]),
        (2, 0, [(20, 60), (80, 80), (220, 300)]),  # the second's end and the third's begin touch at 80
        (2, 30, [(20, 110), (220, 330)]),  # 60 + 30 reaches 80
        (3, 0, [(240, 250)]),
        (3, 30, [(240, 280)]),
        (4, 600, []),
    ],
)
def test_at_least_so_many_threats__by_hand(threats, hold_s, expected):
    # first night: 0 to 60, 20 to 80, 80 to 100; later 200 to 300, 220 to 300, 240 to 250
    on, off = np.array([0, 20, 80, 200, 220, 240]), np.array([60, 80, 100, 300, 300, 250])
    zero = np.zeros(6, np.int64)
    found = union(zero, zero, on, off, 1, threats, hold_s)
    assert list(zip(found.on_s.tolist(), found.off_s.tolist(), strict=True)) == expected


def test_threats_of_two_districts_or_two_nights__do_not_make_an_alert_together():
    row, district = np.array([0, 0, 1]), np.array([0, 1, 1])
    on, off = np.array([10, 10, 10]), np.array([50, 50, 50])
    assert len(union(row, district, on, off, 2, 2).on) == 0


def test_one_threat_that_comes_back__is_no_two_threats():
    # over the district from 500 to 600 s and from 650 to 700 s; with 100 s before, both are on at 550 to 600
    stretches = [(50_000, 60_000), (65_000, 70_000)]
    assert one(stretches, time_ms=100_000) == [(400, 700)]
    assert one(stretches, time_ms=100_000, threats=2) == []


def test_lead__is_0_where_the_alert_is_not_on():
    found = union(*(np.array([value]) for value in (0, 1, 100, 200)), 3)
    cells, times = np.array([1, 1, 1, 1, 0, 2]), np.array([99, 100, 150, 201, 150, 150])
    assert found.lead_s(cells, times).tolist() == [0, 0, 50, 0, 0, 0]


spans = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 90), st.integers(1, 30)), max_size=12)


@given(spans, st.integers(0, 2), st.integers(0, 130), st.integers(0, 130))
def test_before__counts_the_seconds_under_alert_of_a_cell(given_spans, cell, first, second):
    # cells 0 to 2 are districts of one row; seconds counted one by one
    rows = sorted(given_spans)
    columns = [np.array([each[k] for each in rows], np.int64) for k in range(3)]
    found = union(np.zeros(len(rows), np.int64), columns[0], columns[1], columns[1] + columns[2], 3)
    early, late = sorted((first, second))
    ends = found.before_s(np.array([cell, cell]), np.array([early, late]))
    under = {s for c, on, length in rows if c == cell for s in range(on, on + length)}
    assert ends[1] - ends[0] == sum(early <= s < late for s in under)
    if len(found.on):
        shifted = found.moved(6).before_s(np.array([cell + 6] * 2), np.array([early, late]))
        assert shifted[1] - shifted[0] == ends[1] - ends[0]


@st.composite
def causes_of(draw, plan):
    """Random stretches of every variant over three districts."""
    count, rows = [], []
    lengths = plan.library.routes.length_m
    for length in lengths.tolist():
        points = draw(st.lists(st.floats(0.0, 1.0), max_size=6, unique=True).map(sorted))
        pairs = list(zip(points[::2], points[1::2], strict=False))
        count.append(len(pairs))
        own = [(draw(st.integers(0, 2)), first * length, second * length) for first, second in pairs]
        rows += sorted(own)  # by district, as `over` gives them
    district, s_in, s_out = np.array(rows, float).reshape(-1, 3).T
    detect = lengths * np.array([draw(st.sampled_from([0.0, 0.3, 1.0])) for _ in lengths])
    count = np.array(count)
    times = (
        draw(st.sampled_from([0, 90_000, 1_000_000])),
        draw(st.sampled_from([0, 60])),
        draw(st.integers(1, 4)),
    )
    return Causes(np.cumsum(count) - count, count, district.astype(int), s_in, s_out, detect, *times)


@settings(max_examples=100)
@given(nights(), st.data())
def test_alerts__are_those_of_the_plain_twin_on_random_nights(night, data):
    plan, raid = night
    causes = data.draw(causes_of(plan))
    out = fly(plan, raid, 4)
    found = alerts(causes, out, 3)
    for row in range(4):
        threats = []
        for j, variant in enumerate(out.variant[row].tolist()):
            own = range(causes.begin[variant], causes.begin[variant] + causes.count[variant])
            stretches = [
                (int(causes.district[k]), float(causes.s_in_m[k]), float(causes.s_out_m[k])) for k in own
            ]
            times = (int(out.launch_ms[row, j]), int(out.end_ms[row, j]), float(out.s_end_m[row, j]))
            threats.append((*times, float(causes.detect_m[variant]), stretches))
        expected = night_alerts(threats, (causes.time_ms, causes.hold_s, causes.threats), 3)
        for district in range(3):
            mine = found.cell == row * 3 + district
            got = list(zip(found.on_s[mine].tolist(), found.off_s[mine].tolist(), strict=True))
            assert got == expected[district]
            impacts = out.end_ms[row][out.outcome[row] == HIT] // 1000
            leads = found.lead_s(np.full(len(impacts), row * 3 + district), impacts)
            assert leads.tolist() == [lead(expected[district], impact) for impact in impacts.tolist()]


def test_no_threat__gives_no_alert():
    plan, raid = make_plan([], [ROUTE], [{"count": 0, "cls": 0, "pairs": [(1.0, 0)]}])
    causes = Causes(*(np.zeros(1, int),) * 3, *(np.zeros(1),) * 3, 0, 0)
    assert len(alerts(causes, empty_out(plan, raid, 2), 1).on) == 0


@pytest.mark.parametrize("distance_m", [0.0, 5_000.0, 60_000.0])
def test_ground_around__is_that_within_the_distance_on_the_ellipsoid(distance_m):
    plane, geod = plane_of(PROJECTION), Geod(ellps="WGS84")
    grown = around(plane, HORSESHOE, distance_m)
    corners = np.array(HORSESHOE.exterior.coords)
    rng = np.random.default_rng(1)
    edge = shapely.segmentize(HORSESHOE, 0.005).exterior
    lon0, lat0 = np.array(edge.coords).T
    for lon, lat in zip(rng.uniform(29.5, 36.5, 60), rng.uniform(48, 52.5, 60), strict=True):
        away = geod.inv(np.full_like(lon0, lon), np.full_like(lat0, lat), lon0, lat0)[2].min()
        inside = HORSESHOE.covers(shapely.Point(lon, lat))
        away = 0.0 if inside else away
        if abs(away - distance_m) > 0.015 * distance_m + 500.0:  # chords, rounding, the plane's scale
            assert grown.covers(shapely.Point(*plane(lon, lat))) == (away <= distance_m)
    assert len(corners) == 9
