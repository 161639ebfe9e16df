"""Route variants: vertices drawn in discs, geodesic legs between them, pieces of legs in the plane."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from pyproj import Geod, Proj

from himaya.arrays import Array
from himaya.raid.prepare.geometry.places import Corridor

GEOD = Geod(ellps="WGS84")
PIECE_M = 50_000.0
"""Longest piece: a geodesic of this length bends some 3 m off its chord in the plane."""


class Vertices(NamedTuple):
    """Start, waypoints and end of every variant, in order."""

    variant: Array
    """i8[vertex]"""
    lon_deg: Array
    lat_deg: Array


class Legs(NamedTuple):
    """Geodesics between the vertices of a variant."""

    first_vertex: Array
    """i8[leg]"""
    variant: Array
    """i8[leg]"""
    azimuth_deg: Array
    length_m: Array
    s_in_m: Array
    """f8[leg]: distance along the route where the leg starts."""


class Pieces(NamedTuple):
    """Straight pieces of legs in the plane, in order along every variant."""

    variant: Array
    leg: Array
    s_in_m: Array
    """f8[piece]: geodesic distance along the route; linear within a piece."""
    s_out_m: Array
    x: Array
    y: Array
    dx: Array
    dy: Array
    middle_x: Array
    """f8[piece]: middle of each in the plane."""
    middle_y: Array
    half_m: Array
    """f8[piece]: half of the length in the plane."""

    def at(self, index: Array) -> Pieces:
        """Some of the pieces, by mask or index."""
        return Pieces(*(column[index] for column in self))

    def along_m(self, piece: Array, share: Array) -> Array:
        """Distance along the route at a share of a piece; exact at its ends."""
        along: Array = self.s_in_m[piece] * (1.0 - share) + self.s_out_m[piece] * share
        return along


def draw_uniforms(corridor_id: str, n_variants: int, n_vertices: int) -> Array:
    """Uniforms f8[variant, vertex, 2], keyed by the corridor's id alone.

    Variant i is the same route however many variants are asked for; only its group changes.
    """
    key = int.from_bytes(blake2b(corridor_id.encode(), digest_size=16).digest(), "little")
    return np.random.Generator(np.random.Philox(key=key)).random((n_variants, n_vertices, 2))


def draw_vertices(corridors: Sequence[Corridor], n_variants: int) -> Vertices:
    """Points uniform in the launch, waypoint and aim discs, variants of a corridor together."""
    columns = [np.empty((5, 0))]
    for number, corridor in enumerate(corridors):
        discs = np.array((corridor.launch, *corridor.via, corridor.aim))
        uniforms = draw_uniforms(corridor.id, n_variants, len(discs))
        variant = np.broadcast_to(number * n_variants + np.arange(n_variants)[:, None], uniforms.shape[:2])
        lat, lon = (np.broadcast_to(discs[:, axis], variant.shape) for axis in (0, 1))
        distance = discs[:, 2] * np.sqrt(uniforms[..., 1])
        columns.append(np.stack([variant, lon, lat, 360.0 * uniforms[..., 0], distance]).reshape(5, -1))
    variant, *geodesics = np.ascontiguousarray(np.concatenate(columns, axis=1))
    lon, lat, _ = GEOD.fwd(*geodesics)
    return Vertices(variant.astype(np.int64), lon, lat)


def join_vertices(vertices: Vertices) -> Legs:
    """The legs of all variants, with their true geodesic lengths."""
    first = np.flatnonzero(vertices.variant[1:] == vertices.variant[:-1])
    lon, lat = vertices.lon_deg, vertices.lat_deg
    azimuth, _, length = GEOD.inv(lon[first], lat[first], lon[first + 1], lat[first + 1])
    variant = vertices.variant[first]
    ordinal = np.arange(len(first)) - np.searchsorted(variant, variant)
    s_in = np.zeros(len(first))
    # No running sum over all variants: its rounding would tie one variant's numbers to another's.
    for number in range(1, int(ordinal.max(initial=0)) + 1):
        legs = np.flatnonzero(ordinal == number)
        s_in[legs] = s_in[legs - 1] + length[legs - 1]
    return Legs(first, variant, azimuth, length, s_in)


def cut_legs(vertices: Vertices, legs: Legs, plane: Proj) -> Pieces:
    """Legs cut into equal pieces of at most `PIECE_M` whose ends are projected."""
    n_pieces = np.maximum(np.ceil(legs.length_m / PIECE_M), 1.0).astype(np.int64)
    n_nodes = n_pieces + 1
    leg = np.repeat(np.arange(len(n_nodes)), n_nodes)
    step = np.arange(len(leg)) - np.repeat(np.cumsum(n_nodes) - n_nodes, n_nodes)
    ahead = legs.length_m[leg] * (step / n_pieces[leg])
    vertex = legs.first_vertex[leg]
    lon, lat, _ = GEOD.fwd(vertices.lon_deg[vertex], vertices.lat_deg[vertex], legs.azimuth_deg[leg], ahead)
    x, y = plane(lon, lat)
    s = legs.s_in_m[leg] + ahead
    piece = np.flatnonzero(leg[1:] == leg[:-1])
    x0, y0, after = x[piece], y[piece], piece + 1
    dx, dy = x[after] - x0, y[after] - y0
    return Pieces(
        legs.variant[leg[piece]], leg[piece], s[piece], s[after], x0, y0, dx, dy,
        x0 + 0.5 * dx, y0 + 0.5 * dy, 0.5 * np.sqrt(dx * dx + dy * dy),
    )  # fmt: skip
