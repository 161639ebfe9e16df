"""What came of a campaign: every future's nights, and their statistics over futures."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from himaya.arrays import F8, I8, labelled
from himaya.campaign.block import Campaign, Story
from himaya.campaign.shown import shown_campaign, total_rows
from himaya.campaign.variables import NIGHTLY, VARIABLES
from himaya.files.netcdf import write_netcdf
from himaya.kernels.tables import CLASSES, DECOY, HIT, OUTCOMES
from himaya.notebook import frame
from himaya.raid.shown import FRAME_COLUMNS

if TYPE_CHECKING:
    import pandas as pd


def leakers_of(outcomes: NDArray[np.generic]) -> I8:
    """i8[..., class]: hits, but of decoys, which fall at their end; outcomes : [..., class, outcome]."""
    hits: I8 = outcomes[..., HIT].astype(np.int64)
    hits[..., DECOY] = 0
    return hits


@dataclass(frozen=True)
class CampaignOutcome:
    """All nights of all futures."""

    dataset: xr.Dataset
    """Its variables are those of `himaya.campaign.variables`."""
    start: date | None = None
    """Date of the first night; None: not kept."""

    @property
    def nights(self) -> int:
        """Nights of the campaign."""
        return int(self.dataset.sizes["night"])

    @property
    def provenance(self) -> dict[str, Any]:
        """Where the numbers come from."""
        return dict(json.loads(self.dataset.attrs["provenance"]))

    def to_frame(self) -> pd.DataFrame:
        """Totals over all nights as a tidy pandas frame, statistics over futures.

        One row for each class that flew, and for all of them, and each quantity: launched, the four ends,
        leakers (hits, but of decoys); of all also value lost, killed, injured and cost. Columns: class,
        quantity, mean, sd, p05, p50, p95.

        Raises
        ------
        MissingPackageError
            If pandas is not installed.
        """
        return frame(FRAME_COLUMNS, total_rows(self))

    def summary(self) -> str:
        """Tell the answer and the main tables as text."""
        return shown_campaign(self).text()

    def _repr_html_(self) -> str:
        return shown_campaign(self).html()

    def runout(self, round_type: str) -> I8:
        """i8[future]: first night on which a round type has run out, nights + 1 where it has not.

        It has where what is held at dusk is at most `runout_at` of it.
        """
        held = self.dataset["held"].sel(round=round_type)
        short = (held <= self.dataset["runout_at"].sel(round=round_type)).to_numpy()
        night: I8 = np.where(short.any(axis=1), short.argmax(axis=1) + 1, self.nights + 1)
        return night

    def leakers(self) -> I8:
        """i8[future, night, class]: hits; a decoy's are none."""
        return leakers_of(self.dataset["outcomes"].to_numpy())

    def total(self, name: str) -> F8:
        """f8[future, ...]: a variable summed over nights."""
        summed: F8 = self.dataset[name].sum("night").to_numpy().astype(np.float64)
        return summed

    def imbalance(self) -> I8:
        """i8[future, night - 1, round]: held - (held before + arrived - fired - lost); 0 everywhere."""
        held, arrived, fired, lost = (
            self.dataset[name].to_numpy().astype(np.int64) for name in ("held", "arrived", "fired", "lost")
        )
        off: I8 = held[:, 1:] - (held[:, :-1] + arrived[:, 1:] - fired[:, :-1] - lost[:, :-1])
        return off

    def lines_lost_h(self, start_h: float = 0.0) -> xr.Dataset:
        """When sites lost lines to hits, as `effects.site_lines.lost_lines` reads it of a single night.

        Hours from the start of the first night on, a night later 24 more: `line_lost_h` of replication (here:
        future), site line and loss (here: night).
        """
        night_h = 24.0 * np.arange(self.nights)[:, None]
        hours = self.dataset["line_lost_h"].to_numpy() + night_h + start_h
        dims = ("replication", "site_line", "loss")
        made = xr.DataArray(np.moveaxis(hours, 1, 2), dims=dims)
        return xr.Dataset({"line_lost_h": made}, coords={"site_line": self.dataset["site_line"].to_numpy()})

    def to_netcdf(self, path: Path) -> None:
        """Write the dataset, compressed."""
        encoding = {str(name): {"zlib": True, "complevel": 4} for name in self.dataset.data_vars}
        for name in ("round", "area", "weapon_class", "outcome"):
            encoding.pop(name, None)
        write_netcdf(self.dataset, path, encoding)


def outcome_of(
    campaign: Campaign, stories: Iterable[tuple[range, Story]], provenance: Mapping[str, object]
) -> CampaignOutcome:
    """Put blocks together, in the order of futures."""
    parts = [story for _, story in sorted(stories, key=lambda part: part[0].start)]
    prepared = campaign.prepared
    lines = [line.name for line in campaign.harm.lines.lines]
    declared = {name: each for name, each in VARIABLES.items() if name != "line_lost_h" or lines}
    values = {name: np.concatenate([part[name] for part in parts]) for name in declared if name in NIGHTLY}
    dataset = xr.Dataset(
        labelled({**values, "runout_at": campaign.runout_at()}, declared, prepared.scenario.value_unit),
        coords={
            "night": np.arange(1, campaign.nights + 1),
            "weapon_class": list(CLASSES),
            "outcome": list(OUTCOMES),
            "round": [each.id for each in prepared.rounds],
            "system": campaign.systems(),
            "area": [area.id for area in prepared.scenario.area_defences],
            **({"site_line": lines} if lines else {}),
        },
        attrs={"provenance": json.dumps(provenance, sort_keys=True)},
    )
    return CampaignOutcome(dataset)
