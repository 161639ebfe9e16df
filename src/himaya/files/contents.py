"""Reads what somebody hands over: a regular file, so many bytes of it at most."""

from __future__ import annotations

from pathlib import Path

from himaya.errors import Problem, ProblemsError


def contents_of(path: Path, most: int) -> bytes:
    """Read the first bytes of a file: one more than `most` where it is longer, for the caller to refuse.

    Raises
    ------
    OSError
        If it cannot be read, or is a pipe, a device or another thing that may never end.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise OSError("not a regular file")
    with path.open("rb") as stream:
        return stream.read(most + 1)


def read_contents(path: Path, most: int, expected: str | None = None) -> bytes:
    """Read the first bytes of a file as `contents_of` does.

    Parameters
    ----------
    expected : what should be there, for the message.

    Raises
    ------
    ProblemsError
        If it cannot be read, or its name cannot be one of a file.
    """
    try:
        return contents_of(path, most)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ProblemsError([Problem(f"cannot be read: {reason}", str(path), expected=expected)]) from error
