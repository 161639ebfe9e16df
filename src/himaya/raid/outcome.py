"""What came of a raid: an xarray Dataset with units, sentences and provenance, and ways to read it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from himaya.arrays import labelled
from himaya.chance.statistics import STATISTICS, Statistics, statistics
from himaya.files.netcdf import write_netcdf
from himaya.kernels.tables import (
    CLASSES,
)
from himaya.notebook import frame
from himaya.raid.prepare.bridge import Prepared
from himaya.raid.shown import FRAME_COLUMNS, class_rows, shown_outcome
from himaya.raid.stop import Standing, standing
from himaya.raid.tally import GROUPS, QUANTITIES, Tally, library_se
from himaya.raid.variables import VARIABLES

if TYPE_CHECKING:
    import pandas as pd

FORMAT = "himaya/outcome/1"
MODEL_VERSION = 3
"""Changes with anything that changes a seeded result."""


@dataclass(frozen=True)
class RaidOutcome:
    """The outcome of a scenario's replications.

    Attributes
    ----------
    dataset : xarray.Dataset; `himaya.raid.variables.VARIABLES` says what it holds. Its attribute
        `provenance` is a JSON string: scenario, seed, replications, versions, hash of the tables.
    elapsed_s : seconds by phase; not part of the dataset, which depends on the inputs alone.
    """

    dataset: xr.Dataset
    elapsed_s: dict[str, float] = field(default_factory=dict)

    @property
    def provenance(self) -> dict[str, Any]:
        """Where the numbers come from."""
        return dict(json.loads(self.dataset.attrs["provenance"]))

    def launched(self, group: str) -> int:
        """Threats launched of a group: a weapon class, `drones` or `all`."""
        return int(self.dataset["launched"].sel(group=group))

    def statistics(self, group: str, quantity: str) -> Statistics:
        """Mean, sd and percentiles of a count; quantity: one of `himaya.raid.tally.QUANTITIES`.

        Raises
        ------
        KeyError
            If there is no such group or quantity.
        """
        histogram = self.dataset["replications"].sel(group=group, quantity=quantity)
        return statistics(histogram.to_numpy())

    @property
    def standing(self) -> Standing:
        """How well the mean of hits is known."""
        error = float(self.dataset["library_se"].sel(group="all", quantity="hit"))
        return standing(self.statistics("all", "hit"), self.provenance["replications"], error)

    def to_frame(self) -> pd.DataFrame:
        """Statistics as a tidy pandas frame.

        One row for each class that flew, `drones` and `all` among them, and each quantity: launched, the four
        ends, and where effects were followed what they meant. Columns: class, quantity, mean, sd, p05, p50,
        p95.

        Raises
        ------
        MissingPackageError
            If pandas is not installed.
        """
        return frame(FRAME_COLUMNS, class_rows(self.dataset))

    def summary(self) -> str:
        """Tell the answer and the main table as text."""
        return shown_outcome(self.dataset, self.provenance).text()

    def _repr_html_(self) -> str:
        return shown_outcome(self.dataset, self.provenance).html()

    def to_netcdf(self, path: Path) -> None:
        """Write the dataset as NetCDF.

        Raises
        ------
        OutputError
            If the file cannot be written.
        """
        write_netcdf(self.dataset, path, {"replications": {"zlib": True}})


def provenance(prepared: Prepared, replications: int, seed: int) -> dict[str, object]:
    """Everything that the bits of an outcome depend on."""
    packages = ("himaya", "numpy", "numba")
    return {
        "scenario": prepared.scenario.name,
        "seed": seed,
        "replications": replications,
        "parameters": "mean",
        "model_version": MODEL_VERSION,
        "tables_hash": prepared.tables_hash,
        "versions": {name: version(name) for name in packages},
    }


def make_dataset(prepared: Prepared, tally: Tally, provenance: dict[str, Any]) -> xr.Dataset:
    """Make the dataset of a tally."""
    table = [[statistics(histogram) for histogram in row] for row in tally.counts]
    data: dict[str, Any] = {
        name: np.array([[getattr(cell, name) for cell in row] for row in table]) for name in STATISTICS
    }
    data["launched"] = _launched(prepared)
    data["replications"] = tally.counts
    data["library_se"] = [[library_se(cell) for cell in row] for row in np.moveaxis(tally.library, 0, 2)]
    for name in ("fired", "meetings"):
        rows = [statistics(histogram).row() for histogram in getattr(tally, name)]
        data[name] = np.array(rows, np.float64).reshape(-1, len(STATISTICS))
    for name in ("aim_hits", "shot_down_by"):
        data[name] = getattr(tally, name) / tally.n
    data["events"] = tally.events / tally.n
    return xr.Dataset(
        labelled(data, VARIABLES),
        coords=_coordinates(prepared),
        attrs={"format": FORMAT, "provenance": json.dumps(provenance, sort_keys=True)},
    )


def _launched(prepared: Prepared) -> np.ndarray[Any, Any]:
    classes = prepared.plan.groups.weapon_class[prepared.raid.group]
    by_class = np.bincount(classes, minlength=len(CLASSES))
    return np.array([*by_class, by_class[:2].sum(), by_class.sum()])


def _coordinates(prepared: Prepared) -> dict[str, list[str]]:
    scenario = prepared.scenario
    areas = [area.id for area in scenario.area_defences]
    return {
        "group": list(GROUPS),
        "quantity": list(QUANTITIES),
        "statistic": list(STATISTICS),
        "weapon_class": list(CLASSES),
        "round": [each.id for each in prepared.rounds],
        "area": areas,
        "aim_point": [aim.id for aim in scenario.aim_points],
        "force": [*(unit.id for unit in scenario.units), *areas],
    }
