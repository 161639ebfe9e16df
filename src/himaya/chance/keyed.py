"""The kernel's keyed uniforms for many threats at once: Philox4x32-10 over numpy's arrays."""

from __future__ import annotations

import numpy as np

from himaya.arrays import F8, I8, U8

_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_MASK, _32 = np.uint64(0xFFFFFFFF), np.uint64(32)


def keyed_uniforms(
    key: U8, replication: I8, address: tuple[int, int], ordinal: I8 | int = 0, unit_hash: int = 0
) -> F8:
    """Four uniforms in (0, 1) for each row, the same as `kernels.keys.uniforms` gives one by one.

    Parameters
    ----------
    key : u8[row, 2] or u8[2], of the threat's group or of the night.
    replication : i8[row], from 0.
    address : stream, and draw or night << 16 | draw, as in `kernels.keys`.
    ordinal : i8[row] or one: number of the threat in its group.
    unit_hash : of the id of what it is drawn for beside the threat; 0: nothing.

    Returns
    -------
    f8[4, row]
    """
    stream, draw = address
    c0 = np.asarray(replication, np.uint64)
    c1 = np.full_like(c0, (int(stream) << 27) | draw)
    c2, c3 = np.zeros_like(c0) + np.asarray(ordinal, np.uint64), np.full_like(c0, unit_hash)
    k0, k1 = key[..., 0], key[..., 1]
    for _ in range(10):
        p0, p1 = _M0 * c0, _M1 * c2
        c0, c1 = (p1 >> _32) ^ c1 ^ k0, p1 & _MASK
        c2, c3 = (p0 >> _32) ^ c3 ^ k1, p0 & _MASK
        k0, k1 = (k0 + _W0) & _MASK, (k1 + _W1) & _MASK
    made: F8 = (np.stack([c0, c1, c2, c3]).astype(np.float64) + 0.5) * 2.0**-32
    return made
