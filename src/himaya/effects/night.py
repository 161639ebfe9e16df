"""What a night means: watchers of its flight that tell in the end what came of its threats."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Protocol

import xarray as xr

from himaya.effects.aftermath import Aftermath
from himaya.raid.prepare.bridge import Prepared
from himaya.raid.watch import Watcher


class Effect(Watcher, Protocol):
    """A watcher that tells in the end what it saw."""

    def variables(self) -> xr.Dataset:
        """What it saw, every variable with its unit and sentence."""

    def origin(self) -> dict[str, str]:
        """What it adds to the outcome's provenance."""


Makers = Sequence[Callable[[Prepared], Effect]]
"""Makers of effects."""
EFFECTS: Makers = (Aftermath,)
"""Of all."""


def with_effects(dataset: xr.Dataset, watching: Sequence[Effect]) -> xr.Dataset:
    """An outcome's dataset with variables and provenance of all effects; its own stay what they are."""
    made = xr.merge([dataset, *(each.variables() for each in watching)], combine_attrs="override")
    origin = json.loads(dataset.attrs["provenance"])
    for each in watching:
        origin |= each.origin()
    return made.assign_attrs(provenance=json.dumps(origin))
