"""Parquet files: times with and without zone, unknown as null, provenance, nothing lost."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pyarrow as pa
import pytest
from pyarrow import parquet

from himaya.record import read_record
from himaya.record.claims import claims_of
from himaya.record.parquet import write_claims, write_raids, write_rows
from himaya.record.synthetic import synthesise
from tests.record.small import record_of, row

COLUMNS = [
    "raid_id", "start", "end", "start_local", "end_local", "weapon_class", "launched", "by_model",
    "destroyed", "not_reach_goal", "neutralised", "unaccounted", "still_attacking", "hit_places",
    "fragment_places",
    "split_reported", "scored", "tier", "regions", "sources", "notes", "neutralised_low", "neutralised_high",
]  # fmt: skip


@pytest.fixture(scope="module")
def invented(tmp_path_factory):
    path = tmp_path_factory.mktemp("record") / "invented.csv"
    path.write_text(synthesise(120, 3), encoding="utf-8", newline="")
    return read_record(path)


def written(write, record, tmp_path):
    write(record, tmp_path / "out.parquet")
    return parquet.read_table(tmp_path / "out.parquet")


def test_raids__have_these_columns_and_times(tmp_path):
    table = written(write_raids, record_of(tmp_path, row()), tmp_path)
    assert table.column_names == COLUMNS
    types = {name: table.schema.field(name).type for name in ("start", "end", "start_local", "end_local")}
    assert types == {
        "start": pa.timestamp("us", tz="UTC"), "end": pa.timestamp("us", tz="UTC"),
        "start_local": pa.timestamp("us"), "end_local": pa.timestamp("us"),
    }  # fmt: skip
    [raid] = table.to_pylist()
    assert (raid["end"], raid["end_local"]) == (
        datetime(2025, 7, 4, 3, tzinfo=UTC),
        datetime.fromisoformat("2025-07-04 06:00"),
    )
    assert raid["by_model"] == [("Shahed-136/131", 100)]
    assert (raid["neutralised"], raid["hit_places"], raid["sources"]) == (90, None, ["kpszsu/posts/1"])


def test_raids__come_back_as_they_were(invented, tmp_path):
    rows = written(write_raids, invented, tmp_path).to_pylist()
    assert len(rows) == len(invented.raids) > 100
    for stored, raid in zip(rows, invented.raids, strict=True):
        for name, value in stored.items():
            ends = {
                "neutralised_low": raid.neutralised_ends.low,
                "neutralised_high": raid.neutralised_ends.high,
            }
            codes = {"notes": tuple(note.code for note in raid.notes)}
            given = {**vars(raid), **ends, **codes}[name]
            assert value == (list(given) if isinstance(given, tuple) else given)


def test_rows__are_all_there_with_their_text_and_one_verdict(invented, tmp_path):
    rows = written(write_rows, invented, tmp_path).to_pylist()
    assert len(rows) == len(invented.verdicts)
    assert sum(each["verdict"] == "used" for each in rows) == invented.n_used
    for each, verdict in zip(rows, invented.verdicts, strict=True):
        assert (each["reason"] is None) == (each["verdict"] == "used") == (each["raid_id"] is not None)
        assert {name: each[f"raw_{name}"] for name in invented.columns} == dict(verdict.row.raw)


def test_claims__are_all_there(invented, tmp_path):
    table = written(write_claims, invented, tmp_path)
    assert table.num_rows == len(claims_of(invented))
    assert table["quantity"].to_pylist() == [claim.quantity.value for claim in claims_of(invented)]


@pytest.mark.parametrize(
    ("write", "kind"),
    [
        (write_raids, "himaya/raids/1"),
        (write_rows, "himaya/record-rows/1"),
        (write_claims, "himaya/record-claims/1"),
    ],
)
def test_file__says_what_it_is_and_what_it_is_made_of(tmp_path, write, kind):
    record = record_of(tmp_path, row())
    metadata = written(write, record, tmp_path).schema.metadata
    assert metadata[b"format"].decode() == kind
    provenance = json.loads(metadata[b"provenance"])
    assert (provenance["record"], provenance["rows"], provenance["used"]) == ("record.csv", 1, 1)
    assert len(provenance["sha256"]) == 64
