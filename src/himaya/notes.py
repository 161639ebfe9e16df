"""A note: what a reader must know beside the numbers, as data; `himaya.report.texts` has the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

Value: TypeAlias = "int | float | str | Note | tuple[Note, ...]"
"""A number, a name, a date as ISO 8601, or notes inside a note."""


@dataclass(frozen=True, init=False)
class Note:
    """One thing to know: which, and the numbers in it. No code reads its words, for it has none.

    Examples
    --------
    >>> Note("quiet_nights", quiet=1, nights=4).plain()
    {'code': 'quiet_nights', 'numbers': {'quiet': 1, 'nights': 4}}
    """

    code: str
    """Which note; the text catalogues have one text for each."""
    numbers: Mapping[str, Value]
    """By the names that the text has for them."""

    def __init__(self, code: str, /, **numbers: Value) -> None:
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "numbers", numbers)

    def __hash__(self) -> int:
        return hash((self.code, frozenset(self.numbers.items())))

    def plain(self) -> dict[str, object]:
        """Mappings, lists, numbers and text alone, as JSON has them."""
        return {"code": self.code, "numbers": {name: _plain(each) for name, each in self.numbers.items()}}


def _plain(value: Value) -> object:
    if isinstance(value, Note):
        return value.plain()
    return [each.plain() for each in value] if isinstance(value, tuple) else value


def authors_notes(texts: Iterable[str]) -> tuple[Note, ...]:
    """Notes in the words of whoever wrote a file; no catalogue translates them."""
    return tuple(Note("stated", words=each) for each in texts)
