"""Classes of weapons as the record names them, and the tier of a source."""

from __future__ import annotations

import re
from enum import StrEnum


class RecordClass(StrEnum):
    """What the record tells apart: strike drones and decoys are one class."""

    drone = "drone"
    cruise_missile = "cruise_missile"
    ballistic_missile = "ballistic_missile"
    supersonic_missile = "supersonic_missile"


class Tier(StrEnum):
    """Who said it, best first."""

    air_force = "air_force"
    commander = "commander"
    general_staff = "general_staff"
    regional = "regional"
    other = "other"


_MODELS = {
    RecordClass.drone: ("Shahed-136", "Shahed-131", "Shahed"),
    RecordClass.cruise_missile: (
        "X-101", "X-555", "Kalibr", "Iskander-K", "X-59", "X-69", "X-59MK2", "Banderol", "Unknown Missile",
    ),
    RecordClass.ballistic_missile: (
        "Iskander-M", "KN-23", "X-47 Kinzhal", "Ballistic Missile", "Intercontinental Ballistic Missile",
        "C-300", "C-400", "S-300", "S-400",
    ),
    RecordClass.supersonic_missile: ("X-22", "X-32", "P-800 Oniks", "3M22 Zircon"),
}  # fmt: skip
"""Models by class. An S-300 or S-400 fired at the ground flies on a ballistic path. X-35 (at ships), X-31
(at radars), bombs and scouts are no raid rows."""
_NO_RAID_WEAPON = (
    "Aerial Bomb", "Eleron", "Forpost", "GBU", "Granat-4", "Kub", "Lancet",
    "Merlin-VR", "Mohajer-6", "Orion", "Orlan-10", "Orlan-30", "Reconnaissance UAV", "Supercam",
    "Unknown UAV", "X-31", "X-31P", "X-31PD", "X-35", "ZALA", "Картограф", "Молнія", "Привет-82",
    "Фенікс",
)  # fmt: skip
"""Models of the record to 30 September 2025 that have no class."""
_LOOK_ALIKE = str.maketrans("асеокрхм", "aceokpxm")
"""Cyrillic letters that look like Latin ones: a model is the same in either."""


def plain_name(model: str) -> str:
    """A model's name as it is looked up: without capitals, double blanks and Cyrillic look-alikes."""
    return " ".join(model.split()).casefold().translate(_LOOK_ALIKE)


_CLASS_OF: dict[str, RecordClass | None] = {
    **dict.fromkeys(map(plain_name, _NO_RAID_WEAPON)),
    **{plain_name(name): kind for kind, names in _MODELS.items() for name in names},
}
"""Class of every model that a table here names; None: no raid weapon."""
_TIER_OF = {
    "kpszsu": Tier.air_force,
    "cincafu": Tier.commander,
    "generalstaff.ua": Tier.general_staff,
    "pvkpivden": Tier.regional,
    "pvkshid": Tier.regional,
    "pvkcenter": Tier.regional,
    "pvkzahid": Tier.regional,
}
"""Tiers by the account that posted."""


def models_of(name: str) -> tuple[str, ...]:
    """Models of a row: ``X-101/X-555 and Kalibr`` are two."""
    return tuple(part for each in re.split(r"\s+and\s+", name) if (part := each.strip()))


def variants_of(model: str) -> tuple[str, ...]:
    """What one model may be: ``C-300/C-400`` and ``C-300/400`` are a C-300 or a C-400."""
    if plain_name(model) in _CLASS_OF:
        return (model,)
    parts = [part.strip() for part in model.split("/")]
    stem = parts[0].rstrip("0123456789")
    return tuple(stem + part if part.isdecimal() else part for part in parts)


def class_of_model(model: str) -> RecordClass | None:
    """Class of one model; None for what is no raid weapon, or may be of several classes."""
    classes = classes_of(model)
    return next(iter(classes)) if len(classes) == 1 else None


def are_known(name: str) -> bool:
    """Whether every model of a row is one that a table here names; no model at all is none to be known."""
    return all(plain_name(each) in _CLASS_OF for model in models_of(name) for each in variants_of(model))


def classes_of(name: str) -> frozenset[RecordClass | None]:
    """Classes of a row's models; None among them stands for what is no raid weapon, or is not known."""
    return frozenset(
        _CLASS_OF.get(plain_name(each)) for model in models_of(name) for each in variants_of(model)
    )


def tier_of(source: str) -> Tier:
    """Tier of a source, by the account in it; ``synthetic/kpszsu/posts/1`` counts as the air force's."""
    parts = re.split(r"[/:?=\s]+", source.casefold())
    known = next((_TIER_OF[part] for part in parts if part in _TIER_OF), None)
    if known is None and any(part.endswith("oda.gov.ua") for part in parts):
        return Tier.regional
    return Tier.other if known is None else known


def rank(tier: Tier) -> int:
    """0 for the best tier."""
    return list(Tier).index(tier)
