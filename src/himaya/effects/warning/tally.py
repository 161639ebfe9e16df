"""Warning: hours under alert of every district, and how long before its hit a threat was detected.

Everything added up is an integer (minutes, steps of a lead time), so that no sum depends on chunks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr

from himaya.arrays import I8
from himaya.effects.casualties import Warned
from himaya.effects.impacts import Impacts
from himaya.effects.warning.alerts import Alerts, Causes, alerts, causes
from himaya.effects.warning.districts import Ground, asset_districts, districts_of
from himaya.effects.warning.variables import LEAD_STEP_S, LEAD_STEPS, Sums, empty_sums, warning_dataset
from himaya.kernels.library import Array
from himaya.kernels.tables import (
    HIT,
    Out,
)
from himaya.raid.prepare.bridge import Prepared

TIRING_S = 24 * 3600
"""Alerts of so long before the one that is on tire people."""
BLOCK_THREATS = 8_000
"""A block of so many threats at a time takes half the time of a whole chunk."""


@dataclass
class WarningTally:
    """Sums over replications; `add` takes a chunk."""

    prepared: Prepared
    districts: tuple[Ground, ...]
    assets: tuple[str, ...]
    causes: Causes
    aim_asset: Array
    """i8[aim point]: number of the asset, -1 for open ground."""
    asset_district: Array
    """i8[asset]: number of the district, -1 for none."""
    sums: Sums
    n: int = 0

    @classmethod
    def of(cls, prepared: Prepared) -> WarningTally:
        """No replications yet; crosses the scenario's routes with its districts."""
        scenario = prepared.scenario
        districts = districts_of(scenario)
        number: dict[str | None, int] = {asset.id: k for k, asset in enumerate(scenario.assets)}
        found = causes(prepared, districts)
        return cls(
            prepared,
            districts,
            tuple(asset.id for asset in scenario.assets),
            found,
            np.array([number.get(aim.asset, -1) for aim in scenario.aim_points], np.int64),
            np.array(asset_districts(scenario, districts), np.int64),
            empty_sums(len(districts), n_minutes(prepared, found), len(scenario.assets)),
        )

    def add(self, prepared: Prepared, out: Out, first: int) -> Alerts:
        """Take a chunk, in blocks that stay in the processor's cache; its alerts, rows from 0."""
        del first  # nothing depends on a replication's number
        if prepared is not self.prepared:  # another draw of what the same scenario does not know
            self.prepared, self.causes = prepared, causes(prepared, self.districts)
            self.sums = self.sums.long_enough(n_minutes(prepared, self.causes))
        n, threats = out.variant.shape
        rows, parts = max(1, BLOCK_THREATS // max(1, threats)), []
        for start in range(0, n, rows):
            block = Out(*(column[start : start + rows] for column in out))
            found = alerts(self.causes, block, len(self.districts))
            parts.append(found.moved(start * len(self.districts)))
        whole = Alerts(*(np.concatenate(column) for column in zip(*parts, strict=True)))
        self._add_hours(whole, n)
        self._add_leads(prepared, out)
        self.n += n
        return whole

    def seen_s(self, out: Out) -> Array:
        """i8[hit]: seconds from the detection of each threat that hit to its impact, whole."""
        row, threat = np.nonzero(out.outcome == HIT)
        flying_ms = out.end_ms[row, threat] - out.launch_ms[row, threat]
        flown_m = np.maximum(out.s_end_m[row, threat], 1.0)
        unseen = np.minimum(self.causes.detect_m[out.variant[row, threat]] / flown_m, 1.0)
        return np.rint(flying_ms * (1.0 - unseen)).astype(np.int64) // 1000

    def warned(self, found: Alerts, hits: Impacts, seen_s: Array) -> Warned:
        """What people at the assets near each hit of a chunk had of its alerts.

        Their warning is what they had since the alert and since this threat was detected, the shorter of
        both: an alert that has been on all night tells nothing of it. seen_s : i8[hit].
        """
        hit, asset, _ = hits.near
        district = self.asset_district[asset] if len(asset) else asset
        cell = hits.replication[hit] * len(self.districts) + np.maximum(district, 0)
        time_s: I8 = hits.end_ms[hit] // 1000
        lead_s = found.lead_s(cell, time_s)
        begin_s = time_s - lead_s
        since = np.minimum(np.maximum(time_s - TIRING_S, 0), begin_s)
        tired_s = found.before_s(cell, begin_s) - found.before_s(cell, since)
        warning_s = np.minimum(lead_s, seen_s[hit])
        return Warned(np.where(district >= 0, warning_s / 60.0, np.nan), tired_s / 3600.0)

    def _add_hours(self, found: Alerts, n: int) -> None:
        n_districts = len(self.districts)
        cell, on, off = found.cell, found.on_s, found.off_s
        under_s = np.bincount(cell, weights=off - on, minlength=n * n_districts).astype(np.int64)
        numbers = np.arange(n * n_districts) % max(n_districts, 1)
        _count(self.sums.minutes, numbers, under_s)
        begins = np.flatnonzero(np.diff(cell, prepend=-1))
        ends = np.append(begins[1:], len(cell))[: len(begins)] - 1
        _count(self.sums.first_on, cell[begins] % max(n_districts, 1), on[begins])
        _count(self.sums.last_off, cell[ends] % max(n_districts, 1), off[ends])
        row = cell // max(n_districts, 1)
        earliest, latest = np.full(n, np.iinfo(np.int64).max), np.full(n, -1)
        np.minimum.at(earliest, row, on)
        np.maximum.at(latest, row, off)
        span = np.where(latest >= 0, latest - earliest, 0)
        _count(self.sums.span[None], np.zeros_like(span), span)

    def _add_leads(self, prepared: Prepared, out: Out) -> None:
        row, threat = np.nonzero(out.outcome == HIT)
        asset = self.aim_asset[prepared.variant_aim[out.variant[row, threat]]]
        on_asset = asset >= 0
        weapon_class = prepared.plan.groups.weapon_class[prepared.raid.group[threat[on_asset]]]
        step = np.minimum(self.seen_s(out)[on_asset] // LEAD_STEP_S, LEAD_STEPS)
        np.add.at(self.sums.leads, (asset[on_asset], weapon_class, step), 1)

    def variables(self) -> xr.Dataset:
        """What it saw, every variable with its unit and sentence."""
        return warning_dataset(self.sums, self.n, [each.id for each in self.districts], self.assets)


def n_minutes(prepared: Prepared, causes: Causes) -> int:
    """Every time after the start, to the nearest minute, is below."""
    return (prepared.horizon_ms // 1000 + causes.hold_s) // 60 + 2


def _count(histograms: Array, row: Array, seconds: Array) -> None:
    """Count times to the nearest minute; histograms : i8[row, minute]."""
    width = histograms.shape[1]
    found = np.bincount(row * width + (seconds + 30) // 60, minlength=histograms.size)
    histograms += found.reshape(histograms.shape)
