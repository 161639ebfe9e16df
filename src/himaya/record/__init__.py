"""The official record: read, cleaned, grouped into raids; every count a claim."""

from __future__ import annotations

from himaya.record.raid import ModelCount, Raid
from himaya.record.record import Record, Verdict, raids_of, read_record
from himaya.record.rows import Ends, Reason, Row
from himaya.record.synthetic import synthesise
from himaya.record.weapons import RecordClass, Tier

__all__ = [
    "Ends",
    "ModelCount",
    "Raid",
    "Reason",
    "Record",
    "RecordClass",
    "Row",
    "Tier",
    "Verdict",
    "raids_of",
    "read_record",
    "synthesise",
]
