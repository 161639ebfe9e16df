"""A night of a block of futures as the kernel's tables, and the kernel's memory for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from himaya.arrays import F8, I8
from himaya.campaign.policy import Orders
from himaya.campaign.state import State, for_each
from himaya.kernels.futures import Futures, fly_futures
from himaya.kernels.tables import Out, RaidTable
from himaya.kernels.work import Span, Work, allocate
from himaya.raid.fly import refuse_overflow
from himaya.raid.outputs import empty_out
from himaya.raid.prepare.bridge import Prepared
from himaya.raid.prepare.origins import composition


class Circumstances(NamedTuple):
    """What a night finds that is no part of a block's state."""

    teams: I8
    """i8[future, area]: teams of area defences."""
    factor: F8
    """f8[future]: what all hazards are multiplied by."""
    raid: I8
    """i8[future, group]: how many threats fly."""


@dataclass
class Tonight:
    """Tables of a block that are written on every evening, and working memory that grows with raids."""

    prepared: Prepared
    units: NDArray[np.void]
    """record[future, unit]"""
    weapons: NDArray[np.void]
    """record[future, weapon]"""
    most: I8 | None = None
    """i8[group]: the largest raid that `work` holds."""
    work: Work | None = field(default=None, repr=False)

    @classmethod
    def of(cls, prepared: Prepared, futures: int) -> Tonight:
        """For a block of so many futures."""
        tables = (np.asarray(table) for table in (prepared.plan.units, prepared.plan.weapons))
        units, weapons = (for_each(futures, table) for table in tables)
        return cls(prepared, units, weapons)

    def orders(self) -> Orders:
        """What is ordered where no policy says otherwise."""
        weapons, futures = self.prepared.plan.weapons, len(self.units)
        reserve, salvo = (for_each(futures, each) for each in (weapons.reserve, weapons.salvo))
        return Orders(reserve, salvo, np.zeros(self.units.shape[1], np.int64))

    def tables(self, state: State, orders: Orders, works: NDArray[np.bool], at: Circumstances) -> Futures:
        """The kernel's tables; works : bool[future, unit]."""
        plan = self.prepared.plan
        teams, factor, count = at
        self.units["p_up"] = np.where(works, plan.units.p_up, 0.0)
        self.weapons["reserve"], self.weapons["salvo"] = orders.reserve, orders.salvo
        share = np.divide(teams, plan.areas.teams, out=np.zeros(teams.shape), where=plan.areas.teams > 0)
        group, ordinal, start = threats(count)
        return Futures(
            self.units.view(np.recarray), self.weapons.view(np.recarray), state.ready, state.stock,
            teams, plan.areas.rate_per_m * share,
            plan.night.hard * factor[:, None], plan.night.soft * factor[:, None],
            count, start, group, ordinal,
        )  # fmt: skip

    def fly(self, tables: Futures, first: int, night: int) -> Out:
        """Fly the night; writes what is left of rounds into the tables' `ready` and `stock`.

        Raises
        ------
        ProblemsError
            If a future has more shots or meetings than the keys of draws can number.
        """
        plan, count = self.prepared.plan, tables.count
        work = self._memory(count.max(axis=0))
        widest = int(np.diff(tables.start).max(initial=0))
        out = empty_out(
            plan, RaidTable(tables.count[0], np.zeros(widest, np.int64), np.zeros(0, np.int64)), len(count)
        )
        fly_futures(plan, tables, work, out, Span(first, len(count), night))
        refuse_overflow(out, first)
        return out

    def _memory(self, count: I8) -> Work:
        """Working memory for a raid of up to so many threats a group."""
        if self.work is None or self.most is None or (count > self.most).any():
            larger = count if self.most is None else np.maximum(count, self.most)
            self.most = larger + larger // 4
            self.work = allocate(self.prepared.plan, composition(self.most), self.prepared.horizon_ms)
        return self.work


def threats(count: I8) -> tuple[I8, I8, I8]:
    """List the threats of all futures; count : i8[future, group].

    Returns
    -------
    group i8[threat], ordinal i8[threat] and start i8[future + 1]
    """
    flat = count.ravel()
    group = np.repeat(np.tile(np.arange(count.shape[1]), len(count)), flat)
    begin = np.cumsum(flat) - flat
    ordinal = np.arange(len(group)) - np.repeat(begin, flat)
    return group, ordinal, np.concatenate([[0], np.cumsum(count.sum(axis=1))])
