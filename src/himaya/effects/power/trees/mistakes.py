"""Notes what is wrong in a fault tree, all of it before anything is refused."""

from __future__ import annotations

from dataclasses import dataclass, field

from himaya.errors import Problem, ProblemsError
from himaya.files.xml_tree import Element

MAX_PROBLEMS = 100


@dataclass
class Mistakes:
    """What was found so far in one file."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def note(self, element: Element, message: str, value: str | None = None, expected: str | None = None,
             near: tuple[str, ...] = ()) -> None:  # fmt: skip
        """Note a problem at an element."""
        path = f"{element.tag} {element.name}".rstrip()
        self.problems.append(Problem(message, self.file, element.line, None, path, value, expected, near))

    def refuse(self) -> None:
        """Raise what was noted, in the order of the lines.

        Raises
        ------
        ProblemsError
            If anything was.
        """
        if self.problems:
            found = sorted(self.problems, key=lambda problem: problem.line or 0)
            raise ProblemsError(found[:MAX_PROBLEMS])
