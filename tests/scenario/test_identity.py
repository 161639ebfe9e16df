"""Keys of draws: fixed for ever, since every stored result depends on them."""

from __future__ import annotations

import pytest

from himaya.scenario.identity import group_key, unit_hash


def test_unit_hash__is_the_little_end_of_blake2b():
    assert unit_hash("gun-1") == 0x5A6D4946  # b2sum -l 32: 46496d5a


def test_group_key__mixes_seed_and_id():
    assert group_key(1, "pair") == (0x899E7906, 0xA36D2CD1)  # b2sum -l 64: 06799e89d12c6da3
    assert len({group_key(seed, name) for seed in (0, 2**63 - 1) for name in ("a", "b")}) == 4


def test_group_key__refuses_a_seed_too_large():
    with pytest.raises(OverflowError):
        group_key(2**63, "pair")
