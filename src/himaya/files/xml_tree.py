"""Reads XML safely: elements with their lines, and nothing that reaches outside the file.

No document type beyond a bare name, so no entities of its own; size, depth and encodings are bounded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from himaya.errors import Problem, ProblemsError
from himaya.files.contents import read_contents

MAX_BYTES = 2_000_000
MAX_DEPTH = 50
ENCODINGS = ("utf-8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "latin-1", "latin1")
"""Those that expat knows by itself; others would be looked up among Python's codecs."""


@dataclass(frozen=True)
class Element:
    """One element; its text is not kept."""

    tag: str
    line: int
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its attribute `name` without spaces around it; nothing where it has none."""
        return self.attributes.get("name", "").strip()


def read_xml(path: Path) -> Element:
    """Read the root element of an XML file.

    Raises
    ------
    ProblemsError
        If it cannot be read, is no XML, has a document type, or is too large or deep.
    """
    file = str(path)
    data = read_contents(path, MAX_BYTES)
    if len(data) > MAX_BYTES:
        raise ProblemsError([Problem("the file is too large", file, expected=f"at most {MAX_BYTES:,} bytes")])
    return _Reader(file).read(data)


class _Reader:
    """Collects elements from the parser's events."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.open: list[Element] = [Element("", 0, {})]
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = lambda _tag: self.open.pop()
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.XmlDeclHandler = self._declared

    def read(self, data: bytes) -> Element:
        """Parse; the root is the only child of the element that was open at the start."""
        root = self.open[0]
        try:
            self.parser.Parse(data, True)
        except (expat.ExpatError, LookupError, ValueError) as error:
            code = getattr(error, "code", None)
            said = expat.ErrorString(code) if code else str(error)
            line = getattr(error, "lineno", None)
            raise ProblemsError([Problem(f"not valid XML: {said}", self.file, line)]) from error
        return root.children[0]

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self.open) > MAX_DEPTH:
            self._stop("nested too deeply", tag, f"at most {MAX_DEPTH} levels")
        element = Element(tag, self.parser.CurrentLineNumber, attributes)
        self.open[-1].children.append(element)
        self.open.append(element)

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in ENCODINGS:
            self._stop("this encoding is not read", encoding, "utf-8, utf-16, us-ascii or iso-8859-1")

    def _doctype(self, name: str, *stated: object) -> None:
        """Take a bare name, which says nothing; refuse what reaches outside the file or declares entities."""
        if any(stated):
            message = "a document type is not read: it can reach outside the file"
            self._stop(message, name, "no <!DOCTYPE")

    def _stop(self, message: str, value: str, expected: str) -> None:
        line = self.parser.CurrentLineNumber
        raise ProblemsError([Problem(message, self.file, line, value=value, expected=expected)])
