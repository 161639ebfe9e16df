"""Aim points of a night without a named target: where earlier raids of like size are said to have been."""

from datetime import date, timedelta

import pytest

import himaya
from himaya.notes import Note
from himaya.reconstruction import NightOptions, night_scenario
from tests.record.small import record_of, row

UKRAINE = himaya.load("ukraine").model_copy(update={"front_oblasts": []})
"""Without a front line, which takes its part first: see test_front.py."""
FIRST = date(2025, 5, 1)
USUAL = Note("usual_aims", model="Shahed-136/131", raids=20)


def night(tmp_path, *rows, number=40, **options):
    """Weights of the decoys' aim points, and all that is assumed, of the night after so many others."""
    record = record_of(tmp_path, *rows)
    options = {"usual_places": True, "usual_targets": True, **options}
    made = night_scenario(record, FIRST + timedelta(days=number), UKRAINE, NightOptions(**options))
    (group,) = (each for each in made.scenario.raid if each.id == "decoys")
    weights = {name.removeprefix("aim-"): weight for name, weight in group.aim_points.items()}
    return weights, made.assumptions


def raid(day, regions=(), **cells):
    """A whole raid of the night that ends so many days after 1 May 2025."""
    begun, ended = (FIRST + timedelta(days=each) for each in (day - 1, day))
    given = {
        "launch_place": "Kursk oblast",
        "affected region": repr(list(regions)) if regions else "",
        **cells,
    }
    return row(f"{begun} 18:00", f"{ended} 06:00", **given)


def raids(n, *regions, first=1, **cells):
    return [raid(day, regions, **cells) for day in range(first, first + n)]


def test_weights__go_by_how_often_oblasts_are_named_and_within_them_by_population(tmp_path):
    """15 raids name Sumy and Kyiv, 5 Sumy alone: 20 to 15; Kyiv 2967.5 to Bila Tserkva's 207.3 thousand."""
    earlier = [*raids(15, "Sumy oblast", "Kyiv oblast"), *raids(5, "Sumy oblast", first=16)]
    weights, said = night(tmp_path, *earlier, raid(40))
    kyiv = 100.0 * 15.0 / 35.0
    assert weights == pytest.approx({
        "sumy": 100.0 * 20.0 / 35.0, "kyiv": kyiv * 2967.5 / 3174.8, "bila-tserkva": kyiv * 207.3 / 3174.8,
    }, abs=1e-3)  # fmt: skip
    assert USUAL in said


def test_only_earlier_nights__count(tmp_path):
    """Neither the night itself nor a later one: it would be explained by its own result."""
    others = [raid(40, ["Lviv oblast"]), *raids(30, "Odesa oblast", first=41)]
    weights, _ = night(tmp_path, *raids(20, "Sumy oblast"), *others)
    assert set(weights) == {"sumy"}


@pytest.mark.parametrize(
    ("launched", "like"), [("67.0", True), ("66.0", False), ("150.0", True), ("151.0", False)]
)
def test_only_raids_of_like_size__count(tmp_path, launched, like):
    """100 drones are like 66.7 to 150."""
    other = raids(9, "Lviv oblast", first=25, launched=launched, destroyed="1", not_reach_goal="")
    weights, _ = night(tmp_path, *raids(20, "Sumy oblast"), *other, raid(40))
    assert ("lviv" in weights) is like


def test_only_the_own_class__counts(tmp_path):
    other = raids(9, "Lviv oblast", first=25, model="X-101/X-555", destroyed="1", not_reach_goal="")
    assert set(night(tmp_path, *raids(20, "Sumy oblast"), *other, raid(40))[0]) == {"sumy"}


@pytest.mark.parametrize(
    "earlier",
    [
        raids(19, "Sumy oblast"),
        [*raids(19, "Sumy oblast"), *raids(10, first=21)],
        raids(25, "Luhansk oblast"),
        [],
    ],
    ids=["fewer than 20", "others name nothing", "no aim point there", "none"],
)
def test_too_little_told__leaves_population_and_says_nothing_else(tmp_path, earlier):
    by_population = night(tmp_path, *earlier, raid(40), usual_targets=False)
    assert night(tmp_path, *earlier, raid(40)) == by_population
    assert len(by_population[0]) == len(UKRAINE.aim_points)
    assert USUAL not in by_population[1]


@pytest.mark.parametrize("cells", [{"target": "Lviv oblast"}, {"target_main": "Lviv"}])
def test_named_target__wins(tmp_path, cells):
    given = [*raids(20, "Sumy oblast"), raid(40, **cells)]
    assert night(tmp_path, *given) == night(tmp_path, *given, usual_targets=False)
    assert USUAL not in night(tmp_path, *given)[1]


def test_without_the_option__nothing_changes(tmp_path):
    weights, said = night(tmp_path, *raids(20, "Sumy oblast"), raid(40), usual_targets=False)
    assert len(weights) == len(UKRAINE.aim_points)
    assert USUAL not in said


def test_official_nights__say_one_thing_of_all_of_them(official_record):
    """So that a fit can count the nights that rest on it."""
    record = himaya.record.read_record(official_record)
    options = NightOptions(usual_places=True, usual_targets=True)
    said = [
        night_scenario(record, day, UKRAINE, options).assumptions
        for day in (date(2025, 7, 10) + timedelta(days=k) for k in range(10))
    ]
    assert sum(USUAL in assumed for assumed in said) >= 4
