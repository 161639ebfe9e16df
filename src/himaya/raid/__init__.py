"""Scenario -> tables -> replications -> RaidOutcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himaya.exports import exported

if TYPE_CHECKING:
    from himaya.raid.comparison import Comparison, Paired
    from himaya.raid.fly import Progress
    from himaya.raid.outcome import RaidOutcome
    from himaya.raid.prepare.bridge import Prepared
    from himaya.raid.prepare.geometry.visibility import visibility_m
    from himaya.raid.prepare.nights import prepare_nights
    from himaya.raid.stop import Standing
    from himaya.raid.variables import VARIABLES

__all__ = [
    "VARIABLES",
    "Comparison",
    "Paired",
    "Prepared",
    "Progress",
    "RaidOutcome",
    "Standing",
    "prepare_nights",
    "visibility_m",
]

__getattr__, __dir__ = exported(
    __name__,
    {
        "Comparison": "himaya.raid.comparison",
        "Paired": "himaya.raid.comparison",
        "Prepared": "himaya.raid.prepare.bridge",
        "Progress": "himaya.raid.fly",
        "RaidOutcome": "himaya.raid.outcome",
        "Standing": "himaya.raid.stop",
        "VARIABLES": "himaya.raid.variables",
        "prepare_nights": "himaya.raid.prepare.nights",
        "visibility_m": "himaya.raid.prepare.geometry.visibility",
    },
)
