"""What is read of a file: so many bytes, and only of what ends."""

from __future__ import annotations

import os

import pytest

from himaya.errors import ProblemsError
from himaya.files.contents import contents_of, read_contents


def test_contents__are_one_byte_more_than_is_allowed(tmp_path):
    (tmp_path / "some").write_bytes(b"0123456789")
    assert contents_of(tmp_path / "some", 4) == b"01234"
    assert read_contents(tmp_path / "some", 10) == b"0123456789"


def test_pipe__is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="not a regular file"):
        contents_of(tmp_path / "pipe", 4)


@pytest.mark.parametrize("name", ["none", ".", "null\0byte"])
def test_what_cannot_be_read__is_one_problem_that_says_what_should_be_there(tmp_path, name):
    with pytest.raises(ProblemsError, match=r"cannot be read: .*expected a list") as caught:
        read_contents(tmp_path / name, 4, "a list")
    assert len(caught.value.problems) == 1
