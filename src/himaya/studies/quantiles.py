"""Draws of what is not known: a scenario with every uncertain number replaced by one of its values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import blake2b
from typing import Any, cast

import numpy as np

from himaya.chance.laws import number_quantiles
from himaya.files.base import Frozen
from himaya.scenario import Scenario, Uncertain

Draw = Callable[[str, Uncertain], float]
"""Makes a value of the uncertain number at a path."""


def uniform(seed: int, name: str, number: int) -> float:
    """Uniform number in (0, 1) of a name in set `number`: 53 bits of BLAKE2b, no order of draws.

    Parameters
    ----------
    seed : 0 to 2**63 - 1; name : ``number/PATH`` or ``group/GROUP``; number : of the set, from 1.
    """
    text = seed.to_bytes(8, "little", signed=True) + number.to_bytes(8, "little") + b"\0" + name.encode()
    word = int.from_bytes(blake2b(text, digest_size=8).digest(), "little")
    return ((word >> 12) + 0.5) / 2.0**52


def number_quantile(number: Uncertain, share: float) -> float:
    """Value that an uncertain number stays below with probability `share`."""
    return float(number_quantiles(number, np.array([share]))[0])


def drawn(scenario: Scenario, seed: int, number: int) -> Scenario:
    """Scenario of set `number`: its uncertain numbers plain, each at its own quantile or at its group's.

    A number's quantile depends on the seed, the set and the number's path by ids, or its group:
    another number, unit or type in the scenario changes none.
    """

    def draw(path: str, unknown: Uncertain) -> float:
        name = f"number/{path}" if unknown.group is None else f"group/{unknown.group}"
        return number_quantile(unknown, uniform(seed, name, number))

    return cast(Scenario, _replaced(scenario, "", draw))


def n_uncertain(scenario: Scenario) -> int:
    """How many numbers of a scenario are PERT ranges or lognormals."""
    found: list[str] = []

    def note(path: str, _: Uncertain) -> float:
        found.append(path)
        return 0.0

    _replaced(scenario, "", note)
    return len(found)


def _replaced(value: object, path: str, draw: Draw) -> object:
    """A copy with every uncertain number drawn; what holds none is handed back as it is."""
    if isinstance(value, Uncertain):
        return draw(path, value)
    changed: dict[Any, object] = {}
    for key, name, part in _inner(value):
        made = _replaced(part, f"{path}/{name}", draw)
        if made is not part:
            changed[key] = made
    if not changed:
        return value
    if isinstance(value, Frozen):
        return value.model_copy(update=changed)
    if isinstance(value, dict):
        return {**value, **changed}
    return [changed.get(key, part) for key, _, part in _inner(value)]


def _inner(value: object) -> Iterator[tuple[str | int, str, object]]:
    """Key, name in paths and value of each part; parts of a list are named by their ids, or their site's."""
    if isinstance(value, Frozen):
        yield from ((name, name, getattr(value, name)) for name in type(value).model_fields)
    elif isinstance(value, dict):
        yield from ((key, str(key), part) for key, part in value.items())
    elif isinstance(value, list):
        for k, part in enumerate(value):
            yield k, str(getattr(part, "id", getattr(part, "site", k))), part
