"""Route libraries kept on disk by the hash of all they depend on."""

from __future__ import annotations

import json
import logging
import zipfile
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np
from shapely import Polygon

from himaya.kernels.jit import cache_root
from himaya.kernels.library import Breaks, Passes, Routes, Windows
from himaya.raid.prepare.geometry.library import Library, build_library
from himaya.raid.prepare.geometry.places import LibraryRequest

LIBRARY_VERSION = 2
"""Raised whenever the same request would give another library."""

TABLES: dict[str, Any] = {"routes": Routes, "windows": Windows, "passes": Passes, "breaks": Breaks}
ENDS = ("start_lat_deg", "start_lon_deg", "end_lat_deg", "end_lon_deg")

logger = logging.getLogger(__name__)


def library_hash(request: LibraryRequest) -> str:
    """32 hexadecimal digits of BLAKE2b over every number of a request and `LIBRARY_VERSION`."""
    text = json.dumps([LIBRARY_VERSION, *request], default=_plain)
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _plain(value: Polygon | np.generic) -> object:
    return value.wkb_hex if isinstance(value, Polygon) else value.item()


def library(request: LibraryRequest, folder: Path | None = None, *, keep: bool = True) -> Library:
    """The library of a request, from disk if it is there; else built and kept.

    Parameters
    ----------
    folder : where libraries are kept; default ``routes`` in Himaya's cache directory.
    keep : whether to write what was built; what nobody will ask for again would only fill the disk.
    """
    folder = folder or cache_root() / "routes"
    path = folder / f"{library_hash(request)}.npz"
    if path.is_file():
        try:
            return _load(path, request)
        except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
            logger.warning("route library %s cannot be read (%s): built anew", path, error)
    built = build_library(request)
    if not keep:
        return built
    try:
        _save(path, built)
    except OSError as error:
        logger.warning("route library is not kept in %s: %s", folder, error)
    return built


def _save(path: Path, built: Library) -> None:
    """Write beside and rename, so that no reader ever sees half a file."""
    tables = [(name, getattr(built, name)._asdict()) for name in TABLES]
    arrays = {f"{name}.{field}": column for name, table in tables for field, column in table.items()}
    arrays |= {name: getattr(built, name) for name in ENDS}
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=path.stem, delete=False) as file:
        beside = Path(file.name)
    try:
        with beside.open("wb") as file:
            np.savez(file, library=np.array(path.stem), **arrays)
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink()
        raise


def _load(path: Path, request: LibraryRequest) -> Library:
    """Read a library back; the archive's own checksums find damage, its name another's file."""
    with path.open("rb") as file, np.lib.npyio.NpzFile(file, allow_pickle=False) as arrays:
        if str(arrays["library"]) != path.stem:
            raise ValueError("not the library of this name")
        tables = (
            table(*(arrays[f"{name}.{field}"] for field in table._fields)) for name, table in TABLES.items()
        )
        routes, windows, passes, breaks = tables
        ends: dict[str, Any] = {name: arrays[name] for name in ENDS}
    first_variant = np.arange(len(request.corridors)) * request.n_variants
    return Library(routes, windows, passes, breaks, first_variant, request.n_variants, **ends)
