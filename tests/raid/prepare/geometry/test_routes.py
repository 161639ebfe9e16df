"""Vertices, legs and pieces of route variants, and how far antennas see."""

import csv

import numpy as np
import pytest

from himaya.raid.prepare.geometry.flights import fly
from himaya.raid.prepare.geometry.plane import plane_of, project_disc
from himaya.raid.prepare.geometry.routes import (
    GEOD,
    PIECE_M,
    Vertices,
    cut_legs,
    draw_uniforms,
    draw_vertices,
    join_vertices,
)
from himaya.raid.prepare.geometry.visibility import horizon_m, mask_distance_m, visibility_m
from tests.naive import geometry as naive
from tests.raid.prepare.geometry.sample import CORRIDORS, KURSK, PROJECTION, REQUEST

DRAWN = [0.17871597780872206, 0.6073193027206082]
PLANE = plane_of(PROJECTION)


def legs_between(lat_1, lon_1, lat_2, lon_2):
    """Legs of routes of two points each."""
    lat, lon = np.column_stack([lat_1, lat_2]).ravel(), np.column_stack([lon_1, lon_2]).ravel()
    return join_vertices(Vertices(np.repeat(np.arange(len(lat) // 2), 2), lon, lat))


def test_legs__have_the_published_geodesic_lengths(reference):
    published = np.loadtxt(reference("geodesy/geodesics_200.dat"))
    legs = legs_between(published[:, 0], published[:, 1], published[:, 3], published[:, 4])
    np.testing.assert_allclose(legs.length_m, published[:, 6], rtol=0.0, atol=1e-6)


def test_legs__have_the_lengths_of_an_independent_library(reference):
    with reference("closed_forms/great_circle.csv").open() as file:
        lines = list(csv.DictReader(file))
    ends = [[float(line[name]) for line in lines] for name in ("lat1", "lon1", "lat2", "lon2")]
    expected = [float(line["wgs84_geographiclib_py_m"]) for line in lines]
    np.testing.assert_allclose(legs_between(*ends).length_m, expected, rtol=0.0, atol=1e-6)


def test_leg__from_kyiv_to_lviv_is_469_km():
    assert legs_between(50.45, 30.5234, 49.8397, 24.0297).length_m[0] == pytest.approx(
        468_951.739996, abs=1e-6
    )


def test_pieces__are_short_and_join_up_to_the_length_of_the_route():
    flights, pieces = fly(REQUEST, PLANE)
    assert np.all(pieces.s_out_m - pieces.s_in_m <= PIECE_M)
    same = pieces.variant[1:] == pieces.variant[:-1]
    assert np.array_equal(pieces.s_in_m[1:][same], pieces.s_out_m[:-1][same])
    assert np.array_equal(pieces.s_out_m[np.append(~same, True)], flights.length_m)


def test_route_with_waypoints__is_as_long_as_its_three_legs():
    flights, pieces = fly(REQUEST, PLANE)
    legs = naive.legs(naive.vertices(CORRIDORS[1], 3, 16))
    assert len(legs) == len(np.unique(pieces.leg[pieces.variant == 16 + 3])) == 3
    assert flights.length_m[16 + 3] == pytest.approx(legs[-1][-1], abs=1e-6)


def test_pieces__lie_within_4_m_of_the_geodesic():
    vertices = draw_vertices(CORRIDORS, 16)
    legs = join_vertices(vertices)
    pieces = cut_legs(vertices, legs, PLANE)
    vertex = legs.first_vertex[pieces.leg]
    ahead = (pieces.s_in_m + pieces.s_out_m) / 2.0 - legs.s_in_m[pieces.leg]
    lon, lat, _ = GEOD.fwd(
        vertices.lon_deg[vertex], vertices.lat_deg[vertex], legs.azimuth_deg[pieces.leg], ahead
    )
    x, y = PLANE(lon, lat)
    assert np.hypot(x - pieces.x - pieces.dx / 2.0, y - pieces.y - pieces.dy / 2.0).max() < 4.0


def test_plane__keeps_distances_within_100_km_of_a_unit_to_0_2_percent():
    lat, lon = (axis.ravel() for axis in np.meshgrid(np.linspace(44.5, 52.5, 9), np.linspace(22.5, 40.0, 8)))
    lat, lon, azimuth = np.repeat(lat, 12), np.repeat(lon, 12), np.tile(np.arange(12) * 30.0, lat.size)
    far_lon, far_lat, _ = GEOD.fwd(lon, lat, azimuth, np.full(lat.size, 100_000.0))
    (x, y), (far_x, far_y) = PLANE(lon, lat), PLANE(far_lon, far_lat)
    scale = np.array(
        [
            project_disc(PLANE, KURSK._replace(lat_deg=a, lon_deg=b)).scale
            for a, b in zip(lat, lon, strict=True)
        ]
    )
    error = np.abs(np.hypot(far_x - x, far_y - y) / scale / 100_000.0 - 1.0).max()
    assert 1e-5 < error < 0.0007


def test_draws__fill_the_launch_disc_evenly():
    vertices = draw_vertices(CORRIDORS[:1], 4_000)
    start = np.flatnonzero(np.diff(vertices.variant, prepend=-1))
    centre = (np.full(4_000, axis) for axis in (KURSK.lon_deg, KURSK.lat_deg))
    azimuth, _, distance = GEOD.inv(*centre, vertices.lon_deg[start], vertices.lat_deg[start])
    assert distance.max() <= KURSK.radius_m
    # Half of the ground lies within radius / sqrt 2, and half of it is east: 4 sd of 4,000 draws.
    assert abs(np.mean(distance < KURSK.radius_m / np.sqrt(2.0)) - 0.5) < 0.032
    assert abs(np.mean(azimuth > 0.0) - 0.5) < 0.032


def test_draws__of_a_variant_do_not_depend_on_how_many_are_asked_for():
    assert np.array_equal(draw_uniforms("a", 32, 3), draw_uniforms("a", 256, 3)[:32])
    assert not np.any(draw_uniforms("a", 32, 3) == draw_uniforms("b", 32, 3))


def test_draws__are_the_stated_ones():
    assert draw_uniforms("kursk-kyiv", 1, 1).ravel() == pytest.approx(DRAWN, abs=0.0)


def test_horizon__equals_published_exact_slant(reference):
    with reference("closed_forms/radar_horizon.csv").open() as file:
        for line in csv.DictReader(file):
            sight_km = horizon_m(float(line["h1_m"]), float(line["h2_m"])) / 1000.0
            assert sight_km == pytest.approx(float(line["d_km_exact_slant"]), rel=1e-9)


@pytest.mark.parametrize(("heights_m", "sight_km"), [((15, 100), 57.18195619), ((30, 1000), 152.9230863)])
def test_horizon__is_that_of_two_points_above_a_smooth_earth(heights_m, sight_km):
    assert horizon_m(*heights_m) / 1000.0 == pytest.approx(sight_km, rel=1e-9)


@pytest.mark.parametrize(
    ("antenna_m", "threat_m", "mask_deg", "sight_km"),
    [
        (0.0, 100.0, 0.0, 41.2),  # 4.12 sqrt(h)
        (0.0, 100.0, 0.5, 10.7),
        (0.0, 100.0, 1e-6, 41.2),  # the mask of a smooth horizon
        (30.0, 20.0, 0.5, 0.0),  # below the antenna, behind the mask
        (30.0, 20.0, 0.0, 41.0),
    ],
)
def test_visibility__is_the_smaller_of_horizon_and_mask(antenna_m, threat_m, mask_deg, sight_km):
    assert visibility_m(antenna_m, threat_m, mask_deg) / 1000.0 == pytest.approx(sight_km, abs=0.05)


def test_mask__is_where_the_ray_of_its_elevation_meets_the_height():
    distance, earth = mask_distance_m(10.0, 500.0, 1.0), 4.0 / 3.0 * 6_371_000.0
    assert distance * np.tan(np.radians(1.0)) + distance**2 / (2.0 * earth) == pytest.approx(490.0, rel=1e-12)
