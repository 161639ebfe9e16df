"""Fixtures that every test may use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

REFERENCE = Path(__file__).resolve().parents[2] / "shared" / "reference"


@pytest.fixture
def reference() -> Callable[[str], Path]:
    """Path of a reference file: skips where the folder is not there, fails where only the file is not."""

    def find(name: str) -> Path:
        if not REFERENCE.is_dir():
            pytest.skip("the folder ../shared/reference with published values is not beside this checkout")
        path = REFERENCE / name
        assert path.is_file(), f"no reference file {name} in {REFERENCE}"
        return path

    return find
