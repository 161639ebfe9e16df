"""Flies scenarios on one seed, replication beside replication, and tells how they differ."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np

from himaya.kernels.library import Array
from himaya.kernels.tables import (
    CLASSES,
    OUTCOMES,
    Out,
)
from himaya.raid.comparison import Comparison, Paired
from himaya.raid.fly import Pace, fly, refuse_out_of_range, warm_up
from himaya.raid.prepare.bridge import Prepared, prepare
from himaya.raid.prepare.geometry.places import N_GROUPS
from himaya.raid.stop import T95_7, Z95, Fixed
from himaya.raid.tally import GROUPS, by_group, library_se
from himaya.raid.watch import WatchedRows
from himaya.scenario import CLASS_GROUPS, Scenario, class_group, mean

BLOCK = 40_000
"""Replications that are held at a time, a multiple of the library's groups."""


def compare_scenarios(scenarios: Sequence[Scenario], replications: int, pace: Pace) -> Comparison:
    """Fly scenarios on the same seed and compare every later one with the first.

    Replication r of each stands beside replication r of the first: they share routes, launch times
    and luck wherever ids of groups, places and units agree. Uncertain numbers are held at their mean.

    For each later scenario it gives the four outcomes of all threats and of each class group that flies
    in any of them, rounds fired, and the cost of rounds and of meetings with area defences.

    Parameters
    ----------
    scenarios : two or more; replications : of each, 2 to 100,000,000.

    Raises
    ------
    ProblemsError
        If a number is out of range or a scenario too large.
    """
    refuse_out_of_range(replications, pace, least=2)
    prepared = [prepare(scenario, pace.seed) for scenario in scenarios]
    flight = _Flight(_flying(prepared), pace, replications * len(prepared))
    warm_up(prepared[0])
    moments = [_Moments(len(flight.quantities)) for _ in prepared[1:]]
    for start in range(0, replications, BLOCK):
        span = range(start, min(start + BLOCK, replications))
        first = flight.block(prepared[0], span)
        for moment, other in zip(moments, prepared[1:], strict=True):
            moment.add(first, flight.block(other, span))
    names = [each.scenario.name for each in prepared]
    return Comparison(
        moment.paired((names[0], name), quantity, q)
        for name, moment in zip(names[1:], moments, strict=True)
        for q, quantity in enumerate(flight.quantities)
    )


def _flying(prepared: Sequence[Prepared]) -> tuple[str, ...]:
    """All threats, and the class groups of which any scenario has threats."""
    classes = {int(c) for each in prepared for c in each.plan.groups.weapon_class[each.raid.group]}
    present = {class_group(CLASSES[weapon_class]) for weapon_class in classes}
    return ("all", *(name for name in CLASS_GROUPS if name in present))


class _Flight:
    """Flies blocks of replications of any scenario and says how far it is."""

    def __init__(self, groups: tuple[str, ...], pace: Pace, total: int) -> None:
        self.columns = [GROUPS.index(group) for group in groups]
        self.quantities = (*(f"{group}.{end}" for group in groups for end in OUTCOMES), "fired", "cost_usd")
        self.pace, self.flown, self.total = pace, 0, total
        pace.show(0, total)  # the first flight may have to wait for the compiler

    def block(self, prepared: Prepared, span: range) -> Array:
        """Fly a span of replications: f8[replication, quantity], in the order of their numbers."""
        prices = _prices(prepared)
        rows = WatchedRows(span, lambda out: self._rows(out, prices))
        pace = self.pace._replace(progress=self._show)
        self.flown += fly(prepared, Fixed(span), [rows], pace)
        return rows.table

    def _rows(self, out: Out, prices: tuple[Array, Array]) -> Array:
        ends = by_group(out.counts)[:, self.columns, : len(OUTCOMES)].reshape(len(out.counts), -1)
        cost = (out.fired * prices[0]).sum(axis=1) + (out.meetings * prices[1]).sum(axis=1)
        return np.column_stack([ends, out.fired.sum(axis=1), cost])

    def _show(self, flown: int, _: int) -> None:
        self.pace.show(self.flown + flown, self.total)


def _prices(prepared: Prepared) -> tuple[Array, Array]:
    """US dollars of a round by type and of a meeting by area defence."""
    types = {each.id: mean(each.cost_per_engagement_usd) for each in prepared.scenario.area_types}
    meetings = [types[area.type] for area in prepared.scenario.area_defences]
    return np.array([each.unit_cost_usd for each in prepared.rounds]), np.array(meetings)


class _Moments:
    """Sums of A, B and B - A, less their values in the first replication.

    Where a difference never changes, its sums are thus exactly 0, and money keeps its digits.
    """

    def __init__(self, n_quantities: int) -> None:
        self.shift: Array | None = None
        """f8[series, 1, quantity]"""
        self.sums = np.zeros((3, n_quantities, N_GROUPS, 3))
        """f8[series, quantity, library group, moment]: replications, sum and sum of squares."""

    def add(self, a: Array, b: Array) -> None:
        """Add a block of each scenario, f8[replication, quantity]; it begins with library group 0."""
        series = np.stack([a, b, b - a])
        if self.shift is None:
            self.shift = series[:, :1].copy()
        series -= self.shift
        for group in range(N_GROUPS):
            part = series[:, group::N_GROUPS]
            self.sums[:, :, group, 0] += part.shape[1]
            self.sums[:, :, group, 1] += part.sum(axis=1)
            self.sums[:, :, group, 2] += (part * part).sum(axis=1)

    def paired(self, names: tuple[str, str], quantity: str, q: int) -> Paired:
        """The row of one quantity."""
        sums = self.sums[:, q].sum(axis=1)
        n, total, squares = sums[:, 0], sums[:, 1], sums[:, 2]
        variance = np.maximum(0.0, squares - total * total / n) / (n - 1)
        at_first = 0.0 if self.shift is None else self.shift[:, 0, q]
        mean_a, mean_b, difference = (float(value) for value in at_first + total / n)
        chance, library = float(variance[2] / n[2]), library_se(self.sums[2, q]) ** 2
        half_width = sqrt(Z95**2 * chance + T95_7**2 * library)
        ratio = float((variance[0] + variance[1]) / variance[2]) if variance[2] > 0 else None
        low, high = difference - half_width, difference + half_width
        return Paired(*names, quantity, mean_a, mean_b, difference, low, high, int(n[0]), ratio)
