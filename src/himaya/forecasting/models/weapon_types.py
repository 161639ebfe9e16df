"""Types of missile within a class, and by how much the share neutralised of each is off the class's level.

The offsets' priors are what the record says of raids that ended before 1 September 2024, before the
window that forecasts are judged on (logit of all neutralised against all not, less that of the main type,
rows that name one type alone):

=================  ========  ===========  ===========  =====
type               launched  neutralised  off by       prior
=================  ========  ===========  ===========  =====
X-101/X-555            1328         1133     main type
X-59/X-69               213          130         -1.3   -1.0
Iskander-K               50           34         -1.0   -1.0
Kalibr                  334          265         -0.4   -0.5
Unknown Missile          46           20         -2.0   -1.5
Iskander-M/KN-23        164           26     main type
C-300, C-400            344            2         -3.3   -2.5
=================  ========  ===========  ===========  =====

The priors are these numbers, drawn somewhat to 0 and rounded to a half. Their spread of 0.7 is a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from himaya.record.raid import ModelCount
from himaya.record.weapons import models_of, plain_name, variants_of

_NAMES = {
    "X-59/X-69": ("X-59", "X-69", "X-59MK2"),
    "Iskander-K": ("Iskander-K",),
    "Kalibr": ("Kalibr",),
    "Unknown Missile": ("Unknown Missile",),
    "C-300/C-400": ("C-300", "C-400", "S-300", "S-400"),
}
"""Models of the record by type; those of the main type of a class, and others, are in none."""
_TYPE_OF = {plain_name(model): name for name, models in _NAMES.items() for model in models}
SPREAD = 0.7
"""Standard deviation of every prior."""


class OffsetLaw(NamedTuple):
    """A normal law, logit."""

    mean: float
    sd: float


MAIN = "main type"
"""What the level of a class is of."""
PRIORS: Mapping[str, Mapping[str, OffsetLaw]] = MappingProxyType(
    {
        "cruise_missile": {
            "X-59/X-69": OffsetLaw(-1.0, SPREAD),
            "Iskander-K": OffsetLaw(-1.0, SPREAD),
            "Kalibr": OffsetLaw(-0.5, SPREAD),
            "Unknown Missile": OffsetLaw(-1.5, SPREAD),
        },
        "ballistic_missile": {"C-300/C-400": OffsetLaw(-2.5, SPREAD)},
    }
)
"""Offsets (logit) by class and type, as believed before any raid."""


def type_of(model: str, known: Mapping[str, OffsetLaw]) -> str:
    """Type of a model name of the record, one of those known or the main one.

    Several names with one number, as ``C-400 and Iskander-M``, count as the one that is neutralised most:
    such salvoes fly at defended cities, and what is named beside is the smaller part (of the four nights that
    tell the split of ``X-101/X-555 and ...``, X-101 were 64 to 81 %).
    """
    named = (variant for each in models_of(model) for variant in variants_of(each))
    names = {_TYPE_OF.get(plain_name(each), MAIN) for each in named}
    if not names <= known.keys():
        return MAIN
    return max(names, key=lambda name: known[name].mean, default=MAIN)


def type_shares(by_model: Iterable[ModelCount], known: Mapping[str, OffsetLaw]) -> dict[str, float]:
    """Share of a raid's missiles by type, of sum 1; all of the main one where nothing is told."""
    counts: dict[str, int] = {}
    for each in by_model:
        name = type_of(each.model, known)
        counts[name] = counts.get(name, 0) + each.launched
    total = sum(counts.values())
    return {name: count / total for name, count in counts.items()} if total else {MAIN: 1.0}
