"""The simulator as calibration asks it; what asks knows only the protocol, and is tested without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np

from himaya import executors
from himaya.calibration.decoys import divided
from himaya.calibration.parameters import Layout
from himaya.calibration.surface import Flown
from himaya.forecasting.models.beta_binomial import Floats
from himaya.kernels.library import Array
from himaya.kernels.tables import Night as NightTable
from himaya.raid.fly import Pace, Progress, fly, warm_up
from himaya.raid.prepare.bridge import Prepared, prepare
from himaya.raid.prepare.origins import composition
from himaya.raid.stop import Fixed
from himaya.raid.tally import GROUPS, QUANTITIES, by_group
from himaya.raid.watch import WatchedRows
from himaya.scenario import CLASS_GROUPS, Scenario

ENDS = tuple(QUANTITIES.index(name) for name in ("shot_down", "soft_killed_or_fell", "hit"))


class NightFlights(Protocol):
    """Whatever tells what a night's multipliers lead to."""

    def shares(self, scenario: Scenario, layout: Layout, points: Floats) -> Flown:
        """Mean outcome shares at log multipliers f8[point, multiplier], without the night effect."""

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
        still = np.zeros(len(layout.groups))

        def fly_point(point: int) -> Array:
            table = tonight(prepared.plan.night, layout, points[point], still)
            return self._counts(prepared, table, range(self.replications), layout)

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
            table = tonight(prepared.plan.night, layout, draws[0][draw], draws[1][draw])
            span = range(draw * self.per_draw, (draw + 1) * self.per_draw)
            raid = prepared.raid if decoys is None else composition(divided(scenario, float(decoys[draw])))
            return self._counts(replace(prepared, raid=raid), table, span, layout)

        found: Array = np.concatenate(self._all(fly_draw, len(draws[0])))
        return found

    def _prepared(self, scenario: Scenario) -> Prepared:
        """The night ready to fly, with the engine compiled."""
        if self.last is None or self.last.scenario is not scenario:
            self.last = prepare(scenario, self.seed)
            warm_up(self.last)
        return self.last

    def _counts(self, prepared: Prepared, table: NightTable, span: range, layout: Layout) -> Array:
        """i8[replication, group, end] of a span of replications."""
        columns = [GROUPS.index(group) for group in layout.groups]
        rows = WatchedRows(span, lambda out: by_group(out.counts)[:, columns][:, :, ENDS])
        flown = replace(prepared, plan=prepared.plan._replace(night=table))
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


def tonight(night: NightTable, layout: Layout, x: Floats, sigma: Floats) -> NightTable:
    """The night's table with other multipliers exp(x) and sigmas; groups not in the layout keep theirs."""
    hard, soft, spread = night.hard.copy(), night.soft.copy(), night.sigma.copy()
    for value, multiplier in zip(np.exp(x), layout.multipliers, strict=True):
        table = hard if multiplier.kind == "hard" else soft
        table[CLASS_GROUPS.index(multiplier.group)] = value
    for value, group in zip(sigma, layout.groups, strict=True):
        spread[CLASS_GROUPS.index(group)] = value
    return night._replace(hard=hard, soft=soft, sigma=spread)
