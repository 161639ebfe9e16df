"""Numbers as the format writes them: ASCII digits and nothing else that Python would take for one."""

from __future__ import annotations

import re
from math import isfinite

_WHOLE = re.compile(r"[+-]?[0-9]+")
_REAL = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
MOST_DIGITS = 18


def whole(text: str) -> int | None:
    """A whole number of at most 18 digits, leading zeros aside, or None."""
    if not _WHOLE.fullmatch(text):
        return None
    digits = text.lstrip("+-").lstrip("0") or "0"
    if len(digits) > MOST_DIGITS:
        return None
    return -int(digits) if text.startswith("-") else int(digits)


def real(text: str) -> float | None:
    """A finite number, or None."""
    if not _REAL.fullmatch(text):
        return None
    value = float(text)
    return value if isfinite(value) else None
