"""Windows, passes, hazards and detection of the library, against closed forms and the plain twin."""

from math import hypot

import numpy as np
import pytest
from shapely import Polygon

from himaya.errors import ProblemsError
from himaya.raid.prepare.geometry.library import build_library
from himaya.raid.prepare.geometry.places import AreaPatch, Corridor, HazardZone, PlacedDisc, Theatre
from himaya.raid.prepare.geometry.plane import default_theatre, plane_of, project_region
from tests.naive import geometry as naive
from tests.raid.prepare.geometry import sample
from tests.raid.prepare.geometry.sample import AREAS, CORRIDORS, HAZARDS, PROJECTION, REACHES, REQUEST

LIBRARY = build_library(REQUEST)
VARIANTS = [(corridor, 16 * c + i) for c, corridor in enumerate(CORRIDORS) for i in (0, 5, 11)]
each_variant = pytest.mark.parametrize(
    ("corridor", "variant"), VARIANTS, ids=[f"{c.id}-{v}" for c, v in VARIANTS]
)
ALL, NONE = (True,) * 5, (0.0,) * 5


def fly(*points, altitude_m=200.0, **request):
    """The library of one drone route through points (lat, lon), with nothing else in it."""
    start, *via, end = (PlacedDisc(lat, lon, 0.0) for lat, lon in points)
    corridor = Corridor("straight", start, tuple(via), end, sample.DRONE, altitude_m, 50.0)
    empty = REQUEST._replace(corridors=(corridor,), reaches=(), hazards=(), areas=(), n_variants=8)
    return build_library(empty._replace(**request))


def north_of_unit(range_m, **changed):
    """A route of 200 km along a meridian through a unit half-way."""
    lat = [float(naive.GEOD.fwd(31.0, 49.0, azimuth, 100_000.0)[1]) for azimuth in (180.0, 0.0)]
    unit = sample.reach(place=PlacedDisc(49.0, 31.0, 0.0), range_max_m=range_m, antenna_m=10.0, **changed)
    return fly((lat[0], 31.0), (lat[1], 31.0), reaches=(unit,))


@each_variant
def test_windows__are_those_of_the_plain_twin(corridor, variant):
    points = naive.vertices(corridor, variant % 16, 16)
    for reach in REACHES:
        if reach.weapon_class == corridor.weapon_class != sample.BALLISTIC:
            found = [window[1:3] for window in sample.windows(LIBRARY, variant, reach.weapon)]
            expected = naive.windows(reach, corridor, points)
            assert len(found) == len(expected)
            assert np.allclose(found, expected, rtol=0.0, atol=30.0)


def test_windows__of_the_sample_are_as_many_as_the_twin_finds():
    expected = sum(
        len(naive.windows(reach, corridor, naive.vertices(corridor, i, 16)))
        for corridor in CORRIDORS[:3] for i in range(16) for reach in REACHES
        if reach.weapon_class == corridor.weapon_class
    )  # fmt: skip
    assert np.sum(LIBRARY.windows.weapon != 3) == expected


@each_variant
def test_windows__give_the_slant_distance_along_the_route_to_0_2_percent(corridor, variant):
    legs = naive.legs(naive.vertices(corridor, variant % 16, 16))
    for window in sample.windows(LIBRARY, variant):
        reach = REACHES[window.weapon]
        for s in (
            np.linspace(window.s_in_m, window.s_out_m, 5) if reach.weapon_class != sample.BALLISTIC else ()
        ):
            leg = next(leg for leg in legs if s <= leg[4] and window.s_in_m >= leg[3])
            ground = naive.ground_m(reach.lon_deg, reach.lat_deg, naive.position(leg, s))
            exact = hypot(ground, corridor.altitude_m - reach.antenna_m)
            assert hypot(window.d_closest_m, s - window.s_closest_m) == pytest.approx(
                exact, rel=0.002, abs=2.0
            )


def test_window__of_a_unit_on_the_route_is_its_slant_range_either_side():
    (window,) = sample.windows(north_of_unit(30_000.0), 0)
    half = np.sqrt(30_000.0**2 - 190.0**2)
    assert window[1:] == pytest.approx((100_000.0 - half, 100_000.0 + half, 100_000.0, 190.0), abs=5.0)


def test_window__ends_at_the_horizon_of_a_low_threat():
    (window,) = sample.windows(north_of_unit(200_000.0, mask_deg=0.5), 0)
    assert (window.s_out_m - window.s_in_m) / 2.0 == pytest.approx(19_268.0, rel=0.001)


def test_window__is_split_in_two_by_the_least_range():
    before, after = sample.windows(north_of_unit(30_000.0, range_min_m=6_000.0), 0)
    assert after.s_in_m - before.s_out_m == pytest.approx(2.0 * np.sqrt(6_000.0**2 - 190.0**2), abs=5.0)
    assert before[3:] == after[3:]


@pytest.mark.parametrize(
    "changed",
    [
        {"altitude_min_m": 201.0},
        {"altitude_max_m": 199.0},
        {"weapon_class": sample.CRUISE},
        {"range_min_m": 3e4},
    ],
)
def test_window__needs_height_class_and_range(changed):
    assert len(north_of_unit(30_000.0, **changed).windows.weapon) == 0


