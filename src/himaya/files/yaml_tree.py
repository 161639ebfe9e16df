"""Reads YAML safely: a plain tree of text with the line and column of every value.

Scalars stay text, so that ``22:30`` is not 1350 and pydantic alone decides what is a number.
Aliases, anchors and tags are refused; size, depth and number of values are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import yaml

from himaya.errors import Problem, ProblemsError
from himaya.files.contents import read_contents
from himaya.files.document import FileDocument, Keys, Mark, Tree

MAX_BYTES = 2_000_000
MAX_DEPTH = 50
MAX_VALUES = 250_000
MAX_NOTES = 100

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
"""What colours a terminal, and what XML and NetCDF cannot hold."""
_GROUPED_DIGITS = re.compile(r"[-+]?[0-9][0-9_]*_[0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?")


def read_document(path: Path) -> FileDocument:
    """Read a YAML file.

    Raises
    ------
    ProblemsError
        If it cannot be read, or is not one YAML mapping of text in UTF-8 within the limits.
        Lesser faults (duplicate keys, tags, anchors) are the document's `problems`.
    """
    return parse_document(read_contents(path, MAX_BYTES), str(path))


def parse_document(data: bytes, file: str) -> FileDocument:
    """Parse the bytes of a YAML file; `file` is its name in messages.

    Raises
    ------
    ProblemsError
        As `read_document`.
    """
    text = _decoded(data, file)
    builder = _Builder(file)
    try:
        tree = builder.document(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError as error:
        raise ProblemsError([*builder.problems, _syntax(error, text, file)]) from error
    if not isinstance(tree, dict):
        kind = "a list" if isinstance(tree, list) else "a single value"
        found = "nothing" if tree is None else kind
        message = f"the document is {found}"
        raise ProblemsError([*builder.problems, Problem(message, file, 1, 1, expected="a mapping of keys")])
    return FileDocument(file, tree, builder.marks, tuple(builder.problems))


def _decoded(data: bytes, file: str) -> str:
    """Return the text of a file, without its byte order mark."""
    message, expected, text, start = "", "text in UTF-8", "", 0
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message, start = "the file is not text", error.start
    if "\0" in text:
        message, start = "the file is binary", data.index(b"\0")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        message, start = "the file is UTF-16", 0
    if len(data) > MAX_BYTES:
        message, expected, start = "the file is too large", f"at most {MAX_BYTES:,} bytes", 0
    if not data.strip():
        message, expected = "the file is empty", "a mapping of keys"
    if message:
        raise ProblemsError([Problem(message, file, data.count(b"\n", 0, start) + 1, expected=expected)])
    return text


def _syntax(error: yaml.YAMLError, text: str, file: str) -> Problem:
    if not isinstance(error, yaml.MarkedYAMLError):
        return Problem(f"not valid YAML: {getattr(error, 'reason', None) or error}", file)
    ended = error.problem is not None and "end of stream" in error.problem
    mark = (error.context_mark if ended else None) or error.problem_mark or error.context_mark
    said = ", ".join(part for part in (error.context, error.problem) if part)
    line = mark.line + 1 if mark else None
    if "nesting depth" in said:  # newer parsers look ahead and stop before we count
        return Problem("nested too deeply", file, line, expected=f"at most {MAX_DEPTH} levels")
    lines = text.splitlines()
    if line is not None and line <= len(lines) and "\t" in lines[line - 1]:
        return Problem(f"not valid YAML: {said}", file, line, expected="spaces instead of tabs")
    return Problem(f"not valid YAML: {said}", file, line, mark.column + 1 if mark else None)


class _Builder:
    """Builds the tree from the parser's events, and notes what is refused on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.marks: dict[Keys, Mark] = {}
        self.problems: list[Problem] = []
        self._events: Iterator[yaml.Event] = iter(())

    def document(self, events: Iterator[yaml.Event]) -> Tree:
        """Build the tree of the first document; a second one is a problem."""
        self._events = events
        tree: Tree = None
        n_documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                n_documents += 1
                if n_documents > 1:
                    self._stop(event, (), "a second document", "one document")
                tree = self._node(next(events), (), None)
        return tree

    def _node(self, event: yaml.Event, path: Keys, key: yaml.Event | None) -> Tree:
        if len(self.marks) >= MAX_VALUES:
            self._stop(event, path, "too many values", f"at most {MAX_VALUES:,}")
        self._refuse(event, path)
        if isinstance(event, yaml.ScalarEvent):
            self._mark(event, path, event.value)
            return self._scalar(event, path)
        self._mark(key or event, path, None)
        if isinstance(event, yaml.AliasEvent):
            return None
        if len(path) >= MAX_DEPTH:
            self._stop(event, path[:3], "nested too deeply", f"at most {MAX_DEPTH} levels")
        return self._list(path) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(path)

    def _list(self, path: Keys) -> list[Tree]:
        items: list[Tree] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, (*path, len(items)), None))
        return items

    def _mapping(self, path: Keys) -> dict[str, Tree]:
        items: dict[str, Tree] = {}
        while not isinstance(key := next(self._events), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent):
                self._stop(key, path, "a key that is no plain text", "a word as key")
            self._refuse(key, path)
            place = (*path, key.value)
            if key.value in items:
                self._note(key, place, f"duplicate key, first on line {self.marks[place].line}", None)
                self._node(next(self._events), (*place, "duplicate"), key)
            else:
                items[key.value] = self._node(next(self._events), place, key)
        return items

    def _scalar(self, event: yaml.ScalarEvent, path: Keys) -> str | None:
        text: str = event.value
        if _CONTROLS.search(text):
            expected = "plain text; of such characters line ends and tabs alone"
            self._note(event, path, "a control character in a text", expected)
        if event.style is not None and event.style != "":
            return text
        if _GROUPED_DIGITS.fullmatch(text):
            message = f"underscores in a number, got {text}"
            self._note(event, path, message, "digits alone; quotes if it is text")
        return None if text in _NULLS else text

    def _refuse(self, event: yaml.Event, path: Keys) -> None:
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            self._note(event, path, f"alias *{anchor} is not allowed", "the value itself")
        elif anchor is not None:
            self._note(event, path, f"anchor &{anchor} is not allowed", "the value alone")
        if tag is not None:
            self._note(event, path, f"tag {tag} is not allowed", "the value alone")

    def _mark(self, event: yaml.Event, path: Keys, text: str | None) -> None:
        self.marks[path] = _mark_of(event, text)

    def _note(self, event: yaml.Event, path: Keys, message: str, expected: str | None) -> None:
        document = FileDocument(self.file, None, {path: _mark_of(event, None)})
        self.problems.append(document.problem(path, message, expected))
        if len(self.problems) > MAX_NOTES:
            raise ProblemsError(self.problems)

    def _stop(self, event: yaml.Event, path: Keys, message: str, expected: str) -> NoReturn:
        self._note(event, path, message, expected)
        raise ProblemsError(self.problems)


def _mark_of(event: yaml.Event, text: str | None) -> Mark:
    mark = event.start_mark
    return Mark(mark.line + 1, mark.column + 1, text) if mark else Mark(1, 1, text)
