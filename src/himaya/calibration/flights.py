"""The simulator as calibration asks it; what asks knows only the protocol, and is tested without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from himaya import executors
from himaya.calibration.decoys import divided
from himaya.calibration.parameters import Layout, part_of
from himaya.calibration.surface import Flown
from himaya.forecasting.models.beta_binomial import Floats
from himaya.kernels.library import Array
from himaya.raid.fly import Pace, Progress, fly, warm_up
from himaya.raid.prepare.bridge import Prepared, prepare
from himaya.raid.prepare.front import at_front, stated_front
from himaya.raid.prepare.origins import composition
from himaya.raid.stop import Fixed
from himaya.raid.watch import WatchedRows
from himaya.scenario import CLASS_GROUPS, Scenario, class_group

N_ENDS = 3
"""Shot down; soft-killed or fell; hit."""
END_OF = np.array([0, 1, 1, 2])
"""i8[outcome]: its end."""


class NightFlights(Protocol):
    """Whatever tells what a night's multipliers lead to."""

    def shares(self, scenario: Scenario, layout: Layout, points: Floats) -> Flown:
        """Mean outcome shares by part at log multipliers f8[point, flown multiplier], without the night
        effect.
        """

    def counts(
        self, scenario: Scenario, layout: Layout, draws: tuple[Floats, Floats], decoys: Floats | None = None
    ) -> Array:
        """Counts i8[replication, group, end] for drawn log multipliers and sigmas, equally many of each.

        decoys : share of decoys among the drones, f8[draw]; None: as the scenario states.
        """


@dataclass
class Simulator:
    """Flies a night's replications under many multipliers: the geometry is made once, the luck is shared."""

    seed: int = 1
    replications: int = 200
    """Of a night at each design point; a multiple of the library's 8 groups."""
    per_draw: int = 20
    """Replications of each draw of the posterior."""
    threads: int = 1
    progress: Progress | None = None
    """Called with flights done, and those to do as far as is known."""
    expected: int = field(default=0, init=False)
    done: int = field(default=0, init=False)
    last: Prepared | None = field(default=None, init=False)
    """The night flown last: a check flies every night twice in a row."""

    def expect(self, flights: int) -> None:
        """Count so many more as to be flown: how many rounds a fit takes is known only as they come."""
        self.expected += flights

    def shares(self, scenario: Scenario, layout: Layout, points: Floats) -> Flown:
        """Mean outcome shares at every point; every point flies the same replications.

        Standard errors come from the means of the route library's 8 groups, so that they hold both
        chance and the library.
        """
        prepared = self._prepared(scenario)
        still, x = np.zeros(len(layout.groups)), np.zeros((len(points), len(layout.multipliers)))
        x[:, layout.flown] = points

        def fly_point(point: int) -> Array:
            flown = tonight(prepared, layout, x[point], still)
            return self._counts(flown, range(self.replications), layout)

        counts: Array = np.array(self._all(fly_point, len(points)))
        launched = counts[0, 0].sum(axis=1)
        shares = counts / np.maximum(launched, 1)[:, None]
        n_library = int(prepared.plan.variants[1])
        by_library = shares.reshape(len(points), -1, n_library, *shares.shape[2:]).mean(axis=1)
        errors = by_library.std(axis=1, ddof=1) / np.sqrt(by_library.shape[1])
        return Flown(shares.mean(axis=1), errors, (launched * self.replications).astype(float))

    def counts(
        self, scenario: Scenario, layout: Layout, draws: tuple[Floats, Floats], decoys: Floats | None = None
    ) -> Array:
        """Counts under draws of log multipliers f8[draw, multiplier] and of sigma f8[draw, group].

        Every draw has replications of its own, `per_draw` of them: other luck, another night effect;
        and where shares of `decoys` are given, f8[draw], as many drones, divided anew.
        """
        prepared = self._prepared(scenario)

        def fly_draw(draw: int) -> Array:
            flown = tonight(prepared, layout, draws[0][draw], draws[1][draw])
            span = range(draw * self.per_draw, (draw + 1) * self.per_draw)
            raid = prepared.raid if decoys is None else composition(divided(scenario, float(decoys[draw])))
            return self._counts(replace(flown, raid=raid), span, layout)

        by_part: Array = np.concatenate(self._all(fly_draw, len(draws[0])))
        whose = np.array([[part.group == group for part in layout.parts] for group in layout.groups])
        return np.einsum("gp,rpe->rge", whose.astype(np.int64), by_part)

    def _prepared(self, scenario: Scenario) -> Prepared:
        """The night ready to fly, with the engine compiled."""
        if self.last is None or self.last.scenario is not scenario:
            self.last = prepare(scenario, self.seed)
            warm_up(self.last)
        return self.last

    def _counts(self, flown: Prepared, span: range, layout: Layout) -> Array:
        """i8[replication, part, end] of a span of replications."""
        part = part_of_groups(flown.scenario, layout)[flown.raid.group]
        rows = WatchedRows(span, lambda out: counts_by_part(out.outcome, part, len(layout.parts)))
        fly(flown, Fixed(span), [rows], Pace(self.seed, threads=1))
        return rows.table

    def _all(self, counts_of: Callable[[int], Array], flights: int) -> list[Array]:
        """What comes of flights 0, 1, 2, ..., in their order."""
        flown: dict[int, Array] = {}
        with executors.threads(self.threads) as pool:
            for flight, counts in executors.drain(counts_of, range(flights), pool, at_most=2 * self.threads):
                flown[flight] = counts
                self.done += 1
                if self.progress is not None:
                    self.progress(self.done, max(self.done, self.expected))
        return [flown[flight] for flight in range(flights)]


