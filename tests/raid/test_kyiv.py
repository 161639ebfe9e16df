"""The shipped night says what the record says, and what it assumes."""

from __future__ import annotations

from collections import Counter

import pytest

import himaya
from himaya.app.run_document import run_document

KYIV = himaya.load("kyiv-2025-07-04")
PLACES = {"shatalovo", "bryansk", "oryol", "kursk", "millerovo", "primorsko-akhtarsk"}
"""Whence the drones came, as recorded."""


@pytest.fixture(scope="module")
def document():
    outcome = himaya.simulate(KYIV, replications=4_000, seed=1, effects=False)
    phases = {"load": 0.0, **outcome.elapsed_s, "total": 1.0}
    return run_document(KYIV, outcome, phases, [])


def test_raid__is_the_recorded_one(document):
    launched = {group: part.launched.p50 for group, part in document.outcomes.items()}
    assert launched["drones"] == 539
    assert launched["cruise_missile"] == 4
    assert launched["ballistic_missile"] == 7
    assert launched["all"] == 550


def test_missiles__are_the_recorded_models():
    counts = Counter({group.type: group.count for group in KYIV.raid})
    assert {name: counts[name] for name in ("iskander-k", "iskander-m", "kinzhal")} == {
        "iskander-k": 4, "iskander-m": 6, "kinzhal": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("group", "places"),
    [
        ("strike-drones", PLACES),
        ("decoys", PLACES),
        ("iskander-k", {"kursk", "voronezh"}),
        ("iskander-m", {"bryansk"}),
        ("kinzhal", {"lipetsk"}),
    ],
)
def test_launch_areas__are_those_of_the_record(group, places):
    [found] = [each for each in KYIV.raid if each.id == group]
    assert set(found.launch_areas) == places


def test_record__has_the_published_numbers(document):
    drones = document.recorded["drones"]
    counts = (drones.launched, drones.destroyed, drones.not_reach_goal, drones.unaccounted, drones.hit_places)
    assert counts == (539, 268, 208, 63, 8)
    assert document.recorded["ballistic_missile"].destroyed == 0
    assert document.recorded["cruise_missile"].destroyed == 2
    assert document.recorded["cruise_missile"].unaccounted is None
    assert [each.hits for each in document.recorded.values()] == [63, 2, 7]  # "9 missiles and 63 drones"
    tolls = [(str(toll.on), toll.killed, toll.injured) for toll in document.tolls]
    assert tolls == [("2025-07-04", 1, 23), ("2025-07-08", 3, 32)]


def test_notes__begin_with_the_fit(document):
    assert document.notes[0].text == "fitted to this night: agreement is not validation"


def test_zaporizhzhia_site__is_an_asset_that_nothing_aims_at():
    [site] = [each for each in KYIV.assets if each.id == "zaporizhzhia-nuclear-site"]
    assert (site.lat, site.lon) == (47.51, 34.59)
    assert site.id not in {aim.asset for aim in KYIV.aim_points}


def test_positions__of_the_defence_are_round_numbers():
    numbers = [number for unit in KYIV.units for number in (unit.lat, unit.lon)]
    numbers += [n for area in KYIV.area_defences for n in (area.region.disc.lat, area.region.disc.lon)]
    assert [number for number in numbers if abs(number * 20 - round(number * 20)) > 1e-9] == []


@pytest.mark.parametrize(("quantity", "claimed"), [("shot_down", 268), ("soft_killed_or_fell", 208)])
def test_drones__are_as_the_record_claims_within_3_per_cent(document, quantity, claimed):
    """n = 4,000: the standard error is 0.5 drones; what is left is the fit's and the library's."""
    assert getattr(document.outcomes["drones"], quantity).mean == pytest.approx(claimed, rel=0.03)
