"""The forecaster's whole laws as a Parquet file, for others to score."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

import numpy as np

from himaya.forecasting.one_ahead import ScoredForecast
from himaya.forecasting.scores import cdf

FORMAT = "himaya/predictions/1"
NAME = "himaya"
"""The model whose laws are written."""


def write_predictions(
    forecasts: Iterable[ScoredForecast], path: Path, provenance: Mapping[str, object] | None = None
) -> None:
    """Write one row for every raid and k = 0 to launched neutralised.

    Columns: raid_id, end (UTC), end_local (naive, Kyiv), weapon_class, launched, k, probability,
    cdf, actual, actual_high (another number where the record tells an interval). The file's metadata
    say `format` and, as JSON, `provenance`.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    import pyarrow as pa  # noqa: PLC0415 (half as slow to import as a forecast is to make)
    from pyarrow import parquet  # noqa: PLC0415

    given = list(forecasts)
    sizes = np.array([len(each.pmf) for each in given], dtype=np.int64)

    def repeated(values: list[str] | list[int] | list[datetime], kind: pa.DataType) -> pa.Array:
        return pa.array(values, kind).take(pa.array(np.repeat(np.arange(len(given)), sizes)))

    pmfs = [each.pmf for each in given]
    columns = {
        "raid_id": repeated([each.raid.raid_id for each in given], pa.string()),
        "end": repeated([each.raid.end for each in given], pa.timestamp("us", tz="UTC")),
        "end_local": repeated([each.raid.end_local for each in given], pa.timestamp("us")),
        "weapon_class": repeated([each.raid.weapon_class for each in given], pa.string()),
        "launched": repeated([each.raid.launched for each in given], pa.int64()),
        "k": pa.array(np.concatenate([np.arange(size) for size in sizes] or [np.zeros(0, np.int64)])),
        "probability": pa.array(np.concatenate(pmfs or [np.zeros(0)])),
        "cdf": pa.array(np.concatenate([cdf(pmf) for pmf in pmfs] or [np.zeros(0)])),
        "actual": repeated([each.raid.neutralised_ends.low for each in given], pa.int64()),
        "actual_high": repeated([each.raid.neutralised_ends.high for each in given], pa.int64()),
    }
    metadata = {"format": FORMAT, "provenance": json.dumps({"model": NAME, **(provenance or {})})}
    parquet.write_table(pa.table(columns).replace_schema_metadata(metadata), path)
