"""Philox4x32-10 written from Salmon et al. (SC11), and the keyed uniforms of the model."""

from __future__ import annotations

MASK = 0xFFFFFFFF


def philox(counter: tuple[int, ...], key: tuple[int, ...]) -> tuple[int, ...]:
    """Ten rounds, plain integers."""
    c, k = list(counter), list(key)
    for _ in range(10):
        high0, low0 = divmod(0xD2511F53 * c[0], 1 << 32)
        high1, low1 = divmod(0xCD9E8D57 * c[2], 1 << 32)
        c = [high1 ^ c[1] ^ k[0], low1, high0 ^ c[3] ^ k[1], low0]
        k = [(k[0] + 0x9E3779B9) & MASK, (k[1] + 0xBB67AE85) & MASK]
    return tuple(c)


def uniforms(
    key: tuple[int, ...], replication: int, second: tuple[int, int, int], rest: tuple[int, int]
) -> list[float]:
    """Four uniforms: second = (stream, night, draw), rest = (ordinal, hash of the unit's id)."""
    stream, night, draw = second
    words = philox((replication, stream << 27 | night << 16 | draw, *rest), key)
    return [(word + 0.5) * 2.0**-32 for word in words]
