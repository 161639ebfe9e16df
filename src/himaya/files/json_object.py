"""JSON files of our own that others may have changed or damaged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from himaya.files.contents import contents_of

MAX_BYTES = 10_000_000


def read_json_object(file: Path) -> dict[str, Any]:
    """Read a JSON object.

    Raises
    ------
    OSError
        If it cannot be read, is too large or too deep, or is no object.
    """
    data = contents_of(file, MAX_BYTES)
    if len(data) > MAX_BYTES:
        raise OSError(f"larger than {MAX_BYTES:,} bytes")
    try:
        said = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise OSError(f"damaged: {error}") from error
    if not isinstance(said, dict):
        raise OSError("no JSON object")
    return said
