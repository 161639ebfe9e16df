"""A scenario with groups of every class, and records small or invented, to draw raids from."""

from __future__ import annotations

from datetime import date

import himaya
from himaya.campaign.raids.make import raids_to_come
from himaya.campaign.raids.section import RaidsSection
from himaya.record import read_record
from himaya.record.synthetic import synthesise
from himaya.scenario.catalogue import shipped_catalogue
from tests.record.small import row

START = date(2025, 7, 1)
COUNTS = {"strike": 30, "decoys": 10, "cruise": 4, "ballistic": 3, "kinzhal": 1, "fast": 2}
TYPES = {"strike": "shahed-136", "decoys": "decoy-gerbera", "cruise": "kh-101", "ballistic": "iskander-m",
         "kinzhal": "kinzhal", "fast": "kh-22"}  # fmt: skip


def scenario(**counts):
    """City's defence; its raid has the groups of `COUNTS`, or those given."""
    city, kinds = himaya.load("city"), shipped_catalogue().threat_types
    groups = [
        city.raid[0].model_copy(update={"id": name, "type": TYPES[name], "count": count})
        for name, count in (counts or COUNTS).items()
    ]
    return city.model_copy(update={"raid": groups, "threat_types": list(kinds)})


def raids(record=None, span=30, seed=1, of=None, start=START, **section):
    return raids_to_come(RaidsSection(**section), of or scenario(), record, (start, span), seed)


def drones(night, launched, **cells):
    """A row of drones that ended on the morning of a date."""
    return row(
        f"{night} 00:30", f"{night} 06:00", launched=str(launched), destroyed="0", not_reach_goal="0", **cells
    )


def invented(tmp_path, nights=400, seed=1):
    path = tmp_path / "invented.csv"
    path.write_text(synthesise(nights, seed), encoding="utf-8")
    return read_record(path)
