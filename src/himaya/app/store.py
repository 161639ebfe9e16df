"""The store of runs: a directory is written beside its place and renamed, or not at all."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

from himaya.errors import OutputError, Problem

MANIFEST = "manifest.json"
FORMAT = "himaya/run/1"


def refuse_taken(directory: Path, force: bool) -> None:
    """Refuse a directory that is in use before any work is done.

    Raises
    ------
    OutputError
        If it holds anything and is not to be replaced, or is no run of Himaya.
    """
    if not directory.exists() or (directory.is_dir() and not any(directory.iterdir())):
        return
    is_run = (directory / MANIFEST).is_file() and _is_manifest(directory / MANIFEST)
    if force and is_run:
        return
    expected = "a new or empty directory" + (", or --force to replace the run in it" if is_run else "")
    raise OutputError([Problem("--out is in use", file=str(directory), expected=expected)])


def store_run(directory: Path, writers: dict[str, Callable[[Path], object]]) -> None:
    """Write a run's files and put them in place at once.

    Parameters
    ----------
    directory : where; `refuse_taken` has allowed it.
    writers : by file name, what writes the file.

    Raises
    ------
    OutputError
        If anything cannot be written; nothing is left behind.
    """
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    except OSError as error:
        raise _cannot(directory, error) from error
    try:
        for name, write in writers.items():
            write(beside / name)
        manifest = {"format": FORMAT, "files": sorted(writers)}
        (beside / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        beside.chmod(0o755)
        if directory.exists():
            shutil.rmtree(directory)
        os.replace(beside, directory)  # noqa: PTH105 (Path.replace of a directory is the same call)
    except OSError as error:
        raise _cannot(directory, error) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _cannot(directory: Path, error: OSError) -> OutputError:
    return OutputError([Problem(f"cannot be written: {error.strerror or error}", file=str(directory))])


def _is_manifest(path: Path) -> bool:
    try:
        return bool(json.loads(path.read_text(encoding="utf-8")).get("format") == FORMAT)
    except (OSError, ValueError, AttributeError):
        return False
