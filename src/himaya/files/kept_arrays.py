"""Archives of arrays: written whole, and kept in caches by the hash of all that they depend on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from himaya.arrays import Array
from himaya.errors import OutputError
from himaya.files.raw_arrays import read_raw, write_raw
from himaya.files.whole import write_whole

logger = logging.getLogger(__name__)


def save_arrays(file: Path, arrays: Mapping[str, Array]) -> None:
    """Write arrays as a NumPy archive, compressed."""
    with file.open("wb") as stream:
        np.savez_compressed(stream, allow_pickle=False, **arrays)


def read_arrays(file: Path) -> dict[str, Array]:
    """Read a NumPy archive; the archive's own checksums find damage.

    Raises
    ------
    OSError
        If it cannot be read or is damaged.
    """
    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except OSError:
        raise
    except Exception as error:  # a damaged archive may fail with anything: zlib's error, NotImplementedError
        raise OSError(f"damaged: {error}") from error


def kept_arrays(
    file: Path, make: Callable[[], dict[str, Array]], fields: tuple[str, ...], *, keep: bool = True
) -> dict[str, Array]:
    """Arrays of a cache's file if it is there and whole; else made, and kept there.

    Parameters
    ----------
    file : named by the hash of all that the arrays depend on; its name is kept inside, too.
    fields : names of the arrays.
    keep : whether to write what was made; what nobody will ask for again would only fill the disk.
    """
    if file.is_file():
        try:
            name, arrays = read_raw(file)
        except OSError as error:
            logger.warning("%s cannot be read (%s): worked out anew", file, error)
        else:
            if name == file.stem and set(arrays) == set(fields):
                return arrays
            logger.warning("%s is not what its name says: worked out anew", file)
    made = make()
    if keep:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(file, lambda path: write_raw(path, file.stem, made))
        except (OSError, OutputError) as error:
            logger.warning("%s is not kept: %s", file, error)
    return made
