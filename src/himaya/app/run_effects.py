"""Puts what a night means for people into the document of a run."""

from __future__ import annotations

from typing import Literal, NamedTuple

from himaya.chance.statistics import Statistics, count_statistics
from himaya.documents.effects import AssetDamage, CasualtiesPart, DamagePart, DebrisPart
from himaya.effects.warning.districts import asset_districts, districts_of
from himaya.raid.outcome import RaidOutcome
from himaya.scenario import Scenario
from himaya.scenario.classes import CLASS_GROUPS


class EffectsParts(NamedTuple):
    """Parts of a run's document; None where only the flight was simulated."""

    damage: DamagePart | None = None
    casualties: CasualtiesPart | None = None
    debris: DebrisPart | None = None


def effects_parts(scenario: Scenario, outcome: RaidOutcome) -> EffectsParts:
    """What an outcome says of damage, casualties and debris."""
    if "value_lost" not in outcome.dataset:
        return EffectsParts()
    names = [str(name) for name in outcome.dataset["group"].to_numpy()]
    groups = {name: k for k, name in enumerate(names) if outcome.launched(name) or name == "all"}
    killed, injured = (
        {
            name: count_statistics(outcome.dataset[variable].to_numpy()[k].tolist())
            for name, k in groups.items()
        }
        for variable in ("killed", "injured")
    )
    kills, hurt, places = (
        count_statistics(outcome.dataset[name].to_numpy().tolist())
        for name in ("kills_over_built_up", "injured_by_debris", "debris_places")
    )
    return EffectsParts(
        _damage(scenario, outcome, groups),
        CasualtiesPart(
            killed=killed,
            injured=injured,
            shelter=_shelter(scenario, outcome),
            without_district=_alone(scenario),
        ),
        DebrisPart(kills_over_built_up=kills, injured=hurt, places=places),
    )


def _shelter(scenario: Scenario, outcome: RaidOutcome) -> dict[str, Literal["simulated", "stated"]]:
    stated = {} if scenario.effects is None else scenario.effects.warning_min
    return {
        group: "stated" if group in stated else "simulated"
        for group in CLASS_GROUPS
        if outcome.launched(group)
    }


def _alone(scenario: Scenario) -> list[str]:
    lies_in = asset_districts(scenario, districts_of(scenario))
    return [asset.id for asset, k in zip(scenario.assets, lies_in, strict=True) if k < 0]


def _by_ground(outcome: RaidOutcome) -> dict[str, Statistics]:
    fallen = outcome.dataset["hits_by_ground"]
    names, rows = fallen["ground"].to_numpy(), fallen.to_numpy().tolist()
    return {str(name): count_statistics(row) for name, row in zip(names, rows, strict=True)}


def _damage(scenario: Scenario, outcome: RaidOutcome, groups: dict[str, int]) -> DamagePart:
    variables = ("value_lost", "value_lost_total", "p_damaged")
    lost, total, p_damaged = (outcome.dataset[name].to_numpy().tolist() for name in variables)
    return DamagePart(
        unit=scenario.value_unit,
        total={name: Statistics(*total[k]) for name, k in groups.items()},
        assets={
            asset.id: AssetDamage(
                value=asset.value,
                value_lost={name: Statistics(*lost[number][k]) for name, k in groups.items()},
                p_damaged={name: p_damaged[number][k] for name, k in groups.items()},
            )
            for number, asset in enumerate(scenario.assets)
        },
        hits_by_ground=_by_ground(outcome),
    )
