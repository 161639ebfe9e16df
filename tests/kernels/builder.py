"""Plans built by hand from small dictionaries: what closed forms and twins are flown on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from himaya.kernels.library import Breaks, Library, Passes, Routes, Windows
from himaya.kernels.replicate import replicate
from himaya.kernels.tables import (
    Areas,
    Groups,
    Magazines,
    Networks,
    Night,
    Nodes,
    Out,
    Plan,
    RaidTable,
    Targets,
    Units,
    Weapons,
)
from himaya.kernels.work import Span, allocate
from himaya.raid.outputs import empty_out
from himaya.raid.prepare.alias import alias_table
from himaya.raid.prepare.bridge import uniform_layout
from himaya.scenario.identity import group_key, unit_hash

Row = dict[str, Any]


def column(rows: Sequence[Row], name: str, dtype: str, default: Any = 0) -> np.ndarray:
    return np.array([row.get(name, default) for row in rows], dtype=dtype)


def starts(lengths: Sequence[int]) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(lengths)]).astype("i8")


def library(variants: Sequence[Row]) -> Library:
    """variants: length, detect, windows (weapon, in, out, closest, distance), passes, breaks."""
    table = {name: [row.get(name, []) for row in variants] for name in ("windows", "passes", "breaks")}
    flat = {name: [entry for rows in table[name] for entry in rows] for name in table}
    window = np.array(flat["windows"], dtype=float).reshape(-1, 5)
    area_pass = np.array(flat["passes"], dtype=float).reshape(-1, 4)
    points = np.array(flat["breaks"], dtype=float).reshape(-1, 2)
    routes = Routes(
        column(variants, "length", "f8"),
        np.array([np.atleast_1d(row.get("detect", 0.0)) for row in variants], float),
        column(variants, "open_ground", "i8"),
        *(starts([len(rows) for rows in table[name]]) for name in ("windows", "passes", "breaks")),
    )
    return Library(
        routes,
        Windows(window[:, 0].astype("i4"), *(np.ascontiguousarray(window[:, k]) for k in range(1, 5))),
        Passes(
            area_pass[:, 0].astype("i4"),
            area_pass[:, 1].copy(),
            area_pass[:, 2].copy(),
            area_pass[:, 3].astype("i4"),
        ),
        Breaks(points[:, 0].copy(), points[:, 1].copy()),
    )


def forces(units: Sequence[Row]) -> tuple[Units, Magazines, Weapons]:
    """units: channels, node, ..., rounds (ready, stock), weapons (round, cls, p, speed, ...)."""
    magazines = [
        dict(magazine, type=k) for unit in units for k, magazine in enumerate(unit.get("rounds", []))
    ]
    weapons: list[Row] = []
    first = 0
    for index, unit in enumerate(units):
        weapons += [dict(w, unit=index, magazine=first + w.get("round", 0)) for w in unit.get("weapons", [])]
        first += len(unit.get("rounds", []))
    ids = [unit.get("id", f"unit-{k}") for k, unit in enumerate(units)]
    return (
        Units(
            column(units, "channels", "i4", 1),
            np.array(node_numbers(units), "i8"),
            column(units, "reaction", "i8"),
            column(units, "assessment", "i8"),
            column(units, "law", "i8"),
            column(units, "law_sigma", "f8"),
            column(units, "p_alive_seen", "f8"),
            column(units, "p_dead_seen", "f8"),
            column(units, "interval", "i8"),
            column(units, "reload", "i8"),
            column(units, "p_up", "f8", 1.0),
            column(units, "network", "i8"),
            column(units, "p_track", "f8", 1.0),
            np.array([unit_hash(unit.get("track", own)) for unit, own in zip(units, ids, strict=True)], "i8"),
            column(units, "ignores_open_ground", "i8"),
            np.array([unit_hash(own) for own in ids], "i8"),
        ),
        Magazines(
            column(magazines, "type", "i4"),
            column(magazines, "ready", "i4"),
            np.array([m.get("ready_max", m["ready"]) for m in magazines], "i4"),
            column(magazines, "stock", "i4"),
        ),
        Weapons(
            column(weapons, "unit", "i4"),
            column(weapons, "magazine", "i4"),
            column(weapons, "cls", "i4"),
            column(weapons, "priority", "i4"),
            column(weapons, "p", "f8"),
            column(weapons, "speed", "f8", 1e9),
            column(weapons, "salvo", "i8", 1),
            column(weapons, "reserve", "i8"),
        ),
    )


def node_numbers(units: Sequence[Row]) -> list[int]:
    """Numbers from 0 for the nodes named by the units; a unit without one is a node of its own."""
    names = [unit.get("node", f"alone {k}") for k, unit in enumerate(units)]
    number = {name: k for k, name in enumerate(dict.fromkeys(names))}
    return [number[name] for name in names]


def nodes_of(units: Sequence[Row], rules: dict[Any, Row]) -> Nodes:
    """rules by the units' node: coordinated, tracks, units (per threat, by class)."""
    numbers = node_numbers(units)
    first = [units[numbers.index(number)] for number in sorted(set(numbers))]
    rows = [rules.get(unit.get("node"), {}) for unit in first]
    named = ["node" in unit for unit in first]
    return Nodes(
        np.array([row.get("coordinated", own) for row, own in zip(rows, named, strict=True)], "i8"),
        column(rows, "tracks", "i8", 10_000),
        np.array([row.get("units", [1] * 5) for row in rows], "i8").reshape(-1, 5),
        starts(np.bincount(numbers).tolist()),
        np.argsort(numbers, kind="stable"),
    )


