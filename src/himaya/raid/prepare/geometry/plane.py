"""The plane that geometry is done in: a Lambert conformal conic, with its scale at every disc."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

import numpy as np
import shapely
from pyproj import Proj
from shapely import MultiPoint, Polygon

from himaya.errors import Problem, ProblemsError
from himaya.raid.prepare.geometry.places import ConicProjection, PlacedDisc, Region, Theatre

LONGEST_SIDE_DEG = 0.5
"""A side of this length along a parallel strays some 30 m from its chord in the plane."""


class PlaneDisc(NamedTuple):
    """A disc in the plane: a ground distance d around its centre is d x scale long."""

    x: float
    y: float
    scale: float
    radius_m: float
    """On the ground."""


PlaneRegion: TypeAlias = Polygon | PlaneDisc


def plane_of(projection: ConicProjection) -> Proj:
    """The projection of a theatre, ready to call with (lon, lat) in degrees."""
    lat_0 = (projection.lat_1 + projection.lat_2) / 2.0
    return Proj(proj="lcc", ellps="WGS84", lat_0=lat_0, **projection._asdict())


def project_disc(plane: Proj, disc: PlacedDisc) -> PlaneDisc:
    """A disc in the plane; the scale is that at its centre."""
    x, y = plane(disc.lon_deg, disc.lat_deg)
    return PlaneDisc(x, y, plane.get_factors(disc.lon_deg, disc.lat_deg).parallel_scale, disc.radius_m)


def project_region(plane: Proj, region: Region) -> PlaneRegion:
    """A region in the plane; long sides of a polygon get corners enough to keep their course.

    Raises
    ------
    ProblemsError
        If a polygon crosses itself.
    """
    if isinstance(region, PlacedDisc):
        return project_disc(plane, region)
    if not region.is_valid:
        reason = str(shapely.is_valid_reason(region))
        raise ProblemsError([Problem("not a polygon", value=reason, expected="corners in order")])
    corners = shapely.segmentize(region, LONGEST_SIDE_DEG)
    polygon: Polygon = shapely.transform(corners, lambda lonlat: np.column_stack(plane(*lonlat.T)))
    shapely.prepare(polygon)
    return polygon


def default_theatre(
    points: Iterable[tuple[float, float]], projection: ConicProjection, margin_m: float = 150_000.0
) -> Theatre:
    """The convex hull of points (lat, lon in degrees) with a margin around."""
    plane = plane_of(projection)
    hull = MultiPoint([plane(lon, lat) for lat, lon in points]).convex_hull
    around = shapely.segmentize(hull.buffer(margin_m), 50_000.0)
    return Theatre(
        shapely.transform(around, lambda xy: np.column_stack(plane(xy[:, 0], xy[:, 1], inverse=True)))
    )
