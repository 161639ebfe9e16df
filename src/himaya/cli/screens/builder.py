"""One screen: lines, tables and notes, at most 78 characters wide. Every screen is made of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from textwrap import fill

from himaya.documents.envelope import NotePart

WIDTH = 78
READ_IN_FULL = 40
"""A name up to this length is rather shown whole than with two spaces between columns."""
LEAST_NAME = 20
"""The first column is never cut below this."""
CAUTIONS = 3
CONSEQUENTIAL = ("supplies_compared", "hits_are_guesses", "held_at_mean")
"""Notes that bear on every number, by code: they come next after a document's first note."""
_HEADING = "\ue000"
"""Stands in a table for a heading across it: no font has it, so no text does."""


class Screen:
    """Text that grows from top to bottom.

    Parameters
    ----------
    lines : the first lines, each wrapped
    """

    def __init__(self, *lines: str) -> None:
        self._lines: list[str] = []
        self.line(*lines)

    def line(self, *texts: str, indent: str = "") -> None:
        """Add texts, each on lines of its own; a path is never broken, and an empty text adds nothing."""
        for text in texts:
            self._lines += fill(
                text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
            ).splitlines()

    def paragraph(self, *texts: str) -> None:
        """Add an empty line and texts; nothing if there is no text."""
        if any(texts):
            self._lines.append("")
            self.line(*texts)

    def notes(self, title: str, texts: Iterable[str]) -> None:
        """Add a list under a title; nothing if it is empty."""
        listed = list(texts)
        if listed:
            self.paragraph(title)
        self.line(*(f"- {text}" for text in listed), indent="  ")

    def cautions(self, notes: Sequence[NotePart], *, whole: bool) -> None:
        """Add the three most consequential notes and how many more there are, or the whole list."""
        shown = list(notes) if whole else _most_consequential(notes)
        self.notes("What to keep in mind", (note.text for note in shown))
        if len(shown) < len(notes):
            self.line(f"{len(notes) - len(shown)} more: `--notes`, `--json`")

    def table(
        self, columns: Sequence[str], rows: Iterable[Sequence[str] | str], words: Collection[str] = ()
    ) -> None:
        """Add an empty line and a table: the first column and those of `words` left, numbers right.

        Parameters
        ----------
        columns : the titles
        rows : cells, as many as columns; or a text alone, a heading across the table
        words : titles of columns that hold words
        """
        body = list(rows)
        filled = [(_HEADING, *[""] * (len(columns) - 1)) if isinstance(row, str) else row for row in body]
        lines = _drawn(columns, filled, words)
        headings = iter([row for row in body if isinstance(row, str)])
        self._lines += ["", *(next(headings) if _HEADING in line else line for line in lines)]

    def text(self) -> str:
        """Give the whole screen."""
        return "\n".join(self._lines)


def note_texts(notes: Sequence[NotePart], most: int) -> list[str]:
    """The first notes in words, and how many more there are."""
    more = len(notes) - most
    return [note.text for note in notes[:most]] + ([f"and {more} more: `--json` has all"] if more > 0 else [])


def _most_consequential(notes: Sequence[NotePart]) -> list[NotePart]:
    """The first note, which says where the numbers come from, and those that bear on all numbers."""
    weight = {code: k for k, code in enumerate(CONSEQUENTIAL)}
    ranked = sorted(notes[1:], key=lambda note: weight.get(note.code, len(weight)))
    return [*notes[:1], *ranked][:CAUTIONS]


def _drawn(columns: Sequence[str], rows: list[Sequence[str]], words: Collection[str]) -> list[str]:
    """Lines of a table: columns as wide as their cells, two spaces between them where they fit."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    name, *others = (max(map(_width, cells)) for cells in zip(columns, *rows, strict=True))
    room = WIDTH - sum(others) - 2 * len(others)
    gap = 2 if room >= min(name, READ_IN_FULL) else 1
    room += (2 - gap) * len(others)
    table = Table(box=box.HORIZONTALS, padding=(0, gap - 1, 0, 0), pad_edge=False, show_edge=False)
    table.add_column(
        columns[0], no_wrap=True, overflow="ellipsis", max_width=max(min(name, room), LEAST_NAME)
    )
    for column in columns[1:]:
        table.add_column(column, justify="left" if column in words else "right", overflow="fold")
    for row in rows:
        table.add_row(*row)
    console = Console(
        width=WIDTH, markup=False, emoji=False, highlight=False, no_color=True, legacy_windows=False
    )
    with console.capture() as capture:
        console.print(table)
    return [line.rstrip() for line in capture.get().splitlines()]


def _width(cell: str) -> int:
    return max(map(len, cell.split("\n")))
