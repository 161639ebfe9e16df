"""What others say of a night: counts of the official record, and tolls of people."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from himaya.files.base import Frozen, fault

Claim = Annotated[int, Field(ge=0, le=1_000_000)]
"""A count of a night that somebody claims."""


class Between(Frozen):
    """Least and most that a number can be."""

    low: Claim
    """The least."""
    high: Claim
    """The most."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.high < self.low:
            raise fault("below low", "high", expected=f"at least {self.low}")
        return self


class Recorded(Frozen):
    """What the official record says of a group of classes; every count is a claim."""

    launched: Claim
    """Launched, as claimed."""
    destroyed: Claim | None = None
    """Destroyed, as claimed."""
    not_reach_goal: Claim | None = None
    """Lost to electronic warfare or otherwise short of the goal, as claimed."""
    neutralised: Claim | None = None
    """Destroyed and lost in one number, as claimed: in place of the two where nobody tells them apart."""
    neutralised_between: Between | None = None
    """Least and most destroyed and lost, where one of the two is told of a part only."""
    hits: Claim | None = None
    """Hits, as claimed; what is only unaccounted for is no such claim."""
    hit_places: Claim | None = None
    """Places where hits were reported."""
    fragment_places: Claim | None = None
    """Places where fragments fell."""
    source: Annotated[str, Field(min_length=1)]
    """Who says so."""

    @model_validator(mode="after")
    def _no_more_than_launched(self) -> Self:
        lost = (self.destroyed or 0) + (self.not_reach_goal or 0)
        if lost > self.launched:
            field = "destroyed" if self.destroyed else "not_reach_goal"
            expected = f"at most {self.launched} launched in all"
            raise fault(f"destroyed and not_reach_goal sum to {lost}", field, expected=expected)
        return self

    @model_validator(mode="after")
    def _merged_or_apart(self) -> Self:
        if self.neutralised is None:
            return self
        if self.destroyed is not None or self.not_reach_goal is not None:
            expected = "it alone, or destroyed and not_reach_goal"
            raise fault("is stated beside what it is the sum of", "neutralised", expected=expected)
        if self.neutralised > self.launched:
            raise fault("above launched", "neutralised", expected=f"at most {self.launched}")
        return self

    @model_validator(mode="after")
    def _between_what_is_known(self) -> Self:
        ends = self.neutralised_between
        if ends is None:
            return self
        if self.neutralised is not None or None not in {self.destroyed, self.not_reach_goal}:
            expected = "it alone, or the number itself"
            raise fault("is stated beside the number", "neutralised_between", expected=expected)
        least = (self.destroyed or 0) + (self.not_reach_goal or 0)
        if not least <= ends.low <= ends.high <= self.launched:
            expected = f"{least} to {self.launched}"
            raise fault("is out of range", "neutralised_between", expected=expected)
        return self

    @model_validator(mode="after")
    def _no_more_hits_than_launched(self) -> Self:
        if (self.hits or 0) > self.launched:
            raise fault("above launched", "hits", expected=f"at most {self.launched}")
        return self


class Toll(Frozen):
    """People hurt in the night, as they were counted on a day: the first morning's toll is not the last."""

    on: date
    """The day of the count."""
    killed: Annotated[int, Field(ge=0)]
    """Killed, as claimed."""
    injured: Annotated[int, Field(ge=0)]
    """Injured, as claimed."""
    source: Annotated[str, Field(min_length=1)]
    """Who says so."""
