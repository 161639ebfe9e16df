"""Lines of code in every package: no blank lines, comments or docstrings."""

from __future__ import annotations

import ast
import io
import tokenize
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]


class Row(NamedTuple):
    """One part of the house, and its lines of code."""

    name: str
    lines: int


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
    rows = [Row(room.name, count(room)) for room in rooms]
    rows.append(Row("(modules)", count(package, "*.py")))
    rows.append(Row("src", count(package)))
    rows.append(Row("tests", count(ROOT / "tests")))
    return rows


def main() -> None:
    """Print the table."""
    for row in table():
        print(f"{row.name:<15}{row.lines:>7,}")


if __name__ == "__main__":
    main()
