"""What a night means for people: damage, casualties, debris."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from himaya.chance.statistics import Statistics
from himaya.documents.envelope import Document

Probability = Annotated[float, Field(ge=0.0, le=1.0)]


class AssetDamage(Document):
    """What one asset suffered."""

    value: float
    """Its whole value."""
    value_lost: dict[str, Statistics]
    """By group: to that group's hits alone; `all` is less than the sum where hits overlap."""
    p_damaged: dict[str, Probability]
    """Probability that it loses more than a billionth of its value."""


class DamagePart(Document):
    """Value lost to hits."""

    unit: str
    """What value is counted in."""
    total: dict[str, Statistics]
    """Over all assets, by group."""
    assets: dict[str, AssetDamage]
    hits_by_ground: dict[str, Statistics]
    """Hits with a warhead by what they fall on: homes, energy, airfield, open ground, other assets."""


class CasualtiesPart(Document):
    """People hurt by hits, by group: an order of magnitude."""

    killed: dict[str, Statistics]
    injured: dict[str, Statistics]
    shelter: dict[str, Literal["simulated", "stated"]]
    """By class group that flies: whether people take shelter by the simulated lead time of each hit, or by
    `warning_min` as the scenario states it."""
    without_district: list[str]
    """Assets that lie in no district: no lead time is simulated there, and a guess stands for it."""


class DebrisPart(Document):
    """What threats did that were shot down over built-up ground."""

    kills_over_built_up: Statistics
    injured: Statistics
    """By debris; not among the injured by hits."""
    places: Statistics
    """Beside `fragment_places` of the record."""
