"""The documents of the forecast and the backtest say what was found."""

from __future__ import annotations

import json

import numpy as np
import pytest
from pyarrow import parquet

from himaya.app.forecast import backtest_record, forecast_raid
from himaya.app.record_actions import export_record, synthesise_record
from himaya.errors import ProblemsError
from himaya.record import RecordClass, read_record


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    path = tmp_path_factory.mktemp("forecast") / "record.csv"
    synthesise_record(60, 1, path)
    return path


@pytest.mark.parametrize("at", [None, "2025-08-20T09:00", "2025-09-11T09:00"])
def test_forecast__of_nothing_is_a_valid_document_for_every_class(record, at):
    document = forecast_raid([f"{kind}=0" for kind in RecordClass], record, at)
    assert [part.neutralised.pmf for part in document.classes.values()] == [[1.0]] * 4


def test_forecast__has_leakers_that_are_what_is_left(record):
    [part] = forecast_raid(["drone=90"], record).classes.values()
    assert part.leakers.pmf == part.neutralised.pmf[::-1]
    for name, level in (("i50", 0.5), ("i80", 0.8), ("i90", 0.9)):
        found, left = getattr(part.neutralised, name), getattr(part.leakers, name)
        assert found.level == left.level == level
        assert sum(part.neutralised.pmf[found.low : found.high + 1]) >= level
        assert found.low > 45 > left.high  # the invented record has most of them neutralised


def test_predictions__say_what_they_are_and_what_happened(record, tmp_path):
    out = tmp_path / "laws.parquet"
    backtest_record(record, ("2025-09-01", None), out)
    table = parquet.read_table(out)
    metadata = table.schema.metadata
    assert metadata[b"format"] == b"himaya/predictions/1"
    assert json.loads(metadata[b"provenance"])["from"] == "2025-09-01"
    told = {raid.raid_id: raid.neutralised for raid in read_record(record).raids}
    for raid_id, actual in zip(*(table[name].to_pylist() for name in ("raid_id", "actual")), strict=True):
        assert actual == told[raid_id]
    ends = np.array(table["k"]) == np.array(table["launched"])
    assert (np.array(table["cdf"])[ends] == 1.0).all()
    assert np.array(table["cdf"]).max() == 1.0


@pytest.mark.parametrize("action", ["forecast", "backtest", "export"])
def test_record_without_a_usable_row__is_refused_by_name(tmp_path, action):
    path = tmp_path / "swapped.csv"
    header, row = (
        "time_start,time_end,model,launched,destroyed,source",
        "2025-07-03 18:00,100,Shahed,30,9,kpszsu/1",
    )
    path.write_text(f"{header}\n{row}\n", encoding="utf-8")
    actions = {
        "forecast": lambda: forecast_raid(["drone=9"], path),
        "backtest": lambda: backtest_record(path, ("2025-07-01", None)),
        "export": lambda: export_record(path, tmp_path / "raids.parquet"),
    }
    with pytest.raises(ProblemsError, match=r"swapped\.csv.*no row of the record can be used.*no_time"):
        actions[action]()
