"""Files of any kind: read with the place of every value, refused with all their mistakes, written."""

from __future__ import annotations

from himaya.files.base import Frozen, Id
from himaya.files.document import FileDocument
from himaya.files.kind import FileKind
from himaya.files.numbers import LogNormal, Number, Pert, Stated, Uncertain, mean
from himaya.files.whole import write_new, write_whole
from himaya.files.xml_tree import read_xml
from himaya.files.yaml_tree import read_document

__all__ = [
    "FileDocument",
    "FileKind",
    "Frozen",
    "Id",
    "LogNormal",
    "Number",
    "Pert",
    "Stated",
    "Uncertain",
    "mean",
    "read_document",
    "read_xml",
    "write_new",
    "write_whole",
]
