"""JSON files of our own that others may have changed or damaged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

MAX_BYTES = 10_000_000


def read_json_object(file: Path) -> dict[str, Any]:
    """Read a JSON object.

    Raises
    ------
    OSError
        If it cannot be read, is too large or too deep, or is no object.
    """
    if file.exists() and not file.is_file():
        raise OSError("not a regular file")
    with file.open("rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise OSError(f"larger than {MAX_BYTES:,} bytes")
    try:
        said = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise OSError(f"damaged: {error}") from error
    if not isinstance(said, dict):
        raise OSError("no JSON object")
    return said
