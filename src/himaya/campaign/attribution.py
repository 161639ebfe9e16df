"""What each delivery, pause, purchase, line or policy changed: left out alone, and added alone."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from himaya.arrays import F8
from himaya.campaign.run import Ready, changed
from himaya.campaign.supply.ledger import only, optional_ids
from himaya.campaign.totals import QUANTITIES, Difference, difference, stepped, totals
from himaya.errors import Problem, ProblemsError
from himaya.raid.fly import Progress

MAX_SHAPLEY = 6
"""Items up to which all their subsets are flown."""


@dataclass(frozen=True)
class Item:
    """One item's part of one quantity, paired on the same futures."""

    id: str
    quantity: str
    left_out: Difference
    """With everything, less without this one: what it changes last."""
    added: Difference
    """This one alone, less nothing: what it changes first."""
    shapley: Difference | None
    """The mean over all orders in which items come; None where there are more than `MAX_SHAPLEY`."""


@dataclass(frozen=True)
class Attribution:
    """All of it."""

    items: tuple[Item, ...]
    """By item and quantity."""
    total: dict[str, Difference]
    """By quantity: everything less nothing."""
    interaction: dict[str, Difference]
    """total - sum of `added`: what items do only together."""
    futures: int


def subsets(n: int) -> list[frozenset[int]]:
    """Which sets of n items are flown: all where there are few, else none, each, all but each, and all."""
    if n <= MAX_SHAPLEY:
        return [frozenset(some) for size in range(n + 1) for some in combinations(range(n), size)]
    every = frozenset(range(n))
    wanted = [frozenset[int](), *(frozenset({k}) for k in range(n)), *(every - {k} for k in range(n)), every]
    return list(dict.fromkeys(wanted))


def attribute(ready: Ready, progress: Progress | None = None) -> Attribution:
    """Fly the campaign with and without each item of its supply, the same luck in all.

    Raises
    ------
    ProblemsError
        If the supply has nothing that can be left out, or fewer than two futures are asked for.
    """
    refuse_nothing(ready)
    ids = optional_ids(ready.supply)
    wanted = subsets(len(ids))
    flown = {
        some: totals(
            changed(ready, only(ready.supply, [ids[k] for k in some])), stepped(progress, step, len(wanted))
        )
        for step, some in enumerate(wanted)
    }
    return attributed(ids, flown)


def refuse_nothing(ready: Ready) -> None:
    """Raise if there is nothing to attribute, or one future alone.

    Raises
    ------
    ProblemsError
        Then.
    """
    ids = optional_ids(ready.supply)
    if not ids or ready.asked.futures < 2:
        message = "nothing to attribute" if not ids else "too few futures"
        expected = "a supply with deliveries, pauses, ..." if not ids else "two or more"
        raise ProblemsError([Problem(message, path="attribute", expected=expected)])


def attributed(ids: list[str], flown: dict[frozenset[int], F8]) -> Attribution:
    """Attribution from the totals of every subset, f8[future, quantity]."""
    n = len(ids)
    nothing, everything = flown[frozenset()], flown[frozenset(range(n))]
    added = [flown[frozenset({k})] - nothing for k in range(n)]
    last = [everything - flown[frozenset(range(n)) - {k}] for k in range(n)]
    fair = [_shapley(k, n, flown) for k in range(n)] if len(flown) == 2**n else [None] * n
    items = []
    for k, name in enumerate(ids):
        for q, quantity in enumerate(QUANTITIES):
            share = None if (mine := fair[k]) is None else difference(mine[:, q])
            items.append(Item(name, quantity, difference(last[k][:, q]), difference(added[k][:, q]), share))
    total, together = everything - nothing, everything - nothing - np.sum(added, axis=0)
    return Attribution(
        tuple(items),
        {quantity: difference(total[:, q]) for q, quantity in enumerate(QUANTITIES)},
        {quantity: difference(together[:, q]) for q, quantity in enumerate(QUANTITIES)},
        len(total),
    )


def _shapley(k: int, n: int, flown: dict[frozenset[int], F8]) -> F8:
    """The item's mean difference over all orders, f8[future, quantity]: weight 1 / (n C(n - 1, size))."""
    parts = [
        (flown[some | {k}] - without) / (n * comb(n - 1, len(some)))
        for some, without in flown.items()
        if k not in some
    ]
    share: F8 = np.sum(parts, axis=0)
    return share
