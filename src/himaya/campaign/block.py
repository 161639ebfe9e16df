"""A block of futures, advanced night by night in lock-step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from himaya.arrays import F8, I8
from himaya.campaign.attrition import Wear, exposed
from himaya.campaign.harm import Harm
from himaya.campaign.level import hazard_multiplier, level_paths
from himaya.campaign.policy import Evening, Order
from himaya.campaign.resupply import receive, reload, send, transfer
from himaya.campaign.rules import Rules
from himaya.campaign.sources import Arrivals, RaidsToCome
from himaya.campaign.state import WAITING, Holdings, State
from himaya.campaign.tonight import Circumstances, Tonight
from himaya.campaign.variables import NIGHTLY
from himaya.chance.draws import Draws
from himaya.kernels.futures import Futures
from himaya.kernels.tables import CLASSES, OUTCOMES, SHOT_DOWN, Out
from himaya.raid.prepare.bridge import Prepared
from himaya.scenario import mean

Story = dict[str, NDArray[np.generic]]
"""Arrays [future, night, ...] by the names of `NIGHTLY`."""


@dataclass(frozen=True)
class Campaign:
    """What all futures share."""

    prepared: Prepared
    holdings: Holdings
    rules: Rules
    raids: RaidsToCome
    orders: Sequence[Order]
    harm: Harm
    depots: I8
    """i8[depot, round]: the stock at the start."""
    base_teams: I8
    """i8[area]: teams of the scenario, before any delivery."""
    own_units: int
    """Units of the scenario; those of the supply file follow."""
    nights: int
    seed: int

    def sizes(self) -> dict[str, int]:
        """Length of every dimension but the future's."""
        return {
            "night": self.nights, "weapon_class": len(CLASSES), "outcome": len(OUTCOMES),
            "round": len(self.prepared.rounds), "area": len(self.base_teams),
            "site_line": len(self.harm.lines.lines), "system": len(self.systems()),
        }  # fmt: skip

    def systems(self) -> list[str]:
        """System types of units, in the order of their first unit."""
        return list(dict.fromkeys(unit.type for unit in self.prepared.scenario.units))

    def kills(self, out: Out) -> I8:
        """What fire units shot down, i8[future, system]; by area defences is not among it."""
        units, systems = self.prepared.scenario.units, self.systems()
        system = np.array([systems.index(unit.type) for unit in units], np.int64)
        future, place = np.nonzero((out.outcome == SHOT_DOWN) & (out.by < len(units)))
        kills = np.zeros((len(out.outcome), len(systems)), np.int64)
        np.add.at(kills, (future, system[out.by[future, place]]), 1)
        return kills

    def runout_at(self) -> I8:
        """i8[round]: what is left of a round type where it counts as run out.

        A share of what the units of the start can hold: the same whatever units come.
        """
        first = self.holdings.unit < self.own_units
        full = self.holdings.by_round(np.where(first, self.holdings.capacity, 0)[None])[0]
        most: I8 = np.floor(mean(self.rules.runout_share) * full).astype(np.int64)
        return most


def fly_block(campaign: Campaign, ledger: Arrivals, futures: range, flown: Callable[[int], None]) -> Story:
    """Fly all nights of some futures.

    Parameters
    ----------
    ledger : what arrives, of these futures.
    flown : called after each night with the number of futures; what it raises ends the block.
    """
    block, story = _Block(campaign, ledger, futures), _blank(campaign, len(futures))
    for night in range(1, campaign.nights + 1):
        for name, values in block.advance(night)._asdict().items():
            story[name][:, night - 1] = values
        flown(len(futures))
    return story


def _blank(campaign: Campaign, futures: int) -> Story:
    sizes = {"future": futures, **campaign.sizes()}
    return {
        name: np.zeros([sizes[each] for each in kept.dims], np.float64 if kept.kind == "real" else np.int64)
        for name, kept in NIGHTLY.items()
    }


class NightRow(NamedTuple):
    """One night of a block of futures, [future, ...]: the variables of `NIGHTLY`, which say what each is."""

    launched: I8
    outcomes: I8
    held: I8
    arrived: I8
    fired: I8
    kills: I8
    lost: I8
    meetings: I8
    units: I8
    level: F8
    value_lost: F8
    killed: I8
    injured: I8
    line_lost_h: F8
    paid_usd: F8


class _Arrived(NamedTuple):
    """What a day brought."""

    rounds: I8
    """i8[future, round]"""
    paid_usd: F8
    """f8[future]"""


class _Suffered(NamedTuple):
    """What a night's hits did, by future."""

    value_lost: F8
    killed: I8
    injured: I8
    line_lost_h: F8
    """f8[future, site line]"""
    lost: I8
    """i8[future, round]"""