def tonight(prepared: Prepared, layout: Layout, x: Floats, sigma: Floats) -> Prepared:
    """The night with other multipliers exp(x) and sigmas alone; groups not in the layout keep theirs.

    x : f8[multiplier]; sigma : f8[group].
    """
    plan, scenario = prepared.plan, prepared.scenario
    hard, soft, spread = plan.night.hard.copy(), plan.night.soft.copy(), plan.night.sigma.copy()
    front = stated_front(scenario)
    of_type: dict[str, float] = {}
    for value, multiplier in zip(np.exp(x), layout.multipliers, strict=True):
        if multiplier.is_offset:
            of_type[multiplier.kind] = value
        else:
            table = {"hard": hard, "soft": soft, "front": front}[multiplier.kind]
            table[CLASS_GROUPS.index(multiplier.group)] = value
    for value, group in zip(sigma, layout.groups, strict=True):
        spread[CLASS_GROUPS.index(group)] = value
    offsets = np.array([of_type.get(each.type, 1.0) for each in scenario.raid])
    offsets = np.where(part_of_groups(scenario, layout) < 0, plan.groups.hard, offsets)
    plan = at_front(plan, prepared.front, front)._replace(
        night=plan.night._replace(hard=hard, soft=soft, sigma=spread),
        groups=plan.groups._replace(hard=offsets),
    )
    return replace(prepared, plan=plan)


def part_of_groups(scenario: Scenario, layout: Layout) -> NDArray[np.int64]:
    """Place of the part that each of a raid's groups belongs to, i8[group]; -1: its class is not free."""
    classes = {each.id: class_group(each.weapon_class.value) for each in scenario.threat_types}
    places = {part: k for k, part in enumerate(layout.parts)}
    parts = [part_of(classes[each.type], each.type, front_line=each.front_line) for each in scenario.raid]
    return np.array([places.get(part, -1) for part in parts], np.int64)


def launched_by_part(scenario: Scenario, layout: Layout) -> Floats:
    """How many of each part a scenario flies, f8[part]."""
    part = part_of_groups(scenario, layout)
    counts = np.array([each.count for each in scenario.raid], np.float64)
    found: Floats = np.zeros(len(layout.parts))
    np.add.at(found, part[part >= 0], counts[part >= 0])
    return found


def counts_by_part(outcome: Array, part: NDArray[np.int64], n_parts: int) -> Array:
    """Ends of every part's threats, i8[replication, part, end], from outcome[replication, threat]."""
    known = part >= 0
    rows = np.arange(len(outcome))[:, None] * n_parts + part[known]
    cells = rows * N_ENDS + END_OF[outcome[:, known]]
    counts = np.bincount(cells.ravel(), minlength=len(outcome) * n_parts * N_ENDS)
    return counts.reshape(len(outcome), n_parts, N_ENDS)
