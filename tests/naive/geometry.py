"""Plain twin of the route library, written from the model's page: steps, bisection, no plane."""

from hashlib import blake2b
from itertools import pairwise
from math import hypot, radians, sqrt, tan

import numpy as np
from pyproj import Geod

GEOD = Geod(ellps="WGS84")
STEP_M = 500.0


def vertices(corridor, variant, n_variants):
    """[(lon, lat)] of one variant."""
    discs = [corridor.launch, *corridor.via, corridor.aim]
    key = int.from_bytes(blake2b(corridor.id.encode(), digest_size=16).digest(), "little")
    draws = np.random.Generator(np.random.Philox(key=key)).random((n_variants, len(discs), 2))[variant]
    return [
        GEOD.fwd(disc.lon_deg, disc.lat_deg, 360.0 * u, disc.radius_m * sqrt(v))[:2]
        for disc, (u, v) in zip(discs, draws, strict=True)
    ]


def legs(points):
    """[(lon, lat, azimuth, s where it starts, s where it ends)]"""
    found, s = [], 0.0
    for (lon, lat), (lon_after, lat_after) in pairwise(points):
        azimuth, _, length = GEOD.inv(lon, lat, lon_after, lat_after)
        found.append((lon, lat, azimuth, s, s + length))
        s += length
    return found


def position(leg, s):
    lon, lat, azimuth, s_in, _ = leg
    return GEOD.fwd(lon, lat, azimuth, s - s_in)[:2]


def ground_m(lon, lat, point):
    return GEOD.inv(lon, lat, *point)[2]


def farthest_m(seer, altitude_m, range_m):
    """Slant range of a reach or a sensor, or what the horizon leaves of it."""
    earth = 4.0 / 3.0 * 6_371_000.0
    sight = sum(sqrt((earth + height) ** 2 - earth**2) for height in (seer.antenna_m, altitude_m))
    if seer.mask_deg > 0.0:
        slope, rise = tan(radians(seer.mask_deg)), altitude_m - seer.antenna_m
        sight = min(sight, earth * (-slope + sqrt(slope**2 + 2.0 * rise / earth)) if rise > 0.0 else 0.0)
    return min(sight, range_m)


def intervals(leg, inside):
    """[(s_in, s_out)] of a leg where a condition on (lon, lat) holds."""
    s_in, s_out = leg[3], leg[4]
    n_steps = int((s_out - s_in) / STEP_M) + 1
    grid = [s_in + (s_out - s_in) * k / n_steps for k in range(n_steps + 1)]
    found, opened = [], grid[0] if inside(position(leg, grid[0])) else None
    for before, after in pairwise(grid):
        now = inside(position(leg, after))
        if now != (opened is not None):
            edge = _bisect(leg, inside, before, after)
            if now:
                opened = edge
            else:
                found.append((opened, edge))
                opened = None
    return found if opened is None else [*found, (opened, grid[-1])]


def _bisect(leg, inside, before, after):
    first = inside(position(leg, before))
    while after - before > 0.01:
        middle = (before + after) / 2.0
        before, after = (middle, after) if inside(position(leg, middle)) == first else (before, middle)
    return before


def windows(reach, corridor, points):
    """[(s_in, s_out)] of one reach, leg by leg."""
    rise = corridor.altitude_m - reach.antenna_m
    farthest = farthest_m(reach, corridor.altitude_m, reach.range_max_m)
    if not reach.altitude_min_m <= corridor.altitude_m <= reach.altitude_max_m:
        return []

    def covered(point):
        return reach.range_min_m <= hypot(ground_m(reach.lon_deg, reach.lat_deg, point), rise) <= farthest

    return [interval for leg in legs(points) for interval in intervals(leg, covered)]


def detection_m(sensors, corridor, points):
    """Where a route is first seen by a sensor; its length if never."""
    found = [legs(points)[-1][4]]
    for sensor in sensors:
        rise = corridor.altitude_m - sensor.antenna_m
        farthest = farthest_m(sensor, corridor.altitude_m, sensor.range_m)

        def seen(point, sensor=sensor, rise=rise, farthest=farthest):
            return hypot(ground_m(sensor.lon_deg, sensor.lat_deg, point), rise) <= farthest

        found += [s_in for leg in legs(points) for s_in, _ in intervals(leg, seen)]
    return min(found)


def within(region):
    """Condition on (lon, lat): inside a disc, or by ray casting inside a polygon."""
    if hasattr(region, "radius_m"):
        return lambda point: ground_m(region.lon_deg, region.lat_deg, point) <= region.radius_m
    corners = list(region.exterior.coords)

    def cast(point):
        x, y = point
        crossed = [
            (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0)
            for (x0, y0), (x1, y1) in pairwise(corners)
        ]
        return sum(crossed) % 2 == 1

    return cast


def stretches(region, points):
    """[(s_in, s_out)] of a route inside a region, joined over its legs."""
    joined = []
    for leg in legs(points):
        for s_in, s_out in intervals(leg, within(region)):
            if joined and s_in - joined[-1][1] < 0.1:
                joined[-1] = (joined[-1][0], s_out)
            else:
                joined.append((s_in, s_out))
    return joined


def hazard(zones, weapon_class, points, s):
    """Summed hazard up to s."""
    total = 0.0
    for zone in zones:
        for s_in, s_out in stretches(zone.region, points):
            total += zone.hazard_per_m[weapon_class] * max(0.0, min(s, s_out) - s_in)
    return total
