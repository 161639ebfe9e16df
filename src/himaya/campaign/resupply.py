"""From depots to units, every evening: nothing is created or lost on the way."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from himaya.arrays import I8
from himaya.campaign.state import Holdings, State


def reload(state: State, holdings: Holdings) -> None:
    """Fill launchers from the rounds behind them: by evening every unit has had the day for it."""
    total = state.ready + state.stock
    state.ready = np.minimum(total, holdings.ready_max)
    state.stock = total - state.ready


def receive(state: State, holdings: Holdings) -> None:
    """Bring what arrives tonight to the units, and everything else a night nearer."""
    if holdings.transport_nights:
        state.stock += state.moving[:, 0]
        state.moving[:, :-1] = state.moving[:, 1:]
        state.moving[:, -1] = 0


def transfer(state: State, holdings: Holdings, night: int) -> None:
    """Begin and end the night's transfers between depots: as many rounds as are there."""
    for k, move in enumerate(holdings.moves):
        if night == move.night:
            taken = np.minimum(state.depots[:, move.origin, move.round], move.quantity)
            state.depots[:, move.origin, move.round] -= taken
            state.between[:, k] = taken
        if night == move.arrives:
            state.depots[:, move.depot, move.round] += state.between[:, k]
            state.between[:, k] = 0


def send(state: State, holdings: Holdings, serves: NDArray[np.bool], rank: I8) -> None:
    """Send from every depot what its units lack, first to those of low rank.

    Parameters
    ----------
    serves : bool[future, unit], units that are there and not destroyed.
    rank : i8[unit], units of one rank share what does not suffice by what they lack.
    """
    lack = holdings.capacity - state.ready - state.stock - state.moving.sum(axis=1)
    lack = np.where(serves[:, holdings.unit], np.maximum(lack, 0), 0)
    sent = np.zeros_like(lack)
    for depot in range(holdings.n_depots):
        for kind in np.unique(holdings.round[holdings.depot == depot]):
            left = state.depots[:, depot, kind]
            for each in np.unique(rank):
                here = (holdings.depot == depot) & (holdings.round == kind) & (rank[holdings.unit] == each)
                sent[:, here] = shared(left, lack[:, here])
                left = left - sent[:, here].sum(axis=1)
            state.depots[:, depot, kind] = left
    if holdings.transport_nights:
        state.moving[:, -1] += sent
    else:
        state.stock += sent


def shared(there: I8, lack: I8) -> I8:
    """Divide whole rounds by need: the floor of each one's part, then one more by the largest remainder.

    Parameters
    ----------
    there : i8[future]; lack : i8[future, taker].

    Returns
    -------
    i8[future, taker]
        At most `lack`; in all the less of `there` and the sum of `lack`. Of equal remainders the first wins.
    """
    total = lack.sum(axis=1)
    given = np.minimum(there, total)
    part, remainder = np.divmod(lack * given[:, None], np.maximum(total, 1)[:, None])
    over = (given - part.sum(axis=1))[:, None]
    rank = np.argsort(np.argsort(-remainder, axis=1, kind="stable"), axis=1)
    whole: I8 = part + (rank < over)
    return whole
