"""A file as read: a tree of text, and where in the file each part of it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from himaya.errors import MAX_SHOWN, Problem

Tree: TypeAlias = "dict[str, Tree] | list[Tree] | str | None"
"""What a file says, before anything is made of it."""
Keys: TypeAlias = tuple[str | int, ...]
"""A place in a tree: keys and indices from the root."""


class Mark(NamedTuple):
    """Where a value stands, from 1, and its text if it is a scalar."""

    line: int
    column: int
    text: str | None = None


@dataclass(frozen=True)
class FileDocument:
    """A file as read; with no marks it stands for a scenario that was made in Python."""

    file: str | None
    """Its name in messages."""
    tree: Tree
    """What it says."""
    marks: dict[Keys, Mark] = field(default_factory=dict)
    """Where it says so."""
    problems: tuple[Problem, ...] = ()
    """What was found wrong while it was read."""

    def at(self, path: Keys) -> Tree:
        """Return the part of the tree at a path; None where there is none."""
        here = self.tree
        for key in path:
            here = inside(here, key)
        return here

    def problem(
        self,
        path: Keys,
        message: str,
        expected: str | None = None,
        near: Iterable[str] = (),
        value: str | None = None,
    ) -> Problem:
        """Make a problem at a path, or at the closest part around it that the file has."""
        place = path
        while place and place not in self.marks:
            place = place[:-1]
        mark = self.marks.get(place)
        if value is None and (place == path or not self.marks):
            value = mark.text if mark and mark.text is not None else _brief(self.at(path))
        return Problem(
            message=message,
            file=self.file,
            line=mark.line if mark else None,
            column=mark.column if mark else None,
            path=written(path) or None,
            value=_shown(value),
            expected=expected,
            near=tuple(near),
        )


def inside(tree: Tree, key: str | int) -> Tree:
    """Return what stands under a key of a mapping or at an index of a list; None where nothing does."""
    if isinstance(tree, dict) and isinstance(key, str):
        return tree.get(key)
    if isinstance(tree, list) and isinstance(key, int) and key < len(tree):
        return tree[key]
    return None


def written(path: Keys) -> str:
    """Write a path as messages do: ``units[3].lat``."""
    text = ""
    for key in path:
        if isinstance(key, int):
            text += f"[{key}]"
        elif re.fullmatch(r"[\w-]{1,64}", key):
            text += f".{key}" if text else key
        else:
            text += f"[{_shown(repr(key))}]"
    return text


def _brief(part: Tree) -> str | None:
    if isinstance(part, dict | list):
        return f"a {'mapping' if isinstance(part, dict) else 'list'} of {len(part)}"
    return None if part is None else str(part)


def _shown(text: str | None) -> str | None:
    if text == "":
        return "nothing"
    return text if text is None or len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}..."
