"""Any recorded night as a scenario: launch places by a gazetteer, aim points by a stated assumption."""

from __future__ import annotations

from himaya.reconstruction.assumptions import MAIN_SHARE, NightOptions, UnknownPlace
from himaya.reconstruction.decoys import decoy_share, standing_share
from himaya.reconstruction.gazetteer import find_launch_places, launch_places
from himaya.reconstruction.night import NightScenario, night_scenario

__all__ = [
    "MAIN_SHARE",
    "NightOptions",
    "NightScenario",
    "UnknownPlace",
    "decoy_share",
    "find_launch_places",
    "launch_places",
    "night_scenario",
    "standing_share",
]
