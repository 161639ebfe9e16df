"""What a scenario states though nothing tells it, and what is told and not in it: codes with numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from himaya.files.base import Frozen, fault
from himaya.notes import Note

Kinds = Mapping[str, type[int] | type[float] | type[str]]
"""Kind of every number of a code, by name."""

MODEL: Kinds = {"model": str}
ROW: Kinds = {"model": str, "line": int}
RAID: Kinds = {"weapon_class": str}
SHARE: Kinds = {"share": float}
RANGE: Kinds = {"low": float, "likely": float, "high": float}

ASSUMPTIONS: Mapping[str, Kinds] = {
    "decoys_assumed": {**SHARE, **RANGE, "source": str},
    "decoys_told": {"line": int, "launched": int, "decoys": int},
    "main_target_assumed": {**SHARE, **RANGE},
    "by_population": {},
    "usual_aims": {"model": str, "raids": int},
    "targets_drawn": {"nights": int, "half_life": float},
    "front_part": {"most": int},
    "no_named_target": MODEL,
    "equal_launch_weights": {},
    "usual_launch_places": MODEL,
    "date_only": {},
    "no_start": {"hours": float},
    "divided_evenly": MODEL,
    "stand_in": {"model": str, "type": str},
    # of fits alone
    "as_stated": {},
    "unobserved": {**SHARE, **RANGE},
    "unobserved_stated": SHARE,
    "decoys_drawn": RANGE,
    "decoys_held": SHARE,
}
"""What can be assumed, with its numbers."""
ADDED: Mapping[str, Mapping[str, int | float | str]] = {"decoys_assumed": {"source": "no source is kept"}}
"""By code, numbers that files of before lack, and what stands for them."""
ROW_GAPS = ("several_classes", "withheld", "no_count", "impossible_count")
"""Why a row is in no raid though its threats did fly."""
RAID_GAPS = (
    "destroyed_unknown", "destroyed_together", "kills_only", "one_number", "lost_not_told",
    "lost_told_in_part", "more_than_launched",
)  # fmt: skip
"""What a reader must know of the record's numbers of a raid."""
GAPS: Mapping[str, Kinds] = {
    "unknown_place": {"column": str, "name": str, "line": int},
    "still_in_air": {"count": int},
    **dict.fromkeys(ROW_GAPS, ROW),
    **dict.fromkeys(RAID_GAPS, RAID),
    "destroyed_together": {**RAID, "destroyed": int, "launched": int},
    "lost_told_in_part": {**RAID, "low": int, "high": int},
    "more_than_launched": {**RAID, "both": int},
}
"""What can be missing, with its numbers."""


Numbers = Annotated[dict[str, int | float | str], Field(validate_default=True)]


class Coded(Frozen):
    """A code and the numbers that go with it; the words are Himaya's."""

    kinds: ClassVar[Mapping[str, Kinds]]

    code: str
    numbers: Numbers = {}

    @classmethod
    def of(cls, note: Note, **more: int | float | str) -> Self:
        """Put a note into a file; more : numbers beside its own."""
        return cls.model_validate({"code": note.code, "numbers": {**note.numbers, **more}})

    @field_validator("numbers", mode="before")
    @classmethod
    def _as_the_code_has_them(cls, numbers: object, info: ValidationInfo) -> object:
        kinds = cls.kinds.get(info.data.get("code", ""))
        if kinds is None or not isinstance(numbers, Mapping):
            return numbers
        numbers = {**ADDED.get(info.data.get("code", ""), {}), **numbers}
        if set(numbers) != set(kinds):
            raise fault("not the numbers of this code", expected=_named(kinds))
        return {name: _of_kind(numbers[name], kind, name) for name, kind in kinds.items()}


def _named(kinds: Kinds) -> str:
    return f"numbers: {{{', '.join(kinds)}}}" if kinds else "no numbers"


def _of_kind(value: object, kind: type[int] | type[float] | type[str], name: str) -> int | float | str:
    """A number as its code has it; a file holds it as text."""
    try:
        if isinstance(value, str | int | float):
            return kind(str(value))
    except ValueError:
        pass  # as what is no scalar
    words = {int: "a whole number", float: "a number", str: "text"}[kind]
    raise fault("wrong kind of value", name, expected=words)


def _known(codes: Mapping[str, Kinds]) -> AfterValidator:
    def check(code: str) -> str:
        if code not in codes:
            raise fault("unknown code", expected="one of " + ", ".join(codes))
        return code

    return AfterValidator(check)


AssumptionCode = Annotated[
    str, _known(ASSUMPTIONS), Field(json_schema_extra={"enum": list(ASSUMPTIONS)})
]  # fmt: skip
GapCode = Annotated[str, _known(GAPS), Field(json_schema_extra={"enum": list(GAPS)})]


class Assumption(Coded):
    """Something that nothing tells and that the scenario states all the same."""

    kinds = ASSUMPTIONS

    code: AssumptionCode
    """Which; programs read it."""
    numbers: Numbers = {}
    """The numbers and names in it, as its code has them."""


class Gap(Coded):
    """Something that the record says, or does not, and that is not in the raid."""

    kinds = GAPS

    code: GapCode
    """Which; programs read it."""
    numbers: Numbers = {}
    """The numbers and names in it, as its code has them."""
