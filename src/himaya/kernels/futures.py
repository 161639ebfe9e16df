"""A night of many futures: each with its own raid, forces and level, flown by the same engine."""

from __future__ import annotations

from typing import NamedTuple

from himaya.kernels.draws import key_threats
from himaya.kernels.jit import kernel
from himaya.kernels.keys import LOSS, THREAT
from himaya.kernels.library import Array
from himaya.kernels.replicate import clear_counts, fly
from himaya.kernels.tables import Areas, Magazines, Night, Plan, RaidTable
from himaya.kernels.work import ReplicationRow

NO_THREAT = -1
"""Outcome of a place in a row of `Out` beyond the threats of that future."""


class Futures(NamedTuple):
    """What differs between futures at dusk; row k is future `first + k` of the call."""

    units: Array
    """record[future, unit]: the plan's units; `p_up` 0 for one that is not there tonight."""
    weapons: Array
    """record[future, weapon]: the plan's weapons with tonight's reserves and salvos."""
    ready: Array
    """i8[future, magazine]: on the launchers; at dawn, what is left there."""
    stock: Array
    """i8[future, magazine]: behind them; at dawn, what is left there."""
    teams: Array
    """i8[future, area]: on duty, at most the plan's."""
    rate_per_m: Array
    """f8[future, area]: candidate meetings with all of those free; 0 without any."""
    hard: Array
    """f8[future, class group]: multiplier of hard-kill hazards."""
    soft: Array
    """f8[future, class group]: multiplier of soft-kill hazards."""
    count: Array
    """i8[future, group]: threats."""
    start: Array
    """i8[future + 1]: threats of row k are group[start[k]:start[k + 1]]."""
    group: Array
    """i8[threat]"""
    ordinal: Array
    """i8[threat]: number of the threat in its future's group, from 0."""


@kernel
def fly_futures(plan, futures, work, out, span):
    """Fly the night of a `Span` of futures, rows 0 .. of `futures` and `out`.

    Future f is replication f: with the plan's own forces, multipliers and raid its bits are those of
    `replicate`. Overwrites ready and stock with what is left. Returns the number of futures flown.
    """
    clear_counts(out, span.n)
    out.outcome[: span.n] = NO_THREAT
    magazines, areas, tonight = plan.magazines, plan.areas, plan.night
    for row in range(span.n):
        begin, end = futures.start[row], futures.start[row + 1]
        raid = RaidTable(futures.count[row], futures.group[begin:end], futures.ordinal[begin:end])
        own = Plan(
            plan.library,
            plan.networks,
            plan.nodes,
            futures.units[row],
            Magazines(magazines.round, futures.ready[row], magazines.ready_max, futures.stock[row]),
            futures.weapons[row],
            Areas(futures.teams[row], futures.rate_per_m[row], areas.hold_ms, areas.p_kill, areas.hash),
            plan.groups,
            plan.targets,
            Night(tonight.key, tonight.sigma, tonight.correlation, futures.hard[row], futures.soft[row]),
            plan.p_duplicate,
            plan.variants,
        )
        key_threats(own, raid, work.flights, (THREAT, span.night))
        key_threats(own, raid, work.ends, (LOSS, span.night))
        fly(own, raid, work, out, ReplicationRow(row, span.first + row, span.night))
        for magazine in range(len(magazines.round)):
            futures.ready[row, magazine] = work.forces.ready[magazine]
            futures.stock[row, magazine] = work.forces.stock[magazine]
    return span.n
