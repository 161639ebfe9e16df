"""What is free, and what is known of it beforehand; everything is a natural logarithm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import log
from typing import NamedTuple

import numpy as np

from himaya.forecasting.models.beta_binomial import Floats
from himaya.notes import Note
from himaya.scenario import CLASS_GROUPS, DRONES, Number, Pert, mean

MULTIPLIER_SD = 0.75
"""Prior sd of a log multiplier around 0 (judgement): 90 % between 0.29 and 3.4."""
SIGMA_PRIOR = {name: 0.25 if name == DRONES else 0.35 for name in CLASS_GROUPS}
"""Prior median of the spread between nights: what the shipped nights state."""
SIGMA_SD = 0.5
"""Prior sd of its logarithm (judgement): 90 % between 0.44 and 2.3 times the median."""

UNOBSERVED = Pert(
    low=0.0, likely=0.05, high=0.15,
    source="guess: drones that fall far from anybody, or are lost from sight, are in no count",
)  # fmt: skip
"""Share of those soft-killed or fallen that the record does not count. A prior alone: no night tells it."""

SIGMA_EDGE, SIGMA_MARGIN = 0.9, 0.1
"""A sigma above 0.9 is held, smoothly, below 1, the most that a scenario may state: a night effect so
large stands for something that the simulator misses."""


def unobserved_note(unobserved: Number) -> Note:
    """What is assumed to be in no count."""
    share = round(mean(unobserved), 4)
    if isinstance(unobserved, Pert):
        low, likely, high = unobserved.low, unobserved.likely, unobserved.high
        return Note("unobserved", share=share, low=low, likely=likely, high=high)
    return Note("unobserved_stated", share=share)


class Multiplier(NamedTuple):
    """One free multiplier."""

    group: str
    kind: str
    """``hard`` or ``soft``."""

    @property
    def name(self) -> str:
        """As ``drones.hard``."""
        return f"{self.group}.{self.kind}"


@dataclass(frozen=True)
class Layout:
    """The order of free parameters: multipliers first, then the log sigma of every group.

    Drones have a hard and a soft multiplier; of a missile class the record tells one number, so
    that its hard multiplier alone is free.
    """

    groups: tuple[str, ...]
    """Class groups that fly in any night, in the order of `CLASS_GROUPS`."""

    @classmethod
    def of(cls, groups: Iterable[str]) -> Layout:
        """The layout of such groups."""
        given = set(groups)
        return cls(tuple(name for name in CLASS_GROUPS if name in given))

    @property
    def multipliers(self) -> tuple[Multiplier, ...]:
        """The free multipliers."""
        return tuple(each for group in self.groups for each in multipliers_of(group))

    @property
    def names(self) -> tuple[str, ...]:
        """All parameters in their order."""
        return (*(each.name for each in self.multipliers), *(f"{group}.sigma" for group in self.groups))

    def own(self, group: str) -> list[int]:
        """Places of a group's multipliers."""
        return [k for k, each in enumerate(self.multipliers) if each.group == group]

    @property
    def soft(self) -> int | None:
        """Place of the drones' soft multiplier; None where no drones fly."""
        places = [k for k, each in enumerate(self.multipliers) if each.kind == "soft"]
        return places[0] if places else None

    @property
    def prior_mean(self) -> Floats:
        """f8[parameter]"""
        return np.array([prior_of(name)[0] for name in self.names])

    @property
    def prior_sd(self) -> Floats:
        """f8[parameter]"""
        return np.array([prior_of(name)[1] for name in self.names])


def multipliers_of(group: str) -> tuple[Multiplier, ...]:
    """The free multipliers of a class group."""
    kinds = ("hard", "soft") if group == DRONES else ("hard",)
    return tuple(Multiplier(group, kind) for kind in kinds)


def prior_of(name: str) -> tuple[float, float]:
    """Prior mean and sd of a parameter's logarithm, by its name as ``drones.hard``."""
    group, _, kind = name.partition(".")
    return (log(SIGMA_PRIOR[group]), SIGMA_SD) if kind == "sigma" else (0.0, MULTIPLIER_SD)


def held(value: Floats, edge: float, margin: float) -> Floats:
    """Value as it is up to the edge, and then ever less, to edge + margin at most; smooth once."""
    beyond = np.maximum(value - edge, 0.0)
    found: Floats = np.minimum(value, edge) - margin * np.expm1(-beyond / margin)
    return found


ALL = Layout.of(CLASS_GROUPS)
"""Everything that can be free."""
