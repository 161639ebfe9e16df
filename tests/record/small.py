"""Small records in the format of the official one, made for a test."""

from __future__ import annotations

import csv
import io

from himaya.record import read_record
from himaya.record.synthetic import COLUMNS

AIR_FORCE, SOUTH = "kpszsu/posts/1", "PvKPivden/posts/1"
GONE = ("target_main", "border_crossing", "is_shahed", "num_hit_location", "num_fall_fragment_location",
        "turbojet", "turbojet_destroyed")  # fmt: skip
OLD_COLUMNS = (*(name for name in COLUMNS if name not in GONE), "cross_border_belarus", "back_russia")
"""The 17 columns of early 2025."""


def row(start="2025-07-03 18:00", end="2025-07-04 06:00", **cells):
    """Cells of one row: by default a whole drone raid of the air force."""
    given = {"model": "Shahed-136/131", "launched": "100.0", "destroyed": "60.0", "not_reach_goal": "30.0"}
    return {**given, "time_start": start, "time_end": end, "source": AIR_FORCE, **cells}


def text_of(*rows, columns=COLUMNS):
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def record_of(tmp_path, *rows, columns=COLUMNS):
    path = tmp_path / "record.csv"
    path.write_text(text_of(*rows, columns=columns), encoding="utf-8")
    return read_record(path)


def reasons_of(record):
    return [verdict.reason for verdict in record.verdicts]
