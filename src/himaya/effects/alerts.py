"""The alert rule: where along its route a threat gives cause for alert, and when the alert is on.

A district's alert is on while a detected threat's remaining route will be over the district, with the
alert distance around, within the alert time; and so long as `hold` after no threat gives such cause.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import shapely
from pyproj import Proj
from shapely import Polygon

from himaya.effects.districts import Ground
from himaya.kernels.library import Array
from himaya.kernels.tables import (
    Out,
)
from himaya.raid.bridge import Prepared, library_request
from himaya.raid.command import THEATRE, sensors
from himaya.raid.geometry.flights import fly
from himaya.raid.geometry.plane import plane_of, project_region
from himaya.raid.geometry.polygons import crossings
from himaya.raid.origins import origins
from himaya.raid.si import si, si_ms
from himaya.scenario import Scenario

TIME_BITS = 21
"""A time in whole seconds: 24 days, twice the longest night."""
_TIME = (1 << TIME_BITS) - 1
ARC_STEPS = 16
"""Chords of a quarter circle of the buffer: 0.1 % of the alert distance inside the true one."""


class Causes(NamedTuple):
    """Where the variants of a prepared scenario give cause for alert."""

    begin: Array
    """i8[variant]: its stretches are begin[v] to begin[v] + count[v]; variants on one course share them."""
    count: Array
    """i8[variant]"""
    district: Array
    """i8[stretch]"""
    s_in_m: Array
    """f8[stretch]: entry into the ground that counts as the district's."""
    s_out_m: Array
    detect_m: Array
    """f8[variant]: first detection by any network with sensors, or at the theatre's border without any."""
    time_ms: int
    hold_s: int


class Alerts(NamedTuple):
    """Alerts of a chunk; sorted, and apart from each other within a cell.

    Packed integers: cell << TIME_BITS | seconds after the start, cell = row * districts + district.
    """

    on: Array
    """i8[alert]"""
    off: Array
    """i8[alert]"""

    @property
    def cell(self) -> Array:
        """i8[alert]: row of the chunk and district."""
        return self.on >> TIME_BITS

    @property
    def on_s(self) -> Array:
        """i8[alert]: seconds after the start."""
        return self.on & _TIME

    @property
    def off_s(self) -> Array:
        """i8[alert]: seconds after the start."""
        return self.off & _TIME

    def lead_s(self, cell: Array, time_s: Array) -> Array:
        """i8[query]: how long a cell has been under alert at some times; 0 where it is not."""
        if not len(self.on):
            return np.zeros_like(time_s)
        wanted = (cell << TIME_BITS) | time_s
        place = np.searchsorted(self.on, wanted, side="right") - 1
        under = (place >= 0) & (self.off[place] >= wanted)
        return np.where(under, wanted - self.on[place], 0)


def causes(prepared: Prepared, districts: tuple[Ground, ...]) -> Causes:
    """Cross every course of a scenario with every district, once for all replications."""
    scenario = prepared.scenario
    request = library_request(scenario, (), origins(scenario, 0).corridors)
    first = {corridor.id: corridor for corridor in request.corridors}  # another height, the same course
    plane = plane_of(request.projection)
    _, pieces = fly(request._replace(corridors=tuple(first.values())), plane)
    distance_m = si(scenario.alert, "distance_km")
    found = [crossings(pieces, around(plane, each.outline, distance_m)) for each in districts]
    row = np.concatenate([np.empty(0, np.int64), *(each.row for each in found)])
    district = np.repeat(np.arange(len(found)), [len(each.row) for each in found])
    s_in, s_out = (np.concatenate([np.empty(0), *(each[k] for each in found)]) for k in (1, 2))
    order = np.argsort(row, kind="stable")
    start = np.searchsorted(row[order], np.arange(len(first) * request.n_variants + 1))
    number = {name: k for k, name in enumerate(first)}
    course = np.array([number[corridor.id] for corridor in request.corridors])
    variant = (course[:, None] * request.n_variants + np.arange(request.n_variants)).ravel()
    detect_m = prepared.plan.library.routes.detect_m[:, detecting(scenario)].min(axis=1)
    return Causes(
        start[variant], start[variant + 1] - start[variant], district[order], s_in[order], s_out[order],
        detect_m, si_ms(scenario.alert, "time_min"), round(si(scenario.alert, "hold_min")),
    )  # fmt: skip


def around(plane: Proj, outline: Polygon, distance_m: float) -> Polygon:
    """A district in the plane with so much ground around it; the plane's scale is that at its middle."""
    middle = outline.centroid
    scale = plane.get_factors(middle.x, middle.y).parallel_scale
    projected: Any = project_region(plane, outline)
    grown: Polygon = projected.buffer(distance_m * scale, quad_segs=ARC_STEPS)
    shapely.prepare(grown)
    return grown


def detecting(scenario: Scenario) -> list[int]:
    """Networks that detect for the alert: those with a sensor, else the theatre's border."""
    return sorted({each.network for each in sensors(scenario)}) or [THEATRE]


def alerts(causes: Causes, out: Out, n_districts: int) -> Alerts:
    """Alerts of every replication of a chunk and every district."""
    variant = out.variant.ravel()
    count = causes.count[variant]
    flight = np.repeat(np.arange(len(variant)), count)
    before = np.cumsum(count) - count
    stretch = np.repeat(causes.begin[variant] - before, count) + np.arange(len(flight))
    launch, end = out.launch_ms.ravel(), out.end_ms.ravel()
    flown = out.s_end_m.ravel()
    ms_per_m = (end - launch) / np.maximum(flown, 1.0)  # below a metre it ends before anything else
    detected = launch + causes.detect_m[variant] * ms_per_m
    launch, slow, end = launch[flight], ms_per_m[flight], end[flight]
    on = np.maximum(detected[flight], launch + causes.s_in_m[stretch] * slow - causes.time_ms)
    off = np.minimum(end, launch + causes.s_out_m[stretch] * slow)
    some = on < off
    cell = (flight // out.variant.shape[1]) * n_districts + causes.district[stretch]
    on_s, off_s = (np.rint(time[some]).astype(np.int64) // 1000 for time in (on, off))
    return union(cell[some], on_s, off_s + causes.hold_s)


def union(cell: Array, on_s: Array, off_s: Array) -> Alerts:
    """Join intervals of a cell that overlap or touch; all in one sort of packed integers."""
    packed = np.sort((((cell << TIME_BITS) | on_s) << TIME_BITS) | off_s)
    on = packed >> TIME_BITS
    off = ((on >> TIME_BITS) << TIME_BITS) | (packed & _TIME)
    latest = np.maximum.accumulate(off)  # a later cell's times are larger than all of an earlier one's
    opens = np.ones(len(on), bool)
    opens[1:] = on[1:] > latest[:-1]
    first = np.flatnonzero(opens)
    last = np.append(first[1:], len(on))[: len(first)] - 1
    return Alerts(on[first], latest[last])
