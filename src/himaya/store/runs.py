"""The store of runs: a directory is written beside its place and renamed, or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

from himaya.errors import OutputError, Problem, ProblemsError
from himaya.files.netcdf import read_netcdf
from himaya.files.whole import cannot_write
from himaya.raid.outcome import RaidOutcome
from himaya.store.manifest import listed_files, refuse_damaged, write_manifest

OUTCOME = "outcome.nc"
EXPECTED = "the directory of a run that was kept with --out"
LEFT_BEHIND = frozenset({"blocks"})
"""What a campaign that was stopped leaves beside its files."""


def refuse_taken(directory: Path, force: bool) -> None:
    """Refuse a directory that is in use before any work is done.

    Raises
    ------
    OutputError
        If it holds anything and is not to be replaced, or is no run of Himaya, or cannot be made.
    """
    try:
        problem = _in_the_way(directory, force)
    except OSError as error:
        raise cannot_write(directory, error) from error
    if problem is not None:
        raise OutputError([problem])


def _in_the_way(directory: Path, force: bool) -> Problem | None:
    file, expected = str(directory), "a new or empty directory"
    parent = next((each for each in directory.absolute().parents if each.exists()), directory)
    if not (parent.is_dir() and os.access(parent, os.W_OK | os.X_OK)):
        return Problem(f"cannot be written: {parent} takes no directory", file)
    if not directory.exists():
        return None
    if directory.samefile(os.curdir):
        return Problem(
            "--out is the directory that you are in", file, expected=f"{expected} beside or below it"
        )
    if directory.is_dir() and not any(directory.iterdir()):
        return None
    listed = listed_files(directory)
    if listed is None:
        return Problem("--out is in use", file, expected=expected)
    others = sorted(each.name for each in directory.iterdir() if each.name not in listed | LEFT_BEHIND)
    if others:
        return Problem("--out holds what is not of the run", file, value=others[0], expected=expected)
    return (
        None
        if force
        else Problem("--out is in use", file, expected=f"{expected}, or --force to replace the run in it")
    )


def store_run(directory: Path, writers: dict[str, Callable[[Path], object]], *, force: bool = False) -> None:
    """Write a run's files and put them in place at once.

    Parameters
    ----------
    directory : where; `refuse_taken` is asked again, since others may have written there meanwhile.
    writers : by file name, what writes the file.
    force : replace a run that is there.

    Raises
    ------
    OutputError
        If anything cannot be written; nothing is left behind.
    """
    directory = directory.resolve()
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    except OSError as error:
        raise cannot_write(directory, error) from error
    try:
        for name, write in writers.items():
            write(beside / name)
        write_manifest(beside, writers)
        beside.chmod(0o755)
        refuse_taken(directory, force)
        replaced = beside.with_name(f"{beside.name}-replaced")
        if directory.exists():
            directory.replace(replaced)
        beside.replace(directory)
        shutil.rmtree(replaced, ignore_errors=True)
    except OSError as error:
        raise cannot_write(directory, error) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def kept_outcome(run: Path) -> RaidOutcome:
    """Read the outcome of a kept run.

    Raises
    ------
    ProblemsError
        If it is none.
    """
    if not os.path.isfile(run / OUTCOME):  # noqa: PTH113 (never raises)
        raise ProblemsError([Problem("is no kept run", str(run), expected=EXPECTED)])
    refuse_damaged(run, OUTCOME, EXPECTED)
    return RaidOutcome(read_netcdf(run / OUTCOME, "is no outcome of a run", EXPECTED))
