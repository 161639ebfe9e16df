"""Calibrations: the screen and the document of a fit to stated nights and of one to a record's."""

from __future__ import annotations

from typing import NamedTuple

import pytest

import himaya
from himaya.scenario import dump
from himaya.scenario.recorded import Recorded


class Told(NamedTuple):
    """What is recorded of a night of the town."""

    drones: int
    decoys: int
    destroyed: int
    lost: int
    cruise_destroyed: int


NIGHTS = (
    Told(12, 4, 9, 4, 1), Told(8, 3, 5, 3, 2), Told(16, 5, 10, 5, 0), Told(12, 4, 7, 6, 1),
    Told(9, 3, 6, 3, 1), Told(11, 4, 12, 1, 0), Told(18, 5, 9, 6, 2), Told(7, 3, 5, 5, 1),
    Told(13, 4, 8, 5, 3), Told(15, 6, 16, 3, 1), Told(12, 4, 6, 4, 0), Told(10, 5, 9, 3, 2),
    Told(20, 6, 12, 9, 1), Told(8, 2, 4, 1, 1),
)  # fmt: skip
"""On the first days of May 2025; the fit has the first four."""


@pytest.fixture
def record(command):
    """A record of invented nights where commands run."""
    command("record", "synthesise", "--nights", 12, "--seed", 7, "--out", "record.csv")
    return "record.csv"


@pytest.fixture
def nights(tmp_path):
    """Files of nights of the town, by the name that a command takes."""
    city, names = himaya.load("city"), []
    for day, told in enumerate(NIGHTS, start=1):
        counts = {"drones": told.drones, "decoys": told.decoys}
        raid = [group.model_copy(update={"count": counts.get(group.id, group.count)}) for group in city.raid]
        recorded = {
            "drones": Recorded(
                launched=told.drones + told.decoys, destroyed=told.destroyed, not_reach_goal=told.lost,
                source="invented",
            ),
            "cruise_missile": Recorded(
                launched=3, destroyed=told.cruise_destroyed, not_reach_goal=0, source="invented"
            ),
            "ballistic_missile": Recorded(launched=1, not_reach_goal=0, source="invented"),
        }  # fmt: skip
        start = f"2025-05-{day:02}T12:00:00+03:00"
        night = city.model_copy(update={"start": start, "raid": raid, "recorded": recorded})
        dump(night, tmp_path / f"night-{day}.yaml")
        names.append(f"./night-{day}.yaml")
    return names


def test_stated_nights__screen_and_document_stay(nights, record, golden_command):
    golden_command(
        "calibrate-stated", "calibrate", *nights, "--record", record, "--before", "2025-05-05",
        "--replications", 16, "--seed", 7, "--quiet", digits=7,
    )  # fmt: skip


def test_nights_of_a_record__screen_stays(record, golden_command):
    golden_command(
        "calibrate-record", "calibrate", "ukraine", "--record", record, "--before", "2025-09-28",
        "--nights", 3, "--check-nights", 1, "--usual-places", "--replications", 16, "--seed", 7, "--quiet",
        "--out", "fitted.yaml", document=False,
    )  # fmt: skip
