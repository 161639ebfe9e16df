"""Puts what refers to each other in an order in which it can be worked out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

MAX_CIRCLES = 100


class Ordered(NamedTuple):
    """Names in order."""

    names: list[str]
    """Each after those that it is made of."""
    circles: list[list[str]]
    """Ways that lead back to where they began."""


def ordered(below: Mapping[str, Iterable[str]]) -> Ordered:
    """Order names; those below a name that are no names themselves do not count. On a stack of its own."""
    done: dict[str, None] = {}
    circles: list[list[str]] = []
    for start in below:
        path = {} if start in done else {start: iter(below[start])}
        while path:
            name = next(reversed(path))
            for each in path[name]:
                if each in path and len(circles) < MAX_CIRCLES:
                    way = list(path)
                    circles.append([*way[way.index(each) :], each])
                elif each in below and each not in done and each not in path:
                    path[each] = iter(below[each])
                    break
            else:
                del path[name]
                done[name] = None
    return Ordered(list(done), circles)
