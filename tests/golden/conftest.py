"""Golden runs: what a command shows and its document, kept beside the tests and compared to the letter.

``pytest tests/golden --update-golden`` writes them anew; read the difference and say in the commit why.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from himaya.cli.main import _guarded

HERE = Path(__file__).parent
INPUTS = HERE / "inputs"
_SECONDS = re.compile(r"\b\d+(\.\d)? s\b(,\s+\d+\.\d\s+of\s+them\s+to\s+compile\s+the\s+engine)?")
"""How long it took; what follows may stand in the next line."""


def _rounded(value, digits):
    """A document with so many digits of every number: the last ones belong to the machine."""
    match value:
        case dict():
            return {key: _rounded(each, digits) for key, each in value.items()}
        case list():
            return [_rounded(each, digits) for each in value]
        case float():
            return float(f"{value:.{digits}g}")
    return value


def _without_circumstances(document):
    """A document without what differs from run to run: times and the version."""
    return {key: each for key, each in document.items() if key not in {"elapsed_s", "version"}}


@pytest.fixture
def golden(request):
    """Compare a text with the golden file of a name, or write that file."""

    def compare(name, text):
        path = HERE / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"no golden file {path}: make it with --update-golden"
        assert text == path.read_text(encoding="utf-8")

    return compare


class Attempt(NamedTuple):
    """What came of a command."""

    code: int
    shown: str
    complaints: str


@pytest.fixture
def attempt(capsys, tmp_path, monkeypatch):
    """Run a command in an empty directory of its own and give what came of it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("HIMAYA_RECORD", raising=False)

    def call(*arguments):
        capsys.readouterr()
        code = _guarded([str(each) for each in arguments])
        return Attempt(code, *capsys.readouterr())

    return call


@pytest.fixture
def command(attempt):
    """Run a command and give what it prints; it must succeed."""

    def call(*arguments):
        came = attempt(*arguments)
        assert came.code == 0, came.complaints
        return came.shown

    return call


@pytest.fixture
def golden_document(golden):
    """Hold a document, as a command prints it, to the golden file of a name."""

    def check(name, shown, digits=10):
        made = _rounded(_without_circumstances(json.loads(shown)), digits)
        golden(f"documents/{name}.json", json.dumps(made, indent=1, ensure_ascii=False) + "\n")

    return check


@pytest.fixture
def golden_command(golden, golden_document, command):
    """Hold a command's screen and, with `--json`, its document to the golden files of a name.

    digits : of the document's numbers; fewer where linear algebra has a part in them.
    """

    def check(name, *arguments, screen=True, document=True, digits=10):
        if screen:
            shown = command(*arguments)
            assert max(len(line) for line in shown.splitlines()) <= 78
            golden(f"screens/{name}.txt", _SECONDS.sub("T s", shown))
        if document:
            golden_document(name, command(*arguments, "--json"), digits)

    return check
