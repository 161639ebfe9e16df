"""Places in a scenario as people name them: dotted, by ids, as ``units.nasams-1.rounds.amraam.ready``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from himaya.errors import Problem, UnknownNameError, near_matches
from himaya.files.document import Keys
from himaya.files.explain import Grammar

MOST_LISTED = 12
"""So many names are listed where none looks like the one given."""


def keys_of(tree: dict[str, Any], path: str, grammar: Grammar) -> Keys:
    """Return where a dotted path leads in the tree of a scenario.

    Every step is a field, a free key of a mapping (a weapon class, a type of round), or the id of an item of
    a list. Fields and free keys need not be stated yet; ids must be there.

    Raises
    ------
    UnknownNameError
        If a step leads nowhere; it carries near matches.
    """
    keys: Keys = ()
    rest: str = path
    here: object = tree
    while True:
        ids = ids_of(here)
        step = _step(rest, ids)
        key = ids.get(step, step)
        if not grammar.at((*keys, key)):
            known = [*ids, *_fields(here, keys, grammar)]
            raise UnknownNameError([_unknown(path, rest, known, grammar)])
        keys = (*keys, key)
        here = inside(here, key)
        if len(step) == len(rest):
            return keys
        rest = rest[len(step) + 1 :]


def ids_of(part: object) -> dict[str, int]:
    """Place in a list by id of its items: `id`, or of a site what names it; empty for all else."""
    items = part if isinstance(part, list) else []
    named = ((id_of(item), k) for k, item in enumerate(items))
    return {name: k for name, k in named if name is not None}


def id_of(item: object) -> str | None:
    """What an item of a list is named by, None if by nothing."""
    found = (item.get("id") or item.get("site")) if isinstance(item, dict) else None
    return found if isinstance(found, str) else None


def inside(part: object, key: str | int) -> object:
    """What stands in a mapping or list at a key; None if nothing does."""
    if isinstance(part, list) and isinstance(key, int):
        return part[key]
    return part.get(key) if isinstance(part, dict) else None


def by_ids(tree: object, keys: Keys) -> str:
    """Write a place as a dotted path by ids."""
    steps = []
    for key in keys:
        tree = inside(tree, key)
        steps.append(str(key) if isinstance(key, str) else id_of(tree) or str(key))
    return ".".join(steps)


def elements(tree: dict[str, Any]) -> Iterator[tuple[str, str, int]]:
    """Yield every item that has an id of every list of a scenario: the list's name, the id, the place."""
    for name, part in tree.items():
        yield from ((name, item, k) for item, k in ids_of(part).items())


def refused_name(noun: str, given: str, known: list[str], path: str | None = None) -> Problem:
    """Make the problem of a name that is not among those known."""
    near = near_matches(given, known)
    listed = "one of " + ", ".join(known[:MOST_LISTED]) if known else None
    return Problem(
        f"unknown {noun}", path=path, value=given or "nothing", expected=None if near else listed, near=near
    )


def _step(rest: str, ids: dict[str, int]) -> str:
    """The first step of what is left of a path: the longest id that it begins with (a site's has dots)."""
    fitting = [name for name in ids if f"{rest}.".startswith(f"{name}.")]
    return max(fitting, key=len, default=rest.partition(".")[0])


def _fields(here: object, keys: Keys, grammar: Grammar) -> list[str]:
    free = list(here) if isinstance(here, dict) and not grammar.keys(keys) else []
    return [*grammar.keys(keys), *free]


def _unknown(path: str, rest: str, known: list[str], grammar: Grammar) -> Problem:
    """Say which step leads nowhere; a path that is right but for its first step is named whole."""
    step, _, further = rest.partition(".")
    so_far = path[: len(path) - len(rest)] + step
    if rest == path and further.partition(".")[0] in grammar.keys(()):
        return Problem("unknown step", path=so_far, value=step, near=(further,))
    if not known:
        return Problem("unknown step", path=so_far, value=step, expected=f"{so_far.rpartition('.')[0]} alone")
    return refused_name("step", step, known, so_far)
