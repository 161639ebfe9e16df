"""numba's files of compiled kernels, each with a checksum: a flipped bit in machine code gives other numbers.

What is damaged is told of, and compiled again. The files are pickles, and who can write them runs code: the
directory is the user's own.
"""

from __future__ import annotations

import logging
import pickle
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

from numba.core.caching import IndexDataCacheFile

_LOG = logging.getLogger(__name__)
_CHECKSUM_BYTES = 16


class CheckedFiles(IndexDataCacheFile):  # type: ignore[misc]  # numba has no types
    """Index and machine code of one kernel."""

    def _load_index(self) -> dict[Any, str]:
        try:
            version, stamp, overloads = pickle.loads(_read(Path(self._index_path)))  # noqa: S301
        except FileNotFoundError:
            return {}
        except Exception as error:
            _LOG.warning("%s cannot be read (%s): compiled anew", self._index_path, error)
            with suppress(OSError):
                Path(self._index_path).unlink()
            return {}
        return overloads if (version, stamp) == (self._version, self._source_stamp) else {}

    def _save_index(self, overloads: dict[Any, str]) -> None:
        data = self._dump((self._version, self._source_stamp, overloads))
        with self._open_for_write(self._index_path) as stream:
            stream.write(_checksum(data) + data)

    def _load_data(self, name: str) -> Any:
        path = self._data_path(name)
        try:
            return pickle.loads(_read(Path(path)))  # noqa: S301
        except FileNotFoundError:
            raise
        except Exception as error:
            _LOG.warning("%s cannot be read (%s): compiled anew", path, error)
            raise OSError("damaged") from error

    def _save_data(self, name: str, data: Any) -> None:
        dumped = self._dump(data)
        with self._open_for_write(self._data_path(name)) as stream:
            stream.write(_checksum(dumped) + dumped)


def _checksum(data: bytes) -> bytes:
    return blake2b(data, digest_size=_CHECKSUM_BYTES).digest()


def _read(path: Path) -> bytes:
    with path.open("rb") as stream:
        checksum, data = stream.read(_CHECKSUM_BYTES), stream.read()
    if checksum != _checksum(data):
        raise ValueError("damaged: its checksum is another")
    return data
