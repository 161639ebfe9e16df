"""Refuses a file with everything that is wrong with it, or for being of another kind."""

from __future__ import annotations

import re
from collections.abc import Iterable

from himaya.errors import Problem, ProblemsError
from himaya.files.document import FileDocument

MAX_PROBLEMS = 100
"""So many problems are reported at once; more would not be read."""


def refuse(problems: Iterable[Problem]) -> None:
    """Raise a ProblemsError if there are any: first lines first, one of each path, at most `MAX_PROBLEMS`."""
    one_each = {problem.path: problem for problem in reversed(list(problems))}  # the first said of a path
    found = sorted(one_each.values(), key=lambda problem: (problem.line or 0, problem.column or 0))
    if len(found) > MAX_PROBLEMS:
        more = Problem("more problems follow; mend these first", found[0].file)
        found = [*found[:MAX_PROBLEMS], more]
    if found:
        raise ProblemsError(found)


def format_problem(document: FileDocument, wanted: str, noun: str) -> list[Problem]:
    """Say so, and nothing else, where a file is of another kind or version than `himaya/KIND/N`.

    Parameters
    ----------
    noun : what such a file is, in words.
    """
    given = document.at(("format",))
    if not isinstance(given, str) or given == wanted:
        return []
    (kind, _, version), (wanted_kind, _, present) = given.rpartition("/"), wanted.rpartition("/")
    if kind != wanted_kind or not re.fullmatch("[0-9]{1,9}", version):
        message = f"not a {noun}"
    elif int(version) > int(present):
        message = "written for a newer Himaya; update it"
    else:
        message = "an older version that this Himaya does not read; bring it to the present one"
    return [document.problem(("format",), message, wanted)]
