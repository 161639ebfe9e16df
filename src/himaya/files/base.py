"""What the models of all files have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError


class Frozen(BaseModel):
    """A frozen model that forbids unknown keys, infinities and NaN."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True)


Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
"""An identifier: lower-case words and digits joined by hyphens."""


def fault(message: str, *field: str, expected: str | None = None) -> PydanticCustomError:
    """Make the error of a rule between fields; `field` is the path from the model to the one at fault."""
    context = {"message": message, "field": field, "expected": expected}
    return PydanticCustomError("fault", "{message}", context)


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
