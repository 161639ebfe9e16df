"""Kept campaigns beside each other, future by future: the same raids, the same luck."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from himaya.arrays import F8
from himaya.campaign.outcome import CampaignOutcome
from himaya.campaign.supply.calendar import months
from himaya.campaign.totals import difference
from himaya.kernels.tables import CLASSES
from himaya.raid.comparison import Comparison, Paired


@dataclass(frozen=True)
class Named:
    """A campaign to compare."""

    name: str
    outcome: CampaignOutcome
    start: date


def compare_campaigns(first: Named, other: Named) -> Comparison:
    """What another campaign has more of than the first, by quantity.

    Quantities are ``all.leakers`` and each class's, ``value_lost``, ``killed``, ``cost_usd``; of each month
    ``2025-07.leakers`` and ``2025-07.value_lost``; of each round type ``patriot/gem-t.runout``, whether it
    runs out, and ``patriot/gem-t.fired``. Rounds that one of the two does not know are left out.
    """
    a, b = dict(quantities(first)), dict(quantities(other))
    return Comparison(_paired((first.name, other.name), name, a[name], b[name]) for name in a if name in b)


def quantities(campaign: Named) -> Iterator[tuple[str, F8]]:
    """Name and f8[future] of everything that is compared."""
    outcome, data = campaign.outcome, campaign.outcome.dataset
    leakers = outcome.leakers().astype(np.float64)
    yield "all.leakers", leakers.sum(axis=(1, 2))
    for k, name in enumerate(CLASSES):
        if leakers[..., k].any():
            yield f"{name}.leakers", leakers[..., k].sum(axis=1)
    for name, variable in (("value_lost", "value_lost"), ("killed", "killed"), ("cost_usd", "paid_usd")):
        yield name, outcome.total(variable)
    value, spans = data["value_lost"].to_numpy(), list(months(campaign.start, outcome.nights))
    for day, first, last in spans:
        yield f"{day:%Y-%m}.leakers", leakers[:, first - 1 : last].sum(axis=(1, 2))
    for day, first, last in spans:
        yield f"{day:%Y-%m}.value_lost", value[:, first - 1 : last].sum(axis=1)
    kinds = [str(each) for each in data["round"].to_numpy()]
    for kind in kinds:
        yield f"{kind}.runout", (outcome.runout(kind) <= outcome.nights).astype(np.float64)
    for kind in kinds:
        yield f"{kind}.fired", data["fired"].sel(round=kind).sum("night").to_numpy().astype(np.float64)


def _paired(names: tuple[str, str], quantity: str, a: F8, b: F8) -> Paired:
    found = difference(b - a)
    variance = float((b - a).var(ddof=1))
    ratio = float((a.var(ddof=1) + b.var(ddof=1)) / variance) if variance > 0.0 else None
    means = float(a.mean()), float(b.mean())
    return Paired(*names, quantity, *means, found.mean, found.low, found.high, len(a), ratio)
