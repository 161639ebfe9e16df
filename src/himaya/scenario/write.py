"""Writes a scenario as YAML that reads back equal."""

from __future__ import annotations

from pathlib import Path

from himaya.files.write import dump_tree
from himaya.scenario.model import Scenario


def dump(scenario: Scenario, path: str | Path | None = None, /) -> str:
    """Write a scenario as YAML, everything stated, and return the text.

    Parameters
    ----------
    scenario : as loaded: with the types it uses.
    path : the file to write; None writes none.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    return dump_tree(scenario.model_dump(mode="json", exclude_none=True), path)
