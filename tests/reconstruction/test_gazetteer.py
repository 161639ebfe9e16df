"""Launch places: what the record names is found, the rest is named, nothing is guessed."""

from __future__ import annotations

import pytest

import himaya
from himaya.reconstruction.gazetteer import find_launch_places, launch_names, launch_places
from himaya.record import read_record
from himaya.record.neutralised import SPLIT_FROM
from himaya.record.synthetic import synthesise

DIRECTIONS = {"north", "north-east", "south"}
"""What the record has in place of a launch place at times: no place."""


def ids(text):
    places, unknown = find_launch_places(launch_names(text))
    return [place.id for place in places], list(unknown)


@pytest.mark.parametrize(
    ("cell", "places", "unknown"),
    [
        ("Millerovo and Chauda, Crimea and Kursk oblast", ["millerovo", "chauda", "kursk"], []),
        ("and Shatalovo and and Oryol oblast", ["shatalovo", "oryol"], []),
        ("Caspian Sea, Saratov oblast", ["caspian-sea", "saratov"], []),
        ("Hvardiiske and Hvardiiske, Crimea", ["hvardiiske"], []),
        ("Kursk oblast and Atlantis and Atlantis", ["kursk"], ["Atlantis"]),
        ("north", [], ["north"]),
        ("Kursk", [], ["Kursk"]),
        ("", [], []),
    ],
)  # fmt: skip
def test_places__are_those_that_the_cell_names(cell, places, unknown):
    assert ids(cell) == (places, unknown)


def used_names(record):
    used = (v.row for v in record.verdicts if v.used and v.row.end >= SPLIT_FROM)
    return {name for row in used for name in launch_names(row.cell("launch_place"))}


def test_official_record__names_nothing_unknown_but_directions(official_record):
    _, unknown = find_launch_places(used_names(read_record(official_record)))
    assert set(unknown) == DIRECTIONS


def test_invented_record__names_nothing_unknown(tmp_path):
    path = tmp_path / "invented.csv"
    path.write_text(synthesise(400, 1), encoding="utf-8")
    names = used_names(read_record(path))
    assert len(names) > 10
    assert find_launch_places(names)[1] == ()


def test_national_scenario__has_every_place_as_it_is():
    """So all nights fly from the same launch areas, and their routes are the same ones."""
    assert himaya.load("ukraine").launch_areas == list(launch_places())


def test_places__say_where_they_come_from():
    assert all(place.source and place.radius_km >= 10 for place in launch_places())
