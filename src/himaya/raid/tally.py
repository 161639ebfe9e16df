"""Exact streaming statistics: integer histograms, so memory does not grow with replications.

Everything added is an integer, so the sum does not depend on threads, chunks or their order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from himaya.chance.histograms import add_histogram
from himaya.kernels.library import Array
from himaya.kernels.tables import (
    CLASSES,
    FELL,
    HIT,
    OUTCOMES,
    SOFT_KILLED,
    Out,
)
from himaya.raid.prepare.bridge import Prepared

GROUPS = (*CLASSES, "drones", "all")
"""What counts are kept for: each class, both kinds of drone, and everything."""
QUANTITIES = (*OUTCOMES, "soft_killed_or_fell")
"""What is counted of a group: the four outcomes, and the sum that the record calls lost."""


@dataclass
class Tally:
    """Sums over replications; `add` takes a chunk."""

    counts: Array
    """i8[group, quantity, count]: how many replications had this count."""
    fired: list[Array]
    """i8[count] by round type: how many replications fired so many."""
    meetings: list[Array]
    """i8[count] by area defence."""
    library: Array
    """i8[library group, group, quantity, moment]: replications, sum and sum of squares."""
    aim_hits: Array
    """i8[aim point, class]: threats that reached it."""
    shot_down_by: Array
    """i8[unit or area, class]: threats that it shot down."""
    events: int = 0
    n: int = 0

    @classmethod
    def of(cls, prepared: Prepared) -> Tally:
        """An empty tally for a scenario."""
        plan, n_threats = prepared.plan, len(prepared.raid.group)
        n_library = int(plan.variants[1])
        n_forces = len(plan.units.channels) + len(plan.areas.teams)
        return cls(
            np.zeros((len(GROUPS), len(QUANTITIES), n_threats + 1), np.int64),
            [np.zeros(1, np.int64) for _ in prepared.rounds],
            [np.zeros(1, np.int64) for _ in prepared.scenario.area_defences],
            np.zeros((n_library, len(GROUPS), len(QUANTITIES), 3), np.int64),
            np.zeros((len(prepared.scenario.aim_points), len(CLASSES)), np.int64),
            np.zeros((n_forces, len(CLASSES)), np.int64),
        )

    def add(self, prepared: Prepared, out: Out, first: int) -> None:
        """Add a chunk whose first replication is number `first`."""
        counts = by_group(out.counts)
        n = len(counts)
        for g in range(len(GROUPS)):
            for q in range(len(QUANTITIES)):
                self.counts[g, q] += np.bincount(counts[:, g, q], minlength=self.counts.shape[2])
        for histograms, table in ((self.fired, out.fired), (self.meetings, out.meetings)):
            for k, histogram in enumerate(histograms):
                histograms[k] = add_histogram(histogram, table[:, k])
        groups = (first + np.arange(n)) % len(self.library)
        moments = np.stack([np.ones_like(counts), counts, counts * counts], axis=-1)
        np.add.at(self.library, groups, moments)
        self._add_places(prepared, out)
        self.events += int(out.events.sum())
        self.n += n

    def _add_places(self, prepared: Prepared, out: Out) -> None:
        classes = np.broadcast_to(prepared.plan.groups.weapon_class[prepared.raid.group], out.by.shape)
        hit = out.outcome == HIT
        at = prepared.variant_aim[out.variant[hit]]
        np.add.at(self.aim_hits, (at, classes[hit]), 1)
        down = out.by >= 0
        np.add.at(self.shot_down_by, (out.by[down], classes[down]), 1)


def by_group(counts: Array) -> Array:
    """Counts by class and outcome as i8[replication, group, quantity]."""
    by_class = counts.astype(np.int64)
    drones = by_class[:, :2].sum(axis=1, keepdims=True)
    grouped = np.concatenate([by_class, drones, by_class.sum(axis=1, keepdims=True)], axis=1)
    lost = grouped[:, :, [SOFT_KILLED, FELL]].sum(axis=2, keepdims=True)
    return np.concatenate([grouped, lost], axis=2)


def library_se(moments: Array) -> float:
    """Standard error that the route library adds to a mean; moments : i8[library group, 3].

    The spread of the group means holds the library's share and that of chance within groups;
    what chance explains is taken off, and the rest is not below 0.
    """
    n, total, squares = (moments[:, k].astype(float) for k in range(3))
    used = n > 1
    if used.sum() < 2:
        return 0.0
    n, total, squares = n[used], total[used], squares[used]
    means = total / n
    within = (squares - total * means) / (n - 1)
    between = means.var(ddof=1) - float((within / n).mean())
    return float(np.sqrt(max(0.0, between) / len(means)))
