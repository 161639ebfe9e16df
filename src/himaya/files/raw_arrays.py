"""Arrays in one file that is read at one go: a checksum, a line of JSON that lists them, their bytes.

An archive of NumPy's is opened, checked and described array by array: three times the time for a cache.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import reduce
from math import prod
from pathlib import Path
from zlib import crc32

import numpy as np

from himaya.arrays import Array

ALIGNED = 64
"""Every array begins at a multiple of so many bytes after the line."""


def write_raw(file: Path, name: str, arrays: Mapping[str, Array]) -> None:
    """Write arrays of numbers, with a name that says what they are."""
    kinds = {field: [array.dtype.str, array.shape] for field, array in arrays.items()}
    line = json.dumps({"name": name, "arrays": kinds}).encode() + b"\n"
    blocks = [np.ascontiguousarray(array).reshape(-1).view(np.uint8).data for array in arrays.values()]
    padded = [part for block in blocks for part in (block, bytes(_room(len(block)) - len(block)))]
    checksum = reduce(lambda so_far, part: crc32(part, so_far), padded, crc32(line))
    with file.open("wb") as stream:
        for part in (b"%08x " % checksum, line, *padded):
            stream.write(part)


def read_raw(file: Path) -> tuple[str, dict[str, Array]]:
    """Read the name and the arrays of a file; they share its memory, and can be written to.

    Raises
    ------
    OSError
        If it cannot be read or is damaged.
    """
    with file.open("rb") as stream:
        checksum, line = stream.read(9), stream.readline()
        body = np.fromfile(stream, np.uint8)
    if checksum != b"%08x " % crc32(body.data, crc32(line)):
        raise OSError("damaged: its checksum is another")
    described = json.loads(line)
    arrays, start = {}, 0
    for field, (kind, shape) in described["arrays"].items():
        n_bytes = np.dtype(kind).itemsize * prod(shape)
        arrays[field] = body[start : start + n_bytes].view(kind).reshape(shape)
        start += _room(n_bytes)
    return described["name"], arrays


def _room(n_bytes: int) -> int:
    return -(-n_bytes // ALIGNED) * ALIGNED
