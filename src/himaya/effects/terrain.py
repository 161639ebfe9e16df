"""Where routes end and where they cross built-up ground: one more use of the route library."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi

import numpy as np

from himaya.effects.draws import F8, I8
from himaya.raid.bridge import Prepared
from himaya.raid.geometry.disk import library
from himaya.raid.geometry.library import Library
from himaya.raid.geometry.places import AreaPatch, LibraryRequest
from himaya.raid.geometry.plane import plane_of, project_disc
from himaya.raid.ground import projection, theatre
from himaya.raid.origins import disc, origins
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
    routes: Library
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
    enter: F8
    """f8[stretch]: `_place` of where a route enters built-up ground, ascending."""
    leave: F8
    """f8[stretch]: `_place` of where one leaves it, ascending."""

    @classmethod
    def of(cls, prepared: Prepared, before: Terrain | None = None) -> Terrain:
        """The terrain of a scenario; `before` : one whose routes are taken over if they are the same."""
        scenario = prepared.scenario
        radius = np.array([asset.radius_km * 1000.0 for asset in scenario.assets])
        people = np.array([inhabitants(scenario, asset) for asset in scenario.assets])
        request = ground_request(scenario, np.flatnonzero((people > 0.0) & (radius > 0.0)))
        routes = before.routes if before and before.request == request else library(request)
        plane = plane_of(request.projection)
        discs = [project_disc(plane, disc(asset)) for asset in scenario.assets]
        passes, start = routes.passes, routes.routes.pass_start
        variant = np.repeat(np.arange(len(start) - 1), np.diff(start))
        return cls(
            request,
            routes,
            np.column_stack(plane(routes.end_lon_deg, routes.end_lat_deg)),
            np.array([(each.x, each.y) for each in discs]).reshape(-1, 2),
            np.array([each.scale for each in discs]),
            radius,
            np.divide(people, pi * radius**2, out=np.zeros_like(people), where=radius > 0.0),
            np.sort(_place(variant, passes.s_in_m)),
            np.sort(_place(variant, passes.s_out_m)),
        )

    def is_built_up(self, variant: I8, s_m: F8) -> np.ndarray[tuple[int], np.dtype[np.bool]]:
        """Whether the place `s_m` along each route is over built-up ground, the edge included."""
        place = _place(variant, s_m)
        entered = np.searchsorted(self.enter, place, side="right")
        inside: np.ndarray[tuple[int], np.dtype[np.bool]] = entered > np.searchsorted(self.leave, place)
        return inside


def _place(variant: I8, s_m: F8) -> F8:
    """One number for a place on a route; no route is 100,000 km long, and doubles keep 0.1 mm of it."""
    place: F8 = variant * 1e8 + s_m
    return place


def ground_request(scenario: Scenario, built_up: I8) -> LibraryRequest:
    """Ask the library for all routes and what they cross of the assets' discs `built_up`, as areas.

    Course and length of a route do not depend on its class, height or speed: they are set to one value,
    so that draws of uncertain numbers share a library.
    """
    corridors = origins(scenario, 0).corridors
    patches = (AreaPatch(int(k), disc(scenario.assets[k]), ALL) for k in built_up)
    return LibraryRequest(
        tuple(each._replace(weapon_class=0, altitude_m=100.0, speed_m_s=100.0) for each in corridors),
        (), (), tuple(patches), (), 1, theatre(scenario), projection(scenario), scenario.route_variants,
    )  # fmt: skip
