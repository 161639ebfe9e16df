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
    RecordClass.drone: ("Shahed-136/131", "Shahed-136", "Shahed-131", "Shahed"),
    RecordClass.cruise_missile: (
        "X-101/X-555", "X-101", "X-555", "Kalibr", "Iskander-K", "X-59", "X-59/X-69", "X-69", "X-59MK2",
        "Banderol", "Unknown Missile",
    ),
    RecordClass.ballistic_missile: (
        "Iskander-M", "Iskander-M/KN-23", "KN-23", "X-47 Kinzhal", "Ballistic Missile",
        "Intercontinental Ballistic Missile", "C-300",
    ),
    RecordClass.supersonic_missile: ("X-22", "X-32", "X-22/X-32", "P-800 Oniks", "3M22 Zircon"),
}  # fmt: skip
"""Models by class. An S-300 aimed at the ground flies as a ballistic missile; of C-300/C-400 nobody says
which. X-35 (at ships), X-31 (at radars), bombs and scouts are no raid rows."""
_NO_RAID_WEAPON = (
    "Aerial Bomb", "C-300/C-400", "C-400", "Eleron", "Forpost", "GBU", "Granat-4", "Kub", "Lancet",
    "Merlin-VR", "Mohajer-6", "Orion", "Orlan-10", "Orlan-30", "Reconnaissance UAV", "Supercam",
    "Unknown UAV", "X-31", "X-31P", "X-31PD", "X-35", "ZALA", "Картограф", "Молнія", "Привет-82",
    "Фенікс",
)  # fmt: skip
"""Models of the record to 30 September 2025 that have no class."""
_CLASS_OF = {name.casefold(): kind for kind, names in _MODELS.items() for name in names}
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


def class_of_model(model: str) -> RecordClass | None:
    """Class of one model; None for what is no raid weapon."""
    return _CLASS_OF.get(" ".join(model.split()).casefold())


def are_known(name: str) -> bool:
    """Whether every model of a row is one that a table here names; no model at all is none to be known."""
    known = {*_CLASS_OF, *(model.casefold() for model in _NO_RAID_WEAPON)}
    return all(" ".join(each.split()).casefold() in known for each in models_of(name))


def classes_of(name: str) -> frozenset[RecordClass | None]:
    """Classes of a row's models; None among them stands for what is no raid weapon."""
    return frozenset(class_of_model(each) for each in models_of(name))


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
