"""What can go wrong, as one tree.

::

    HimayaError                 the user can mend it; exit 2
    ├── ProblemsError           a file or option is wrong; carries every problem found
    ├── UnknownNameError        no shipped scenario or type of that name; carries near matches
    ├── OutputError             a result cannot be written where it was asked for
    └── MissingPackageError     an optional package is not installed; an ImportError, too

Anything else that escapes is a bug in Himaya and leaves with exit 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from operator import index
from typing import NamedTuple, overload

MAX_SHOWN = 60
"""Characters of a value that a message shows."""
MANY = 500
"""Near matches are looked for among at most so many names."""


class HimayaError(Exception):
    """Base of all errors that a user can mend."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in an input, with its place.

    Parameters
    ----------
    message : what is wrong, in words.
    file : the file or option it stands in; None if there is none.
    line, column : its place in the file, from 1; None if unknown.
    path : the place inside the document, as ``units[3].lat``.
    value : the offending value as it stands in the file.
    expected : what would be right.
    near : names that look like the one given, best first.

    As text it is one line, whatever the file holds.
    """

    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    path: str | None = None
    value: str | None = None
    expected: str | None = None
    near: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        text = ": ".join(part for part in (place, self.path, self.message) if part)
        if self.value is not None:
            text += f", got {self.value}"
        if self.expected is not None:
            text += f", expected {self.expected}"
        if self.near:
            text += f" (did you mean {' or '.join(self.near)}?)"
        return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)

    def as_dict(self) -> dict[str, object]:
        """The problem as plain data, as ``himaya.error/1`` words it."""
        return {**asdict(self), "near": list(self.near)}


class ProblemsError(HimayaError):
    """An input with one or more problems; all of them are reported at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UnknownNameError(ProblemsError):
    """A name that is not among those known; its problem carries near matches."""


class MissingPackageError(HimayaError, ImportError):
    """An optional package is needed that is not installed; it says which."""


class OutputError(ProblemsError):
    """A result cannot be written where it was asked for."""


@overload
def whole(name: str, value: int) -> int: ...
@overload
def whole(name: str, value: int | None) -> int | None: ...
def whole(name: str, value: int | None) -> int | None:
    """A whole number that a caller of the Python API stated, NumPy's among them, as Python's; None stays.

    Raises
    ------
    ProblemsError
        If it is anything else: 20.0 and True are none.
    """
    if value is None:
        return None
    try:
        if isinstance(value, bool):
            raise TypeError
        return index(value)
    except TypeError as error:
        shown = repr(value)[:MAX_SHOWN]
        raise ProblemsError(
            [Problem("is no whole number", path=name, value=shown, expected="as 20")]
        ) from error


class Bounded(NamedTuple):
    """A whole number that somebody stated, and the range that it must lie in."""

    name: str
    value: int
    least: int
    most: int


def outside(*numbers: Bounded) -> list[Problem]:
    """A problem for every number outside its range."""
    return [
        Problem("out of range", path=name, value=str(value), expected=f"{least} to {most}")
        for name, value, least, most in numbers
        if not least <= value <= most
    ]


def refuse_outside(*numbers: Bounded) -> None:
    """Raise a ProblemsError with every number outside its range."""
    problems = outside(*numbers)
    if problems:
        raise ProblemsError(problems)


def near_matches(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the names that look like the one given, best first, at most three."""
    names = list(known)
    if len(names) > MANY:
        names = [each for each in names if each[:1] == name[:1]][:MANY]
    return tuple(get_close_matches(name[:MAX_SHOWN], names))
