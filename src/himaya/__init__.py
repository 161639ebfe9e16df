"""Himaya: work out how to protect a country from mass drone and missile raids.

The main path is a chain of verbs: `load` a scenario, `simulate` its night, `compare` it
with others on the same nights, `run_campaign` months of them; and, from the record, `forecast` the next
raid. Everything is resolved on first use, so that ``import himaya`` stays light.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from himaya.errors import HimayaError, OutputError, Problem, ProblemsError, UnknownNameError
from himaya.exports import exported

if TYPE_CHECKING:
    from himaya.campaign.outcome import CampaignOutcome
    from himaya.campaign.run import run_campaign
    from himaya.campaign.supply.load import load_supply
    from himaya.forecasting.forecast import forecast
    from himaya.raid.compare import compare
    from himaya.raid.outcome import RaidOutcome
    from himaya.scenario import Scenario, load
    from himaya.studies.simulate import simulate

logging.getLogger(__name__).addHandler(logging.NullHandler())

__all__ = [
    "CampaignOutcome",
    "HimayaError",
    "OutputError",
    "Problem",
    "ProblemsError",
    "RaidOutcome",
    "Scenario",
    "UnknownNameError",
    "compare",
    "forecast",
    "load",
    "load_supply",
    "run_campaign",
    "simulate",
]

__getattr__, __dir__ = exported(
    __name__,
    {
        "CampaignOutcome": "himaya.campaign.outcome",
        "RaidOutcome": "himaya.raid.outcome",
        "Scenario": "himaya.scenario",
        "compare": "himaya.raid.compare",
        "forecast": "himaya.forecasting.forecast",
        "load": "himaya.scenario",
        "load_supply": "himaya.campaign.supply.load",
        "run_campaign": "himaya.campaign.run",
        "simulate": "himaya.studies.simulate",
    },
)
