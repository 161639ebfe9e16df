"""Many nights against one defence: their routes are worked out once, in one library."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np

from himaya.kernels.library import Array, Breaks, Passes, Windows
from himaya.kernels.tables import BALLISTIC
from himaya.raid.prepare.arsenal import arsenal
from himaya.raid.prepare.bridge import Prepared, library_request, prepare
from himaya.raid.prepare.geometry.disk import library, library_hash
from himaya.raid.prepare.geometry.library import Library
from himaya.raid.prepare.geometry.places import Corridor, LibraryRequest
from himaya.raid.prepare.origins import origins
from himaya.scenario import Scenario

Rows = TypeVar("Rows", Windows, Passes, Breaks)
Key = tuple[str, int, float, float]


def prepare_nights(scenarios: Sequence[Scenario], seed: int) -> list[Prepared]:
    """Prepare nights as `prepare` does each, the same bits, with one route library for each defence.

    Parameters
    ----------
    scenarios : nights; those with the same units, areas, zones, sensors, theatre and number of variants
        share a library of all their corridors.
    seed : as of a flight.

    Raises
    ------
    ProblemsError
        As `prepare` does.
    """
    shared = SharedLibraries(
        library_request(each, arsenal(each).reaches, origins(each, seed).corridors) for each in scenarios
    )
    return [prepare(each, seed, shared) for each in scenarios]


class SharedLibraries:
    """Finds libraries as parts of larger ones, each built when it is first asked for."""

    def __init__(self, requests: Iterable[LibraryRequest]) -> None:
        self._corridors: dict[str, dict[Key, Corridor]] = {}
        self._built: dict[str, Library] = {}
        for request in requests:
            known = self._corridors.setdefault(_defence(request), {})
            for corridor in request.corridors:
                known.setdefault(_key(corridor), corridor)

    def __call__(self, request: LibraryRequest) -> Library:
        """The library of a request that was announced."""
        name = _defence(request)
        corridors = self._corridors[name]
        if name not in self._built:
            self._built[name] = library(request._replace(corridors=tuple(corridors.values())))
        places = {key: k for k, key in enumerate(corridors)}
        wanted = [places[_key(corridor)] for corridor in request.corridors]
        return part_of(self._built[name], np.array(wanted, np.int64))


def _defence(request: LibraryRequest) -> str:
    """Name of all that a request asks for but its corridors."""
    return library_hash(request._replace(corridors=()))


def _key(corridor: Corridor) -> Key:
    """What a corridor's routes and windows depend on; speed plays a part for ballistic threats only."""
    flown = corridor.speed_m_s if corridor.weapon_class == BALLISTIC else 0.0
    return corridor.id, corridor.weapon_class, corridor.altitude_m, flown


def part_of(whole: Library, corridors: Array) -> Library:
    """The library of some of the corridors, in this order; corridors : i8[corridor], places in the whole."""
    n = whole.n_variants
    variants = (corridors[:, None] * n + np.arange(n)).ravel()
    routes = whole.routes
    windows, window_start = _rows(whole.windows, routes.window_start, variants)
    passes, pass_start = _rows(whole.passes, routes.pass_start, variants)
    breaks, break_start = _rows(whole.breaks, routes.break_start, variants)
    return Library(
        routes._replace(
            length_m=routes.length_m[variants],
            detect_m=routes.detect_m[variants],
            open_ground=routes.open_ground[variants],
            window_start=window_start,
            pass_start=pass_start,
            break_start=break_start,
        ),
        windows,
        passes,
        breaks,
        np.arange(len(corridors)) * n,
        n,
        whole.start_lat_deg[variants],
        whole.start_lon_deg[variants],
        whole.end_lat_deg[variants],
        whole.end_lon_deg[variants],
    )


def _rows(table: Rows, start: Array, variants: Array) -> tuple[Rows, Array]:
    """Rows of some variants, in their order, and where each variant's begin."""
    counts = start[variants + 1] - start[variants]
    begin = np.concatenate([[0], np.cumsum(counts)])
    taken = np.repeat(start[variants] - begin[:-1], counts) + np.arange(begin[-1])
    return type(table)(*(column[taken] for column in table)), begin
