"""Fixtures that every test may use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
REFERENCE = SHARED / "reference"
DATA = SHARED / "data"


def pytest_addoption(parser):
    """Let golden files be written anew."""
    parser.addoption("--update-golden", action="store_true", help="write golden files anew")


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


@pytest.fixture(scope="session")
def official_record() -> Path:
    """Path of the official record: skips where the folder of shared data is not there."""
    if not DATA.is_dir():
        pytest.skip("the folder ../shared/data with the official record is not beside this checkout")
    path = DATA / "raids" / "missile_attacks_daily.csv"
    assert path.is_file(), f"no record in {path.parent}"
    return path
