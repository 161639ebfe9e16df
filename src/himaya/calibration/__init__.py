"""What the simulator learns from recorded nights: multipliers and the spread between nights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himaya.exports import exported

if TYPE_CHECKING:
    from himaya.calibration.coverage import check
    from himaya.calibration.fit import Calibration, calibrate
    from himaya.calibration.fitted import fitted_scenario
    from himaya.calibration.flights import Simulator
    from himaya.calibration.nights import night_of

__all__ = [
    "Calibration",
    "Simulator",
    "calibrate",
    "check",
    "fitted_scenario",
    "night_of",
]

__getattr__, __dir__ = exported(
    __name__,
    {
        "Calibration": "himaya.calibration.fit",
        "Simulator": "himaya.calibration.flights",
        "calibrate": "himaya.calibration.fit",
        "check": "himaya.calibration.coverage",
        "fitted_scenario": "himaya.calibration.fitted",
        "night_of": "himaya.calibration.nights",
    },
)
