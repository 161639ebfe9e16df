"""What is wrong with an input, and what there is to choose from."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from himaya.documents.envelope import Document
from himaya.errors import Problem


class ProblemDocument(Document):
    """One problem of an input."""

    file: str | None
    line: int | None
    column: int | None
    path: str | None
    value: str | None
    message: str
    expected: str | None
    near: list[str]


def problem_document(problem: Problem) -> ProblemDocument:
    """A problem as plain data; what is not Unicode, as a file's name can be, is escaped."""
    given = problem.as_dict()
    texts = {
        name: text.encode("utf-8", "backslashreplace").decode()
        for name, text in given.items()
        if isinstance(text, str)
    }
    return ProblemDocument.model_validate({**given, **texts})


class CheckDocument(Document):
    """`himaya check FILE --json`."""

    schema_: Annotated[Literal["himaya.check/1"], Field(alias="schema")] = "himaya.check/1"
    version: str
    valid: bool
    problems: list[ProblemDocument]


class ErrorDocument(Document):
    """What any command prints with `--json` when the user can mend something."""

    schema_: Annotated[Literal["himaya.error/1"], Field(alias="schema")] = "himaya.error/1"
    problems: list[ProblemDocument]


class ScenariosDocument(Document):
    """`himaya scenarios --json`."""

    schema_: Annotated[Literal["himaya.scenarios/1"], Field(alias="schema")] = "himaya.scenarios/1"
    version: str
    scenarios: dict[str, str]
    """Title by name."""
