"""The core rules that the peers of the kernel know, and a check that a scenario uses no others."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from himaya.kernels.library import Array
from himaya.raid.prepare.bridge import Prepared


def named_columns(table: Array) -> Iterator[tuple[str, Array]]:
    """Name and part of everything in a table, be it a tuple of arrays or a record array."""
    if isinstance(table, np.recarray):
        yield from ((name, np.ascontiguousarray(table[name])) for name in table.dtype.names)
    else:
        yield from zip(table._fields, table, strict=True)


def is_table(part: Array) -> bool:
    """Whether it has columns of its own."""
    return isinstance(part, tuple | np.recarray)


def other_rules(prepared: Prepared) -> list[str]:
    """Rules beside the core that the scenario uses; empty if the peers can fly it."""
    plan = prepared.plan
    units, nodes, weapons = plan.units, plan.nodes, plan.weapons
    uses = {
        "salvo": (weapons.salvo != 1).any(),
        "reserve": (weapons.reserve != 0).any(),
        "imperfect assessment": (units.p_alive_seen > 0.0).any() or (units.p_dead_seen > 0.0).any(),
        "law of assessment": (units.assessment_law != 0).any(),
        "results known at once": (units.assessment_ms <= 0).any(),
        "availability": (units.p_up < 1.0).any() or (plan.networks.p_up < 1.0).any(),
        "track groups": (units.p_track < 1.0).any(),
        "networks": (units.network != 0).any(),
        "open ground": units.ignores_open_ground.any(),
        "saturated nodes": (nodes.tracks < len(prepared.raid.group)).any(),
        "units per threat": (nodes.units_per_threat != 1).any(),
        "units alone": (nodes.coordinated == 0).any(),
        "nodes that keep off each other": plan.p_duplicate[0] < 1.0,
        "targets of a night": plan.targets.drawn.any(),
        "recognised decoys": (plan.groups.p_recognised > 0.0).any(),
    }
    return [rule for rule, used in uses.items() if used]
