"""What is free, and what is known of it beforehand; everything is a natural logarithm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import NamedTuple

import numpy as np

from himaya.forecasting.models.beta_binomial import Floats
from himaya.notes import Note
from himaya.scenario import CLASS_GROUPS, DRONES, Number, Pert, mean
from himaya.scenario.fit import OFFSETS

MULTIPLIER_SD = 0.75
"""Prior sd of a log multiplier around 0 (judgement): 90 % between 0.29 and 3.4."""
TYPES = OFFSETS
"""Types that have an offset, by class group."""
OFFSET_SD = 0.5
"""Prior sd of a type's log offset (judgement): .7 logit at a share shot down of one half."""
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
    """``hard``, ``soft``, ``front``, or a threat type whose offset it is."""

    @property
    def name(self) -> str:
        """As ``drones.hard``."""
        return f"{self.group}.{self.kind}"

    @property
    def is_offset(self) -> bool:
        """Whether it shifts the hard multiplier of its class for one type, and does not drift."""
        return self.kind in TYPES.get(self.group, ())


class ClassPart(NamedTuple):
    """Threats of a class group that share a surface of their own."""

    group: str
    kind: str
    """Of drones ``front`` or ``deep``; of a class with offsets the type, or ``other``; else ``all``."""


@dataclass(frozen=True)
class Layout:
    """The order of free parameters: multipliers first, then the log sigma of every group.

    Drones have a hard and a soft multiplier and one of the front line. Of a missile class the record
    tells one number, so that its hard multiplier alone is free, with an offset for each type of cruise
    missile.
    """

    groups: tuple[str, ...]
    """Class groups that fly in any night, in the order of `CLASS_GROUPS`."""

    @classmethod
    def of(cls, groups: Iterable[str]) -> Layout:
        """The layout of such groups."""
        given = set(groups)
        return cls(tuple(name for name in CLASS_GROUPS if name in given))

    @cached_property
    def multipliers(self) -> tuple[Multiplier, ...]:
        """The free multipliers."""
        return tuple(each for group in self.groups for each in multipliers_of(group))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All parameters in their order."""
        return (*(each.name for each in self.multipliers), *(f"{group}.sigma" for group in self.groups))

    @cached_property
    def parts(self) -> tuple[ClassPart, ...]:
        """What has a surface of its own on every night."""
        return tuple(ClassPart(group, kind) for group in self.groups for kind in parts_of(group))

    @cached_property
    def flown(self) -> tuple[int, ...]:
        """Places of the multipliers that design points vary; an offset is a shift along one of them."""
        return tuple(k for k, each in enumerate(self.multipliers) if not each.is_offset)

    def own(self, group: str) -> list[int]:
        """Places of a group's multipliers among those that are flown."""
        return [k for k, place in enumerate(self.flown) if self.multipliers[place].group == group]

    def offset(self, part: ClassPart) -> int | None:
        """Place of a part's offset among the multipliers; None where it has none."""
        name = f"{part.group}.{part.kind}"
        found = [k for k, each in enumerate(self.multipliers) if each.is_offset and each.name == name]
        return found[0] if found else None

    def at(self, part: ClassPart, x: Floats) -> Floats:
        """What of log multipliers f8[..., multiplier] a part meets, f8[..., flown multiplier]."""
        found: Floats = x[..., self.flown]
        offset = self.offset(part)
        if offset is not None:
            found[..., self.own(part.group)[0]] += x[..., offset]
        return found

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
    kinds = ("hard", "soft", "front") if group == DRONES else ("hard", *TYPES.get(group, ()))
    return tuple(Multiplier(group, kind) for kind in kinds)


def parts_of(group: str) -> tuple[str, ...]:
    """Kinds of the parts of a class group."""
    if group == DRONES:
        return ("front", "deep")
    return (*TYPES[group], "other") if group in TYPES else ("all",)


def part_of(group: str, type_id: str, *, front_line: bool) -> ClassPart:
    """The part that threats of a type belong to."""
    if group == DRONES:
        return ClassPart(group, "front" if front_line else "deep")
    if group in TYPES:
        return ClassPart(group, type_id if type_id in TYPES[group] else "other")
    return ClassPart(group, "all")


def prior_of(name: str) -> tuple[float, float]:
    """Prior mean and sd of a parameter's logarithm, by its name as ``drones.hard``."""
    group, _, kind = name.partition(".")
    if kind == "sigma":
        return log(SIGMA_PRIOR[group]), SIGMA_SD
    return 0.0, OFFSET_SD if kind in TYPES.get(group, ()) else MULTIPLIER_SD


def held(value: Floats, edge: float, margin: float) -> Floats:
    """Value as it is up to the edge, and then ever less, to edge + margin at most; smooth once."""
    beyond = np.maximum(value - edge, 0.0)
    found: Floats = np.minimum(value, edge) - margin * np.expm1(-beyond / margin)
    return found


ALL = Layout.of(CLASS_GROUPS)
"""Everything that can be free."""
