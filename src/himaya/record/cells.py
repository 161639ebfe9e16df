"""Reads single cells: counts, Kyiv times, dict and list fields; what cannot be read is None, never 0."""

from __future__ import annotations

import ast
import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from himaya.errors import Problem, ProblemsError

KYIV = ZoneInfo("Europe/Kyiv")
MAX_COUNT = 1_000_000
MAX_CELL = 20_000
"""Characters of a dict or list field; more is not read."""

_EMPTY = frozenset({"", "nan", "none", "null", "na", "n/a", "nat", "<na>"})
_TIME = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?")
_FIRST_YEAR, _LAST_YEAR = 2014, 2100


def date_of(given: date | str, path: str = "night") -> date:
    """Return the date of an argument, itself or as text 2025-07-04; path : the argument's name.

    Raises
    ------
    ProblemsError
        If it is none.
    """
    if isinstance(given, date):
        return given.date() if isinstance(given, datetime) else given
    try:
        return date.fromisoformat(given)
    except (ValueError, TypeError):
        problem = Problem("not a date", path=path, value=str(given), expected="a date, as 2025-07-04")
        raise ProblemsError([problem]) from None


def is_empty(text: str) -> bool:
    """Whether a cell says nothing."""
    return text.strip().casefold() in _EMPTY


def count_of(text: str) -> int | None:
    """Whole number of at least 0, as ``65.0``; None if there is none."""
    try:
        value = float(text)
    except ValueError:
        return None
    return int(value) if 0 <= value <= MAX_COUNT and value == int(value) else None


def time_of(text: str) -> tuple[datetime, bool] | None:
    """Kyiv time without zone, and whether only the date is known; None if there is none.

    ``24:00`` is midnight of the next day.
    """
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = (int(part) for part in found.group(1, 2, 3))
    hour, minute = (int(part or 0) for part in found.group(4, 5))
    if hour > 24 or minute > 59 or (hour == 24 and minute) or not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        date = datetime(year, month, day)  # noqa: DTZ001 (Kyiv local; `in_utc` gives it its zone)
    except ValueError:
        return None
    return date + timedelta(hours=hour, minutes=minute), found.group(4) is None


def in_utc(local: datetime) -> datetime:
    """Time in UTC of a Kyiv time; the hour that autumn repeats takes its first pass."""
    return local.replace(tzinfo=KYIV, fold=0).astimezone(UTC)


def mapping_of(text: str) -> dict[str, object] | None:
    """Mapping of a dict field, bare ``NaN`` as None; None if it is no mapping. Nothing is evaluated."""
    value = _literal(text)
    return {str(key): each for key, each in value.items()} if isinstance(value, dict) else None


def list_of(text: str) -> list[str] | None:
    """Texts of a list field; None if it is no list."""
    value = _literal(text)
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else None


def _literal(text: str) -> object:
    quoted = re.split(r"('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")", text[: MAX_CELL + 1].strip())
    plain = (re.sub(r"\b(?:nan|null)\b", "None", each, flags=re.IGNORECASE) for each in quoted[::2])
    rebuilt = "".join(part for pair in zip(plain, [*quoted[1::2], ""], strict=True) for part in pair)
    try:
        return None if len(text) > MAX_CELL else ast.literal_eval(rebuilt)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None
