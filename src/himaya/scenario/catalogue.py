"""The catalogue of types that ships with Himaya: every number in it carries its source."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal

from himaya.errors import Problem
from himaya.files.base import Frozen, parts
from himaya.files.document import FileDocument
from himaya.files.kind import FileKind
from himaya.files.yaml_tree import parse_document
from himaya.scenario.types import AreaType, SystemType, ThreatType


class Catalogue(Frozen):
    """Types that any scenario may use."""

    format: Literal["himaya/catalogue/1"] = "himaya/catalogue/1"
    """What this file is."""
    threat_types: tuple[ThreatType, ...] = ()
    """Kinds of threat."""
    system_types: tuple[SystemType, ...] = ()
    """Kinds of fire unit."""
    area_types: tuple[AreaType, ...] = ()
    """Kinds of area defence."""


@cache
def shipped_catalogue() -> Catalogue:
    """Read the catalogue that ships with Himaya, once."""
    folder = files("himaya.scenario") / "catalogue"
    names = ("threats.yaml", "systems.yaml", "areas.yaml")
    threats, systems, areas = (read_catalogue((folder / name).read_bytes(), name) for name in names)
    return Catalogue(
        threat_types=threats.threat_types, system_types=systems.system_types, area_types=areas.area_types
    )


def read_catalogue(data: bytes, file: str) -> Catalogue:
    """Read one file of a catalogue; `file` is its name in messages.

    Raises
    ------
    ProblemsError
        With everything that is wrong with it, numbers without a source among it.
    """
    return CATALOGUES.parse(parse_document(data, file))


def _unsourced(catalogue: Catalogue, document: FileDocument) -> Iterator[Problem]:
    """Yield a problem for every number that a file states without saying where it comes from."""
    expected = "{value, source}, {low, likely, high, source} or {median, sd_log, source}"
    for path, part in parts(catalogue):
        if isinstance(part, float) and path[-1] not in {"value", "low", "likely", "high", "median", "sd_log"}:
            yield document.problem(path, "a number without its source", expected)


CATALOGUES = FileKind("catalogue", Catalogue, rules=_unsourced)
"""Files of catalogues."""