def test_window__spanning_a_waypoint_is_split_there():
    library = fly(
        (49.0, 30.0), (49.0, 31.0), (50.0, 31.0), reaches=(sample.reach(place=PlacedDisc(49.0, 31.0, 0.0)),)
    )
    first, second = sample.windows(library, 0)
    joint = naive.GEOD.inv(30.0, 49.0, 31.0, 49.0)[2]
    assert first.s_out_m == second.s_in_m == pytest.approx(joint, abs=1e-6)


def test_windows__are_sorted_by_variant_unit_weapon_and_distance():
    reaches = (sample.reach(0, unit=2), sample.reach(1, unit=1), sample.reach(2, unit=0, range_min_m=5e3))
    library = build_library(REQUEST._replace(reaches=reaches, corridors=CORRIDORS[:1]))
    assert [window.weapon for window in sample.windows(library, 3)] in ([2, 1, 0], [2, 2, 1, 0])
    assert library.windows.weapon.dtype == np.int32
    assert library.routes.window_start.dtype == np.int64


@pytest.mark.parametrize("variant", range(48, 64))
def test_ballistic_window__is_before_impact_where_the_footprint_holds_the_aim(variant):
    length = LIBRARY.routes.length_m[variant]
    aim = LIBRARY.end_lon_deg[variant], LIBRARY.end_lat_deg[variant]
    ground = naive.ground_m(sample.KYIV.lon_deg, sample.KYIV.lat_deg, aim)
    (window,) = sample.windows(LIBRARY, variant)
    assert window == pytest.approx((3, length - 30_000.0, length - 3_000.0, length - 10.0, ground))


@pytest.mark.parametrize(
    ("low", "high", "window"),
    [(0.0, 24e3, (24e3, 3e3)), (5e3, 99e3, (30e3, 5e3)), (0.0, 3e3, None), (30e3, 99e3, None)],
)
def test_ballistic_window__ends_where_the_weapons_heights_end(low, high, window):
    banded = REACHES[3]._replace(altitude_min_m=low, altitude_max_m=high)
    library = build_library(REQUEST._replace(reaches=(banded,)))
    length = LIBRARY.routes.length_m[48]
    found = [(length - each.s_in_m, length - each.s_out_m) for each in sample.windows(library, 48)]
    assert found == ([pytest.approx(window)] if window else [])


def test_ballistic_window__is_missing_where_the_aim_lies_outside_the_footprint():
    small = build_library(REQUEST._replace(reaches=(REACHES[3]._replace(footprint_m=2_000.0),)))
    aims = zip(small.end_lon_deg[48:], small.end_lat_deg[48:], strict=True)
    inside = [naive.ground_m(sample.KYIV.lon_deg, sample.KYIV.lat_deg, aim) <= 2_000.0 for aim in aims]
    assert np.diff(small.routes.window_start)[48:].tolist() == inside
    assert 0 < sum(inside) < 16
    assert small.windows.d_closest_m.max() <= 2_000.0


@each_variant
def test_passes__are_those_of_the_plain_twin(corridor, variant):
    points = naive.vertices(corridor, variant % 16, 16)
    for area in AREAS:
        found = sample.passes(LIBRARY, variant, area.area)
        met = area.classes[corridor.weapon_class]
        expected = naive.stretches(area.region, points) if met else []
        assert [number for *_, number in found] == list(range(len(expected)))
        assert np.allclose(
            [row[1:3] for row in found], np.reshape(expected, (-1, 2)) if expected else [], atol=30.0
        )


def test_passes__through_both_arms_of_a_horseshoe_are_two():
    found = sample.passes(fly((50.5, 30.0), (50.5, 36.0), areas=(AREAS[0],)), 0)
    widths = [s_out - s_in for _, s_in, s_out, _ in found]
    assert [row[0::3] for row in found] == [(0, 0), (0, 1)]
    assert widths == pytest.approx([106_400.0, 106_400.0], rel=0.005)  # 1.5 degrees at 50.5 north


def test_passes__more_than_16_through_one_area_are_refused():
    teeth = [(30.0 + k / 20.0, 50.0 + k % 2) for k in range(41)]
    with pytest.raises(ProblemsError, match="a route crosses an area defence, got 20 times"):
        fly(
            (50.5, 29.9),
            (50.5, 32.1),
            areas=(AreaPatch(0, Polygon([*teeth, (32.0, 49.0), (30.0, 49.0)]), ALL),),
        )


def test_region__that_crosses_itself_is_refused():
    bow_tie = Polygon([(30, 50), (31, 51), (31, 50), (30, 51)])
    with pytest.raises(ProblemsError, match="Self-intersection"):
        project_region(plane_of(PROJECTION), bow_tie)


