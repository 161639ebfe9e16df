"""What others may have damaged is read whole or refused with one error."""

import json

import numpy as np
import pytest
import xarray as xr

from himaya.errors import OutputError, ProblemsError
from himaya.files.json_object import read_json_object
from himaya.files.kept_arrays import read_arrays, save_arrays
from himaya.files.netcdf import read_netcdf, write_netcdf

ARRAYS = {"hits": np.arange(200).reshape(10, 20), "value": np.linspace(0, 1, 30)}


def flips(data):
    """Copies of the bytes with one bit turned, at a hundred places from the first byte to the last."""
    for place in np.linspace(0, len(data) - 1, 100).astype(int):
        damaged = bytearray(data)
        damaged[place] ^= 1 << (place % 8)
        yield bytes(damaged)


def test_archive_with_a_turned_bit__is_the_same_or_refused(tmp_path):
    file, refused = tmp_path / "a.npz", 0
    save_arrays(file, ARRAYS)
    for damaged in list(flips(file.read_bytes())):
        file.write_bytes(damaged)
        try:
            arrays = read_arrays(file)
        except OSError:
            refused += 1
        else:
            assert all(np.array_equal(arrays[name], ARRAYS[name]) for name in arrays)
    assert refused > 50


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no archive", b"\x93NUMPY"])
def test_what_is_no_archive__is_refused(tmp_path, data):
    (tmp_path / "a.npz").write_bytes(data)
    with pytest.raises(OSError, match="damaged"):
        read_arrays(tmp_path / "a.npz")


def test_netcdf__comes_back(tmp_path):
    dataset = xr.Dataset({"hits": (("replication", "threat"), ARRAYS["hits"])}, attrs={"provenance": "{}"})
    write_netcdf(dataset, tmp_path / "a.nc", {"hits": {"zlib": True}})
    assert read_netcdf(tmp_path / "a.nc", "is damaged", "whole").identical(dataset)


def test_netcdf__with_a_nul_in_a_text_is_refused(tmp_path):
    dataset = xr.Dataset({"hits": ("x", [1])}, coords={"x": np.array(["a\0b"], dtype=object)})
    with pytest.raises(OutputError, match=r"a\.nc: cannot be written"):
        write_netcdf(dataset, tmp_path / "a.nc", {})
    assert not (tmp_path / "a.nc").exists()


@pytest.mark.parametrize("part", [0.0, 0.2, 0.5, 0.9])
def test_netcdf__that_is_cut_off_is_refused(tmp_path, part):
    file = tmp_path / "a.nc"
    write_netcdf(xr.Dataset({"hits": ("x", np.arange(10_000))}), file, {})
    whole = file.read_bytes()
    file.write_bytes(whole[: int(part * len(whole))])
    with pytest.raises(ProblemsError, match=r"a\.nc: is damaged, expected whole"):
        read_netcdf(file, "is damaged", "whole")


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "[]", "1", "", "{", "\x00", "\ud800"])
def test_json__that_is_no_object_is_refused(tmp_path, text):
    (tmp_path / "a.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(OSError, match=r"damaged|no JSON object"):
        read_json_object(tmp_path / "a.json")


def test_json__too_large_is_refused(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps({"a": "x" * 10_000_000}))
    with pytest.raises(OSError, match="larger than 10,000,000 bytes"):
        read_json_object(tmp_path / "a.json")
