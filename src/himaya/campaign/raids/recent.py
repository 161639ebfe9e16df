"""What was drawn for blocks of futures, bounded however many futures there are: the blocks used last."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from himaya.arrays import Array

MOST_BYTES = 64_000_000
"""Forty blocks of 50 futures over 2,000 nights: enough for one on each of forty threads."""


class Recent:
    """Draws all nights of a block of futures once, though it is asked for night by night.

    Several threads may ask, each for futures of its own. What is dropped is drawn again, the same.
    """

    def __init__(self, draw: Callable[[range], tuple[Array, ...]], most_bytes: int = MOST_BYTES) -> None:
        self.draw, self.most_bytes = draw, most_bytes
        self._lock, self._kept = Lock(), OrderedDict[range, tuple[Array, ...]]()

    def of(self, futures: range) -> tuple[Array, ...]:
        """All arrays of a block: kept, or drawn now."""
        with self._lock:
            arrays = self._kept.get(futures)
            if arrays is not None:
                self._kept.move_to_end(futures)
                return arrays
        arrays = self.draw(futures)
        with self._lock:
            self._kept[futures] = arrays
            while len(self._kept) > 1 and self.n_bytes > self.most_bytes:
                self._kept.popitem(last=False)
        return arrays

    @property
    def n_bytes(self) -> int:
        """Bytes of all arrays kept: at most `most_bytes`, but for a single block that is larger by itself."""
        return sum(array.nbytes for arrays in self._kept.values() for array in arrays)
