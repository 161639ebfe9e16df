"""What a night means for people, in the document of a run."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from himaya.app.parts import CountStatistics, Document
from himaya.effects.districts import asset_districts, districts_of
from himaya.raid.outcome import RaidOutcome
from himaya.raid.tally import Statistics
from himaya.scenario import Scenario
from himaya.scenario.base import CLASS_GROUPS

Probability = Annotated[float, Field(ge=0.0, le=1.0)]


class Amount(Document):
    """An amount over replications, in the scenario's unit of value."""

    mean: float
    sd: float
    """Within 0.4 %, as the percentiles are."""
    p05: float
    p50: float
    p95: float


class AssetDamage(Document):
    """What one asset suffered."""

    value: float
    """Its whole value."""
    value_lost: dict[str, Amount]
    """By group: to that group's hits alone; `all` is less than the sum where hits overlap."""
    p_damaged: dict[str, Probability]
    """Probability that it loses more than a billionth of its value."""


class DamagePart(Document):
    """Value lost to hits."""

    unit: str
    """What value is counted in."""
    total: dict[str, Amount]
    """Over all assets, by group."""
    assets: dict[str, AssetDamage]


class CasualtiesPart(Document):
    """People hurt by hits, by group: an order of magnitude."""

    killed: dict[str, CountStatistics]
    injured: dict[str, CountStatistics]
    shelter: dict[str, Literal["simulated", "stated"]]
    """By class group that flies: whether people take shelter by the simulated lead time of each hit, or by
    `warning_min` as the scenario states it."""
    without_district: list[str]
    """Assets that lie in no district: no lead time is simulated there, and a guess stands for it."""


class DebrisPart(Document):
    """What threats did that were shot down over built-up ground."""

    kills_over_built_up: CountStatistics
    injured: CountStatistics
    """By debris; not among the injured by hits."""
    places: CountStatistics
    """Beside `fragment_places` of the record."""


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
        {name: _counts(outcome.dataset[variable].to_numpy()[k].tolist()) for name, k in groups.items()}
        for variable in ("killed", "injured")
    )
    kills, hurt, places = (
        _counts(outcome.dataset[name].to_numpy().tolist())
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


def _damage(scenario: Scenario, outcome: RaidOutcome, groups: dict[str, int]) -> DamagePart:
    variables = ("value_lost", "value_lost_total", "p_damaged")
    lost, total, p_damaged = (outcome.dataset[name].to_numpy().tolist() for name in variables)
    return DamagePart(
        unit=scenario.value_unit,
        total={name: _amount(total[k]) for name, k in groups.items()},
        assets={
            asset.id: AssetDamage(
                value=asset.value,
                value_lost={name: _amount(lost[number][k]) for name, k in groups.items()},
                p_damaged={name: p_damaged[number][k] for name, k in groups.items()},
            )
            for number, asset in enumerate(scenario.assets)
        },
    )


def _amount(row: list[float]) -> Amount:
    return Amount(**dict(zip(Statistics._fields, row, strict=True)))


def _counts(row: list[float]) -> CountStatistics:
    mean, sd, *whole = row
    return CountStatistics(
        mean=mean, sd=sd, **dict(zip(("p05", "p50", "p95"), (int(each) for each in whole), strict=True))
    )
