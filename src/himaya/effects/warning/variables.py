"""What an outcome says of warning: its variables, and their numbers from integer sums."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import xarray as xr

from himaya.arrays import Variable, labelled, registry, within_one
from himaya.chance.statistics import STATISTICS, statistics
from himaya.kernels.library import Array
from himaya.kernels.tables import (
    CLASSES,
)
from himaya.raid.tally import GROUPS

LEAD_STEP_S = 10
"""Lead times are counted in such steps, rounded down."""
LEAD_STEPS = 12 * 3600 // LEAD_STEP_S
"""A lead time of 12 hours or more counts as 12 hours."""
WITHIN_MIN = (1, 5, 15)
"""Shares of hits with less lead time than these, minutes."""

VARIABLES = registry(
    Variable("alert_hours", ("district", "statistic"), "real", "h", "Hours under alert, to the minute."),
    Variable(
        "alert_share",
        ("district",),
        "real",
        "1",
        "Mean hours under alert, as a share of mean night_hours.",
        within_one,
    ),
    Variable("p_alert", ("district",), "real", "1", "Share of replications with an alert.", within_one),
    Variable(
        "alert_on",
        ("district", "statistic"),
        "real",
        "min",
        "First alert's begin after the start, where there is an alert.",
    ),
    Variable(
        "alert_off",
        ("district", "statistic"),
        "real",
        "min",
        "Last alert's end after the start, where there is an alert.",
    ),
    Variable(
        "night_hours",
        ("statistic",),
        "real",
        "h",
        "From the first alert in any district to the end of the last one.",
    ),
    Variable("lead_hits", ("group",), "real", "1", "Mean number of hits on assets."),
    Variable(
        "lead_min",
        ("group", "statistic"),
        "real",
        "min",
        "Detection to impact of these hits, at most 720.",
    ),
    Variable(
        "lead_below",
        ("group", "within_min"),
        "real",
        "1",
        "Share of these hits with less time.",
        within_one,
    ),
    Variable("asset_lead_hits", ("asset", "group"), "real", "1", "As lead_hits, by asset."),
    Variable("asset_lead_min", ("asset", "group", "statistic"), "real", "min", "As lead_min, by asset."),
    Variable(
        "asset_lead_below",
        ("asset", "group", "within_min"),
        "real",
        "1",
        "As lead_below, by asset.",
        within_one,
    ),
)
"""Variable by name. NaN: there is none to speak of."""


class Sums(NamedTuple):
    """Integer sums over replications."""

    minutes: Array
    """i8[district, minute]: replications with so many minutes under alert."""
    first_on: Array
    """i8[district, minute after the start]: replications with an alert, by the first alert's begin."""
    last_off: Array
    """i8[district, minute after the start]: by the last alert's end."""
    span: Array
    """i8[minute]: replications by the time from the first alert anywhere to the last one's end."""
    leads: Array
    """i8[asset, class, step]: hits by lead time."""

    def long_enough(self, n_minutes: int) -> Sums:
        """The same sums, with room for so many minutes."""
        more = max(0, n_minutes - len(self.span))
        tables = (np.pad(each, ((0, 0), (0, more))) for each in self[:3])
        return Sums._make([*tables, np.pad(self.span, (0, more)), self.leads])


def empty_sums(n_districts: int, n_minutes: int, n_assets: int) -> Sums:
    """Sums of no replications."""
    shape = (n_districts, n_minutes)
    leads = (n_assets, len(CLASSES), LEAD_STEPS + 1)
    return Sums._make(np.zeros(each, np.int64) for each in (shape, shape, shape, (n_minutes,), leads))


def warning_dataset(sums: Sums, n: int, districts: Sequence[str], assets: Sequence[str]) -> xr.Dataset:
    """Make the dataset of n replications."""
    hours, span = _rows(sums.minutes, 1 / 60), _rows([sums.span], 1 / 60)[0]
    leads = np.moveaxis(_by_group(sums.leads), 1, 0)
    pooled = leads.sum(axis=1)
    data: dict[str, Any] = {
        "alert_hours": hours,
        "alert_share": hours[:, 0] / span[0] if span[0] else np.full(len(hours), np.nan),
        "p_alert": sums.first_on.sum(axis=1) / n,
        "alert_on": _rows(sums.first_on, 1.0),
        "alert_off": _rows(sums.last_off, 1.0),
        "night_hours": span,
        "lead_hits": pooled.sum(axis=1) / n,
        "lead_min": _rows(pooled, LEAD_STEP_S / 60),
        "lead_below": np.array([_below(each) for each in pooled]),
        "asset_lead_hits": leads.sum(axis=2).T / n,
    }
    each = np.array([_rows(by_group, LEAD_STEP_S / 60) for by_group in leads])
    data["asset_lead_min"] = np.moveaxis(each, 0, 1)
    below = [[_below(histogram) for histogram in by_group] for by_group in leads]
    data["asset_lead_below"] = np.moveaxis(np.array(below).reshape(len(leads), -1, len(WITHIN_MIN)), 0, 1)
    return xr.Dataset(
        labelled(data, VARIABLES),
        coords={
            "district": np.array(districts, object),
            "asset": np.array(assets, object),
            "group": list(GROUPS),
            "statistic": list(STATISTICS),
            "within_min": list(WITHIN_MIN),
        },
    )


def _rows(histograms: Iterable[Array], unit: float) -> Array:
    """f8[histogram, statistic] in a unit of so much a step; NaN where a histogram is empty."""
    nothing = [np.nan] * len(STATISTICS)
    rows = [statistics(each).row() if each.any() else nothing for each in histograms]
    return np.array(rows, np.float64).reshape(-1, len(STATISTICS)) * unit


def _by_group(leads: Array) -> Array:
    """i8[asset, group, step] from i8[asset, class, step]."""
    both = leads[:, :2].sum(axis=1, keepdims=True)
    return np.concatenate([leads, both, leads.sum(axis=1, keepdims=True)], axis=1)


def _below(histogram: Array) -> list[float]:
    """Shares below the times of `WITHIN_MIN`."""
    total = histogram.sum()
    shares = [histogram[: 60 * minutes // LEAD_STEP_S].sum() for minutes in WITHIN_MIN]
    return [float(share / total) if total else float("nan") for share in shares]
