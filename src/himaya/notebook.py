"""What a notebook shows: a sentence and small tables, as HTML or plain text, and tidy frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from importlib import import_module
from math import isnan
from typing import TYPE_CHECKING, Any, NamedTuple

from himaya.errors import MissingPackageError

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 60
"""So many rows of a table are shown; how many more there are is said."""
READING = "In the tables: the median, and in brackets 90 %."
"""How `band` is read."""
_TABLE = "border-collapse:collapse;margin:0.5em 0"
_CELL = "padding:0.1em 0.7em;border-top:1px solid rgba(128,128,128,0.4);text-align:"
"""No colour of text or ground is set: both are the page's own, light or dark."""


class NotebookTable(NamedTuple):
    """A small table: its first column names the rows."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


class Shown(NamedTuple):
    """What is shown of a scenario or an outcome."""

    title: str
    answer: str
    """A sentence or two; empty where there is nothing to say."""
    tables: tuple[NotebookTable, ...]

    def html(self) -> str:
        """As HTML: everything escaped, no scripts, no colours of its own."""
        answer = f"<br>{escape(self.answer)}" if self.answer else ""
        tables = "".join(_html_table(each) for each in self.tables)
        return f"<div><p><b>{escape(self.title)}</b>{answer}</p>{tables}</div>"

    def text(self) -> str:
        """As lines of plain text."""
        parts = [f"{self.title}\n{self.answer}".strip(), *map(_text_table, self.tables)]
        return "\n\n".join(parts)


def _cut(table: NotebookTable) -> list[tuple[str, ...]]:
    """The rows that are shown, and one that says how many are not."""
    left_off = len(table.rows) - MOST_ROWS
    if left_off <= 0:
        return list(table.rows)
    more = (f"and {left_off:,} more", *[""] * (len(table.columns) - 1))
    return [*table.rows[:MOST_ROWS], more]


def _html_table(table: NotebookTable) -> str:
    def cells(tag: str, row: Iterable[str]) -> str:
        return "".join(
            f'<{tag} style="{_CELL}{"left" if k == 0 else "right"}">{escape(cell)}</{tag}>'
            for k, cell in enumerate(row)
        )

    rows = "".join(f"<tr>{cells('td', row)}</tr>" for row in _cut(table))
    head = f"<thead><tr>{cells('th', table.columns)}</tr></thead>"
    return f'<table style="{_TABLE}">{head}<tbody>{rows}</tbody></table>'


def _text_table(table: NotebookTable) -> str:
    rows = [table.columns, *_cut(table)]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) if k == 0 else cell.rjust(width) for k, (cell, width) in enumerate(row))
        for row in (list(zip(row, widths, strict=True)) for row in rows)
    )
    return "\n".join(line.rstrip() for line in lines)


def frame(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """Make a pandas frame.

    Raises
    ------
    MissingPackageError
        If pandas is not installed.
    """
    try:
        pandas = import_module("pandas")
    except ImportError as error:
        message = "to_frame needs pandas, which is not installed: pip install 'himaya[notebook]'"
        raise MissingPackageError(message) from error
    made: pd.DataFrame = pandas.DataFrame(list(rows), columns=list(columns))
    return made


def words(name: str) -> str:
    """An identifier as words: ``soft_killed_or_fell`` is soft killed or fell."""
    return name.replace("_", " ")


def rounded(value: float) -> str:
    """A number as people read it: whole from 100 on, three digits below; a dash where there is none."""
    if isnan(value):
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def band(p05: float, p50: float, p95: float) -> str:
    """A median, and in brackets 90 % of what was drawn."""
    return f"{rounded(p50)} ({rounded(p05)}-{rounded(p95)})"
