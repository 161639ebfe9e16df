"""Loads sites: by shipped name or by path, or tells every problem."""

from __future__ import annotations

from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from himaya.effects.power.site import Site
from himaya.files.document import Document
from himaya.files.explain import Grammar, problems_of
from himaya.files.named import find_document, shipped_files
from himaya.files.problems import format_problem, refuse

FORMAT = "himaya/site/1"


def load_site(name_or_path: str | Path, /) -> Site:
    """Load a site.

    Parameters
    ----------
    name_or_path : the name of a shipped site, or a path: a `Path`, or text that contains ``/`` or ends
        in ``.yaml``. A name never falls back to a file.

    Raises
    ------
    UnknownNameError
        If no site of that name ships with Himaya.
    ProblemsError
        If the file cannot be read or anything in it is wrong; it carries all problems.

    Examples
    --------
    >>> site = load_site("zaporizhzhia")
    >>> site.diesels.count, site.diesels.needed
    (20, 8)
    """
    return site_of(_document(name_or_path))


def site_of(document: Document) -> Site:
    """Make the site that a document states."""
    refuse(format_problem(document, FORMAT))
    problems = list(document.problems)
    try:
        site = Site.model_validate(document.tree)
    except ValidationError as error:
        problems += problems_of(error, document, _grammar())
    refuse(problems)
    return site


def site_schema() -> dict[str, Any]:
    """JSON Schema of a site file."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Site.model_json_schema()}


def shipped_sites() -> dict[str, Traversable]:
    """The sites that ship with Himaya, by name."""
    return shipped_files("himaya.effects.power", "sites")


@cache
def _grammar() -> Grammar:
    return Grammar(Site)


def _document(name_or_path: str | Path) -> Document:
    shipped = shipped_sites()
    expected = f"a shipped site ({', '.join(shipped)}) or a path with / or ending in .yaml or .xml"
    return find_document(name_or_path, shipped, "site", expected)
