"""Kept campaigns beside each other, future by future: the same raids, the same luck."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from himaya.arrays import F8
from himaya.campaign.outcome import CampaignOutcome
from himaya.campaign.supply.calendar import months
from himaya.campaign.totals import difference
from himaya.errors import Problem, ProblemsError
from himaya.kernels.tables import CLASSES
from himaya.raid.comparison import Comparison, Paired

SAME = ("seed", "nights", "futures", "raids_hash")
"""What campaigns must share to stand beside each other future by future."""


class Named(NamedTuple):
    """A campaign to compare."""

    name: str
    outcome: CampaignOutcome


def compare_outcomes(outcomes: Sequence[CampaignOutcome]) -> Comparison:
    """Compare every later campaign with the first; they are named by their supplies.

    Raises
    ------
    ProblemsError
        If they have not the same seed, nights, futures and raids, or but one future.
    """
    named = [Named(str(each.provenance["supply"]), each) for each in outcomes]
    refuse_different([(each.name, each.outcome.provenance) for each in named])
    return Comparison(row for other in named[1:] for row in compare_campaigns(named[0], other))


def refuse_different(named: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """Raise a ProblemsError unless campaigns share what they must; named : name and provenance of each."""
    (first, whole), *others = named
    problems = [
        Problem(f"not the same as in {first}", name, path=key, value=str(each[key]), expected=str(whole[key]))
        for name, each in others
        for key in SAME
        if each[key] != whole[key]
    ]
    if not others:
        problems.append(Problem("too few", path="campaigns", value="1", expected="two or more"))
    if whole["futures"] < 2:
        problems.append(Problem("too few futures", first, value="1", expected="two or more"))
    if problems:
        raise ProblemsError(problems)


def compare_campaigns(first: Named, other: Named) -> Comparison:
    """What another campaign has more of than the first, by quantity.

    Quantities are ``all.leakers`` and each class's, ``value_lost``, ``killed``, ``cost_usd``; of each month
    ``2025-07.leakers`` and ``2025-07.value_lost``, where the start is kept; of each round type
    ``patriot/gem-t.runout``, whether it runs out, and ``patriot/gem-t.fired``. Rounds that one of the two
    does not know are left out.
    """
    a, b = dict(quantities(first.outcome)), dict(quantities(other.outcome))
    return Comparison(_paired((first.name, other.name), name, a[name], b[name]) for name in a if name in b)


def quantities(outcome: CampaignOutcome) -> Iterator[tuple[str, F8]]:
    """Name and f8[future] of everything that is compared."""
    data, leakers = outcome.dataset, outcome.leakers().astype(np.float64)
    yield "all.leakers", leakers.sum(axis=(1, 2))
    for k, name in enumerate(CLASSES):
        if leakers[..., k].any():
            yield f"{name}.leakers", leakers[..., k].sum(axis=1)
    for name, variable in (("value_lost", "value_lost"), ("killed", "killed"), ("cost_usd", "paid_usd")):
        yield name, outcome.total(variable)
    spans = [] if outcome.start is None else list(months(outcome.start, outcome.nights))
    value = data["value_lost"].to_numpy()
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