def groups_of(rows: Sequence[Row], seed: int) -> Groups:
    """rows: id, cls, speed, spread, p_fail, hard, first, last, jitter, pairs (weight, first variant)."""
    tables = [alias_table(np.array([weight for weight, _ in row["pairs"]], float)) for row in rows]
    return Groups(
        np.array([group_key(seed, row.get("id", f"group-{k}")) for k, row in enumerate(rows)], "u8").reshape(
            -1, 2
        ),
        column(rows, "cls", "i4"),
        column(rows, "speed", "f8", 100.0),
        column(rows, "spread", "f8"),
        column(rows, "p_fail", "f8"),
        column(rows, "p_recognised", "f8"),
        column(rows, "hard", "f8", 1.0),
        column(rows, "first", "f8"),
        column(rows, "last", "f8"),
        column(rows, "jitter", "f8"),
        starts([len(row["pairs"]) for row in rows]),
        np.concatenate([keep for keep, _ in tables]),
        np.concatenate([alias for _, alias in tables]).astype("i4"),
        np.array([variant for row in rows for _, variant in row["pairs"]], "i8"),
    )


def targets_of(rows: Sequence[Row]) -> Targets:
    """rows: pairs, chances (of each pair), places (of each pair, a name); without chances none is drawn."""
    n = [len(row["pairs"]) for row in rows]
    chances = [row.get("chances", [1.0] * k) for row, k in zip(rows, n, strict=True)]
    names = [name for row, k in zip(rows, n, strict=True) for name in row.get("places", ["town"] * k)]
    number = {name: k for k, name in enumerate(dict.fromkeys(names))}
    return Targets(
        np.array([any(p < 1.0 for p in own) for own in chances], "i8"),
        np.array([weight for row in rows for weight, _ in row["pairs"]], float),
        np.array([p for own in chances for p in own], float),
        np.array([number[name] for name in names], "i8"),
        np.array([unit_hash(name) for name in number], "i8"),
    )


def make_plan(
    units: Sequence[Row],
    variants: Sequence[Row],
    groups: Sequence[Row],
    areas: Sequence[Row] = (),
    **night: Any,
) -> tuple[Plan, RaidTable]:
    """A plan and its raid; night: seed, sigma, correlation, hard, soft, per_group, n_groups,
    networks (p_up), nodes (rules by node), p_duplicate.
    """
    seed = night.get("seed", 1)
    networks = night.get("networks", [{}])
    p_kill = np.array([area.get("p", [0.0] * 5) for area in areas], float).reshape(-1, 5)
    plan = Plan(
        library(variants),
        Networks(
            column(networks, "p_up", "f8", 1.0),
            np.array([unit_hash(f"net-{k}") for k in range(len(networks))]),
        ),
        nodes_of(units, night.get("nodes", {})),
        *forces(units),
        Areas(
            column(areas, "teams", "i8"),
            column(areas, "rate", "f8"),
            column(areas, "hold", "i8"),
            p_kill,
            np.array([unit_hash(area.get("id", f"area-{k}")) for k, area in enumerate(areas)], "i8"),
        ),
        groups_of(groups, seed),
        targets_of(groups),
        Night(
            np.array(group_key(seed, "night effect"), "u8"),
            np.array(night.get("sigma", [0.0] * 4), float),
            np.array([night.get("correlation", 0.5)]),
            np.array(night.get("hard", [1.0] * 4), float),
            np.array(night.get("soft", [1.0] * 4), float),
        ),
        np.array([night.get("p_duplicate", 1.0)]),
        np.array([night.get("per_group", 1), night.get("n_groups", 1)], "i8"),
    )
    counts = [row["count"] for row in groups]
    ordinals = np.concatenate([np.arange(n) for n in counts]) if counts else np.zeros(0)
    raid = RaidTable(
        np.array(counts, "i8"), np.repeat(np.arange(len(counts)), counts).astype("i4"), ordinals.astype("i8")
    )
    return uniform_layout(plan), uniform_layout(raid)


def changed(table: Any, **columns: Any) -> Any:
    """The same table with other columns."""
    if not isinstance(table, np.recarray):
        return table._replace(**columns)
    copy = table.copy()
    for name, values in columns.items():
        copy[name] = values
    return copy


def fly(
    plan: Plan, raid: RaidTable, n: int, first: int = 0, night: int = 0, horizon_ms: int = 1 << 24
) -> Out:
    """Fly n replications with the kernel."""
    out = empty_out(plan, raid, n)
    replicate(plan, raid, allocate(plan, raid, horizon_ms), out, Span(first, n, night))
    assert not out.code.any()
    return out
