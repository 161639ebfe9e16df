"""Files of any kind by shipped name or by path: a name never falls back to a file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from himaya.errors import Problem, UnknownNameError, near_matches
from himaya.files.document import FileDocument
from himaya.files.yaml_tree import parse_document, read_document


def is_path(name_or_path: str | Path) -> bool:
    """Tell a path from a shipped name: it is a `Path`, or contains ``/`` or ends in ``.yaml``."""
    text = str(name_or_path)
    return isinstance(name_or_path, Path) or text.endswith(".yaml") or "/" in text or os.sep in text


def shipped_files(package: str, folder: str) -> dict[str, Traversable]:
    """YAML files that ship in a folder of a package, by name, in order of their names."""
    found = sorted((files(package) / folder).iterdir(), key=lambda file: file.name)
    return {file.name.removesuffix(".yaml"): file for file in found if file.name.endswith(".yaml")}


def find_document(
    name_or_path: str | Path, shipped: Mapping[str, Traversable], noun: str, expected: str
) -> FileDocument:
    """Read the file of a shipped name or of a path.

    Raises
    ------
    UnknownNameError
        If it is no path and nothing of that name ships; `noun` and `expected` say so.
    ProblemsError
        If the file cannot be read.
    """
    if is_path(name_or_path):
        return read_document(Path(name_or_path))
    text = str(name_or_path)
    if text not in shipped:
        near = near_matches(text, shipped)
        raise UnknownNameError([Problem(f"unknown {noun}", value=text, expected=expected, near=near)])
    return parse_document(shipped[text].read_bytes(), f"{text}.yaml")
