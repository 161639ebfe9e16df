"""What is stated of a raid to come: how many of each class, or of each model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from himaya.errors import Problem, near_matches
from himaya.forecasting.history import CLASSES, MAX_LAUNCHED, ByModel
from himaya.record.raid import ModelCount
from himaya.record.weapons import class_of_model

_ALLOWED = f"0 to {MAX_LAUNCHED:,}"


class StatedClass(NamedTuple):
    """What one class of a raid to come is made of."""

    launched: int
    by_model: ByModel
    """Nothing where the class alone is stated."""


def by_class(launched: Mapping[str, int]) -> dict[str, StatedClass]:
    """What is stated, by class in the order in which one is named first.

    Parameters
    ----------
    launched : by weapon class or by model of the record, of which `problems` has none to tell.
    """
    found: dict[str, StatedClass] = {}
    for name, number in launched.items():
        known = class_of(name) or name
        before = found.get(known, StatedClass(0, ()))
        own = () if name in CLASSES else (ModelCount(name, number),)
        found[known] = StatedClass(before.launched + number, (*before.by_model, *own))
    return found


def class_of(name: str) -> str | None:
    """Class of a class or a model; None of what is neither."""
    if name in CLASSES:
        return name
    found = class_of_model(name)
    return None if found is None else found.value


def problems(launched: Mapping[str, int]) -> Iterator[Problem]:
    """What is wrong with what is stated."""
    for name, number in launched.items():
        kind = class_of(name)
        if kind is None:
            known = f"one of {', '.join(CLASSES)}, or a model of the record, as Kalibr"
            yield Problem(
                "unknown weapon class", value=name, expected=known, near=near_matches(name, CLASSES)
            )
        elif not 0 <= number <= MAX_LAUNCHED:
            yield Problem("number launched", path=name, value=f"{number:,}", expected=_ALLOWED)
        elif name != kind and kind in launched:
            yield Problem("a class and a model of it", path=kind, value=name, expected="one or the other")
    for kind, whole in by_class(
        {name: number for name, number in launched.items() if class_of(name)}
    ).items():
        if len(whole.by_model) > 1 and whole.launched > MAX_LAUNCHED:
            yield Problem("number launched", path=kind, value=f"{whole.launched:,}", expected=_ALLOWED)
