"""A kind of file, declared once: how it is found, read, checked and described."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import ValidationError

from himaya.errors import Problem, ProblemsError
from himaya.files.base import Frozen
from himaya.files.document import FileDocument
from himaya.files.explain import grammar_of, problems_of
from himaya.files.named import find_document, is_path, shipped_files
from himaya.files.problems import MAX_PROBLEMS, format_problem, refuse
from himaya.files.yaml_tree import read_document

Model = TypeVar("Model", bound=Frozen)


class Folder(NamedTuple):
    """Where the shipped files of a kind are."""

    package: str
    name: str


def _nothing_wrong(value: object, document: FileDocument) -> Iterable[Problem]:  # noqa: ARG001 (a rule)
    return ()


@dataclass(frozen=True)
class FileKind(Generic[Model]):
    """A kind of YAML file whose first line is ``format: himaya/NAME/VERSION``."""

    name: str
    """As in its format."""
    model: type[Model]
    """What it says."""
    folder: Folder | None = None
    """None: none ships, every file is named by its path."""
    rules: Callable[[Model, FileDocument], Iterable[Problem]] = _nothing_wrong
    """What is wrong between values that are each right by themselves."""
    noun: str = ""
    """What such a file is, where the name is no word for one."""
    endings: str = ".yaml"
    """Endings of a path, in words."""
    version: int = 1
    """That is written; whoever reads older ones brings them to it first."""

    @property
    def format(self) -> str:
        """What the file says that it is."""
        return f"himaya/{self.name}/{self.version}"

    def shipped(self) -> dict[str, Traversable]:
        """Files that ship with Himaya, by name, in order of their names."""
        return {} if self.folder is None else shipped_files(*self.folder)

    def find(self, name_or_path: str | Path) -> FileDocument:
        """Read the file of a shipped name or of a path; a name never falls back to a file.

        Raises
        ------
        UnknownNameError
            If it is no path and nothing of that name ships.
        ProblemsError
            If the file cannot be read.
        """
        shipped = self.shipped()
        expected = (
            f"a shipped {self.name} ({', '.join(shipped)}) or a path with / or ending in {self.endings}"
        )
        return find_document(name_or_path, shipped, self.name, expected)

    def parse(self, document: FileDocument, before: Iterable[Problem] = ()) -> Model:
        """Make what a document states.

        Parameters
        ----------
        before : what else is wrong with the tree; looked at only if the document is of this kind.

        Raises
        ------
        ProblemsError
            With everything that is wrong, first lines first, at most `MAX_PROBLEMS`.
        """
        refuse(format_problem(document, self.format, self.noun or self.name))
        problems = [*document.problems, *islice(before, MAX_PROBLEMS + 1)]
        try:
            value = self.model.model_validate(document.tree)
        except ValidationError as error:
            problems += islice(problems_of(error, document, grammar_of(self.model)), MAX_PROBLEMS + 1)
            refuse(problems)
            raise
        refuse([*problems, *self.rules(value, document)])
        return value

    def load(self, name_or_path: str | Path) -> Model:
        """Find and parse."""
        return self.parse(self.find(name_or_path))

    def states(self, name_or_path: str) -> bool:
        """Tell whether a shipped name or a readable file is of this kind."""
        if not is_path(name_or_path):
            return name_or_path in self.shipped()
        return stated_format(Path(name_or_path)).rpartition("/")[0] == self.format.rpartition("/")[0]

    def schema(self) -> dict[str, Any]:
        """JSON Schema of such a file."""
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", **self.model.model_json_schema()}


def stated_format(path: Path) -> str:
    """What a file says that it is; empty if it does not say, or cannot be read."""
    try:
        stated = read_document(path).at(("format",))
    except ProblemsError:
        return ""  # whoever reads it next says why
    return stated if isinstance(stated, str) else ""


def problems_in(load: Callable[[], object]) -> tuple[Problem, ...]:
    """Everything that is wrong with what `load` reads; nothing if it can be loaded."""
    try:
        load()
    except ProblemsError as error:
        return error.problems
    return ()
