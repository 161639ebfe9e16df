"""Files that are written whole or not at all: beside their place first, then renamed."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from himaya.errors import OutputError, Problem

MAX_NAME = 200
"""Bytes of a file's name: most file systems take 255, and a file is first written under a longer one."""


def write_whole(
    file: Path,
    write: Callable[[Path], object],
    *,
    expected: str | None = None,
    put: Callable[[Path, Path], object] = os.replace,
) -> None:
    """Write a file beside its place and rename it, so that no reader ever sees half of it.

    Parameters
    ----------
    write : writes to the path that it gets: a new file of a name that nobody can foresee.
    expected : what helps where it cannot be written.
    put : puts the file in place; may refuse.

    Raises
    ------
    OutputError
        If it cannot be written; what was there stays.
    """
    beside = file.with_name(f".{file.name}-{token_hex(8)}")
    is_ours = False
    try:
        with beside.open("xb"):
            is_ours = True
        write(beside)
        with beside.open("rb+") as stream:
            os.fsync(stream.fileno())
        put(beside, file)
    except OSError as error:
        raise cannot_write(file, error, expected) from error
    finally:
        if is_ours:
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def write_text(file: Path, text: str) -> None:
    """Write a text file whole, its lines ended as they are.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    write_whole(file, lambda path: path.write_text(text, encoding="utf-8", newline=""))


def write_new(file: Path, write: Callable[[Path], object]) -> None:
    """Write a file that is not there yet.

    Raises
    ------
    OutputError
        If it cannot be written, or is there meanwhile.
    """
    write_whole(file, write, put=_put_new)


def _put_new(beside: Path, file: Path) -> None:
    """Put a file where none is, in one step where the file system can link."""
    try:
        os.link(beside, file)
    except FileExistsError as error:
        raise OutputError([_existing(file)]) from error
    except OSError:
        refuse_existing(file)
        beside.replace(file)


def _existing(file: Path) -> Problem:
    return Problem("is there already", str(file), expected="a new file")


def refuse_existing(*files: Path | None) -> None:
    """Refuse files that are there already, and such as cannot be made, before any work is done.

    Raises
    ------
    OutputError
        If there is any; it carries all of them.
    """
    named = [file for file in files if file is not None]
    problems = [_existing(file) for file in named if os.path.lexists(file)]
    problems += [
        Problem("the file's name is too long", str(file), expected=f"at most {MAX_NAME} bytes")
        for file in named
        if len(os.fsencode(file.name)) > MAX_NAME
    ]
    problems += [
        Problem(f"cannot be written: {file.parent} is no directory", str(file))
        for file in named
        if not os.path.isdir(file.parent)  # noqa: PTH112 (Path.is_dir raises where a name is too long)
    ]
    if len({os.path.normpath(file) for file in named}) < len(named):
        problems.append(Problem("two results in one file", str(named[0]), expected="a file for each"))
    if problems:
        raise OutputError(problems)


def cannot_write(path: Path, error: OSError, expected: str | None = None) -> OutputError:
    """The error that says why a file or directory cannot be written."""
    return OutputError(
        [Problem(f"cannot be written: {error.strerror or error}", str(path), expected=expected)]
    )
