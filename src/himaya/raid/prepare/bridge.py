"""The bridge: a scenario becomes the kernel's tables. Nothing else turns files into arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np

from himaya.errors import Problem, ProblemsError
from himaya.kernels import library as kernel_library
from himaya.kernels.library import Array
from himaya.kernels.queues import MAX_THREATS, MAX_TIME_MS, MAX_UNITS
from himaya.kernels.tables import (
    RECORDS,
    Areas,
    Night,
    Plan,
    RaidTable,
)
from himaya.raid.prepare.arsenal import Arsenal, RoundName, arsenal
from himaya.raid.prepare.command import networks, nodes, sensors
from himaya.raid.prepare.corridors import Corridors, corridors
from himaya.raid.prepare.front import FrontLine, at_front, front_line, stated_front
from himaya.raid.prepare.geometry.disk import library
from himaya.raid.prepare.geometry.library import RouteLibrary
from himaya.raid.prepare.geometry.places import LibraryRequest
from himaya.raid.prepare.ground import areas, hazards, projection, theatre
from himaya.raid.prepare.origins import composition, groups
from himaya.raid.prepare.targets import targets
from himaya.scenario import CLASS_GROUPS, Scenario, mean
from himaya.scenario.catalogue import Catalogue
from himaya.scenario.checks import check_scenario
from himaya.scenario.forces import Multipliers
from himaya.scenario.identity import group_key

Table = TypeVar("Table", bound=tuple[object, ...])
DAY_MS = 86_400_000
"""What follows an intercept (assessment, reload) takes a day at most and must have a time, too."""
NIGHT_EFFECT_ID = "night effect"
"""Key of the night's own draws; the space keeps it apart from every group's id."""


@dataclass(frozen=True)
class Prepared:
    """A scenario ready to fly."""

    scenario: Scenario
    plan: Plan
    raid: RaidTable
    rounds: tuple[RoundName, ...]
    request: LibraryRequest
    """What geometry was asked."""
    variant_aim: Array
    """i4[variant]: the aim point that a route variant leads to."""
    horizon_ms: int
    """No threat flies longer."""
    tables_hash: str
    """Hash of every table: runs that share it and a seed give the same bits."""
    front: FrontLine
    """What the multiplier of the front line changes, at 1."""


@dataclass(frozen=True)
class Draft:
    """What can be said of a scenario before its routes are there, for every seed."""

    scenario: Scenario
    forces: Arsenal
    areas: Areas
    corridors: Corridors
    request: LibraryRequest
    """What is asked of geometry."""


def prepare(
    scenario: Scenario, seed: int, library_of: Callable[[LibraryRequest], RouteLibrary] | None = None
) -> Prepared:
    """Turn a scenario into tables, its numbers at their mean; `library_of` finds the route library.

    Raises
    ------
    ProblemsError
        If names in it do not match, or it is larger than the event queue can order.
    """
    drafted = draft(scenario)
    return complete(drafted, (library_of or library)(drafted.request), seed)


def draft(scenario: Scenario) -> Draft:
    """Check a scenario and make what needs neither routes nor a seed.

    Raises
    ------
    ProblemsError
        As `prepare` does, before any geometry.
    """
    _refuse(check_scenario(scenario, Catalogue()))
    _refuse_too_large(scenario)
    forces, paths = arsenal(scenario), corridors(scenario)
    table, patches = areas(scenario)
    request = LibraryRequest(
        paths.corridors, forces.reaches, hazards(scenario), patches, sensors(scenario),
        len(scenario.networks) + 1, theatre(scenario), projection(scenario), scenario.route_variants,
    )  # fmt: skip
    return Draft(scenario, forces, table, paths, request)


def complete(drafted: Draft, routes: RouteLibrary, seed: int) -> Prepared:
    """Join a draft, the library that it asks for, and a seed.

    Raises
    ------
    ProblemsError
        If the night is longer than the event queue can order.
    """
    scenario, forces, paths = drafted.scenario, drafted.forces, drafted.corridors
    aims = np.repeat(paths.aim, routes.n_variants)
    open_ground = np.array([aim.asset is None for aim in scenario.aim_points], np.int64)[aims]
    plan = Plan(
        kernel_library.Library(
            routes.routes._replace(open_ground=open_ground), routes.windows, routes.passes, routes.breaks
        ),
        networks(scenario), nodes(scenario, forces.units.node), forces.units, forces.magazines,
        forces.weapons, drafted.areas, groups(scenario, paths, routes.first_variant, seed),
        targets(scenario), _night(scenario, seed),
        np.array([mean(scenario.p_duplicate)]),
        np.array([routes.n_variants // routes.n_groups, routes.n_groups], np.int64),
    )  # fmt: skip
    plan = uniform_layout(plan)
    front = front_line(scenario, plan.areas.p_kill, paths, routes)
    plan = at_front(plan, front, stated_front(scenario))
    raid = composition(np.array([group.count for group in scenario.raid], np.int64))
    horizon_ms = _horizon_ms(plan)
    latest = MAX_TIME_MS - 2 * DAY_MS
    _refuse_beyond(_Limit("milliseconds from the start to the last impact", horizon_ms, latest, "raid"))
    tables_hash = _hash((plan, raid))
    return Prepared(
        scenario, plan, raid, forces.rounds, drafted.request, aims, horizon_ms, tables_hash, front
    )


def uniform_layout(table: Table) -> Table:
    """The same tables, every array contiguous and writable, every integer int64, `RECORDS` as records.

    Numba compiles each helper once for every type that it meets.
    """
    if isinstance(table, RECORDS):
        columns = cast(tuple[Array, ...], table)
        names = list(zip(table._fields, (_wide(column) for column in columns), strict=True))
        return cast(Table, np.rec.fromarrays(columns, dtype=np.dtype(names, align=True)))
    return type(table)(
        *(uniform_layout(part) if isinstance(part, tuple) else _uniform(part) for part in table)
    )


def _uniform(array: Array) -> Array:
    return np.require(array, _wide(array), ["C", "W", "O"])


def _wide(array: Array) -> np.dtype[Any]:
    """The one type of signed integers, and every other type as it is."""
    return np.dtype(np.int64) if array.dtype.kind == "i" else array.dtype


def _night(scenario: Scenario, seed: int) -> Night:
    fitted = [scenario.multipliers.get(name, Multipliers()) for name in CLASS_GROUPS]
    effect = scenario.night_effect
    return Night(
        np.array(group_key(seed, NIGHT_EFFECT_ID), np.uint64),
        np.array([mean(effect.sigma.get(name, 0.0)) for name in CLASS_GROUPS]),
        np.array([effect.correlation]),
        np.array([mean(each.hard) for each in fitted]),
        np.array([mean(each.soft) for each in fitted]),
    )


def _horizon_ms(plan: Plan) -> int:
    groups, routes = plan.groups, plan.library.routes
    slowest = groups.speed_m_s * (1.0 - groups.speed_spread)
    latest = groups.last_ms + groups.jitter_ms + float(routes.length_m.max()) / slowest * 1000.0
    return int(latest.max()) + 1


def _refuse_too_large(scenario: Scenario) -> None:
    n_units = len(scenario.units) + len(scenario.area_defences)
    n_threats = sum(group.count for group in scenario.raid)
    _refuse_beyond(
        _Limit("units and area defences", n_units, MAX_UNITS, "units"),
        _Limit("threats", n_threats, MAX_THREATS, "raid"),
    )


class _Limit(NamedTuple):
    """How many there are of something, and how many are too many."""

    what: str
    n: int
    least_refused: int
    path: str


def _refuse_beyond(*limits: _Limit) -> None:
    _refuse(
        [
            Problem(f"too many {what}", path=path, value=str(n), expected=f"fewer than {least_refused}")
            for what, n, least_refused, path in limits
            if n >= least_refused
        ]
    )


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise ProblemsError(problems)


def _arrays(table: tuple[object, ...]) -> Iterator[Array]:
    for part in table:
        if isinstance(part, tuple):
            yield from _arrays(part)
        else:
            yield part


def _hash(tables: tuple[Plan, RaidTable]) -> str:
    digest = blake2b(digest_size=16)
    for array in _arrays(tables):
        digest.update(f"{array.dtype.str}{array.shape}".encode())
        digest.update(array.data)
    return digest.hexdigest()
