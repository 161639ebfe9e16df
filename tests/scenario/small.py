"""A small scenario with every part, and slips made in it on purpose."""

from __future__ import annotations

from pathlib import Path

from himaya.errors import Problem, ProblemsError
from himaya.files.yaml_tree import parse_document
from himaya.scenario.catalogue import Catalogue
from himaya.scenario.load import resolve
from himaya.scenario.model import Scenario

TEXT = Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")


def edited(*edits: tuple[str, str]) -> str:
    """The small scenario with each text replaced, once; a text that is not there is the test's own fault."""
    text = TEXT
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def read(text: str | bytes) -> Scenario:
    data = text if isinstance(text, bytes) else text.encode()
    return resolve(parse_document(data, "small.yaml"), Catalogue())


def problems_in(text: str | bytes) -> tuple[Problem, ...]:
    try:
        read(text)
    except ProblemsError as error:
        return error.problems
    return ()
