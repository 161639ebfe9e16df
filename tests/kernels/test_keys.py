"""The random numbers: Philox4x32-10's published vectors, and one address for one draw."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from himaya.kernels import keys
from tests.naive import philox as naive

WORD = st.integers(0, 2**32 - 1)
ONES = 0xFFFFFFFF
KNOWN = [  # counter, key, words: kat_vectors of Random123 (Salmon et al., SC11)
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ONES,) * 4, (ONES,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


def kernel_philox(counter, key):
    words = keys.philox(tuple(map(np.uint64, counter)), tuple(map(np.uint64, key)))
    return tuple(int(word) for word in words)


@pytest.mark.parametrize("philox", [kernel_philox, naive.philox], ids=["kernel", "twin"])
@pytest.mark.parametrize(("counter", "key", "words"), KNOWN, ids=["zeros", "ones", "pi"])
def test_philox__known_answers(philox, counter, key, words):
    assert philox(counter, key) == words


@settings(max_examples=200)
@given(st.tuples(WORD, WORD, WORD, WORD), st.tuples(WORD, WORD))
def test_philox__kernel_equals_twin(counter, key):
    assert kernel_philox(counter, key) == naive.philox(counter, key)


@settings(max_examples=200)
@given(
    st.tuples(WORD, WORD),
    st.integers(0, 2**31 - 1),
    st.tuples(st.integers(0, 31), st.integers(0, 2**11 - 1), st.integers(0, 2**16 - 1)),
    st.tuples(st.integers(0, 2**18 - 1), WORD),
)
def test_uniforms__kernel_equals_twin(key, replication, address, subject):
    own, subject_id = keys.Address(*address), (subject[0], np.uint64(subject[1]))
    drawn = keys.uniforms(np.array(key, "u8"), replication, own, subject_id)
    assert list(drawn) == naive.uniforms(key, replication, address, subject)


@pytest.mark.parametrize(
    ("word", "value"), [(0, 0.5 / 2**32), (ONES, 1.0 - 0.5 / 2**32)], ids=["least", "most"]
)
def test_uniform__stays_inside_the_open_interval(word, value):
    assert keys.uniform(np.uint64(word)) == value
    assert 0.0 < value < 1.0


def test_streams__are_append_only():
    names = ["THREAT", "LOSS", "SHOT", "MEETING", "NIGHT", "UNIT_UP", "NETWORK_UP", "TRACK", "DUPLICATE"]
    assert [getattr(keys, name) for name in names] == list(range(9))
