"""The one table of units: every suffix that a name may end in, its dimension and its SI factor.

Inside the program all is SI; a scenario file may use any suffix that its field's name has.
"""

from __future__ import annotations

from functools import lru_cache
from math import pi
from typing import NamedTuple


class UnitSuffix(NamedTuple):
    """What a suffix means."""

    dimension: str
    """What is measured, as ``length``."""
    factor: float
    """What a value is multiplied by to be in SI (USD for money, radians for angles)."""


UNITS = {
    "_m": UnitSuffix("length", 1.0),
    "_km": UnitSuffix("length", 1000.0),
    "_m2": UnitSuffix("area", 1.0),
    "_ms": UnitSuffix("time", 1e-3),
    "_s": UnitSuffix("time", 1.0),
    "_min": UnitSuffix("time", 60.0),
    "_h": UnitSuffix("time", 3600.0),
    "_m_s": UnitSuffix("speed", 1.0),
    "_km_h": UnitSuffix("speed", 1.0 / 3.6),
    "_kg": UnitSuffix("mass", 1.0),
    "_usd": UnitSuffix("money", 1.0),
    "_deg": UnitSuffix("angle", pi / 180.0),
    "_per_m": UnitSuffix("per length", 1.0),
    "_per_km": UnitSuffix("per length", 1e-3),
}
"""Unit by suffix."""


def to_si(value: float, suffix: str) -> float:
    """Convert a value to SI.

    Parameters
    ----------
    value : the number, in the unit that the suffix names.
    suffix : a key of `UNITS`, as ``_km``.

    Raises
    ------
    KeyError
        If the suffix is not in the table.

    Examples
    --------
    >>> to_si(180, "_km_h")
    50.0
    """
    return value * UNITS[suffix].factor


@lru_cache(maxsize=1024)  # of fields, and of keys that a file spells otherwise
def suffix_of(name: str) -> str | None:
    """Return the longest suffix of the table that the name ends in, None if it has none.

    Examples
    --------
    >>> suffix_of("hazard_per_km"), suffix_of("count")
    ('_per_km', None)
    """
    return max((suffix for suffix in UNITS if name.endswith(suffix)), key=len, default=None)


def convert(value: float, suffix: str, wanted: str) -> float | None:
    """Convert between two suffixes; None where they measure different things."""
    if UNITS[suffix].dimension != UNITS[wanted].dimension:
        return None
    return to_si(value, suffix) / UNITS[wanted].factor
