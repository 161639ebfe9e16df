"""Lines of code in every package against the budget of docs/decisions/0002-line-budget.md."""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
BUDGET = {
    "scenario": 1250,
    "kernels": 1300,
    "raid": 1800,
    "record": 1700,
    "effects": 2450,
    "campaign": 2700,
    "planning": 1200,
    "forecasting": 1800,
    "study": 700,
    "report": 900,
    "app": 2900,
    "cli": 2000,
    "web": 900,
}
"""Lines a package may have; changed only by a decision record."""
TESTS_PER_SOURCE_LINE = 1.3


class Row(NamedTuple):
    """One part of the house: its lines of code, and how many it may have (None: no budget of its own)."""

    name: str
    lines: int
    budget: int | None


SILENT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}


def code_lines(text: str) -> int:
    """Lines that hold code: no blank lines, comments or docstrings (attribute docstrings included)."""
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in SILENT and token.string:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Expr(value=ast.Constant(value=str())):
                lines.difference_update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(lines)


def count(directory: Path, pattern: str = "**/*.py") -> int:
    """Lines of code of all files under `directory` that match the pattern."""
    return sum(code_lines(path.read_text(encoding="utf-8")) for path in directory.glob(pattern))


def table() -> list[Row]:
    """One row for each package that exists, then the loose modules, all of src, and tests."""
    package = ROOT / "src" / "himaya"
    rooms = sorted(path for path in package.iterdir() if (path / "__init__.py").is_file())
    rows = [Row(room.name, count(room), BUDGET.get(room.name, 0)) for room in rooms]
    source = count(package)
    rows.append(Row("(modules)", count(package, "*.py"), None))
    rows.append(Row("src", source, None))
    rows.append(Row("tests", count(ROOT / "tests"), int(TESTS_PER_SOURCE_LINE * source)))
    return rows


def over_budget() -> list[Row]:
    """Rows with more lines than their budget; a package without a budget has none to spend."""
    return [row for row in table() if row.budget is not None and row.lines > row.budget]


def main() -> int:
    """Print the table; exit 1 if a budget is exceeded."""
    for row in table():
        budget = "" if row.budget is None else f"of {row.budget:>6,}"
        print(f"{row.name:<12}{row.lines:>7,} {budget}")
    return 1 if over_budget() else 0


if __name__ == "__main__":
    sys.exit(main())
