"""Forecasters by name, as they are before any raid: one file each, one interface."""

from __future__ import annotations

from collections.abc import Mapping

from himaya.forecasting.models.discounted_bb import DiscountedBetaBinomial
from himaya.forecasting.models.last_raid import LastRaid
from himaya.forecasting.models.model import Model
from himaya.forecasting.models.pool import Pool
from himaya.forecasting.models.pooled_binomial import PooledBinomial
from himaya.forecasting.models.rolling_regression_bb import RollingRegression

MODELS: Mapping[str, type[Model]] = {
    "himaya": Pool,
    "discounted_bb": DiscountedBetaBinomial,
    "rolling_regression_bb": RollingRegression,
    "pooled_binomial": PooledBinomial,
    "last_raid": LastRaid,
}
"""The forecaster, the two references that it is held against, and two baselines."""
REFERENCES = ("discounted_bb", "rolling_regression_bb", "pooled_binomial", "last_raid")
"""What `himaya` is compared with."""
