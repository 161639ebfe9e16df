"""What every model of a scenario file has in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError


class Frozen(BaseModel):
    """A frozen model that forbids unknown keys, infinities and NaN."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True)


Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
"""An identifier: lower-case words and digits joined by hyphens."""


def parts(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """Yield everything inside a model that was stated, the model itself first, each with its path."""
    yield path, value
    inner: Iterable[tuple[str | int, object]] = ()
    if isinstance(value, Frozen):
        names = (name for name in type(value).model_fields if name in value.model_fields_set)
        inner = ((name, getattr(value, name)) for name in names)
    elif isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list | tuple):
        inner = enumerate(value)
    for key, part in inner:
        yield from parts(part, (*path, key))


class WeaponClass(StrEnum):
    """The kinds of threat that rules tell apart."""

    one_way_drone = "one_way_drone"
    decoy_drone = "decoy_drone"
    cruise_missile = "cruise_missile"
    ballistic_missile = "ballistic_missile"
    supersonic_missile = "supersonic_missile"


def _seen_class(name: WeaponClass) -> WeaponClass:
    if name is WeaponClass.decoy_drone:
        raise fault("a decoy looks like a one-way drone to every rule", expected="one_way_drone")
    return name


SeenClass = Annotated[WeaponClass, AfterValidator(_seen_class)]
"""A class as rules see it: a decoy looks like a one-way drone."""

CLASS_GROUPS = ("drones", "cruise_missile", "ballistic_missile", "supersonic_missile")
"""What the record tells apart: `drones` are one-way and decoy drones together."""


def fault(message: str, *field: str, expected: str | None = None) -> PydanticCustomError:
    """Make the error of a rule between fields; `field` is the path from the model to the one at fault."""
    context = {"message": message, "field": field, "expected": expected}
    return PydanticCustomError("fault", "{message}", context)


def refuse_empty_launchers(ready: int, stock: int) -> None:
    """Refuse stock behind empty launchers: a reload begins with the last shot, so it would never be fired."""
    if ready == 0 and stock > 0:
        raise fault("stock behind empty launchers", "ready", expected="1 or more where there is stock")


def _known_group(name: str) -> str:
    if name not in CLASS_GROUPS:
        raise fault("unknown class group", expected="one of " + ", ".join(CLASS_GROUPS))
    return name


ClassGroup = Annotated[
    str, AfterValidator(_known_group), Field(json_schema_extra={"enum": list(CLASS_GROUPS)})
]
"""A class group by name."""
