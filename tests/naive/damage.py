"""Value lost and kills over built-up ground in one replication, hit by hit, from docs/effects.md."""

from __future__ import annotations

from math import cos, exp, hypot, log, pi, sin, sqrt

from pyproj import Geod
from scipy.integrate import quad
from scipy.special import ive

from tests.naive.philox import uniforms

IMPACT = 9
WGS84 = Geod(ellps="WGS84")


def share_lost(distance, disc, radius):
    """Mean of exp(-r^2 / 2R^2) over a disc, by integration in rings round its centre (Bessel's I0)."""
    if disc == 0.0:
        return exp(-0.5 * (distance / radius) ** 2)
    scale = radius * radius

    def ring(a):
        return a * exp(-0.5 * (a - distance) ** 2 / scale) * ive(0, a * distance / scale)

    near = [p for p in (distance - 4 * radius, distance, distance + 4 * radius) if 0.0 < p < disc]
    return 2.0 / disc**2 * quad(ring, 0.0, disc, points=near, limit=400)[0]


def lost(hits, assets):
    """Share of every asset that is lost.

    hits: end (lon, lat), warhead_kg, cep_m, Philox key, replication, ordinal, what it can harm: a function of
    an asset's number that gives None, or the place of the hit from its centre, or True for its route's end;
    assets: (lon, lat), radius_m, damage_radius_m.
    """
    kept = [1.0 for _ in assets]
    for (lon, lat), warhead, cep, key, replication, ordinal, harms in hits:
        u = uniforms(key, replication, (IMPACT, 0, 0), (ordinal, 0))
        miss, bearing = cep / 1.17741 * sqrt(-2.0 * log(u[0])), 2.0 * pi * u[1]
        for k, (centre, disc, r0) in enumerate(assets):
            place = harms(k)
            if place is None:
                continue
            if place is True:
                azimuth, _, metres = WGS84.inv(*centre, lon, lat)
                place = metres * sin(azimuth * pi / 180.0), metres * cos(azimuth * pi / 180.0)
            east, north = place[0] + miss * sin(bearing), place[1] + miss * cos(bearing)
            radius = r0 * (warhead / 50.0) ** (1.0 / 3.0)
            if radius > 0.0:
                kept[k] *= 1.0 - share_lost(hypot(east, north), disc, radius)
    return [1.0 - each for each in kept]
