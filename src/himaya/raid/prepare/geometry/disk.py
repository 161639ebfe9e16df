"""Route libraries kept on disk by the hash of all they depend on."""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from shapely import Polygon

from himaya.arrays import Array
from himaya.files.kept_arrays import kept_arrays
from himaya.kernels.jit import cache_root
from himaya.kernels.library import Breaks, Passes, Routes, Windows
from himaya.raid.prepare.geometry.library import RouteLibrary, build_library
from himaya.raid.prepare.geometry.places import LibraryRequest

LIBRARY_VERSION = 3
"""Raised whenever the same request would give another library."""

TABLES: dict[str, Any] = {"routes": Routes, "windows": Windows, "passes": Passes, "breaks": Breaks}
ALONE = ("front_hazard", "start_lat_deg", "start_lon_deg", "end_lat_deg", "end_lon_deg")
FIELDS = (*(f"{name}.{field}" for name, table in TABLES.items() for field in table._fields), *ALONE)
"""Names of the arrays on disk."""


def library_hash(request: LibraryRequest) -> str:
    """32 hexadecimal digits of BLAKE2b over every number of a request and `LIBRARY_VERSION`."""
    text = json.dumps([LIBRARY_VERSION, *request], default=_plain)
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _plain(value: Polygon | np.generic) -> object:
    return value.wkb_hex if isinstance(value, Polygon) else value.item()


def library(request: LibraryRequest, folder: Path | None = None, *, keep: bool = True) -> RouteLibrary:
    """The library of a request, from disk if it is there; else built and kept.

    Parameters
    ----------
    folder : where libraries are kept; default ``routes`` in Himaya's cache directory.
    keep : whether to write what was built; what nobody will ask for again would only fill the disk.
    """
    path = (folder or cache_root() / "routes") / f"{library_hash(request)}.arrays"
    arrays = kept_arrays(path, lambda: _columns(build_library(request)), FIELDS, keep=keep)
    tables = (
        table(*(arrays[f"{name}.{field}"] for field in table._fields)) for name, table in TABLES.items()
    )
    routes, windows, passes, breaks = tables
    first_variant = np.arange(len(request.corridors)) * request.n_variants
    alone: dict[str, Any] = {name: arrays[name] for name in ALONE}
    return RouteLibrary(
        routes, windows, passes, breaks, first_variant=first_variant, n_variants=request.n_variants, **alone
    )


def _columns(built: RouteLibrary) -> dict[str, Array]:
    tables = [(name, getattr(built, name)._asdict()) for name in TABLES]
    arrays = {f"{name}.{field}": column for name, table in tables for field, column in table.items()}
    return arrays | {name: getattr(built, name) for name in ALONE}
