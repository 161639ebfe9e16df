"""Where routes end and where they cross built-up ground: one more use of the route library."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi

import numpy as np
from numpy.typing import NDArray

from himaya.arrays import F8, I8
from himaya.raid.prepare.bridge import Prepared
from himaya.raid.prepare.corridors import disc
from himaya.raid.prepare.geometry.disk import library
from himaya.raid.prepare.geometry.library import RouteLibrary
from himaya.raid.prepare.geometry.places import AreaPatch, LibraryRequest
from himaya.raid.prepare.geometry.plane import plane_of, project_disc
from himaya.scenario import Scenario
from himaya.scenario.places import Asset

PEOPLE_PER_UNIT = {"thousand inhabitants": 1000.0, "inhabitants": 1.0}
"""Inhabitants that a unit of value stands for, by the scenario's `value_unit`; else none."""
ALL = (True,) * 5


def inhabitants(scenario: Scenario, asset: Asset) -> float:
    """Who lives on an asset's disc."""
    if asset.inhabitants is not None:
        return asset.inhabitants
    return asset.value * PEOPLE_PER_UNIT.get(scenario.value_unit, 0.0)


@dataclass(frozen=True)
class Terrain:
    """A scenario's assets in the plane, the ends of its routes there, and where they cross built-up ground.

    Built-up ground is the discs of assets on which somebody lives.
    """

    request: LibraryRequest
    routes: RouteLibrary
    end: F8
    """f8[variant, 2]: where each route ends in the plane, metres."""
    at: F8
    """f8[asset, 2]: centres in the plane, metres."""
    scale: F8
    """f8[asset]: metres in the plane for one on the ground."""
    radius_m: F8
    """f8[asset]"""
    density_m2: F8
    """f8[asset]: inhabitants for each square metre of its disc; a point has none."""
    built_up_m: F8
    """f8[variant]: where along each route built-up ground begins; inf: nowhere."""

    @classmethod
    def of(cls, prepared: Prepared, before: Terrain | None = None) -> Terrain:
        """The terrain of a scenario; `before` : one whose routes are taken over if they are the same."""
        scenario = prepared.scenario
        radius = np.array([asset.radius_km * 1000.0 for asset in scenario.assets])
        people = np.array([inhabitants(scenario, asset) for asset in scenario.assets])
        request = ground_request(prepared, np.flatnonzero((people > 0.0) & (radius > 0.0)))
        routes = before.routes if before and before.request == request else library(request)
        plane = plane_of(request.projection)
        discs = [project_disc(plane, disc(asset)) for asset in scenario.assets]
        return cls(
            request,
            routes,
            np.column_stack(plane(routes.end_lon_deg, routes.end_lat_deg)),
            np.array([(each.x, each.y) for each in discs]).reshape(-1, 2),
            np.array([each.scale for each in discs]),
            radius,
            np.divide(people, pi * radius**2, out=np.zeros_like(people), where=radius > 0.0),
            _first_m(routes),
        )

    def is_built_up(self, variant: I8, s_m: F8) -> NDArray[np.bool]:
        """Whether the place `s_m` along each route is over built-up ground, the edge included."""
        passes, start = self.routes.passes, self.routes.routes.pass_start
        inside = np.zeros(len(variant), np.bool)
        row, after = start[variant], start[variant + 1]
        left = np.flatnonzero(self.built_up_m[variant] <= s_m)
        while len(left):  # a route crosses few discs
            at = row[left]
            inside[left] = (passes.s_in_m[at] <= s_m[left]) & (s_m[left] <= passes.s_out_m[at])
            row[left] = at + 1
            left = left[~inside[left] & (at + 1 < after[left])]
        return inside


def _first_m(routes: RouteLibrary) -> F8:
    """f8[variant]: least s_in of each route's passes; inf: it has none."""
    start = routes.routes.pass_start
    first = np.full(len(start) - 1, np.inf)
    some = np.flatnonzero(start[:-1] < start[1:])  # those between have none, so that reduceat takes its own
    if len(some):
        first[some] = np.minimum.reduceat(routes.passes.s_in_m, start[some])
    return first


def ground_request(prepared: Prepared, built_up: I8) -> LibraryRequest:
    """Ask the library for all routes and what they cross of the assets' discs `built_up`, as areas.

    Course and length of a route do not depend on its class, height or speed: they are set to one value,
    so that draws of uncertain numbers share a library.
    """
    assets, asked = prepared.scenario.assets, prepared.request
    patches = (AreaPatch(int(k), disc(assets[k]), ALL) for k in built_up)
    courses = (each._replace(weapon_class=0, altitude_m=100.0, speed_m_s=100.0) for each in asked.corridors)
    return LibraryRequest(
        tuple(courses), (), (), tuple(patches), (), 1, asked.theatre, asked.projection, asked.n_variants
    )
