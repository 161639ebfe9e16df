"""Writes a supply as YAML that reads back equal."""

from __future__ import annotations

from pathlib import Path

from himaya.campaign.supply.file import Supply
from himaya.files.write import dump_tree


def dump_supply(supply: Supply, path: str | Path | None = None, /) -> str:
    """Write a supply as YAML, everything stated, and return the text.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    return dump_tree(supply.model_dump(mode="json", exclude_none=True), path)
