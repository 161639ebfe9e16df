"""What a campaign was begun with, as `campaign.json` says it."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from himaya.files.base import Frozen


class BegunSize(Frozen):
    """How much was asked for."""

    nights: int = Field(ge=1)
    futures: int = Field(ge=1)
    seed: int = Field(ge=0)


class BegunProvenance(Frozen):
    """What the bits rest on; what is not named here is compared as it stands."""

    model_config = ConfigDict(extra="allow")

    scenario: str
    supply: str
    seed: int
    nights: int
    futures: int
    raids_hash: str


class Begun(Frozen):
    """All that must be the same where a campaign is taken up."""

    asked: BegunSize
    record: str | None
    """Path of the record of raids; None where no record is read."""
    record_sha256: str | None
    provenance: BegunProvenance
    attribute: bool
    attribute_futures: int
    breakeven: str | None
