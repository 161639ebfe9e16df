"""Pieces against polygons: the same cuts as when GEOS is asked about every piece."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import GeometryType, Point, Polygon

from himaya.raid.prepare.geometry.cells import Cells
from himaya.raid.prepare.geometry.polygons import polygon_cuts
from himaya.raid.prepare.geometry.routes import Pieces

SIZE = 500_000.0


def pieces_of(x, y, dx, dy):
    """Straight pieces, each a route of its own."""
    number, length = np.arange(len(x)), np.hypot(dx, dy)
    return Pieces(
        number, number, np.zeros(len(x)), length, x, y, dx, dy, x + 0.5 * dx, y + 0.5 * dy, 0.5 * length
    )


def every_piece_asked(pieces, polygon):
    """What `polygon_cuts` gives, plainly: piece, share in, share out."""
    some = np.flatnonzero((pieces.dx != 0.0) | (pieces.dy != 0.0))
    start = np.column_stack([pieces.x, pieces.y])[some]
    lines = shapely.linestrings(
        np.stack([start, start + np.column_stack([pieces.dx, pieces.dy])[some]], axis=1)
    )
    whole = shapely.contains_properly(polygon, lines)
    cuts = [(piece, 0.0, 1.0) for piece in some[whole]]
    for piece, line in zip(some[~whole], lines[~whole], strict=True):
        for part in shapely.get_parts(shapely.intersection(line, polygon)):
            if shapely.get_type_id(part) == GeometryType.LINESTRING and not part.is_empty:
                ends = [line.project(Point(part.coords[k]), normalized=True) for k in (0, -1)]
                if max(ends) > min(ends):
                    cuts.append((piece, min(ends), max(ends)))
    return cuts


def spiky(seed, corners):
    """A polygon around the middle whose corners are now near, now far."""
    rng = np.random.default_rng(seed)
    angle = np.sort(rng.random(corners)) * 2.0 * np.pi
    far = SIZE * (0.1 + 0.9 * rng.random(corners))
    return Polygon(np.column_stack([far * np.cos(angle), far * np.sin(angle)]))


RING = Polygon(
    [(-4e5, -4e5), (4e5, -4e5), (4e5, 4e5), (-4e5, 4e5)],
    [[(-1e5, -1e5), (1e5, -1e5), (1e5, 1e5), (-1e5, 1e5)]],
)
HORSESHOE = Polygon(
    [(-3e5, -3e5), (3e5, -3e5), (3e5, 3e5), (1e5, 3e5), (1e5, 0), (-1e5, 0), (-1e5, 3e5), (-3e5, 3e5)]
)


def assert_same(pieces, polygon):
    """Shares to 1e-12: a processor that fuses multiply and add gives GEOS another last digit."""
    shapely.prepare(polygon)
    cuts, expected = polygon_cuts(pieces, polygon), every_piece_asked(pieces, polygon)
    assert cuts.piece.tolist() == [piece for piece, _, _ in expected]
    shares = np.array([each[1:] for each in expected]).reshape(-1, 2)
    assert np.column_stack(cuts[1:]) == pytest.approx(shares, abs=1e-12)


@pytest.mark.parametrize("polygon", [RING, HORSESHOE, RING.convex_hull], ids=["ring", "horseshoe", "square"])
@pytest.mark.parametrize("length_m", [50_000.0, 400_000.0])
def test_cuts__are_those_of_every_piece_asked(polygon, length_m):
    rng = np.random.default_rng(1)
    x, y = (rng.uniform(-1.2 * SIZE, 1.2 * SIZE, 600) for _ in range(2))
    dx, dy = (rng.uniform(-length_m, length_m, 600) for _ in range(2))
    dx[::50], dy[::25] = 0.0, 0.0  # straight north, straight east, no length
    x[::7] = np.round(x[::7] / 1e5) * 1e5  # from the line of a side
    assert_same(pieces_of(x, y, dx, dy), polygon)


@given(st.integers(0, 2**32 - 1), st.integers(3, 12), st.integers(1, 300))
def test_cuts__of_any_polygon_are_those_of_every_piece_asked(seed, corners, n):
    polygon = spiky(seed, corners)
    if polygon.is_valid:
        rng = np.random.default_rng(seed)
        x, y = (rng.uniform(-SIZE, SIZE, n) for _ in range(2))
        dx, dy = (rng.uniform(-50_000.0, 50_000.0, n) for _ in range(2))
        assert_same(pieces_of(x, y, dx, dy), polygon)


def test_most_pieces__are_sorted_without_geos():
    """A square of 800 km, pieces of up to 20 km: only those within two cells of its sides are left."""
    rng = np.random.default_rng(2)
    x, y = (rng.uniform(-4e5, 4e5, 20_000) for _ in range(2))
    dx, dy = (rng.uniform(-14_000.0, 14_000.0, 20_000) for _ in range(2))
    square = RING.convex_hull
    shapely.prepare(square)
    within, near = Cells.of(square, 20_000).sort(pieces_of(x, y, dx, dy), np.arange(20_000))
    assert len(within) > 0.85 * 20_000
    assert len(within) + len(near) == 20_000
