"""The drawn variants of all corridors: what flies, how high, from where to where, in pieces."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from pyproj import Proj

from himaya.arrays import Array
from himaya.raid.prepare.geometry.places import LibraryRequest
from himaya.raid.prepare.geometry.routes import Pieces, cut_legs, draw_vertices, join_vertices


class Flights(NamedTuple):
    """One row a variant; variants of a corridor stand together."""

    weapon_class: Array
    """f8[variant]"""
    altitude_m: Array
    speed_m_s: Array
    length_m: Array
    """f8[variant]: geodesic length of the route."""
    start_lat_deg: Array
    start_lon_deg: Array
    end_lat_deg: Array
    end_lon_deg: Array


class ClassPieces(NamedTuple):
    """The pieces of all threats of one class at one height."""

    weapon_class: int
    altitude_m: float
    pieces: Pieces


def fly(request: LibraryRequest, plane: Proj) -> tuple[Flights, Pieces]:
    """Draw and cut the variants of all corridors."""
    vertices = draw_vertices(request.corridors, request.n_variants)
    legs = join_vertices(vertices)
    variants = np.arange(len(request.corridors) * request.n_variants)
    start = np.searchsorted(vertices.variant, variants)
    end = np.searchsorted(vertices.variant, variants, side="right") - 1
    last = np.searchsorted(legs.variant, variants, side="right") - 1
    types = [(each.weapon_class, each.altitude_m, each.speed_m_s) for each in request.corridors]
    weapon_class, altitude, speed = np.repeat(np.array(types).reshape(-1, 3), request.n_variants, axis=0).T
    flights = Flights(
        weapon_class,
        altitude,
        speed,
        legs.s_in_m[last] + legs.length_m[last],
        vertices.lat_deg[start],
        vertices.lon_deg[start],
        vertices.lat_deg[end],
        vertices.lon_deg[end],
    )
    return flights, cut_legs(vertices, legs, plane)


def split_levels(flights: Flights, pieces: Pieces) -> list[ClassPieces]:
    """Pieces by class and height: what reaches one threat of a level reaches all of them."""
    kinds = list(zip(flights.weapon_class.tolist(), flights.altitude_m.tolist(), strict=True))
    number = {kind: k for k, kind in enumerate(sorted(set(kinds)))}
    of_piece = np.array([number[kind] for kind in kinds], np.int64)[pieces.variant]
    return [
        ClassPieces(int(weapon_class), altitude, pieces.at(np.flatnonzero(of_piece == k)))
        for (weapon_class, altitude), k in number.items()
    ]
