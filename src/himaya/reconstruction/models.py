"""Which of the catalogue's threat types a model of the record flies as."""

from __future__ import annotations

from himaya.record.cells import count_of, mapping_of
from himaya.record.rows import Row
from himaya.record.weapons import models_of

_SAME = {
    "Shahed-136/131": "shahed-136", "Shahed-136": "shahed-136", "Shahed-131": "shahed-131",
    "Shahed": "shahed-136", "X-101/X-555": "kh-101", "X-101": "kh-101", "X-555": "kh-101",
    "Kalibr": "kalibr", "Iskander-K": "iskander-k", "X-59": "kh-59-69", "X-59/X-69": "kh-59-69",
    "X-69": "kh-59-69", "X-59MK2": "kh-59-69", "Iskander-M": "iskander-m", "KN-23": "kn-23",
    "X-47 Kinzhal": "kinzhal", "C-300": "s-300-ground", "X-22": "kh-22", "X-32": "kh-22",
    "X-22/X-32": "kh-22", "P-800 Oniks": "oniks", "3M22 Zircon": "zircon",
}  # fmt: skip
"""Models that the catalogue has."""
_STAND_INS = {
    "Banderol": "kh-59-69",
    "Unknown Missile": "kh-101",
    "Iskander-M/KN-23": "iskander-m",
    "Ballistic Missile": "iskander-m",
    "Intercontinental Ballistic Missile": "iskander-m",
}
"""Models that it has not, or that the record does not tell apart: a type of their class flies for them."""
_TYPE_OF = {name.casefold(): kind for name, kind in (_SAME | _STAND_INS).items()}
JET = "geran-3"
DECOY = "decoy-gerbera"


def type_of(model: str) -> str:
    """Identifier of the catalogue's type for a model that has a class."""
    return _TYPE_OF[" ".join(model.split()).casefold()]


def stand_in(model: str) -> str | None:
    """The type that flies for a model which the catalogue has not; None if it has it."""
    known = {name.casefold(): kind for name, kind in _STAND_INS.items()}
    return known.get(" ".join(model.split()).casefold())


def counts_of(row: Row) -> tuple[dict[str, int], bool]:
    """How many of each model of a row, and whether the record says so.

    One number for several models that the record does not split is divided evenly, the first ones
    taking what is left over.
    """
    models, launched = tuple(dict.fromkeys(models_of(row.model))), row.launched or 0
    details = mapping_of(row.cell("launched_details")) or {}
    told = {model: count for model in models if (count := count_of(str(details.get(model, "")))) is not None}
    if len(models) == 1 or (len(told) == len(models) and sum(told.values()) == launched):
        return told if len(models) > 1 else {models[0]: launched}, True
    each, left = divmod(launched, len(models))
    return {model: each + (k < left) for k, model in enumerate(models)}, False
