"""Windows of a unit that does not look all round, against azimuths on the ellipsoid, point by point."""

from __future__ import annotations

from math import cos, nan, sin

import numpy as np
import pytest
from pyproj import Geod

from himaya.raid.prepare.geometry.library import build_library
from himaya.raid.prepare.geometry.places import (
    ConicProjection,
    Corridor,
    LibraryRequest,
    PlacedDisc,
    Reach,
    Theatre,
)

GEOD = Geod(ellps="WGS84")
UNIT = (50.05, 36.1)
N = 200
AROUND = tuple(
    Corridor(
        f"c{k}",
        PlacedDisc(50 + 2 * sin(k), 36 + 2 * cos(k), 5_000.0),
        (),
        PlacedDisc(50 - 1.5 * sin(k + 0.6), 36 - 2 * cos(k + 0.6), 3_000.0),
        0,
        1_000.0,
        50.0,
    )
    for k in range(12)
)


def library(azimuth, width, weapon_class=0, footprint=nan):
    reach = Reach(
        0, 0, weapon_class, *UNIT, 5.0, 0.0, 0.0, 60_000.0, 0.0, 9_999.0, footprint, 20.0, 2.0, azimuth, width
    )
    corridors = tuple(corridor._replace(weapon_class=weapon_class) for corridor in AROUND)
    theatre = Theatre(PlacedDisc(50, 36, 900_000.0))
    return build_library(
        LibraryRequest(corridors, (reach,), (), (), (), 1, theatre, ConicProjection(46.0, 51.0, 31.0), 8)
    )


def within(lat, lon, azimuth, width):
    towards, _, _ = GEOD.inv(np.full(len(lat), UNIT[1]), np.full(len(lat), UNIT[0]), lon, lat)
    return np.abs((np.asarray(towards) - azimuth + 180) % 360 - 180) <= width / 2


def covered(found, variant, s):
    first, last = found.routes.window_start[variant : variant + 2]
    pairs = zip(found.windows.s_in_m[first:last], found.windows.s_out_m[first:last], strict=True)
    return np.logical_or.reduce(
        [np.zeros(len(s), bool), *((s >= s_in) & (s <= s_out) for s_in, s_out in pairs)]
    )


@pytest.mark.parametrize(("azimuth", "width"), [(30, 60), (350, 180), (80, 270)])
def test_sector__holds_the_azimuths_inside_it(azimuth, width):
    full, some = library(0, 360), library(azimuth, width)
    wrong = inside_all = 0
    for v in range(len(full.routes.length_m)):
        start, end = (
            (full.start_lon_deg[v], full.start_lat_deg[v]),
            (full.end_lon_deg[v], full.end_lat_deg[v]),
        )
        heading = GEOD.inv(*start, *end)[0]
        s = np.linspace(0.0, full.routes.length_m[v], N)
        lon, lat, _ = GEOD.fwd(*(np.full(N, each) for each in (*start, heading)), s)
        inside = covered(full, v, s) & within(lat, lon, azimuth, width)
        wrong += int((covered(some, v, s) != inside).sum())
        inside_all += int(inside.sum())
    assert inside_all > 500
    assert wrong <= 5  # points nearer to an edge than the plane is true


def test_sector__of_a_ballistic_window_looks_at_the_launch():
    full, some = (library(120, width, 3, 300_000.0) for width in (360, 90))
    has = np.diff(some.routes.window_start) == 1
    assert np.diff(full.routes.window_start).tolist() == [1] * len(has)
    assert has.tolist() == within(full.start_lat_deg, full.start_lon_deg, 120, 90).tolist()
    assert 0 < has.sum() < len(has)
