"""Many nights against one defence: their routes are worked out once, in one library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np

from himaya.kernels.library import Array, Breaks, Passes, Windows
from himaya.raid.prepare.bridge import Prepared, complete, draft
from himaya.raid.prepare.corridors import CorridorKey
from himaya.raid.prepare.geometry.disk import library, library_hash
from himaya.raid.prepare.geometry.library import RouteLibrary
from himaya.raid.prepare.geometry.places import Corridor, LibraryRequest
from himaya.scenario import Scenario

Rows = TypeVar("Rows", Windows, Passes, Breaks)


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
    drafts = [draft(scenario) for scenario in scenarios]
    nights: dict[str, list[int]] = {}
    for night, drafted in enumerate(drafts):
        nights.setdefault(_defence(drafted.request), []).append(night)
    prepared: dict[int, Prepared] = {}
    for same_defence in nights.values():
        libraries = _libraries([drafts[night].request for night in same_defence])
        for night, routes in zip(same_defence, libraries, strict=True):
            prepared[night] = complete(drafts[night], routes, seed)
    return [prepared[night] for night in range(len(drafts))]


def _defence(request: LibraryRequest) -> str:
    """Name of all that a request asks for but its corridors."""
    return library_hash(request._replace(corridors=()))


def _libraries(requests: Sequence[LibraryRequest]) -> Iterator[RouteLibrary]:
    """The library of each request, as a part of one for all; the requests differ in their corridors alone."""
    distinct: dict[CorridorKey, Corridor] = {}
    for request in requests:
        for corridor in request.corridors:
            distinct.setdefault(CorridorKey.of(corridor), corridor)
    whole = library(requests[0]._replace(corridors=tuple(distinct.values())))
    number = {key: k for k, key in enumerate(distinct)}
    for request in requests:
        wanted = [number[CorridorKey.of(corridor)] for corridor in request.corridors]
        yield part_of(whole, np.array(wanted, np.int64))


def part_of(whole: RouteLibrary, corridors: Array) -> RouteLibrary:
    """The library of some of the corridors, in this order; corridors : i8[corridor], places in the whole."""
    n = whole.n_variants
    variants = (corridors[:, None] * n + np.arange(n)).ravel()
    routes = whole.routes
    windows, window_start = _rows(whole.windows, routes.window_start, variants)
    passes, pass_start = _rows(whole.passes, routes.pass_start, variants)
    breaks, break_start = _rows(whole.breaks, routes.break_start, variants)
    front = whole.breaks._replace(hazard=whole.front_hazard)
    return RouteLibrary(
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
        _rows(front, routes.break_start, variants)[0].hazard,
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
