"""A number of a file: plain, stated with its source, a PERT range, or a lognormal."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp
from typing import Annotated, Self, TypeAlias

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator

from himaya.files.base import Frozen, fault


class Stated(Frozen):
    """One number and where it comes from."""

    value: float
    """The number, in the unit its field's name ends in."""
    source: Annotated[str, Field(min_length=1)]
    """Where it comes from; ``guess: why`` where it is one."""


class Pert(Frozen):
    """What is known of a number that is not known: a PERT distribution.

    Its density is the beta's with shape 1 + 4 (likely - low) / (high - low) and
    1 + 4 (high - likely) / (high - low) on [low, high]; its mean (low + 4 likely + high) / 6.
    """

    low: float
    """The least it can be."""
    likely: float
    """The mode."""
    high: float
    """The most it can be."""
    source: Annotated[str, Field(min_length=1)]
    """Where the range comes from; ``guess: why`` where it is one."""
    group: str | None = None
    """Numbers of one group share one quantile: ignorance that goes together."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.likely <= self.high:
            raise fault("low, likely and high decrease", expected="low <= likely <= high")
        return self


class LogNormal(Frozen):
    """What is known of a factor that is not known: a lognormal distribution, as a fit hands it on.

    Its logarithm is normal around that of the median. 90 % of it lies between median exp(-1.645 sd_log)
    and median exp(1.645 sd_log); its mean is median exp(sd_log^2 / 2).
    """

    median: Annotated[float, Field(gt=0.0)]
    """As likely to be above as below."""
    sd_log: Annotated[float, Field(ge=0.0, le=3.0)]
    """Standard deviation of its logarithm."""
    source: Annotated[str, Field(min_length=1)]
    """Where it comes from; ``guess: why`` where it is one."""
    group: str | None = None
    """Numbers of one group share one quantile, PERT ranges among them."""


Uncertain: TypeAlias = Pert | LogNormal
"""A number that `--uncertain` draws."""
_PERT_KEYS, _LOGNORMAL_KEYS = {"low", "likely", "high"}, {"median", "sd_log"}
MOST_SDS = 8.3
"""No draw of a lognormal lies farther from its median: no uniform number is below 2^-54."""


def _shape(data: object) -> str:
    """Tell by its keys which of the four a number is, so that an error speaks of that one alone."""
    if isinstance(data, Mapping):
        if not data.keys().isdisjoint(_LOGNORMAL_KEYS):
            return "lognormal"
        return "stated" if data.keys().isdisjoint(_PERT_KEYS) else "pert"
    kinds: dict[type, str] = {Pert: "pert", LogNormal: "lognormal", Stated: "stated"}
    return next((name for kind, name in kinds.items() if isinstance(data, kind)), "plain")


Number: TypeAlias = Annotated[
    Annotated[float, Tag("plain")]
    | Annotated[Stated, Tag("stated")]
    | Annotated[Pert, Tag("pert")]
    | Annotated[LogNormal, Tag("lognormal")],
    Discriminator(_shape),
]
"""A number: plain, stated with its source, a PERT range, or a lognormal."""


def mean(number: Number) -> float:
    """Return the number at its mean: itself, its stated value, or the mean of its law."""
    if isinstance(number, Pert):
        return (number.low + 4.0 * number.likely + number.high) / 6.0
    if isinstance(number, LogNormal):
        return number.median * exp(0.5 * number.sd_log * number.sd_log)
    return number.value if isinstance(number, Stated) else float(number)


def extremes(number: Number) -> tuple[float, float]:
    """Return the least and the most that the number can be, or that a draw can make of it."""
    if isinstance(number, Pert):
        return number.low, number.high
    if isinstance(number, LogNormal):
        widest = exp(MOST_SDS * number.sd_log)
        return number.median / widest, number.median * widest
    return mean(number), mean(number)


LARGEST = 1e12
"""No quantity of a scenario is larger, whatever its unit."""


def _within(low: float, high: float, words: str) -> AfterValidator:
    def check(number: Number) -> Number:
        least, most = extremes(number)
        if not low <= least <= most <= high:
            ends = f", its draws ({least:.3g} to {most:.3g}) too" if isinstance(number, LogNormal) else ""
            raise fault("out of range", expected=f"a number {words}{ends}")
        return number

    return AfterValidator(check)


NonNegative = Annotated[
    Number, _within(0.0, LARGEST, "of at least 0"), Field(json_schema_extra={"minimum": 0})
]
"""A number of at least 0."""
UpTo1000 = Annotated[
    Number,
    _within(0.0, 1000.0, "from 0 to 1000"),
    Field(json_schema_extra={"minimum": 0, "maximum": 1000}),
]
"""How many times something else: injured for each killed, people on the spot for each inhabitant."""
UpTo20000 = Annotated[
    Number,
    _within(0.0, 20_000.0, "from 0 to 20000"),
    Field(json_schema_extra={"minimum": 0, "maximum": 20_000}),
]
"""What has the size of a warhead in kilograms, or of a miss, a damage or a lethal area in metres."""
Shape = Annotated[
    Number,
    _within(0.01, 1000.0, "from 0.01 to 1000"),
    Field(json_schema_extra={"minimum": 0.01, "maximum": 1000}),
]
"""Shape of a gamma law of mean 1: its variance is 1 / shape."""
Positive = Annotated[
    Number, _within(1e-9, LARGEST, "above 0"), Field(json_schema_extra={"exclusiveMinimum": 0})
]
"""A number above 0."""
Share = Annotated[
    Number, _within(0.0, 1.0, "from 0 to 1"), Field(json_schema_extra={"minimum": 0, "maximum": 1})
]
"""A share or probability, between 0 and 1."""
Chance = Annotated[
    Number, _within(1e-6, 1.0, "from 1e-6 to 1"), Field(json_schema_extra={"minimum": 1e-6, "maximum": 1})
]
"""A probability of what can happen: what never does is left out."""
Spread = Annotated[
    Number, _within(0.0, 0.9, "from 0 to 0.9"), Field(json_schema_extra={"minimum": 0, "maximum": 0.9})
]
"""A half-width as a share of the mean, small enough that nothing stands still."""
Duration = Annotated[
    Number,
    _within(0.0, 86_400.0, "from 0 to 86400"),
    Field(json_schema_extra={"minimum": 0, "maximum": 86_400}),
]
"""A time in seconds, at most a day: what takes longer does not come back in a night."""
Sigma = Annotated[
    Number, _within(0.0, 3.0, "from 0 to 3"), Field(json_schema_extra={"minimum": 0, "maximum": 3})
]
"""Standard deviation of a logarithm."""
MaskAngle = Annotated[
    Number, _within(0.0, 10.0, "from 0 to 10"), Field(json_schema_extra={"minimum": 0, "maximum": 10})
]
"""An elevation above the horizon, 0 to 10 degrees."""
