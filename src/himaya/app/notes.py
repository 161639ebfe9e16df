"""Puts the words to notes for documents."""

from __future__ import annotations

from collections.abc import Iterable

from himaya.documents.envelope import NotePart
from himaya.notes import Note, Value
from himaya.report import text_of


def note_part(note: Note) -> NotePart:
    """A note with its words."""
    numbers = {name: _inner(value) for name, value in note.numbers.items()}
    return NotePart(code=note.code, numbers=numbers, text=text_of(note))


def note_parts(notes: Iterable[Note]) -> list[NotePart]:
    """Notes with their words."""
    return [note_part(each) for each in notes]


def _inner(value: Value) -> int | float | str | NotePart | list[NotePart]:
    if isinstance(value, Note):
        return note_part(value)
    return note_parts(value) if isinstance(value, tuple) else value
