"""Files of version 1 are read: their sentences become the author's notes, for people alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from himaya.inputs import check
from himaya.scenario import dump, load
from himaya.scenario.upgrade import FORMAT
from tests.scenario.small import TEXT, read

KEPT = Path(__file__).with_name("version-1.yaml")
FIT = (
    "fitted on 2025-07-23 to 60 nights from 2025-05-25 to 2025-07-23: agreement with them is not validation."
)
SAID = [
    "the town is invented",
    "assumed: drones are strike drones and decoys, not told apart: 42 % are taken for decoys",
]


@pytest.fixture
def old(tmp_path):
    """Path of a file of version 1 with such lines at its head."""

    def write(head, text=None):
        text = KEPT.read_text(encoding="utf-8") if text is None else text
        kept = [line for line in text.splitlines(keepends=True) if not line.startswith("format:")]
        (tmp_path / "old.yaml").write_text("format: himaya/scenario/1\n" + head + "".join(kept), "utf-8")
        return tmp_path / "old.yaml"

    return write


def test_version_1__is_version_2_with_its_sentences_as_notes():
    found = load(KEPT)
    assert found == read(TEXT).model_copy(update={"leaves_out": [FIT, *SAID]})
    assert (found.format, found.fit, found.gaps, found.assumptions) == (FORMAT, None, [], [])


def test_version_1__is_written_as_version_2(tmp_path):
    dump(load(KEPT), tmp_path / "new.yaml")
    assert "format: himaya/scenario/2" in (tmp_path / "new.yaml").read_text(encoding="utf-8")
    assert load(tmp_path / "new.yaml") == load(KEPT)


@pytest.mark.parametrize("own", [["mine"], []])
@pytest.mark.parametrize("fitted", [["fitted"], []])
def test_version_1_that_extends__has_a_fit_of_its_own_or_that_of_the_base(old, own, fitted):
    """Ukraine's fit is the file's, until the file says in its own words to what it is fitted."""
    head = "".join(f"fit_note: {each}\n" for each in fitted) + (f"leaves_out: {own}\n" if own else "")
    base, found = load("ukraine"), load(old(f"name: mine\nextends: ukraine\n{head}", text=""))
    assert found.leaves_out == [*fitted, *(own or base.leaves_out)]
    assert found.fit == (None if fitted else base.fit)


def test_problem__keeps_its_line_and_is_named_where_version_2_has_it(old):
    head = "name: a\nfit_note: fitted\nleaves_out:\n  - first\n  - [second]\n"
    text = "".join(TEXT.partition("start:")[1:])
    problems = {(each.line, each.path) for each in check(old(f"{head}title: b\n", text))}
    assert problems == {(6, "leaves_out[2]")}


@pytest.mark.parametrize(
    "key", ["fit: {from: 2025-07-04, to: 2025-07-04, nights: 1}", "gaps: []", "assumptions: []"]
)
def test_key_of_version_2__is_refused_in_version_1(old, key):
    (problem,) = check(old(f"{key}\n"))
    assert problem.line == 2
    assert "is not a key of version 1" in str(problem)
    assert "expected `format: himaya/scenario/2` with it" in str(problem)


def test_fit_note__is_unknown_in_version_2(old):
    path = old("fit_note: fitted\n", TEXT)
    path.write_text(path.read_text("utf-8").replace("scenario/1", "scenario/2"), "utf-8")
    (problem,) = check(path)
    assert (problem.line, problem.message) == (2, "unknown key")
