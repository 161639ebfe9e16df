"""Which of the catalogue's threat types a model of the record flies as."""

from __future__ import annotations

from himaya.record.cells import count_of, mapping_of
from himaya.record.rows import Row, told_split
from himaya.record.weapons import models_of, plain_name, variants_of

_SAME = {
    "Shahed-136/131": "shahed-136", "Shahed-136": "shahed-136", "Shahed-131": "shahed-131",
    "Shahed": "shahed-136", "X-101": "kh-101", "X-555": "kh-101", "Kalibr": "kalibr",
    "Iskander-K": "iskander-k", "X-59": "kh-59-69", "X-69": "kh-59-69", "X-59MK2": "kh-59-69",
    "Iskander-M": "iskander-m", "KN-23": "kn-23", "X-47 Kinzhal": "kinzhal", "C-300": "s-300-ground",
    "S-300": "s-300-ground", "X-22": "kh-22", "X-32": "kh-22", "P-800 Oniks": "oniks",
    "3M22 Zircon": "zircon",
}  # fmt: skip
"""Models that the catalogue has."""
_STAND_INS = {
    "Banderol": "kh-59-69",
    "Unknown Missile": "kh-101",
    "C-400": "s-300-ground",
    "S-400": "s-300-ground",
    "Ballistic Missile": "iskander-m",
    "Intercontinental Ballistic Missile": "iskander-m",
}
"""Models that it has not: a type of their class flies for them."""
_TYPE_OF = {plain_name(name): kind for name, kind in (_SAME | _STAND_INS).items()}
_KNOWN = {plain_name(name): kind for name, kind in _SAME.items()}
JET = "geran-3"
DECOY = "decoy-gerbera"


def type_of(model: str) -> str:
    """Identifier of the catalogue's type for a model that has a class: of what it may be, the first."""
    name = plain_name(model)
    return _TYPE_OF[name] if name in _TYPE_OF else _TYPE_OF[plain_name(variants_of(model)[0])]


def stand_in(model: str) -> str | None:
    """The type that flies for a model which the catalogue has not, or has as several; None if it has it."""
    name = plain_name(model)
    may_be = (name,) if name in _TYPE_OF else map(plain_name, variants_of(model))
    known = {_KNOWN.get(each) for each in may_be}
    return type_of(model) if len(known) > 1 or None in known else None


def told_jets(row: Row) -> int | None:
    """How many of a row's drones fly with a jet, by `turbojet` or `destroyed_types`; None: not told."""
    jets = count_of(row.cell("turbojet"))
    if jets is not None:
        return jets
    of_kind = (mapping_of(row.cell("destroyed_types")) or {}).get("Turbojet")
    return count_of(str(of_kind.get("launched"))) if isinstance(of_kind, dict) else None


def counts_of(row: Row) -> tuple[dict[str, int], bool]:
    """How many of each model of a row, and whether the record says so.

    One number for several models that the record does not split is divided evenly, the first ones
    taking what is left over.
    """
    models, launched = tuple(dict.fromkeys(models_of(row.model))), row.launched or 0
    split = {models[0]: launched} if len(models) == 1 else told_split(row)
    if split is not None:
        return split, True
    each, left = divmod(launched, len(models))
    return {model: each + (k < left) for k, model in enumerate(models)}, False
