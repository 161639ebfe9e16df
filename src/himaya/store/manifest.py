"""What a kept directory holds, with a checksum of each file: damage is found before anything is read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import file_digest
from pathlib import Path

from himaya.errors import Problem, ProblemsError
from himaya.files.json_object import read_json_object
from himaya.files.whole import write_text

MANIFEST = "manifest.json"
FORMAT = "himaya/run/1"


def write_manifest(directory: Path, names: Iterable[str]) -> None:
    """List files of a directory with their SHA-256.

    Raises
    ------
    OutputError
        If it cannot be written.
    OSError
        If one of the files cannot be read.
    """
    files = sorted(names)
    said = {"format": FORMAT, "files": files, "sha256": {name: _sha256(directory / name) for name in files}}
    write_text(directory / MANIFEST, json.dumps(said, indent=1) + "\n")


def listed_files(directory: Path) -> frozenset[str] | None:
    """Names of the files that a directory's manifest lists, and its own; None where it has none."""
    try:
        said = read_json_object(directory / MANIFEST)
    except OSError:
        return None
    names = said.get("files")
    if said.get("format") != FORMAT or not isinstance(names, list):
        return None
    return frozenset([MANIFEST, *map(str, names)])


def refuse_damaged(directory: Path, name: str, expected: str) -> None:
    """Refuse a file that is not what the manifest says.

    HDF5 parses a damaged file in C: it may crash or loop for ever, so it is never asked. A directory of a
    version that wrote no checksums, or a file of no such directory, is taken as it is.

    Raises
    ------
    ProblemsError
        If the file cannot be read, or its checksum is another.
    """
    file = directory / name
    if not (directory / MANIFEST).exists():
        return
    try:
        sums = read_json_object(directory / MANIFEST).get("sha256")
        is_whole = not isinstance(sums, dict) or sums.get(name) in (None, _sha256(file))
    except OSError as error:
        raise ProblemsError(
            [Problem(f"cannot be read: {error.strerror or error}", str(file), expected=expected)]
        ) from error
    if not is_whole:
        message = "is damaged, or was changed: its checksum is not that of the manifest"
        raise ProblemsError([Problem(message, str(file), expected=expected)])


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
