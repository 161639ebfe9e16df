"""What the simulator learns from recorded nights: multipliers and the spread between nights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himaya.exports import exported

if TYPE_CHECKING:
    from himaya.calibration.calibrated import CalibrationOutcome, calibrate
    from himaya.calibration.coverage import check_fit
    from himaya.calibration.fit import Calibration, fit_nights
    from himaya.calibration.fitted import fitted_scenario
    from himaya.calibration.flights import Simulator
    from himaya.calibration.nights import night_of

__all__ = [
    "Calibration",
    "CalibrationOutcome",
    "Simulator",
    "calibrate",
    "check_fit",
    "fit_nights",
    "fitted_scenario",
    "night_of",
]

__getattr__, __dir__ = exported(
    __name__,
    {
        "Calibration": "himaya.calibration.fit",
        "CalibrationOutcome": "himaya.calibration.calibrated",
        "Simulator": "himaya.calibration.flights",
        "calibrate": "himaya.calibration.calibrated",
        "check_fit": "himaya.calibration.coverage",
        "fit_nights": "himaya.calibration.fit",
        "fitted_scenario": "himaya.calibration.fitted",
        "night_of": "himaya.calibration.nights",
    },
)
