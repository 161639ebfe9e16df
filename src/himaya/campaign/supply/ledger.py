"""The ledger: what arrives where on every night of every future, and what is paid for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from himaya.arrays import F8, I8
from himaya.campaign.state import Move
from himaya.campaign.supply.entry import DAYS_PER_MONTH, NEVER, Books, Entry, entries
from himaya.campaign.supply.file import ProductionLine, Supply
from himaya.chance.draws import Draws
from himaya.scenario import Scenario, mean

OPTIONAL = ("deliveries", "pauses", "purchases", "lines", "backfills", "transfers", "policies")
"""Parts of a supply file whose entries can be left out one by one."""


@dataclass(frozen=True)
class Ledger:
    """What reaches some futures; nothing in it depends on raids."""

    entries: tuple[Entry, ...]
    arrivals: I8
    """i8[future, night, depot, round]"""
    unit_night: I8
    """i8[future, unit]: first night of each unit; 0: there from the start."""
    teams: I8
    """i8[future, night, area]: beyond those of the start."""
    paid_usd: F8
    """f8[future, night]"""
    output: dict[str, I8]
    """By production line: rounds that it brings, i8[night]."""


def ledger(
    supply: Supply, scenario: Scenario, rounds: Sequence[str], span: tuple[int, range], seed: int
) -> Ledger:
    """Draw what arrives.

    Parameters
    ----------
    scenario : with all units that come (`with_supply`).
    rounds : round types, in the order of the tables.
    span : nights, and the futures.
    """
    nights, futures = span
    books = Books(supply, Draws(seed, "supply"), np.array(futures, np.int64))
    n, depots = len(futures), [depot.id for depot in supply.depots]
    made = Ledger(
        tuple(entries(books, nights)),
        np.zeros((n, nights, len(depots), len(rounds)), np.int64),
        np.zeros((n, len(scenario.units)), np.int64),
        np.zeros((n, nights, len(scenario.area_defences)), np.int64),
        np.zeros((n, nights)),
        {line.id: output(line, books, nights) for line in supply.lines},
    )
    places = {
        "round": {name: k for k, name in enumerate(rounds)},
        "depot": {name: k for k, name in enumerate(depots)},
        "unit": {unit.id: k for k, unit in enumerate(scenario.units)},
        "teams": {area.id: k for k, area in enumerate(scenario.area_defences)},
    }
    for unit in supply.units:
        made.unit_night[:, places["unit"][unit.id]] = NEVER
    for entry in made.entries:
        _enter(made, entry, places)
    for line in supply.lines:
        _produce(made, line, books, places)
    return made


def _enter(made: Ledger, entry: Entry, places: dict[str, dict[str, int]]) -> None:
    order, nights = entry.order, made.arrivals.shape[1]
    row = np.flatnonzero((entry.night >= 1) & (entry.night <= nights))
    at = entry.night[row] - 1
    if order.round is not None and order.depot is not None:
        depot, kind = places["depot"][order.depot], places["round"][order.round]
        made.arrivals[row, at, depot, kind] += order.quantity  # a future's entry comes once
    elif order.unit is not None:
        made.unit_night[:, places["unit"][order.unit]] = np.maximum(entry.night, 0)
    elif order.teams is not None:
        for future, first in zip(row, at, strict=True):
            made.teams[future, first:, places["teams"][order.teams]] += order.quantity
    for night, usd in entry.paid:
        due = np.flatnonzero((night >= 1) & (night <= nights))
        made.paid_usd[due, night[due] - 1] += usd


def _produce(made: Ledger, line: ProductionLine, books: Books, places: dict[str, dict[str, int]]) -> None:
    made.arrivals[:, :, places["depot"][line.depot], places["round"][line.round]] += made.output[line.id]
    made.paid_usd[:] += made.output[line.id] * mean(line.unit_price_usd)
    first = books.night(line.begins)
    if 1 <= first <= made.paid_usd.shape[1]:
        made.paid_usd[:, first - 1] += mean(line.investment_usd)


def output(line: ProductionLine, books: Books, nights: int) -> I8:
    """Whole rounds of a line that are kept, i8[night]: the floor of what it has made, night by night.

    Output grows in a straight line over the ramp: t days after the beginning it has made
    rate (t^2 / 2 ramp) up to the ramp's end and rate (t - ramp / 2) after it.
    """
    rate = mean(line.monthly_output) / DAYS_PER_MONTH * mean(line.share_kept)
    ramp = mean(line.ramp_months) * DAYS_PER_MONTH
    days = np.maximum(np.arange(nights + 1) - books.night(line.begins) + 1.0, 0.0)
    rising = np.minimum(days, ramp)
    total = rate * (days - rising + (rising * rising / (2.0 * ramp) if ramp > 0.0 else 0.0))
    whole: I8 = np.floor(total + 1e-9).astype(np.int64)
    return np.diff(whole)


def moves(supply: Supply, rounds: Sequence[str]) -> tuple[Move, ...]:
    """Transfers between depots, in the order of the file."""
    depots = [depot.id for depot in supply.depots]
    made = []
    for each in supply.transfers:
        night = (each.date - supply.start).days + 1
        places = rounds.index(each.round), depots.index(each.origin), depots.index(each.depot)
        made.append(Move(night, night + each.nights, *places, each.quantity))
    return tuple(made)


def initial_stock(supply: Supply, rounds: Sequence[str]) -> I8:
    """Rounds in depots at the start, i8[depot, round]; ranges at their mean, rounded half to even."""
    depots = [depot.id for depot in supply.depots]
    stock = np.zeros((len(depots), len(rounds)), np.int64)
    for each in supply.stock:
        stock[depots.index(each.depot), rounds.index(each.round)] += round(mean(each.quantity))
    return stock


def optional_ids(supply: Supply) -> list[str]:
    """Ids of everything that can be left out, in the order of the file's parts."""
    return [each.id for part in OPTIONAL for each in getattr(supply, part)]


def only(supply: Supply, ids: Collection[str]) -> Supply:
    """The supply with some of what can be left out, and nothing else of it.

    A backfill goes with its pause: without that pause it does not come. Units whose order is left out
    stay in the file and never come.
    """
    kept = {part: tuple(each for each in getattr(supply, part) if each.id in ids) for part in OPTIONAL}
    pauses = {pause.id for pause in kept["pauses"]}
    kept["backfills"] = tuple(each for each in kept["backfills"] if each.pause in pauses)
    return supply.model_copy(update=kept)


def without(supply: Supply, ids: Collection[str]) -> Supply:
    """The supply without some of what can be left out."""
    return only(supply, [each for each in optional_ids(supply) if each not in ids])
