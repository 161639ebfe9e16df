"""Random numbers by key: Philox4x32-10 (Salmon et al., SC11), counter in, four words out.

key     = 8 bytes of BLAKE2b(seed, id of the threat group), as two 32-bit words
counter = (replication, stream << 27 | night << 16 | draw, ordinal, hash of the unit's id or 0)

Array indices never enter, so results do not depend on threads, chunks or order, and adding
a unit changes no other draw. All words are uint64 that hold 32 bits.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from himaya.kernels.jit import inline_callable

THREAT, LOSS, SHOT, MEETING, NIGHT, UNIT_UP, NETWORK_UP, TRACK, DUPLICATE, IMPACT, DEBRIS, TARGET = (
    np.int64(stream) for stream in range(12)
)
"""Streams; append only: their numbers are part of every seeded result."""


class Address(NamedTuple):
    """What a threat group's draw is for."""

    stream: np.int64
    night: np.int64
    draw: np.int64
    """Its number in the stream, below 2^16."""


_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
_W0 = np.uint64(0x9E3779B9)
_W1 = np.uint64(0xBB67AE85)
_MASK = np.uint64(0xFFFFFFFF)
_32 = np.uint64(32)


@inline_callable
def philox(counter, key):
    """Four 32-bit words from a counter of four and a key of two, all uint64."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        p0 = _M0 * c0
        p1 = _M1 * c2
        c0 = (p1 >> _32) ^ c1 ^ k0
        c1 = p1 & _MASK
        c2 = (p0 >> _32) ^ c3 ^ k1
        c3 = p0 & _MASK
        k0 = (k0 + _W0) & _MASK
        k1 = (k1 + _W1) & _MASK
    return c0, c1, c2, c3


@inline_callable
def uniform(word):
    """A 32-bit word as a float in (0, 1): (word + 1/2) / 2^32."""
    return (np.float64(np.int64(word)) + 0.5) * 2.3283064365386963e-10


@inline_callable
def uniforms(key, replication, address, subject):
    """Four uniforms; address : `Address`, subject = (ordinal, unit hash)."""
    ordinal, unit_hash = subject
    second = np.uint64((address.stream << 27) | (address.night << 16) | address.draw)
    counter = (np.uint64(replication), second, np.uint64(ordinal), np.uint64(unit_hash))
    w0, w1, w2, w3 = philox(counter, (key[0], key[1]))
    return uniform(w0), uniform(w1), uniform(w2), uniform(w3)


@inline_callable
def fill_uniforms(rows, n, replication):
    """Uniforms of the first n rows at once: a loop without branches, which compiles to vector code."""
    for row in range(n):
        counter = (np.uint64(replication), rows.address[row], rows.ordinal[row], rows.unit_hash[row])
        w0, w1, w2, w3 = philox(counter, (rows.key_0[row], rows.key_1[row]))
        rows.u_0[row], rows.u_1[row] = uniform(w0), uniform(w1)
        rows.u_2[row], rows.u_3[row] = uniform(w2), uniform(w3)
