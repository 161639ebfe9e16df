"""Forecasts of the next raid from the record: models, scores, backtest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himaya.exports import exported

if TYPE_CHECKING:
    from himaya.forecasting.forecast import ClassForecast, TrackRecord
    from himaya.forecasting.history import PastRaid, RecordedRaid
    from himaya.forecasting.models import MODELS
    from himaya.forecasting.predictions import write_predictions
    from himaya.forecasting.summary import Summary, summarise

__all__ = [
    "MODELS",
    "ClassForecast",
    "PastRaid",
    "RecordedRaid",
    "Summary",
    "TrackRecord",
    "summarise",
    "write_predictions",
]

__getattr__, __dir__ = exported(
    __name__,
    {
        "ClassForecast": "himaya.forecasting.forecast",
        "MODELS": "himaya.forecasting.models",
        "PastRaid": "himaya.forecasting.history",
        "RecordedRaid": "himaya.forecasting.history",
        "Summary": "himaya.forecasting.summary",
        "TrackRecord": "himaya.forecasting.forecast",
        "summarise": "himaya.forecasting.summary",
        "write_predictions": "himaya.forecasting.predictions",
    },
)
