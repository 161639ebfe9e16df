"""A run's directory is there whole, or not at all; what is not a run is never touched."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path

import pytest

from himaya.app import actions
from himaya.errors import HimayaError, OutputError
from himaya.store.runs import refuse_taken, store_run

FILES = {"a.txt": lambda path: path.write_text("new", encoding="utf-8")}
NAMES = ["a.txt", "manifest.json"]


def names(directory: Path) -> list[str]:
    return sorted(each.name for each in directory.iterdir())


@pytest.fixture
def run_directory(tmp_path):
    store_run(tmp_path / "run", {"old.txt": lambda path: path.write_text("old", encoding="utf-8")})
    return tmp_path / "run"


@pytest.mark.parametrize("place", ["new", "deep/er/new", "empty", "empty/../new"])
def test_new_or_empty_directory__is_taken(tmp_path, place):
    (tmp_path / "empty").mkdir()
    refuse_taken(tmp_path / place, force=False)
    store_run(tmp_path / place, FILES)
    assert names(tmp_path / place) == NAMES
    assert json.loads((tmp_path / place / "manifest.json").read_text()) == {
        "format": "himaya/run/1",
        "files": ["a.txt"],
        "sha256": {"a.txt": sha256(b"new").hexdigest()},
    }
    assert not [name for name in names((tmp_path / place).parent) if name.startswith(".")]


def test_link__is_followed(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    store_run(tmp_path / "link", FILES)
    assert names(tmp_path / "empty") == NAMES


def test_run__is_replaced_by_force_only(run_directory):
    with pytest.raises(OutputError, match="--out is in use, expected a new or empty directory, or --force"):
        refuse_taken(run_directory, force=False)
    refuse_taken(run_directory, force=True)
    store_run(run_directory, FILES, force=True)
    assert names(run_directory) == NAMES
    assert names(run_directory.parent) == ["run"]


def test_force__never_deletes_what_the_run_did_not_write(run_directory):
    (run_directory / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"holds what is not of the run, got notes\.txt"):
        store_run(run_directory, FILES, force=True)
    assert names(run_directory) == ["manifest.json", "notes.txt", "old.txt"]


def foreign(tmp_path, kind):
    place = tmp_path / "place"
    if kind == "file":
        place.write_text("mine", encoding="utf-8")
        return place
    place.mkdir()
    text = {
        "manifest of another": '{"format": "other/1"}',
        "broken manifest": "{",
        "list": "[]",
        "binary": "\udcff",
    }.get(kind)
    name = "notes.txt" if text is None else "manifest.json"
    (place / name).write_bytes((text or "mine").encode(errors="surrogateescape"))
    return place


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize(
    "kind", ["file", "notes", "manifest of another", "broken manifest", "list", "binary"]
)
def test_what_is_no_run__is_never_replaced(tmp_path, kind, force):
    place = foreign(tmp_path, kind)
    with pytest.raises(OutputError, match=r"--out is in use, expected a new or empty directory$"):
        refuse_taken(place, force)
    with pytest.raises(OutputError):
        store_run(place, FILES, force=force)
    assert place.is_file() or len(names(place)) == 1
    assert names(tmp_path) == ["place"]


@pytest.mark.parametrize("place", ["file/below", "file/far/below", "n" * 300])
def test_place_that_cannot_be_made__is_refused_before_any_work(tmp_path, place):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be written"):
        refuse_taken(tmp_path / place, force=False)
    with pytest.raises(OutputError, match="cannot be written"):
        store_run(tmp_path / place, FILES)
    assert names(tmp_path) == ["file"]


def test_directory_without_permission__is_refused_before_any_work(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda place, mode: place != tmp_path)  # root may write anywhere
    with pytest.raises(OutputError, match="cannot be written"):
        refuse_taken(tmp_path / "deep" / "new", force=False)


@pytest.mark.parametrize("spelt", [".", "../run"])
def test_directory_that_one_is_in__is_left_alone(run_directory, monkeypatch, spelt):
    monkeypatch.chdir(run_directory)
    with pytest.raises(OutputError, match="the directory that you are in"):
        refuse_taken(Path(spelt), force=True)
    assert names(run_directory) == ["manifest.json", "old.txt"]


def test_what_came_meanwhile__is_not_replaced(tmp_path):
    def slow(path):
        path.touch()
        (tmp_path / "run").mkdir()
        (tmp_path / "run" / "theirs.txt").touch()

    with pytest.raises(OutputError, match="in use"):
        store_run(tmp_path / "run", {"a.txt": slow})
    assert names(tmp_path / "run") == ["theirs.txt"]
    assert names(tmp_path) == ["run"]


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), KeyboardInterrupt(), ZeroDivisionError()]
)
def test_failure__leaves_nothing_new_behind_and_the_old_run_whole(run_directory, error):
    def fail(path):
        raise error

    expected = OutputError if isinstance(error, OSError) else type(error)
    with pytest.raises(expected):
        store_run(run_directory, {**FILES, "z.txt": fail}, force=True)
    assert names(run_directory) == ["manifest.json", "old.txt"]
    assert names(run_directory.parent) == ["run"]


def test_directory__is_never_seen_half_written(tmp_path):
    seen = []

    def look(path):
        path.touch()
        seen.append((tmp_path / "run").exists())

    store_run(tmp_path / "run", {"a": look, "b": look})
    assert seen == [False, False]
    assert (tmp_path / "run").stat().st_mode & 0o777 == 0o755


def test_taken_directory__is_refused_before_anything_flies(run_directory, monkeypatch):
    def fly(*args, **options):
        raise AssertionError("flown")

    monkeypatch.setattr(actions, "simulate", fly)
    with pytest.raises(OutputError):
        actions.run("city", actions.RunOptions(out=run_directory))


def test_wrong_scenario__leaves_no_directory(tmp_path):
    with pytest.raises(HimayaError):
        actions.run("citty", actions.RunOptions(out=tmp_path / "run"))
    assert names(tmp_path) == []
