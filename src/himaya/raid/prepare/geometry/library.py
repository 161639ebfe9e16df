"""The route library: every variant of every corridor, and all that it crosses."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from pyproj import Proj

from himaya.arrays import Array
from himaya.errors import Problem, ProblemsError
from himaya.kernels.library import Breaks, Passes, Routes, Windows
from himaya.raid.prepare.geometry.flights import ClassPieces, Flights, fly, split_levels
from himaya.raid.prepare.geometry.hazard import HazardPoints, sum_hazard
from himaya.raid.prepare.geometry.places import N_GROUPS, LibraryRequest, PlacedDisc
from himaya.raid.prepare.geometry.plane import PlaneRegion, plane_of, project_disc, project_region
from himaya.raid.prepare.geometry.polygons import crossings
from himaya.raid.prepare.geometry.routes import Pieces
from himaya.raid.prepare.geometry.visibility import visibility_m
from himaya.raid.prepare.geometry.windows import windows_of

MAX_PASSES = 16
"""Passes of one variant through one area that the kernel's keys can tell apart."""


@dataclass(frozen=True)
class RouteLibrary:
    """The kernel's route tables, and where each variant starts and ends.

    Variants of corridor c are ``first_variant[c] + i`` with i < `n_variants`; variant i is of group
    ``i // (n_variants // n_groups)``.
    """

    routes: Routes
    windows: Windows
    passes: Passes
    breaks: Breaks
    front_hazard: Array
    """f8[break]: the part of its summed hazard that zones of the front line have."""
    first_variant: Array
    """i8[corridor]"""
    n_variants: int
    start_lat_deg: Array
    """f8[variant]; likewise the other three."""
    start_lon_deg: Array
    end_lat_deg: Array
    end_lon_deg: Array
    n_groups: int = N_GROUPS


def build_library(request: LibraryRequest) -> RouteLibrary:
    """Work out the whole library; see `disk.library` for the one that remembers.

    Raises
    ------
    ProblemsError
        If a polygon crosses itself, or a route crosses an area defence too often for the kernel's keys.
    """
    plane = plane_of(request.projection)
    flights, pieces = fly(request, plane)
    levels = split_levels(flights, pieces)
    window_variant, windows = collect_windows(request, flights, levels, plane)
    pass_variant, passes = collect_passes(request, levels, plane)
    hazard = collect_hazard(request, levels, plane)
    variants = np.arange(len(flights.length_m) + 1)
    starts = (np.searchsorted(rows, variants) for rows in (window_variant, pass_variant, hazard.variant))
    border = first_entry_m(flights, pieces, project_region(plane, request.theatre.region))
    detect = first_detection_m(request, levels, plane, flights, border)
    return RouteLibrary(
        Routes(flights.length_m, detect, np.zeros(len(flights.length_m), np.int64), *starts),
        windows,
        passes,
        Breaks(hazard.s_m, hazard.hazard),
        hazard.front,
        np.arange(len(request.corridors)) * request.n_variants,
        request.n_variants,
        flights.start_lat_deg,
        flights.start_lon_deg,
        flights.end_lat_deg,
        flights.end_lon_deg,
    )


def collect_windows(
    request: LibraryRequest, flights: Flights, levels: list[ClassPieces], plane: Proj
) -> tuple[Array, Windows]:
    """The variant of each window, and all windows in the kernel's order."""
    keys, columns = [np.empty((3, 0), np.int64)], [np.empty((4, 0))]
    for reach in request.reaches:
        for rows in windows_of(reach, flights, levels, plane):
            unit, weapon = (np.full_like(rows.variant, number) for number in (reach.unit, reach.weapon))
            keys.append(np.stack([rows.variant, unit, weapon]))
            columns.append(np.stack(rows[1:]))
    variant, unit, weapon = np.concatenate(keys, axis=1)
    values = np.concatenate(columns, axis=1)
    order = np.lexsort((values[0], weapon, unit, variant))
    return variant[order], Windows(weapon[order].astype(np.int32), *values[:, order])


def collect_passes(request: LibraryRequest, levels: list[ClassPieces], plane: Proj) -> tuple[Array, Passes]:
    """The variant of each pass, and all passes in the kernel's order."""
    keys, columns = [np.empty((2, 0), np.int64)], [np.empty((2, 0))]
    for patch in request.areas:
        region = project_region(plane, patch.region)
        for level in levels:
            if patch.classes[level.weapon_class]:
                inside = crossings(level.pieces, region)
                keys.append(np.stack([inside.row, np.full_like(inside.row, patch.area)]))
                columns.append(np.stack(inside[1:]))
    variant, area = np.concatenate(keys, axis=1)
    s_in, s_out = np.concatenate(columns, axis=1)
    order = np.lexsort((s_in, area, variant))
    variant, area = variant[order], area[order]
    return variant, Passes(area.astype(np.int32), s_in[order], s_out[order], number_passes(variant, area))


def number_passes(variant: Array, area: Array) -> Array:
    """i4[pass]: which of a variant's passes through an area it is; passes are sorted by both."""
    place = np.arange(len(area))
    is_first = np.ones(len(area), bool)
    is_first[1:] = (variant[1:] != variant[:-1]) | (area[1:] != area[:-1])
    number = place - np.maximum.accumulate(np.where(is_first, place, 0))
    most = int(number.max(initial=0)) + 1
    if most > MAX_PASSES:
        expected = f"at most {MAX_PASSES} times: a simpler polygon"
        raise ProblemsError(
            [Problem("a route crosses an area defence", value=f"{most} times", expected=expected)]
        )
    return number.astype(np.int32)


def collect_hazard(request: LibraryRequest, levels: list[ClassPieces], plane: Proj) -> HazardPoints:
    """The summed hazard of all zones along all variants."""
    inside, rates, front_line = [], [], []
    for zone in request.hazards:
        region = project_region(plane, zone.region)
        for level in levels:
            rate = zone.hazard_per_m[level.weapon_class]
            if rate > 0.0:
                inside.append(crossings(level.pieces, region))
                rates.append(rate)
                front_line.append(zone.front_line)
    return sum_hazard(inside, rates, front_line)


def first_entry_m(flights: Flights, pieces: Pieces, theatre: PlaneRegion) -> Array:
    """f8[variant]: where a route first enters the theatre; its length if never."""
    entries = crossings(pieces, theatre)
    variant, first = np.unique(entries.row, return_index=True)
    entry = flights.length_m.copy()
    entry[variant] = entries.s_in_m[first]
    return entry


def first_detection_m(
    request: LibraryRequest, levels: list[ClassPieces], plane: Proj, flights: Flights, border: Array
) -> Array:
    """f8[variant, network]: where a network first detects a route, its length if never.

    A network without a sensor is told of what crosses the theatre's border.
    """
    length_m = flights.length_m
    with_sensors = {sensor.network for sensor in request.sensors}
    detect = np.repeat(border[:, None], request.n_networks, axis=1)
    detect[:, sorted(with_sensors)] = length_m[:, None]
    for sensor in request.sensors:
        for level in levels:
            seen = visibility_m(sensor.antenna_m, level.altitude_m, sensor.mask_deg)
            rise = level.altitude_m - sensor.antenna_m
            radius = sqrt(max(min(sensor.range_m, seen) ** 2 - rise * rise, 0.0))
            inside = crossings(
                level.pieces, project_disc(plane, PlacedDisc(sensor.lat_deg, sensor.lon_deg, radius))
            )
            np.minimum.at(detect[:, sensor.network], inside.row, inside.s_in_m)
    return detect
