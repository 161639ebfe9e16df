"""Files are there whole or not at all."""

import os
from pathlib import Path

import numpy as np
import pytest

from himaya.errors import OutputError
from himaya.files.kept_arrays import kept_arrays
from himaya.files.whole import refuse_existing, write_new, write_text, write_whole


def half(path):
    path.write_text("half")
    raise OSError(28, "No space left on device")


def test_write_whole__that_fails_leaves_what_was_there_and_nothing_else(tmp_path):
    file = tmp_path / "a.txt"
    write_text(file, "before")
    with pytest.raises(OutputError, match=r"a\.txt: cannot be written: No space left.*expected room"):
        write_whole(file, half, expected="room")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert file.read_text() == "before"


def test_write_whole__shows_no_half_file(tmp_path):
    file = tmp_path / "a.txt"

    def slowly(path):
        path.write_text("a")
        assert not file.exists()
        path.write_text("all")

    write_whole(file, slowly)
    assert file.read_text() == "all"


def test_write_new__refuses_a_file_that_came_meanwhile(tmp_path):
    file = tmp_path / "a.txt"

    def while_another_writes(path):
        path.write_text("mine")
        file.write_text("theirs")

    with pytest.raises(OutputError, match="is there already"):
        write_new(file, while_another_writes)
    assert file.read_text() == "theirs"


def test_kept_arrays__are_made_once(tmp_path):
    file, made = tmp_path / "deep" / "abc.arrays", []

    def make():
        made.append(1)
        return {"x": np.arange(3)}

    for _ in range(2):
        assert kept_arrays(file, make, ("x",))["x"].tolist() == [0, 1, 2]
    assert len(made) == 1


def test_kept_arrays__of_other_fields_are_made_anew(tmp_path, caplog):
    file = tmp_path / "abc.arrays"
    kept_arrays(file, lambda: {"x": np.arange(3)}, ("x",))
    assert kept_arrays(file, lambda: {"y": np.arange(2)}, ("y",))["y"].tolist() == [0, 1]
    assert "not what its name says" in caplog.text


def test_kept_arrays__that_nobody_asks_for_again_are_not_written(tmp_path):
    kept_arrays(tmp_path / "abc.arrays", lambda: {"x": np.arange(3)}, ("x",), keep=False)
    assert list(tmp_path.iterdir()) == []


def test_write_whole__goes_through_no_name_that_others_can_foresee(tmp_path):
    seen = []
    for _ in range(2):
        write_whole(tmp_path / "a.txt", lambda path: seen.append(path) or path.write_text("a"))
    assert seen[0] != seen[1]
    assert all(path.parent == tmp_path for path in seen)


def test_write_whole__keeps_the_users_mask(tmp_path):
    write_text(tmp_path / "a.txt", "a")
    (tmp_path / "b.txt").touch()
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "b.txt").stat().st_mode


def test_write_whole__where_nothing_can_be_made_or_removed_says_why(tmp_path, monkeypatch):
    """As on a disk that can only be read: the reason is told, not what the tidying met."""
    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(OutputError, match=r"a\.txt: cannot be written: Read-only file system"):
        write_text(tmp_path / "a.txt", "a")


def refuse(*args, **options):
    raise OSError(30, "Read-only file system")


def test_write_new__without_links_on_the_disk_still_refuses_what_is_there(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "link", refuse)
    write_new(tmp_path / "a.txt", lambda path: path.write_text("a"))
    with pytest.raises(OutputError, match="is there already"):
        write_new(tmp_path / "a.txt", lambda path: path.write_text("b"))
    assert (tmp_path / "a.txt").read_text() == "a"
    assert len(list(tmp_path.iterdir())) == 1


def test_directory_that_was_removed__is_told(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    refuse_existing(Path("x.csv"))
    with pytest.raises(OutputError, match="cannot be written"):
        write_text(Path("x.csv"), "a")