@each_variant
def test_hazard__is_that_of_the_plain_twin(corridor, variant):
    points = naive.vertices(corridor, variant % 16, 16)
    found = sample.breaks(LIBRARY, variant)
    s = np.array([point for point, _ in found])
    assert np.all(np.diff(s) > 0.0)
    for point, hazard in found:
        expected = naive.hazard(HAZARDS, corridor.weapon_class, points, point)
        assert hazard == pytest.approx(expected, abs=5e-5)
    total = naive.hazard(HAZARDS, corridor.weapon_class, points, 1e9)
    assert (found[0][1], found[-1][1]) == pytest.approx((0.0, total), abs=5e-5) if found else total == 0.0


def test_hazard__of_zones_adds_and_zones_without_hazard_leave_no_points():
    disc = PlacedDisc(49.0, 31.0, 40_000.0)
    zones = (
        HazardZone(disc, (3e-6, *NONE[1:])),
        HazardZone(disc, (1e-6, *NONE[1:])),
        HazardZone(AREAS[0].region, NONE),
    )
    (s_in, nothing), (s_out, hazard) = sample.breaks(fly((48.0, 31.0), (50.0, 31.0), hazards=zones), 0)
    assert (s_out - s_in, nothing, hazard) == pytest.approx((80_000.0, 0.0, 0.32), rel=1e-4)


@pytest.mark.parametrize(
    "zones", [(), (HazardZone(PlacedDisc(40.0, 31.0, 1e4), (1e-6,) * 5), HazardZone(AREAS[0].region, NONE))]
)
def test_hazard__without_a_zone_on_the_way_has_no_points(zones):
    library = fly((48.0, 31.0), (50.0, 31.0), hazards=zones)
    assert library.routes.break_start.tolist() == [0] * 9
    assert len(library.breaks.s_m) == 0


@pytest.mark.parametrize(
    ("region", "detect_km"),
    [
        (Polygon([(24, 48.5), (36, 48.5), (36, 52), (24, 52)]), 55.6),
        (Polygon([(24, 47.5), (36, 47.5), (36, 52), (24, 52)]), 0.0),
        (Polygon([(24, 44), (36, 44), (36, 46), (24, 46)]), 222.43),  # never: its length
        (PlacedDisc(49.0, 31.0, 50_000.0), 61.2),
    ],
)
def test_detection__is_at_the_first_entry_into_the_theatre(region, detect_km):
    library = fly((48.0, 31.0), (50.0, 31.0), theatre=Theatre(region))
    assert library.routes.detect_m / 1000.0 == pytest.approx(np.full((8, 1), detect_km), abs=0.1)


def test_default_theatre__reaches_150_km_beyond_its_points():
    theatre = default_theatre([(49.0, 30.0), (49.0, 32.0), (50.0, 31.0)], PROJECTION)
    ring = np.array(theatre.region.exterior.coords)
    west = naive.ground_m(30.0, 49.0, ring[ring[:, 0].argmin()])
    assert west == pytest.approx(150_000.0, rel=0.002)
    assert len(fly((49.0, 31.0), (49.5, 31.0), theatre=theatre).routes.detect_m.nonzero()[0]) == 0


def test_another_reach__changes_no_other_row():
    fewer = build_library(REQUEST._replace(reaches=REACHES[:-1]))
    for variant in range(64):
        numbers, windows, *rest = sample.everything(LIBRARY, variant)
        kept = [window for window in windows if window.weapon != 4]
        assert sample.everything(fewer, variant) == (numbers, kept, *rest)


def test_another_corridor__changes_no_other_row():
    fewer = build_library(REQUEST._replace(corridors=(CORRIDORS[2], CORRIDORS[1])))
    for c, first in ((2, 0), (1, 16)):
        for i in range(16):
            assert sample.everything(fewer, first + i) == sample.everything(LIBRARY, 16 * c + i)
    assert LIBRARY.first_variant.tolist() == [0, 16, 32, 48]


def test_more_variants__keep_the_first_ones():
    more = build_library(REQUEST._replace(n_variants=32))
    assert sample.everything(more, 32 + 7) == sample.everything(LIBRARY, 16 + 7)


def test_a_request_without_defenders__has_empty_tables():
    library = fly((48.0, 31.0), (50.0, 31.0))
    assert [
        len(column) for table in (library.windows, library.passes, library.breaks) for column in table
    ] == [0] * 11
    assert library.routes.window_start.tolist() == library.routes.pass_start.tolist() == [0] * 9


def test_a_route_of_no_length__crosses_nothing():
    library = fly(
        (49.0, 31.0), (49.0, 31.0), reaches=(sample.reach(place=PlacedDisc(49.0, 31.0, 0.0)),), areas=AREAS
    )
    assert (
        library.routes.detect_m[:, 0].tolist()
        == library.routes.length_m.tolist()
        == pytest.approx([0.0] * 8, abs=1e-6)
    )
    assert len(library.windows.weapon) == len(library.passes.area) == 0


def test_disc_pass__has_the_length_of_its_chord():
    (found,) = sample.passes(
        fly((48.7, 31.0), (49.3, 31.0), areas=(AreaPatch(0, PlacedDisc(49.0, 31.0, 12_000.0), ALL),)), 0
    )
    assert found[2] - found[1] == pytest.approx(24_000.0, rel=0.001)
