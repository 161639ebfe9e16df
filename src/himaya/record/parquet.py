"""Writes raids, rows and claims as Parquet files that say what they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from himaya.notes import Note
from himaya.record.cells import in_utc
from himaya.record.claims import Claim, claims_of
from himaya.record.raid import ModelCount, Raid
from himaya.record.record import Record, Verdict
from himaya.record.rows import Ends
from himaya.record.table import BEYOND

RAIDS, ROWS, CLAIMS = "himaya/raids/1", "himaya/record-rows/1", "himaya/record-claims/1"
_UTC, _LOCAL, _TEXTS = pa.timestamp("us", tz="UTC"), pa.timestamp("us"), pa.list_(pa.string())
_TYPES: Mapping[str, pa.DataType] = {
    **dict.fromkeys(("start", "end"), _UTC),
    **dict.fromkeys(("start_local", "end_local"), _LOCAL),
    **dict.fromkeys(("regions", "sources", "notes"), _TEXTS),
    **dict.fromkeys(("split_reported", "scored", "part", "date_only"), pa.bool_()),
    **dict.fromkeys(
        ("line", "launched", "destroyed", "not_reach_goal", "neutralised", "unaccounted", "still_attacking",
         "hit_places", "fragment_places", "low", "high", "neutralised_low", "neutralised_high"),
        pa.int64(),
    ),
    "night": pa.date32(),
    "by_model": pa.map_(pa.string(), pa.int64()),
}  # fmt: skip
"""Types by column; what is not here is text."""
_COUNTS = ("launched", "destroyed", "not_reach_goal", "still_attacking", "hit_places", "fragment_places")


def write_raids(record: Record, path: Path) -> None:
    """Write the raids, one row each."""
    names = [field.name for field in fields(Raid)]
    columns = {name: [getattr(raid, name) for raid in record.raids] for name in names}
    ends: list[Ends] = columns.pop("neutralised_ends")
    columns |= {
        "neutralised_low": [each.low for each in ends],
        "neutralised_high": [each.high for each in ends],
    }
    _write(columns, (RAIDS, record), path)


def write_claims(record: Record, path: Path) -> None:
    """Write every count with who said it; kills and hits by region are among them."""
    claims = claims_of(record)
    columns = {field.name: [getattr(claim, field.name) for claim in claims] for field in fields(Claim)}
    _write(columns, (CLAIMS, record), path)


def write_rows(record: Record, path: Path) -> None:
    """Write every row of the file with its verdict, as read and, in ``raw_...``, as stated."""
    verdicts = record.verdicts
    makers: dict[str, Callable[[Verdict], object]] = {
        "line": lambda each: each.row.line,
        "verdict": lambda each: "used" if each.reason is None else "set_aside",
        "reason": lambda each: each.reason,
        "raid_id": lambda each: "; ".join(used.raid_id for used in each.used) or None,
        "weapon_class": lambda each: each.row.weapon_class,
        "tier": lambda each: each.row.tier,
        "start": lambda each: in_utc(each.row.start) if each.row.start else None,
        "end": lambda each: in_utc(each.row.end) if each.row.end else None,
        "start_local": lambda each: each.row.start,
        "end_local": lambda each: each.row.end,
        "date_only": lambda each: each.row.date_only,
    }
    columns = {name: [make(each) for each in verdicts] for name, make in makers.items()}
    columns |= {name: [getattr(each.row, name) for each in verdicts] for name in _COUNTS}
    for name in record.columns:
        columns[f"raw_{name}"] = [each.row.raw.get(name) for each in verdicts]
    columns["raw_beyond_header"] = [each.row.raw.get(BEYOND) for each in verdicts]
    _write(columns, (ROWS, record), path)


def _plain(value: object) -> object:
    """A value as Parquet takes it: what is not Unicode, as a lone surrogate, is escaped; notes by code."""
    if isinstance(value, str):
        return str(value).encode("utf-8", "backslashreplace").decode()
    if isinstance(value, Note):
        return value.code
    if isinstance(value, ModelCount):
        return _plain(value.model), value.launched
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _write(columns: Mapping[str, list[Any]], made_of: tuple[str, Record], path: Path) -> None:
    kind, record = made_of
    typed = [pa.field(name, _TYPES.get(name, pa.string())) for name in columns]
    provenance = {
        "himaya": version("himaya"),
        "record": Path(record.file).name,
        "sha256": record.sha256,
        "rows": len(record.verdicts),
        "used": record.n_used,
    }
    schema = pa.schema(typed, metadata={"format": kind, "provenance": json.dumps(provenance)})
    plain = [[_plain(value) for value in values] for values in columns.values()]
    arrays = [pa.array(values, field.type) for values, field in zip(plain, schema, strict=True)]
    parquet.write_table(pa.Table.from_arrays(arrays, schema=schema), path)
