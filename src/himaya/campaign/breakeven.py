"""How many rounds at the start are enough: the stock below which a round type runs out in time."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import binom

from himaya.arrays import F8, I8
from himaya.campaign.block import Story
from himaya.campaign.run import Ready
from himaya.campaign.totals import stepped, totals
from himaya.chance.intervals import LEVEL
from himaya.errors import Problem, ProblemsError, near_matches
from himaya.raid.fly import Progress

STEPS = 9
"""Stocks that are flown, beside the one that finds how far to go."""
PLENTY = 1_000_000


@dataclass(frozen=True)
class Point:
    """One stock of the sweep."""

    rounds: int
    """In units and depots at the start, before anything arrives."""
    p_runout: float
    """Share of futures in which it runs out by the last night."""


@dataclass(frozen=True)
class Breakeven:
    """The stock at which running out is as likely as not; numbers of rounds as in `Point`."""

    round_type: str
    sweep: tuple[Point, ...]
    p_without: float
    """Share of futures in which it lasts with no round in depots: they need what units hold at most."""
    median: float | None
    """Below it half of the futures run out; None: half of them last with no round in depots, or none of the
    stocks lasts in half of them."""
    low: float | None
    """95 % interval of that median: order statistics, at the outer ends of the sweep's steps."""
    high: float | None
    p05: float | None
    """Spread over futures: 5 % of them need less, 5 % more than p95."""
    p95: float | None
    futures: int


def breakeven(ready: Ready, round_type: str, progress: Progress | None = None) -> Breakeven:
    """Sweep the initial stock in depots under the same luck.

    A first campaign with plenty tells what each future fires; up to that its stocks are spread. A future's
    own break-even is the least stock of the sweep with which it does not run out, between two stocks
    half-way.

    Raises
    ------
    ProblemsError
        If no unit fires such rounds, or there is no depot to hold them.
    """
    kind = round_of(ready, round_type)
    short = ShortBy(kind, int(ready.campaign.runout_at()[kind]))
    own = int(_held_at_units(ready, kind))
    need = totals(with_stock(ready, kind, PLENTY), stepped(progress, 0, STEPS + 1), short.need)[:, 0]
    most = max(int(np.ceil(need.max())) - own, 0)
    stocks = np.unique(np.linspace(0, most, STEPS).round().astype(np.int64))
    rows = []
    for step, each in enumerate(stocks):
        campaign = with_stock(ready, kind, int(each))
        rows.append(totals(campaign, stepped(progress, step + 1, STEPS + 1), short.out)[:, 0])
    out = np.array(rows)
    sweep = tuple(Point(own + int(each), float(row.mean())) for each, row in zip(stocks, out, strict=True))
    return _told(round_type, sweep, _needs(own + stocks, out))


@dataclass(frozen=True)
class ShortBy:
    """What a block tells of one round type."""

    kind: int
    at: int
    """Rounds held at dusk at which it counts as run out."""

    def out(self, story: Story) -> F8:
        """f8[future, 1]: 1 where it runs out."""
        out: F8 = (self.held(story).min(axis=1, keepdims=True) <= self.at).astype(np.float64)
        return out

    def need(self, story: Story) -> F8:
        """f8[future, 1]: rounds at the start that would have sufficed for what was fired."""
        held = self.held(story)
        first = held[:, :1] - story["arrived"][:, :1, self.kind].astype(np.float64)
        need: F8 = first - held.min(axis=1, keepdims=True) + self.at + 1.0
        return need

    def held(self, story: Story) -> F8:
        """f8[future, night]: rounds held at dusk."""
        return story["held"][:, :, self.kind].astype(np.float64)


def with_stock(ready: Ready, kind: int, rounds: int) -> Ready:
    """The campaign with so many rounds in depots: shared as its own are, else as their units can hold."""
    depots = ready.campaign.depots.copy()
    before = depots[:, kind] if depots[:, kind].any() else ready.campaign.holdings.served()[:, kind]
    upto = np.cumsum(before) * rounds // max(int(before.sum()), 1)
    depots[:, kind] = np.diff(np.concatenate([[0], upto]))
    return replace(ready, campaign=replace(ready.campaign, depots=depots))


def _held_at_units(ready: Ready, kind: int) -> int:
    """Rounds with the units that are there on the first evening."""
    magazines, holdings = ready.campaign.prepared.plan.magazines, ready.campaign.holdings
    first = len(ready.scenario.units) - len(ready.supply.units)
    mine = (magazines.round == kind) & (holdings.unit < first)
    return int((magazines.ready + magazines.stock)[mine].sum())


def _needs(stocks: I8, out: F8) -> F8:
    """f8[end, future]: the largest stock that does not last in a future, and the least that does.

    -inf and the least of the sweep where that lasts, infinite where no stock does; out : f8[stock, future].
    """
    lasts = np.concatenate([out == 0.0, np.ones((1, out.shape[1]), bool)])
    step = lasts.argmax(axis=0)
    ends = np.concatenate([[-np.inf], stocks.astype(np.float64), [np.inf]])
    return np.stack([ends[step], ends[step + 1]])


def _told(round_type: str, sweep: tuple[Point, ...], needs: F8) -> Breakeven:
    n = needs.shape[1]
    lower, upper = (sorted(ends) for ends in needs.tolist())
    middle = sorted((needs[0] + needs[1]).tolist())  # of both ends, halved below: -inf and inf stay
    low, high = (int(each) for each in np.ravel(binom.ppf([0.5 - LEVEL / 2, 0.5 + LEVEL / 2], n, 0.5)))
    at = {
        "median": middle[(n - 1) // 2] / 2.0,
        "low": lower[max(low - 1, 0)],
        "high": upper[min(high, n - 1)],
        "p05": middle[int(np.ceil(0.05 * n)) - 1] / 2.0,
        "p95": middle[int(np.ceil(0.95 * n)) - 1] / 2.0,
    }
    known = {name: float(each) if np.isfinite(each) else None for name, each in at.items()}
    without = float(np.isneginf(needs[0]).mean())
    return Breakeven(round_type, sweep, without, **known, futures=n)


def round_of(ready: Ready, round_type: str) -> int:
    """Number of a round type that can be swept.

    Raises
    ------
    ProblemsError
        If no unit fires it or no depot serves such a unit.
    """
    names = [each.id for each in ready.campaign.prepared.rounds]
    if round_type not in names:
        near = near_matches(round_type, names)
        expected = None if near else ", ".join(names)
        raise ProblemsError(
            [Problem("unknown round type", path="breakeven", value=round_type, expected=expected, near=near)]
        )
    kind = names.index(round_type)
    if not ready.campaign.holdings.served()[:, kind].any():
        expected = "a supply with a depot that serves units that fire it"
        problem = Problem(
            "no depot serves units that fire it", path="breakeven", value=round_type, expected=expected
        )
        raise ProblemsError([problem])
    return kind
