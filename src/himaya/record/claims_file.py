"""A user's own claims: a YAML file of what was said elsewhere, with its attribution."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from himaya.files.base import Frozen, fault
from himaya.files.kind import FileKind
from himaya.record.claims import Claim, Quantity
from himaya.record.weapons import RecordClass

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


class OwnClaim(Frozen):
    """One count as somebody reported it."""

    night: date
    """Kyiv date on which the night ended, as 2025-07-04."""
    weapon_class: RecordClass
    quantity: Quantity
    value: Count
    """The number; the least where a range was given."""
    up_to: Count | None = None
    """The most, where a range was given: `about 500 to 550`."""
    attribution: Text
    """Who is said to have said it: `officials said`, `an unnamed source told`."""
    source: Text
    """Where it was reported, so that a reader can find it."""
    region: str = ""
    """Region that it is about; nothing for the whole country."""

    @field_validator("night", mode="before")
    @classmethod
    def _without_time(cls, value: object) -> object:
        if isinstance(value, str) and len(value.strip()) > len("2025-07-04"):
            raise fault("not a date alone", expected="the Kyiv date on which the night ended, as 2025-07-04")
        return value

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.up_to is not None and self.up_to < self.value:
            raise fault("below the least", "up_to", expected=f"{self.value} or more")
        return self


class OwnClaims(Frozen):
    """The file."""

    format: Literal["himaya/claims/1"]
    claims: Annotated[list[OwnClaim], Field(min_length=1)]


CLAIMS = FileKind("claims", OwnClaims, noun="file of claims")
"""Files of a user's claims."""


def read_claims(path: str | Path) -> list[Claim]:
    """Read a user's claims.

    Raises
    ------
    ProblemsError
        If the file cannot be read or anything in it is wrong; it carries all problems.
    """
    return [_claim(own) for own in CLAIMS.load(Path(path)).claims]


def _claim(own: OwnClaim) -> Claim:
    return Claim(
        night=own.night,
        weapon_class=own.weapon_class,
        model="",
        quantity=own.quantity,
        low=own.value,
        high=own.value if own.up_to is None else own.up_to,
        region=own.region,
        part=bool(own.region),
        who=own.attribution,
        source=own.source,
        start_local=None,
        end_local=None,
        line=None,
        verdict="own",
    )
