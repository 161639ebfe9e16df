"""Files are there whole or not at all."""

import numpy as np
import pytest

from himaya.errors import OutputError
from himaya.files.kept_arrays import kept_arrays
from himaya.files.whole import write_new, write_text, write_whole


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
