"""Prints: documents and text on stdout, problems on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from himaya.errors import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from himaya.documents.envelope import Document

_RED, _PLAIN = "\x1b[31m", "\x1b[0m"


def print_text(text: str) -> None:
    """Print text for people."""
    sys.stdout.write(text + "\n")


def print_document(document: Document) -> None:
    """Print exactly one JSON object and a newline."""
    sys.stdout.write(document.model_dump_json(by_alias=True) + "\n")


def print_warnings(warnings: Iterable[str]) -> None:
    """Print a line a warning on stderr: what is not wrong enough to stop."""
    for warning in warnings:
        sys.stderr.write(f"warning: {' '.join(warning.split())}\n")


def print_problems(problems: Iterable[Problem], *, as_json: bool = False) -> None:
    """Print a line a problem on stderr, red on a terminal; with `as_json` the document on stdout, too."""
    found = list(problems)
    if as_json:
        from himaya.documents.check import ErrorDocument, problem_document

        print_document(ErrorDocument(problems=[problem_document(problem) for problem in found]))
    colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
    for problem in found:
        line = " ".join(str(problem).split())
        sys.stderr.write(f"{_RED}{line}{_PLAIN}\n" if colour else f"{line}\n")
