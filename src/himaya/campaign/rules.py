"""What a supply file says of the months beside supply: level, attrition, repair, run-out, policies."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from himaya.files.base import Frozen, Id, fault
from himaya.files.numbers import NonNegative, Pert, Positive, Share
from himaya.scenario.classes import SeenClass


def _guess(low: float, likely: float, high: float, why: str) -> Pert:
    return Pert(low=low, likely=likely, high=high, source=f"guess: {why}")


class Level(Frozen):
    """The level of the defence wanders: z_t = rho z_{t-1} + noise, an autoregression of order one."""

    half_life_nights: Positive = 60.0
    """Nights after which half of a deviation is left; rho = 2^(-1 / half life)."""
    sd_logit: NonNegative = 0.5
    """Stationary sd of z, in logits of the share neutralised: read off the record. 0: the level stands."""
    share: Annotated[float, Field(gt=0.0, lt=1.0)] = 0.86
    """Share neutralised at which logits are turned into multipliers of hazards (the record's of drones)."""
    start: Literal["zero", "stationary"] = "zero"
    """z of the first night: 0, as the defence was fitted, or drawn from the stationary law."""


class Attrition(Frozen):
    """What hits do to the units near to them, and how units come back."""

    reach_km: NonNegative = 15.0
    """A hit endangers the units within so much of the centre of its aim point (guess)."""
    p_hit: Share = _guess(0.0, 0.0005, 0.002, "a unit or two a month at some 40 hits a night")
    """Probability that a hit puts one of them out, each for itself."""
    p_destroyed: Share = _guess(0.05, 0.2, 0.5, "most damage is said to be mended")
    """Share of those that never come back; their rounds are lost with them."""
    repair_nights: Positive = _guess(10, 30, 90, "parts come from abroad")
    """Mean of the time to come back, exponential, at least a night; a spare is needed to begin."""
    spares: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    """Sets of spare parts at the start; None: no lack of them."""
    spares_a_month: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    """Sets that come every 30 nights; only with `spares`."""

    @model_validator(mode="after")
    def _spared(self) -> Self:
        if self.spares is None and self.spares_a_month:
            raise fault("spares_a_month needs spares", "spares_a_month", expected="spares, if only 0")
        return self


class Repair(Frozen):
    """How damaged assets come back."""

    half_life_nights: Positive = _guess(15, 45, 120, "first repairs in weeks, houses in months")
    """Nights after which half of the damage is mended."""


class Policy(Frozen):
    """A standing order, applied each evening by what is left."""

    id: Id
    """Its identifier, for attribution."""
    rule: Literal["reserve", "ration_salvos", "guns_for_drones", "regional_priority"]
    """`reserve`: keep the rounds from `classes`; `ration_salvos`: one round at a time; `guns_for_drones`:
    keep the rounds from drones, and leave those to guns, groups and interceptor drones;
    `regional_priority`: serve commands in the order of `order` first."""
    rounds: tuple[str, ...] = ()
    """Round types, as ``patriot/gem-t``; empty: all, but for `guns_for_drones`, which names them."""
    classes: tuple[SeenClass, ...] = ()
    """`reserve` only: the classes that they are kept from."""
    below: NonNegative = 0.0
    """In force while fewer rounds of the type are left in all, units, depots and ways together."""
    order: tuple[Id, ...] = ()
    """`regional_priority` only: commands, the first served first; others after them."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        for field, rule in (("classes", "reserve"), ("order", "regional_priority")):
            if bool(getattr(self, field)) != (self.rule == rule):
                raise fault(
                    f"{field} and {rule} go together", field, expected=f"{field} with that rule, only"
                )
        if self.rule == "guns_for_drones" and not self.rounds:
            expected = "the rounds to keep: without, guns would keep theirs, too"
            raise fault("guns_for_drones needs rounds", "rounds", expected=expected)
        return self


class Rules(Frozen):
    """All of it; every part has a default."""

    level: Level = Level()
    """The defence's level."""
    attrition: Attrition = Attrition()
    """Units lost and mended."""
    repair: Repair = Repair()
    """Assets mended."""
    policies: tuple[Policy, ...] = ()
    """Standing orders, in order."""
    runout_share: Share = 0.1
    """A round type has run out on the first evening on which what is left is at most this share of what
    the units that fire it can hold; 0: on which none is left."""
