"""Libraries kept on disk: what a hit returns, and what happens when the disk fails."""

import logging

import numpy as np
import pytest

from himaya.files import kept_arrays
from himaya.files.raw_arrays import read_raw, write_raw
from himaya.raid.prepare.geometry import disk
from himaya.raid.prepare.geometry.disk import library, library_hash
from himaya.raid.prepare.geometry.places import SensorDisc
from tests.raid.prepare.geometry.sample import AREAS, CORRIDORS, HAZARDS, REACHES, REQUEST, everything

HASH = "70688c80cd899a1f8ac7240b8f269358"
SMALL = REQUEST._replace(n_variants=8)


def columns(built):
    tables = (built.routes, built.windows, built.passes, built.breaks)
    ends = (
        built.first_variant,
        built.start_lat_deg,
        built.start_lon_deg,
        built.end_lat_deg,
        built.end_lon_deg,
    )
    return [column for table in (*tables, ends) for column in table]


def same(first, second):
    pairs = zip(columns(first), columns(second), strict=True)
    return all(a.dtype == b.dtype and np.array_equal(a, b) for a, b in pairs)


@pytest.fixture
def never_built(monkeypatch):
    monkeypatch.setattr(disk, "build_library", lambda request: pytest.fail("built though it was kept"))


def test_library__kept_equals_the_built_one(tmp_path, request):
    built = library(SMALL, tmp_path)
    request.getfixturevalue("never_built")
    assert same(library(SMALL, tmp_path), built)
    assert [path.name for path in tmp_path.iterdir()] == [f"{library_hash(SMALL)}.arrays"]


def test_library__is_kept_in_the_users_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("HIMAYA_CACHE_DIR", str(tmp_path))
    library(SMALL)
    assert (tmp_path / "routes" / f"{library_hash(SMALL)}.arrays").is_file()


def _truncated(path):
    path.write_bytes(path.read_bytes()[:-1000])


def _flipped(path):
    content = bytearray(path.read_bytes())
    content[2000] ^= 255
    path.write_bytes(content)


def _foreign(path):
    write_raw(path, path.stem, {"values": np.arange(3)})


def _anothers(path):
    write_raw(path, "0" * 32, read_raw(path)[1])


@pytest.mark.parametrize(
    "spoil",
    [_truncated, _flipped, _foreign, _anothers, lambda path: path.write_bytes(b""),
     lambda path: path.write_text("no arrays")],
)  # fmt: skip
def test_library__spoilt_on_disk_is_built_anew_with_one_line(spoil, tmp_path, caplog):
    built = library(SMALL, tmp_path)
    (path,) = tmp_path.iterdir()
    good = path.read_bytes()
    spoil(path)
    assert path.read_bytes() != good
    assert same(library(SMALL, tmp_path), built)
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "worked out anew" in caplog.text
    assert same(library(SMALL, tmp_path), built)
    assert len(caplog.records) == 1


def test_library__with_a_file_in_place_of_the_folder_is_built_with_one_line(tmp_path, caplog):
    (tmp_path / "routes").write_text("in the way")
    assert everything(library(SMALL, tmp_path / "routes"), 3) == everything(disk.build_library(SMALL), 3)
    (record,) = caplog.records
    assert "is not kept: " in record.message


def test_library__on_a_full_disk_leaves_nothing_behind(tmp_path, caplog, monkeypatch):
    def full(file, name, arrays):
        file.write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept_arrays, "write_raw", full)
    library(SMALL, tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert "No space left on device" in caplog.text


@pytest.mark.parametrize(
    "changed",
    [
        {"n_variants": 16},
        {"projection": REQUEST.projection._replace(lon_0=31.5)},
        {"theatre": REQUEST.theatre._replace(region=AREAS[0].region)},
        {"reaches": (*REACHES[:-1], REACHES[-1]._replace(mask_deg=0.1))},
        {"hazards": (HAZARDS[0]._replace(hazard_per_m=(2e-6, 2e-6, 1e-7, 0.0, 1e-9)), HAZARDS[1])},
        {"areas": (AREAS[0], AREAS[1]._replace(classes=(True,) * 5))},
        {"sensors": (SensorDisc(0, 50.0, 31.0, 10.0, 0.0, 1e5),)},
        {"n_networks": 2},
        {"corridors": (CORRIDORS[0]._replace(id="kursk-kyiw"), *CORRIDORS[1:])},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_hash__changes_with_every_input(changed):
    assert library_hash(SMALL._replace(**changed)) != library_hash(SMALL)


def test_hash__is_the_stated_one_and_changes_with_the_version(monkeypatch):
    assert library_hash(REQUEST) == HASH
    monkeypatch.setattr(disk, "LIBRARY_VERSION", disk.LIBRARY_VERSION + 1)
    assert library_hash(REQUEST) != HASH


def test_hash__takes_numbers_of_numpy_as_plain_ones():
    reach = REACHES[0]._replace(weapon=np.int64(0), range_max_m=np.float64(40_000.0))
    assert library_hash(SMALL._replace(reaches=(reach, *REACHES[1:]))) == library_hash(SMALL)
