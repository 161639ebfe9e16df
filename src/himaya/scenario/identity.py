"""The numbers that random draws are keyed by: hashes of ids, never of places in a list."""

from __future__ import annotations

from hashlib import blake2b


def unit_hash(unit_id: str) -> int:
    """Hash the id of a unit or area defence to 32 bits: BLAKE2b, 4 bytes, little-endian."""
    return int.from_bytes(blake2b(unit_id.encode(), digest_size=4).digest(), "little")


def group_key(seed: int, group_id: str) -> tuple[int, int]:
    """Key of a threat group's draws: two 32-bit words of an 8-byte BLAKE2b.

    Parameters
    ----------
    seed : the replications' seed, 0 to 2**63 - 1.
    group_id : the group's id.

    Raises
    ------
    OverflowError
        If the seed does not fit 8 signed bytes.
    """
    text = seed.to_bytes(8, "little", signed=True) + b"\0" + group_id.encode()
    digest = blake2b(text, digest_size=8).digest()
    return int.from_bytes(digest[:4], "little"), int.from_bytes(digest[4:], "little")
