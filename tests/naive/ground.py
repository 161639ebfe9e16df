"""On what one hit falls, from docs/effects.md: written without looking at `effects/ground.py`."""

from __future__ import annotations

from math import cos, pi, sin, sqrt
from typing import NamedTuple

from tests.naive.philox import uniforms

IMPACT, GROUND = 9, 2
DRONES = ("one_way_drone", "decoy_drone")


class Site(NamedTuple):
    kind: str
    region: str | None
    radius_m: float


class Fall(NamedTuple):
    ground: str
    asset: int | None  # what alone it can harm; None: nothing, or all that its aim can harm
    metres: tuple[float, float] | None  # east and north of that asset's centre; None: where its route ends


def fall(weapon_class, aim, who, assets, shares):
    """Ground of a hit.

    aim: kind of ground and region aimed at; who: Philox key, replication, ordinal;
    assets: Sites; shares: p_homes, p_energy, p_airfield.
    """
    kind, region = aim
    if kind != "homes" or weapon_class not in DRONES:
        return Fall(kind, None, None)
    key, replication, ordinal = who
    p_homes, p_energy, p_airfield = shares
    u = uniforms(key, replication, (IMPACT, 0, GROUND), (ordinal, 0))
    if u[0] < p_homes:
        return Fall("homes", None, None)
    left = (u[0] - p_homes) / (1.0 - p_homes)
    if left >= p_energy + p_airfield:
        return Fall("open", None, None)
    found = "energy" if left < p_energy else "airfield"
    there = [k for k, each in enumerate(assets) if each.kind == found and each.region == region]
    if not there:
        return Fall("open", None, None)
    k = there[int(u[1] * len(there))]
    off = assets[k].radius_m * sqrt(u[2])
    return Fall(found, k, (off * sin(2.0 * pi * u[3]), off * cos(2.0 * pi * u[3])))


def is_harmed(aim_kind, asset_kind):
    """Whether a hit that falls as it was aimed can harm an asset by its distance."""
    return asset_kind in ("other", aim_kind) or aim_kind in ("other", "open")


def harms(fallen, aim_kind, assets):
    """Where a hit lies from each asset's centre; None: it cannot harm it, True: where its route ends."""

    def place(k):
        if fallen.asset is not None:
            return fallen.metres if k == fallen.asset else None
        strayed = aim_kind == "homes" and fallen.ground != "homes"
        return True if not strayed and is_harmed(aim_kind, assets[k].kind) else None

    return place
