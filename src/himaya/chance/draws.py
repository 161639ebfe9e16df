"""Uniform numbers by history and purpose, in no order: the same whatever else is drawn.

SplitMix64 (Steele, Lea and Flood 2014) read at any place of its sequence. Seed and purpose hash to a
key; key and history make a sequence; occasion and step are a place in it. So a history is the same in a
study of one hundred and in one of a million, and a plain twin can draw it alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from himaya.arrays import F8, I8

_GOLDEN, _FIRST, _SECOND = (
    np.uint64(each) for each in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
)


@dataclass(frozen=True)
class Draws:
    """The uniform numbers of one seed."""

    seed: int
    """0 to 2**63 - 1."""
    study: str = ""
    """Another study of the same seed has other numbers."""

    def uniform(self, purpose: str, history: I8, occasion: I8 | int = 0, step: I8 | int = 0) -> F8:
        """Uniform numbers in (0, 1), 53 bits.

        Parameters
        ----------
        purpose : what they are for; another purpose is another sequence.
        history : i8[n], from 0.
        occasion : i8[n] or one, 0 to 2**41: which loss, as a rule.
        step : i8[n] or one, 0 to 2**22 - 1.

        Returns
        -------
        f8[n]
        """
        text = self.seed.to_bytes(8, "little", signed=True) + f"{self.study}/{purpose}".encode()
        key = np.uint64(int.from_bytes(blake2b(text, digest_size=8).digest(), "little"))
        own = _mixed(key + _GOLDEN * np.asarray(history, np.uint64))
        place = (np.atleast_1d(occasion).astype(np.uint64) << np.uint64(22)) | np.asarray(step, np.uint64)
        made: F8 = ((_mixed(own + _GOLDEN * place) >> np.uint64(11)).astype(np.float64) + 0.5) / 2.0**53
        return made


def _mixed(z: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """SplitMix64's finaliser: a bijection of 64 bits in which every bit moves every other."""
    z = (z ^ (z >> np.uint64(30))) * _FIRST
    z = (z ^ (z >> np.uint64(27))) * _SECOND
    return z ^ (z >> np.uint64(31))
