"""Classes of threats, and the groups of them that the record tells apart."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from himaya.files.base import fault


class WeaponClass(StrEnum):
    """The kinds of threat that rules tell apart."""

    one_way_drone = "one_way_drone"
    decoy_drone = "decoy_drone"
    cruise_missile = "cruise_missile"
    ballistic_missile = "ballistic_missile"
    supersonic_missile = "supersonic_missile"


def _seen_class(name: WeaponClass) -> WeaponClass:
    if name is WeaponClass.decoy_drone:
        raise fault("a decoy looks like a one-way drone to every rule", expected="one_way_drone")
    return name


SeenClass = Annotated[WeaponClass, AfterValidator(_seen_class)]
"""A class as rules see it: a decoy looks like a one-way drone."""

DRONES = "drones"
"""One-way and decoy drones together: the record does not tell them apart."""


def class_group(weapon_class: str) -> str:
    """The group of a class, or of a class of the record, which calls drones of both kinds `drone`."""
    return DRONES if weapon_class.endswith("drone") else weapon_class


CLASS_GROUPS = tuple(dict.fromkeys(class_group(each) for each in WeaponClass))
"""What the record tells apart, in the order of the classes."""


def refuse_empty_launchers(ready: int, stock: int) -> None:
    """Refuse stock behind empty launchers: a reload begins with the last shot, so it would never be fired."""
    if ready == 0 and stock > 0:
        raise fault("stock behind empty launchers", "ready", expected="1 or more where there is stock")


def _known_group(name: str) -> str:
    if name not in CLASS_GROUPS:
        raise fault("unknown class group", expected="one of " + ", ".join(CLASS_GROUPS))
    return name


ClassGroup = Annotated[
    str, AfterValidator(_known_group), Field(json_schema_extra={"enum": list(CLASS_GROUPS)})
]
"""A class group by name."""
