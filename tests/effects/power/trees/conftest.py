"""Fault trees from their text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from himaya.effects import load_tree, solve_top
from himaya.errors import ProblemsError


@pytest.fixture
def load(tmp_path):
    """Load a tree from its text, or from bytes."""

    def load(text, **options):
        data = text if isinstance(text, bytes) else text.encode()
        (tmp_path / "tree.xml").write_bytes(data)
        return load_tree(tmp_path / "tree.xml", **options)

    return load


@pytest.fixture
def p_top(load):
    """The top's probability in a text."""
    return lambda text, **options: solve_top(load(text, **options)).probability


@pytest.fixture
def said(load):
    """What is said of a text, problem by problem, without the file's directory."""

    def said(text):
        with pytest.raises(ProblemsError) as caught:
            load(text)
        assert all(each.file for each in caught.value.problems)
        return [str(replace(each, file=Path(each.file).name)) for each in caught.value.problems]

    return said