class _Block:
    def __init__(self, campaign: Campaign, ledger: Arrivals, futures: range) -> None:
        self.campaign, self.ledger, self.futures = campaign, ledger, futures
        attrition, scenario = campaign.rules.attrition, campaign.prepared.scenario
        spares = np.full(len(futures), attrition.spares or 0, np.int64)
        self.state = State.first(campaign.prepared, campaign.holdings, campaign.depots, spares)
        self.tonight = Tonight.of(campaign.prepared, len(futures))
        self.level = level_paths(campaign.rules.level, campaign.nights, futures, campaign.seed)
        draws = Draws(campaign.seed, "attrition")
        units = tuple(unit.id for unit in scenario.units)
        self.wear = Wear(attrition, units, draws, np.array(futures, np.int64))
        self.exposed = exposed(scenario, mean(attrition.reach_km))
        absent = (ledger.unit_night > 1)[:, campaign.holdings.unit]
        self.state.ready[absent] = self.state.stock[absent] = 0

    def advance(self, night: int) -> NightRow:
        """One day and its night: repairs and arrivals, resupply, raid, losses."""
        state, campaign = self.state, self.campaign
        there = self.ledger.unit_night <= night
        self._mend(night)
        arrived = self._arrive(night)
        held = state.held(campaign.holdings)
        orders = self.tonight.orders()
        for order in campaign.orders:
            order(Evening(night, held, campaign.prepared), orders)
        send(state, campaign.holdings, there & (state.back < WAITING), orders.rank)
        if night > 1:  # the first night finds launchers as the scenario has them
            reload(state, campaign.holdings)
        works = there & (state.back <= night)
        tables = self.tonight.tables(state, orders, works, self._circumstances(night))
        out = self.tonight.fly(tables, self.futures.start, night - 1)
        suffered = self._suffer(night, tables, out, there)
        return NightRow(
            launched=out.counts.sum(axis=2), outcomes=out.counts, held=held, arrived=arrived.rounds,
            fired=out.fired, kills=campaign.kills(out), meetings=out.meetings, units=works.sum(axis=1),
            level=self.level[:, night - 1], paid_usd=arrived.paid_usd, **suffered._asdict(),
        )  # fmt: skip

    def _mend(self, night: int) -> None:
        rate = 1.0 - 0.5 ** (1.0 / mean(self.campaign.rules.repair.half_life_nights))
        self.state.intact += rate * (1.0 - self.state.intact)
        self.wear.mend(self.state, night)

    def _arrive(self, night: int) -> _Arrived:
        """Rounds reach depots and units, and units that were promised come with theirs."""
        state, holdings, magazines = self.state, self.campaign.holdings, self.campaign.prepared.plan.magazines
        arrivals = self.ledger.arrivals[:, night - 1]
        state.depots += arrivals
        transfer(state, holdings, night)
        receive(state, holdings)
        new = (self.ledger.unit_night == night)[:, holdings.unit] & (night > 1)
        state.ready += np.where(new, magazines.ready, 0)
        state.stock += np.where(new, magazines.stock, 0)
        brought = holdings.by_round(np.where(new, magazines.ready + magazines.stock, 0))
        return _Arrived(arrivals.sum(axis=1) + brought, self.ledger.paid_usd[:, night - 1])

    def _circumstances(self, night: int) -> Circumstances:
        factor = hazard_multiplier(self.campaign.rules.level.share, self.level[:, night - 1])
        teams = self.campaign.base_teams + self.ledger.teams[:, night - 1]
        return Circumstances(teams, factor, self.campaign.raids.counts(night, self.futures))

    def _suffer(self, night: int, tables: Futures, out: Out, there: NDArray[np.bool]) -> _Suffered:
        """What the night's hits do to assets, people and units."""
        campaign, state = self.campaign, self.state
        hits, impacts = campaign.harm.hits(tables, out, self.futures.start, night - 1)
        shares = campaign.harm.shares_lost(impacts)
        lost = (state.intact * shares * campaign.harm.damage.value).sum(
            axis=1
        )  # not @: its bits follow the block
        state.intact *= 1.0 - shares
        killed, injured = campaign.harm.people(impacts)
        lines = campaign.harm.lines_lost_h(hits, impacts, self.futures.start)
        near = np.zeros(state.back.shape, np.int64)
        np.add.at(near, hits.row, self.exposed[hits.aim].astype(np.int64))
        destroyed = self.wear.put_out(state, near, there, night)
        return _Suffered(lost, killed, injured, lines, self._write_off(destroyed))

    def _write_off(self, destroyed: NDArray[np.bool]) -> I8:
        """Rounds of destroyed units, i8[future, round]; what was on the way to them turns back."""
        state, holdings = self.state, self.campaign.holdings
        gone = destroyed[:, holdings.unit]
        lost = holdings.by_round(np.where(gone, state.ready + state.stock, 0))
        state.ready, state.stock = np.where(gone, 0, state.ready), np.where(gone, 0, state.stock)
        returned = np.where(gone, state.moving.sum(axis=1), 0)
        state.moving = np.where(gone[:, None], 0, state.moving)
        for magazine in np.flatnonzero(returned.any(axis=0)):
            depot, kind = holdings.depot[magazine], holdings.round[magazine]
            state.depots[:, depot, kind] += returned[:, magazine]
        return lost
