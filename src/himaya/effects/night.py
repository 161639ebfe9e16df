"""What a night means: flown once, with watchers that follow what came of its threats."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

import xarray as xr

from himaya.effects.aftermath import Aftermath
from himaya.raid.fly import Progress
from himaya.raid.outcome import RaidOutcome
from himaya.raid.prepare.bridge import Prepared
from himaya.raid.simulate import Count, Watcher, count, simulate_by
from himaya.raid.tally import Tally
from himaya.scenario import Scenario


class Effect(Watcher, Protocol):
    """A watcher that tells in the end what it saw."""

    def variables(self) -> xr.Dataset:
        """What it saw, every variable with its unit and sentence."""

    def origin(self) -> dict[str, str]:
        """What it adds to the outcome's provenance."""


EFFECTS: tuple[Callable[[Prepared], Effect], ...] = (Aftermath,)
"""Makers of all effects."""


def simulate_night(
    scenario: Scenario,
    *,
    replications: int = 10_000,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> RaidOutcome:
    """Fly as `himaya.simulate` does, the same bits, and add what the night means for people.

    Raises
    ------
    ProblemsError
        If an argument is out of range or the scenario too large.
    """
    return simulate_night_by(scenario, (replications, seed, threads), progress, count)


def simulate_night_by(
    scenario: Scenario, asked: tuple[int, int, int | None], progress: Progress | None, count: Count
) -> RaidOutcome:
    """Simulate a night with another way to count; asked: replications, seed, threads."""
    watching: list[Effect] = []

    def watched(
        prepared: Prepared,
        replications: int,
        threads: int,
        progress: Progress | None,
        watchers: Sequence[Watcher] = (),
    ) -> Tally:
        watching.extend(make(prepared) for make in EFFECTS)
        return count(prepared, replications, threads, progress, (*watchers, *watching))

    outcome = simulate_by(scenario, asked, progress, watched)
    return replace(outcome, dataset=with_effects(outcome.dataset, watching))


def with_effects(dataset: xr.Dataset, watching: Sequence[Effect]) -> xr.Dataset:
    """An outcome's dataset with variables and provenance of all effects; its own stay what they are."""
    made = xr.merge([dataset, *(each.variables() for each in watching)], combine_attrs="override")
    origin = json.loads(dataset.attrs["provenance"])
    for each in watching:
        origin |= each.origin()
    return made.assign_attrs(provenance=json.dumps(origin))
