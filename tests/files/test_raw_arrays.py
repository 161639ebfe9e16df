"""Arrays in one file: what is read is what was written, or damage is found."""

from __future__ import annotations

import numpy as np
import pytest

from himaya.files.raw_arrays import read_raw, write_raw

ARRAYS = {
    "floats": np.array([[0.1, -0.0], [np.nan, np.inf]]),
    "small": np.arange(5, dtype=np.int32),
    "empty": np.empty((0, 3)),
    "flags": np.array([True, False, True]),
    "one": np.array(7),
    "turned": np.arange(6.0).reshape(2, 3).T,
    "every_other": np.arange(10)[::2],
}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "some.arrays"
    write_raw(path, "some", ARRAYS)
    return path


def test_arrays__come_back_as_they_were(file):
    name, arrays = read_raw(file)
    assert (name, list(arrays)) == ("some", list(ARRAYS))
    for field, array in ARRAYS.items():
        assert arrays[field].dtype == array.dtype
        np.testing.assert_array_equal(arrays[field], array)


def test_arrays__can_be_computed_with_and_written_to(file):
    for array in read_raw(file)[1].values():
        assert array.flags.aligned
        assert array.flags.writeable
        assert array.flags.c_contiguous


def test_any_byte__that_is_another_is_found(file):
    good = file.read_bytes()
    for place in range(len(good)):
        file.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        with pytest.raises(OSError, match="damaged"):
            read_raw(file)


@pytest.mark.parametrize("length", [0, 5, 9, 100, -1])
def test_part_of_a_file__is_refused(file, length):
    file.write_bytes(file.read_bytes()[:length])
    with pytest.raises(OSError, match="damaged"):
        read_raw(file)


def test_objects__are_not_written(tmp_path):
    with pytest.raises(TypeError):
        write_raw(tmp_path / "x", "x", {"x": np.array([{}], object)})
