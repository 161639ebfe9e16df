"""Reads the file itself, CSV or Parquet, into lines of text; says clearly what is no such record."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from himaya.errors import Problem, ProblemsError, near_matches
from himaya.files.contents import read_contents
from himaya.record.cells import KYIV

REQUIRED = ("time_start", "time_end", "model", "launched", "destroyed", "source")
"""Columns that every version of the record has and that nothing can be read without."""
MAX_BYTES = 200_000_000
MAX_PROBLEMS = 20
BEYOND = "cells beyond the header"
"""Key of the cells that the header has no column for."""
_PARQUET, _ZIP = b"PAR1", b"PK\x03\x04"
_EXPECTED = "the record of raids, as CSV in UTF-8 or as Parquet"


class Line(NamedTuple):
    """One line as stated."""

    number: int
    cells: Mapping[str, str]
    broken: bool
    """More or fewer cells than the header has."""


class Table(NamedTuple):
    """A file as stated."""

    columns: tuple[str, ...]
    lines: list[Line]
    sha256: str = ""
    """Of the file's bytes, hexadecimal."""


def read_table(path: Path) -> Table:
    """Read a file.

    Raises
    ------
    ProblemsError
        If it cannot be read, or is no CSV or Parquet file with the columns of the record.
    """
    file = str(path)
    data = read_contents(path, MAX_BYTES, _EXPECTED)
    if len(data) > MAX_BYTES:
        raise ProblemsError([Problem("the file is too large", file, expected=f"at most {MAX_BYTES:,} bytes")])
    table = _parquet(data, file) if data[:4] == _PARQUET else _csv(_decoded(data, file), file)
    if not table.lines:
        raise ProblemsError([Problem("the file has a header and no rows", file, expected=_EXPECTED)])
    return table._replace(sha256=sha256(data).hexdigest())


def _decoded(data: bytes, file: str) -> str:
    message, start = "", 0
    if not data.strip():
        message = "the file is empty"
    elif data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        message = "the file is UTF-16"
    elif data[:4] == _ZIP:
        message = "the file is a workbook or an archive"
    elif b"\0" in data:
        message, start = "the file is binary", data.index(b"\0")
    else:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            message, start = "the file is not UTF-8", error.start
    raise ProblemsError([Problem(message, file, data.count(b"\n", 0, start) + 1, expected=_EXPECTED)])


def _csv(text: str, file: str) -> Table:
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        header = [name.strip() for name in next(reader, [])]
        _refuse_columns(header, file)
        return Table(tuple(header), list(_lines(reader, header)))
    except csv.Error as error:
        raise ProblemsError(
            [Problem(f"not valid CSV: {error}", file, reader.line_num or 1, expected=_EXPECTED)]
        ) from error


def _lines(reader: Iterator[list[str]], header: list[str]) -> Iterator[Line]:
    number = reader.line_num + 1  # type: ignore[attr-defined]
    for cells in reader:
        if cells:
            named = dict(zip(header, cells, strict=False))
            if len(cells) > len(header):
                named[BEYOND] = ",".join(cells[len(header) :])
            yield Line(number, named, len(cells) != len(header))
        number = reader.line_num + 1  # type: ignore[attr-defined]


def _refuse_columns(header: list[str], file: str) -> None:
    """Say which columns are missing, and which of those there look like them."""
    spare = [name for name in header if name not in REQUIRED]
    problems = [
        Problem("a column of the record is missing", file, 1, path=name, near=near_matches(name, spare))
        for name in REQUIRED
        if name not in header
    ]
    if len(problems) == len(REQUIRED):
        given = ", ".join(header)[:60] or "nothing"
        expected = f"columns {', '.join(REQUIRED)}"
        problems = [Problem("not a record of raids", file, 1, value=given, expected=expected)]
    twice = sorted({name for name in header if header.count(name) > 1})
    problems += [Problem("a column stands twice", file, 1, path=name) for name in twice[:MAX_PROBLEMS]]
    if problems:
        raise ProblemsError(problems)


def _parquet(data: bytes, file: str) -> Table:
    import pyarrow as pa  # noqa: PLC0415 (a CSV file does not wait for it)
    from pyarrow import parquet  # noqa: PLC0415

    try:
        table = parquet.read_table(pa.BufferReader(data))
        _refuse_columns(table.column_names, file)
        columns = [[_text(value) for value in table[name].to_pylist()] for name in table.column_names]
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise ProblemsError([Problem(f"not valid Parquet: {reason}", file, expected=_EXPECTED)]) from error
    names = table.column_names
    rows = zip(*columns, strict=True)
    return Table(
        tuple(names), [Line(k, dict(zip(names, row, strict=True)), False) for k, row in enumerate(rows, 1)]
    )


def _text(value: object) -> str:
    """A typed value as the CSV file would have it; midnight in a typed column is a date without a time."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        local = value if value.tzinfo is None else value.astimezone(KYIV)
        return f"{local:%Y-%m-%d %H:%M}".removesuffix(" 00:00")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return str({key: each for key, each in value.items() if each is not None})
    return str(value)
