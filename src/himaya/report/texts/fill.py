"""Fills the numbers of a note into its text."""

from __future__ import annotations

from string import Formatter

from himaya.notes import Note
from himaya.report.texts.english import TEXTS

PERCENT = " %"
"""Ends a format of shares: `{share:.0f %}` shows 0.42 as 42 %."""
SPACED = "spaced"
"""The format of names: `{weapon_class:spaced}` shows cruise_missile as cruise missile."""


def text_of(note: Note) -> str:
    """Words of a note.

    Raises
    ------
    KeyError
        If the catalogue has no text for it, or the text a number that the note has not.

    Examples
    --------
    >>> from himaya.notes import Note
    >>> text_of(Note("level_wanders", sd_logit=0.3))
    "The defence's level wanders with sd 0.3 logit."
    """
    return _Filler().vformat(TEXTS[note.code], (), note.numbers)


class _Filler(Formatter):
    def format_field(self, value: object, format_spec: str) -> str:
        if isinstance(value, Note):
            return text_of(value)
        if isinstance(value, tuple):
            return "; ".join(text_of(each) for each in value)
        if isinstance(value, str) and format_spec == SPACED:
            return value.replace("_", " ")
        if isinstance(value, float) and format_spec.endswith(PERCENT):
            return format(100.0 * value, format_spec.removesuffix(PERCENT)) + PERCENT
        return format(value, format_spec)
