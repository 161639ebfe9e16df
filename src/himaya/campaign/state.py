"""What a block of futures has left: rounds, units, assets; arrays whose first dimension is the future."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from himaya.arrays import F8, I8
from himaya.raid.prepare.bridge import Prepared

Kind = TypeVar("Kind", bound=np.generic)
WAITING, LOST = np.int64(1) << 40, np.int64(1) << 41
"""Instead of a night on which a unit comes back: it waits for spare parts; it never does."""


class Move(NamedTuple):
    """A transfer between depots: as many as are there, at most the quantity."""

    night: int
    arrives: int
    round: int
    origin: int
    depot: int
    quantity: int


@dataclass(frozen=True)
class Holdings:
    """Where rounds can be: fixed for a campaign."""

    round: I8
    """i8[magazine]: round type."""
    unit: I8
    """i8[magazine]"""
    capacity: I8
    """i8[magazine]: rounds that the unit can hold, on launchers and behind."""
    ready_max: I8
    """i8[magazine]: of those, on the launchers."""
    depot: I8
    """i8[magazine]: the depot that serves it, -1 for none."""
    n_rounds: int
    n_depots: int
    transport_nights: int
    """From a depot to a unit; 0: the same evening."""
    moves: tuple[Move, ...] = ()
    """Transfers between depots."""

    def served(self) -> I8:
        """i8[depot, round]: rounds that the units which a depot serves can hold."""
        most = np.zeros((self.n_depots, self.n_rounds), np.int64)
        some = self.depot >= 0
        np.add.at(most, (self.depot[some], self.round[some]), self.capacity[some])
        return most

    def by_round(self, amounts: I8) -> I8:
        """i8[future, round]: sums over i8[future, magazine]."""
        sums = np.zeros((len(amounts), self.n_rounds), np.int64)
        np.add.at(sums.T, self.round, amounts.T)
        return sums


@dataclass
class State:
    """A block of futures at dusk."""

    ready: I8
    """i8[future, magazine]"""
    stock: I8
    """i8[future, magazine]: at the unit, behind the launchers."""
    moving: I8
    """i8[future, nights to go, magazine]: on the way from depots."""
    depots: I8
    """i8[future, depot, round]"""
    between: I8
    """i8[future, move]: rounds on the way from depot to depot."""
    back: I8
    """i8[future, unit]: first night on which a unit that was put out works again; 0: it was not."""
    spares: I8
    """i8[future]: sets of spare parts."""
    intact: F8
    """f8[future, asset]: share of its value."""

    @classmethod
    def first(cls, prepared: Prepared, holdings: Holdings, depots: I8, spares: I8) -> State:
        """Units as the scenario has them, everything whole, nothing on the way.

        Parameters
        ----------
        depots : i8[depot, round]; spares : i8[future].
        """
        futures, magazines = len(spares), prepared.plan.magazines
        lag = max(1, holdings.transport_nights)
        return cls(
            for_each(futures, magazines.ready),
            for_each(futures, magazines.stock),
            np.zeros((futures, lag, len(holdings.round)), np.int64),
            for_each(futures, depots),
            np.zeros((futures, len(holdings.moves)), np.int64),
            np.zeros((futures, len(prepared.plan.units)), np.int64),
            spares.copy(),
            np.ones((futures, len(prepared.scenario.assets))),
        )

    def held(self, holdings: Holdings) -> I8:
        """i8[future, round]: rounds in units, depots and on the way."""
        at_units = self.ready + self.stock + self.moving.sum(axis=1)
        held: I8 = holdings.by_round(at_units) + self.depots.sum(axis=1)
        for k, move in enumerate(holdings.moves):
            held[:, move.round] += self.between[:, k]
        return held


def for_each(futures: int, table: NDArray[Kind]) -> NDArray[Kind]:
    """A copy of a table for every future, its own to write on."""
    return np.repeat(np.asarray(table)[None], futures, axis=0)


def holdings_of(
    prepared: Prepared, depot_of_unit: I8, n_depots: int, transport: tuple[int, tuple[Move, ...]]
) -> Holdings:
    """Where a scenario's rounds can be.

    A magazine holds what its type does, or what the scenario starts it with if that is more.

    Parameters
    ----------
    depot_of_unit : i8[unit], -1 for a unit that nobody serves.
    transport : nights from a depot to a unit, and transfers between depots.
    """
    magazines, scenario = prepared.plan.magazines, prepared.scenario
    systems = {system.id: system for system in scenario.system_types}
    kinds = [(k, each) for k, unit in enumerate(scenario.units) for each in systems[unit.type].rounds]
    unit = np.array([k for k, _ in kinds], np.int64)
    full = np.array([each.ready + each.stock for _, each in kinds], np.int64)
    capacity = np.maximum(full, magazines.ready + magazines.stock)
    return Holdings(
        magazines.round, unit, capacity, magazines.ready_max, depot_of_unit[unit],
        len(prepared.rounds), n_depots, *transport,
    )  # fmt: skip
