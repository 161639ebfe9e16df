"""Writes what a file says as YAML that reads back equal."""

from __future__ import annotations

from pathlib import Path

import yaml

from himaya.files.base import Frozen
from himaya.files.whole import write_text


def dump(value: Frozen, path: str | Path | None = None, /) -> str:
    """Write a scenario, supply or site as YAML that reads back equal, everything stated, and return the text.

    Parameters
    ----------
    value : as loaded; a scenario with the types that it uses.
    path : the file to write; None writes none.

    Raises
    ------
    OutputError
        If the file cannot be written.

    Examples
    --------
    >>> import himaya
    >>> scenario = himaya.load("city")
    >>> text = himaya.dump(scenario, "mine.yaml")
    >>> himaya.load("mine.yaml") == scenario
    True
    """
    return dump_tree(value.model_dump(mode="json", exclude_none=True), path)


def dump_tree(tree: dict[str, object], path: str | Path | None = None) -> str:
    """Write what a file of any kind says as YAML, and return the text; None writes none.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    text: str = yaml.dump(tree, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    if path is not None:
        write_text(Path(path), text)
    return text


class _Dumper(yaml.SafeDumper):
    """Writes no aliases, and quotes what a reader could take for a number with underscores."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 (PyYAML asks so)
        return True


def _quoted(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = "'" if "_" in text and text[0] in "+-.0123456789" else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _quoted)
