"""Nights as the record has them: replayed one by one, or resampled in blocks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from himaya.arrays import I8
from himaya.campaign.raids.recent import Recent
from himaya.chance.draws import Draws


@dataclass(frozen=True)
class Replay:
    """Recorded nights, the same in every future."""

    recorded: I8
    """i8[night, class group]"""

    @property
    def launches(self) -> list[bool]:
        """By class group, whether any is ever launched."""
        return [bool(column.any()) for column in self.recorded.T]

    def counts(self, night: int, futures: range) -> I8:
        """i8[future, class group]"""
        return np.repeat(self.recorded[night - 1][None], len(futures), axis=0)


class Bootstrap:
    """Blocks of consecutive recorded nights, so that quiet and massed nights stay together.

    A future's blocks follow one another: each has a length that is uniform between the least and the most,
    and begins at a night that is uniform among those from which it fits into the window.
    """

    def __init__(self, recorded: I8, blocks: tuple[int, int], nights: int, draws: Draws) -> None:
        self.recorded, self.blocks, self.nights, self.draws = recorded, blocks, nights, draws
        self._drawn = Recent(lambda futures: (self.sources(futures),))

    @property
    def launches(self) -> list[bool]:
        """By class group, whether any is ever launched."""
        return [bool(column.any()) for column in self.recorded.T]

    def counts(self, night: int, futures: range) -> I8:
        """i8[future, class group]"""
        (sources,) = self._drawn.of(futures)
        drawn: I8 = self.recorded[sources[:, night - 1]]
        return drawn

    def sources(self, futures: range) -> I8:
        """i8[future, night]: the recorded night that each night repeats."""
        future = np.array(futures, np.int64)
        least, most = self.blocks
        n_blocks = -(-self.nights // least)
        made = np.zeros((len(future), n_blocks * most), np.int64)
        end = np.zeros(len(future), np.int64)
        row = np.arange(len(future))
        for block in range(n_blocks):
            spread = self.draws.uniform("length", future, block) * (most - least + 1)
            length = least + spread.astype(np.int64)
            room = len(self.recorded) - length + 1
            start = (self.draws.uniform("start", future, block) * room).astype(np.int64)
            for k in range(most):
                inside = (k < length) & (end + k < made.shape[1])
                made[row[inside], (end + k)[inside]] = (start + k)[inside]
            end += length
        return made[:, : self.nights]
