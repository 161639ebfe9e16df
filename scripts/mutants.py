"""Break one line at a time and see that the tests notice: every mutant of tests/mutants.toml must fail.

python scripts/mutants.py            # all
python scripts/mutants.py killed     # those whose file, text or replacement holds a word
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "tests" / "mutants.toml"
COPIED = ("src", "tests", "docs", "pyproject.toml", "README.md", "scripts", "changes", "bench")


class Mutant(NamedTuple):
    """One line broken on purpose."""

    file: str
    """Below `src/himaya`."""
    text: str
    """What stands there, once in the file."""
    replacement: str
    tests: tuple[str, ...]
    """What must fail, as pytest takes it."""


def mutants() -> list[Mutant]:
    """All of the list."""
    rows = tomllib.loads(LIST.read_text(encoding="utf-8"))["mutant"]
    return [Mutant(**{**row, "tests": tuple(row["tests"])}) for row in rows]


def broken(mutant: Mutant, source: str) -> str:
    """The source with the mutant in it.

    Raises
    ------
    ValueError
        If its text does not stand in the source exactly once.
    """
    if source.count(mutant.text) != 1:
        message = f"{mutant.file}: {mutant.text!r} stands there {source.count(mutant.text)} times, not once"
        raise ValueError(message)
    return source.replace(mutant.text, mutant.replacement)


def survivors(chosen: list[Mutant]) -> Iterator[Mutant]:
    """Try mutants in a copy of the checkout; yield those that no test notices."""
    with tempfile.TemporaryDirectory(prefix="himaya-mutants-") as folder:
        copy = Path(folder) / "main"
        copy.mkdir()
        _fill(copy)
        if not _passes(copy, sorted({test for each in chosen for test in each.tests})):
            raise SystemExit("the tests fail without any mutant")
        for mutant in chosen:
            path = copy / "src" / "himaya" / mutant.file
            whole = path.read_text(encoding="utf-8")
            path.write_text(broken(mutant, whole), encoding="utf-8")
            noticed = not _passes(copy, mutant.tests)
            print(f"{'caught  ' if noticed else 'SURVIVED'} {mutant.file}: {mutant.replacement.strip()}")
            path.write_text(whole, encoding="utf-8")
            if not noticed:
                yield mutant


def _fill(copy: Path) -> None:
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy / name)


def _passes(copy: Path, tests: tuple[str, ...] | list[str]) -> bool:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(copy / "src")}
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in {0, 1}:
        raise SystemExit(f"pytest could not run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.returncode == 0


def main() -> int:
    """Try all mutants, or those that hold a word; exit 1 if any survives."""
    chosen = [each for each in mutants() if all(word in " ".join(each[:3]) for word in sys.argv[1:])]
    left = list(survivors(chosen))
    print(f"{len(chosen)} tried, {len(left)} survived")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
