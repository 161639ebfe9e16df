"""Where networks first detect a route, against closed forms and the plain twin."""

from math import sqrt

import numpy as np
import pytest

from himaya.raid.prepare.geometry.library import build_library
from himaya.raid.prepare.geometry.places import Corridor, PlacedDisc, SensorDisc
from tests.naive import geometry as naive
from tests.raid.prepare.geometry import sample
from tests.raid.prepare.geometry.sample import CORRIDORS, REQUEST

ALTITUDE_M, FAR = 200.0, (45.0, 25.0)
SENSORS = (
    SensorDisc(1, 51.0, 33.0, 30.0, 0.0, 60_000.0),
    SensorDisc(1, 49.0, 33.0, 10.0, 0.5, 200_000.0),
    SensorDisc(2, 47.5, 35.5, 100.0, 0.0, 90_000.0),
    SensorDisc(2, 47.5, 32.0, 20.0, 0.0, 80_000.0),
)
DETECT_M = build_library(REQUEST._replace(sensors=SENSORS, n_networks=4)).routes.detect_m


def sensor(network=1, place=(49.0, 31.0), range_m=30_000.0, antenna_m=10.0, mask_deg=0.0):
    return SensorDisc(network, *place, antenna_m, mask_deg, range_m)


def detected_m(*sensors, n_networks=2):
    """Detection by each network of a route of 200 km north, past (49, 31) half-way; and its length."""
    south, north = (float(naive.GEOD.fwd(31.0, 49.0, azimuth, 1e5)[1]) for azimuth in (180.0, 0.0))
    ends = (PlacedDisc(south, 31.0, 0.0), PlacedDisc(north, 31.0, 0.0))
    corridor = Corridor("north", ends[0], (), ends[1], sample.DRONE, ALTITUDE_M, 50.0)
    bare = REQUEST._replace(corridors=(corridor,), reaches=(), hazards=(), areas=(), n_variants=8)
    routes = build_library(bare._replace(sensors=sensors, n_networks=n_networks)).routes
    assert np.allclose(routes.detect_m, routes.detect_m[0], atol=1e-6)
    return [*routes.detect_m[0].tolist(), float(routes.length_m[0])]


@pytest.mark.parametrize("corridor", range(3), ids=lambda c: CORRIDORS[c].id)
def test_detection__is_that_of_the_plain_twin(corridor):
    for i in range(16):
        points = naive.vertices(CORRIDORS[corridor], i, 16)
        for network in (1, 2):
            own = [each for each in SENSORS if each.network == network]
            expected = naive.detection_m(own, CORRIDORS[corridor], points)
            assert DETECT_M[16 * corridor + i, network] == pytest.approx(expected, abs=30.0)


def test_detection__of_the_sample_comes_early_late_and_never():
    never = np.isclose(DETECT_M, build_library(REQUEST).routes.length_m[:, None])
    assert (DETECT_M[:, 2] < DETECT_M[:, 1]).any()
    assert (DETECT_M[:, 1] < DETECT_M[:, 2]).any()
    assert never[:, 1:3].any()


def test_detection__is_where_the_slant_range_begins():
    assert detected_m(sensor())[1] == pytest.approx(1e5 - sqrt(30_000.0**2 - 190.0**2), abs=5.0)


def test_detection__is_at_the_horizon_of_a_low_threat():
    """200 m against an antenna of 10 m over a mask of half a degree: 19.3 km, whatever the range."""
    assert detected_m(sensor(range_m=2e5, mask_deg=0.5))[1] == pytest.approx(1e5 - 19_268.0, rel=0.001)


def test_two_sensors__the_earlier_counts():
    near, ahead = sensor(), sensor(place=(48.6, 31.0))
    assert detected_m(near, ahead)[1] == detected_m(ahead)[1] < detected_m(near)[1] - 40_000.0


def test_sensor__detects_for_its_own_network_alone():
    border, first, second, _ = detected_m(sensor(1), sensor(2, FAR), n_networks=3)
    assert border == 0.0
    assert first < second


@pytest.mark.parametrize("blind", [
    sensor(place=FAR), sensor(range_m=189.0), sensor(mask_deg=10.0, range_m=5e5, place=(49.0, 31.1)),
], ids=["too far", "less than the height", "behind its mask"])  # fmt: skip
def test_never_seen__is_the_length(blind):
    _, seen, length = detected_m(blind)
    assert seen == length


def test_network_without_a_sensor__has_what_the_border_has():
    assert (DETECT_M[:, 3] == DETECT_M[:, 0]).all()
    assert (DETECT_M[:, 0] == build_library(REQUEST).routes.detect_m[:, 0]).all()
