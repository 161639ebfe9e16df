"""Where the courses of a raid are over districts: crossed once, and kept on disk for the next run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

import numpy as np
import shapely
from pyproj import Proj
from shapely import Polygon

from himaya.files.kept_arrays import kept_arrays
from himaya.kernels.jit import cache_root
from himaya.kernels.library import Array
from himaya.raid.prepare.geometry.flights import fly
from himaya.raid.prepare.geometry.places import LibraryRequest
from himaya.raid.prepare.geometry.plane import plane_of, project_region
from himaya.raid.prepare.geometry.polygons import crossings

VERSION = 1
"""Raised whenever the same question would have another answer."""
ARC_STEPS = 8
"""Chords of a quarter circle of the buffer: at most 0.5 % of the distance inside the true one."""
ROUNDED = 0.005
"""What the outline of the buffer may be moved by, as a share of that distance: it saves a quarter."""


class Over(NamedTuple):
    """Stretches of courses over districts; sorted by course and district."""

    start: Array
    """i8[course + 1]: stretches of course c are start[c]:start[c + 1]."""
    district: Array
    """i8[stretch]"""
    s_in_m: Array
    """f8[stretch]: along the course."""
    s_out_m: Array


def kept_over(request: LibraryRequest, outlines: Sequence[Polygon], distance_m: float) -> Over:
    """As `over`, from disk if it is there."""
    courses = [(each.id, each.launch, each.via, each.aim) for each in request.corridors]
    asked = [VERSION, courses, request.projection, request.n_variants, distance_m]
    text = json.dumps([*asked, *(outline.wkb_hex for outline in outlines)])
    name = blake2b(text.encode(), digest_size=16).hexdigest()
    path = cache_root() / "districts" / f"{name}.arrays"
    arrays = kept_arrays(path, lambda: over(request, outlines, distance_m)._asdict(), Over._fields)
    return Over(**arrays)


def over(request: LibraryRequest, outlines: Sequence[Polygon], distance_m: float) -> Over:
    """Cross every variant of every corridor with every district and so much ground around it.

    Parameters
    ----------
    request : its corridors, their order, number of variants and plane count.
    outlines : corners as (lon, lat) in degrees.
    distance_m : 0 or more.
    """
    plane = plane_of(request.projection)
    _, pieces = fly(request, plane)
    found = [crossings(pieces, around(plane, outline, distance_m)) for outline in outlines]
    row = np.concatenate([np.empty(0, np.int64), *(each.row for each in found)])
    district = np.repeat(np.arange(len(found)), [len(each.row) for each in found])
    s_in, s_out = (np.concatenate([np.empty(0), *(each[k] for each in found)]) for k in (1, 2))
    order = np.argsort(row, kind="stable")
    start = np.searchsorted(row[order], np.arange(len(request.corridors) * request.n_variants + 1))
    return Over(start, district[order], s_in[order], s_out[order])


def around(plane: Proj, outline: Polygon, distance_m: float) -> Polygon:
    """A district in the plane with so much ground around it; the plane's scale is that at its middle."""
    middle = outline.centroid
    wide = distance_m * plane.get_factors(middle.x, middle.y).parallel_scale
    projected: Any = project_region(plane, outline)
    grown: Polygon = projected.buffer(wide, quad_segs=ARC_STEPS).simplify(ROUNDED * wide)
    shapely.prepare(grown)
    return grown
