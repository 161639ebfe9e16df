"""Every example in a docstring is run, in a directory of its own."""

import doctest
import importlib

import pytest
from tests.house.test_source import TEXTS

SHOWING = [
    ".".join(("himaya", *path.with_suffix("").parts)).removesuffix(".__init__")
    for path, text in sorted(TEXTS.items())
    if ">>>" in text
]


@pytest.mark.parametrize("name", SHOWING)
def test_docstrings__show_what_holds(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    failed, attempted = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert (failed, attempted > 0) == (0, True)
