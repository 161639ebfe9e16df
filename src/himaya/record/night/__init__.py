"""Any recorded night as a scenario: launch places by a gazetteer, aim points by a stated assumption."""

from __future__ import annotations

from himaya.record.night.gazetteer import find_launch_places, launch_places
from himaya.record.night.night import NightScenario, night_scenario
from himaya.record.night.parts import (
    ASSUMED,
    DECOY_SHARE,
    MAIN_SHARE,
    Assumption,
    NightOptions,
    UnknownPlace,
)

__all__ = [
    "ASSUMED",
    "DECOY_SHARE",
    "MAIN_SHARE",
    "Assumption",
    "NightOptions",
    "NightScenario",
    "UnknownPlace",
    "find_launch_places",
    "launch_places",
    "night_scenario",
]
