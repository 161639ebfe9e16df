"""What a supply file says of raids to come."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from himaya.files.base import Frozen, fault
from himaya.scenario.classes import ClassGroup

Count = Annotated[int, Field(ge=0, le=20_000)]
Factor = Annotated[float, Field(ge=0.0, le=100.0)]


class RaidsSection(Frozen):
    """Where raids come from."""

    kind: Literal["auto", "scenario", "stated", "replay", "bootstrap", "parametric"] = "auto"
    """`auto`: `bootstrap` with a record, else `parametric`; the outcome says which. `scenario`: the
    scenario's own raid every night."""
    nights: tuple[dict[str, Count], ...] = ()
    """`stated`: threats by the scenario's group or by class group, a night each; a class is divided over its
    groups by chance. After the last, quiet nights."""
    repeat: bool = False
    """`stated`: after the last night, the first again."""
    from_date: date | None = None
    """`replay`: the recorded date (Kyiv, on which raids ended) that the first night repeats."""
    window_nights: Annotated[int, Field(ge=60, le=2000)] = 180
    """`bootstrap`: nights before the first that are drawn from, as far as the record has them: 60 or more."""
    block_nights: tuple[Annotated[int, Field(ge=1, le=60)], Annotated[int, Field(ge=1, le=60)]] = (7, 14)
    """`bootstrap`: the fewest and the most nights that stay together."""
    growth: dict[ClassGroup, tuple[Factor, ...]] = {}
    """Multiplier of counts by class group, one for each calendar month from the first; the last stays."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.block_nights[0] > self.block_nights[1]:
            raise fault("blocks shrink", "block_nights", expected="the fewest nights first, as [7, 14]")
        needs = {"stated": ("nights", self.nights), "replay": ("from_date", self.from_date)}
        if self.kind in needs and not needs[self.kind][1]:
            field = needs[self.kind][0]
            raise fault(f"{self.kind} raids need {field}", field, expected=f"{field}")
        for name, factors in self.growth.items():
            if not factors:
                raise fault("no multiplier", "growth", name, expected="one or more, as [1.0, 1.1]")
        return self
