"""To what a defence was fitted, and what came out."""

from __future__ import annotations

from datetime import date
from math import exp
from re import fullmatch
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from himaya.files.base import Frozen, Id, fault
from himaya.scenario.assumptions import Assumption
from himaya.scenario.classes import CLASS_GROUPS

OFFSETS = {"cruise_missile": ("kh-101", "kalibr", "iskander-k", "kh-59-69")}
"""Types of the catalogue whose hard multiplier can differ from that of their class group."""
PARAMETERS = tuple(
    f"{group}.{kind}"
    for group in CLASS_GROUPS
    for kind in ("hard", "soft", "front", *OFFSETS.get(group, ()), "sigma")
)
"""What can be fitted: multipliers, and the spread between nights."""


def _known(name: str) -> str:
    if name not in PARAMETERS:
        raise fault("unknown parameter", expected="one of " + ", ".join(PARAMETERS))
    return name


def _digest(text: str) -> str:
    if not fullmatch("[0-9a-f]{64}", text):
        raise fault("not a SHA-256", expected="64 digits of 0 to 9 and a to f")
    return text


Parameter = Annotated[str, AfterValidator(_known), Field(json_schema_extra={"enum": list(PARAMETERS)})]
Nights = Annotated[int, Field(ge=1, le=10_000)]
NotNegative = Annotated[float, Field(ge=0.0, le=1e9)]


NIGHTLY = ("hard", "soft")
"""Kinds of multipliers that a night moves; that of the front line and of a type are the same every night."""


def median_night(multiplier: float, sigma: float) -> float:
    """What a multiplier, which is the mean over nights, is on a median night: they are lognormal."""
    return multiplier * exp(-0.5 * sigma * sigma)


Untold = Literal[
    "all_one_number", "no_answer", "too_little_told", "beyond_surface", "at_bound", "type_not_flown"
]
"""What the nights themselves do not say."""
Unchecked = Literal["sigma_at_bound", "not_checked", "not_covered"]
"""The nights say it, but later nights do not bear it out: the number is kept, and not called calibrated."""
UNCHECKED: tuple[str, ...] = get_args(Unchecked)


class FittedParameter(Frozen):
    """What the nights say of one multiplier or of one spread between nights."""

    value: NotNegative
    """The number itself."""
    low: NotNegative
    """5 % of its posterior."""
    high: NotNegative
    """95 % of its posterior; with `low` a 90 % interval."""
    why_not: Untold | Unchecked | None = None
    """Why it is not called calibrated; left out where it is."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.high < self.low:
            raise fault("the interval ends before it begins", "high", expected=f"at least {self.low:g}")
        return self


class FitAssumption(Assumption):
    """What a fit rests on and no record says."""

    nights: Nights
    """Nights of the fit that rest on it."""


class Fit(Frozen):
    """The nights that multipliers and spread were fitted to: agreement with them is not validation."""

    model_config = ConfigDict(serialize_by_alias=True)

    from_: Annotated[date, Field(alias="from")]
    """Kyiv date of the first night."""
    to: date
    """Kyiv date of the last night; the fit is as of then."""
    nights: Nights
    """How many."""
    record_hash: Annotated[str, AfterValidator(_digest)] | None = None
    """SHA-256 of the record; left out where it was fitted to what the scenario itself records."""
    parameters: dict[Parameter, FittedParameter] = {}
    """What came out, by name; left out where it was fitted by hand."""
    assumptions: list[FitAssumption] = []
    """What at least half of the nights rest on and no record says."""
    defence: Id | None = None
    """The scenario whose defence was fitted; left out where it is this one."""

    def median_night(self, name: str) -> float | None:
        """A fitted multiplier on a median night; None of what the night leaves alone, or without a sigma."""
        group, _, kind = name.partition(".")
        sigma = self.parameters.get(f"{group}.sigma")
        if kind not in NIGHTLY or sigma is None:
            return None
        return median_night(self.parameters[name].value, sigma.value)

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.to < self.from_:
            raise fault("the last night is before the first", "to", expected=f"{self.from_} or later")
        return self
