"""Himaya: work out how to protect a country from mass drone and missile raids.

The main path is a chain of verbs: `load` a scenario, or `reconstruct` a night that `read_record` found;
`simulate` it, `compare` it with others on the same nights, `run_campaign` months of them; `forecast` the next
raid from the record, and `calibrate` the simulator to it. What a command can do, a verb can. Everything is
resolved on first use, so that ``import himaya`` stays light.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from himaya.errors import (
    HimayaError,
    MissingPackageError,
    OutputError,
    Problem,
    ProblemsError,
    UnknownNameError,
)
from himaya.exports import exported

if TYPE_CHECKING:
    from himaya.calibration.calibrated import CalibrationOutcome, calibrate
    from himaya.campaign.outcome import CampaignOutcome
    from himaya.campaign.run import run_campaign
    from himaya.campaign.supply.file import Supply
    from himaya.campaign.supply.load import load_supply
    from himaya.effects.power.histories import SiteOutcome, site_histories
    from himaya.effects.power.site import Site
    from himaya.effects.power.site_load import load_site
    from himaya.files.write import dump
    from himaya.forecasting.backtest import Backtest, backtest
    from himaya.forecasting.forecast import Forecast, forecast
    from himaya.inputs import check
    from himaya.raid.comparison import Comparison
    from himaya.raid.outcome import RaidOutcome
    from himaya.reconstruction.night import reconstruct
    from himaya.record import Record, read_record
    from himaya.scenario import Scenario, load
    from himaya.studies.compare import compare
    from himaya.studies.simulate import simulate

logging.getLogger(__name__).addHandler(logging.NullHandler())

__all__ = [
    "Backtest",
    "CalibrationOutcome",
    "CampaignOutcome",
    "Comparison",
    "Forecast",
    "HimayaError",
    "MissingPackageError",
    "OutputError",
    "Problem",
    "ProblemsError",
    "RaidOutcome",
    "Record",
    "Scenario",
    "Site",
    "SiteOutcome",
    "Supply",
    "UnknownNameError",
    "backtest",
    "calibrate",
    "check",
    "compare",
    "dump",
    "forecast",
    "load",
    "load_site",
    "load_supply",
    "read_record",
    "reconstruct",
    "run_campaign",
    "simulate",
    "site_histories",
]

__getattr__, __dir__ = exported(
    __name__,
    {
        "Backtest": "himaya.forecasting.backtest",
        "CalibrationOutcome": "himaya.calibration.calibrated",
        "CampaignOutcome": "himaya.campaign.outcome",
        "Comparison": "himaya.raid.comparison",
        "Forecast": "himaya.forecasting.forecast",
        "RaidOutcome": "himaya.raid.outcome",
        "Record": "himaya.record",
        "Scenario": "himaya.scenario",
        "Site": "himaya.effects.power.site",
        "SiteOutcome": "himaya.effects.power.histories",
        "Supply": "himaya.campaign.supply.file",
        "backtest": "himaya.forecasting.backtest",
        "calibrate": "himaya.calibration.calibrated",
        "check": "himaya.inputs",
        "compare": "himaya.studies.compare",
        "dump": "himaya.files.write",
        "forecast": "himaya.forecasting.forecast",
        "load": "himaya.scenario",
        "load_site": "himaya.effects.power.site_load",
        "load_supply": "himaya.campaign.supply.load",
        "read_record": "himaya.record",
        "reconstruct": "himaya.reconstruction.night",
        "run_campaign": "himaya.campaign.run",
        "simulate": "himaya.studies.simulate",
        "site_histories": "himaya.effects.power.histories",
    },
)
