"""The pages hold what they say about the code; their examples are run by `pytest docs`."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_scenario_reference__is_that_of_the_models():
    script = ROOT / "scripts" / "scenario_reference.py"
    made = subprocess.run([sys.executable, script], capture_output=True, encoding="utf-8", check=True).stdout
    page = (ROOT / "docs" / "scenario-file.md").read_text(encoding="utf-8")
    assert page == made, "run `python scripts/scenario_reference.py > docs/scenario-file.md`"


def test_readme__python_runs_as_it_stands():
    (block,) = re.findall(r"```python\n(.+?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    exec(block, {})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_code_paths__are_files_that_exist(page):
    named = re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.py)`", page.read_text(encoding="utf-8"))
    bases = (ROOT, ROOT / "src" / "himaya")
    assert [path for path in named if not any((base / path).is_file() for base in bases)] == []
