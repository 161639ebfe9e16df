"""Scenarios made and changed in Python: a new one each time, wrong in the words that a file gets."""

from __future__ import annotations

import numpy as np
import pytest

from himaya.errors import ProblemsError, UnknownNameError
from himaya.scenario import (
    AimPoint,
    AreaDefence,
    Asset,
    Command,
    Disc,
    District,
    LaunchArea,
    Load,
    Network,
    Pert,
    Region,
    Scenario,
    Sensor,
    SoftKillZone,
    Unit,
    Waypoint,
    dump,
    load,
)
from tests.scenario.small import TEXT, edited, problems_in, read

CITY, SMALL = load("city"), read(TEXT)
UNIT = {item.id: k for k, item in enumerate(CITY.units)}
GROUND = Region(disc=Disc(lat=47.5, lon=33.5, radius_km=5.0))
HOUR = {"first_launch_min": 0.0, "last_launch_min": 5.0}


def said(change):
    """What is said of a change that is refused."""
    with pytest.raises(ProblemsError) as caught:
        change()
    return [str(problem) for problem in caught.value.problems]


def rounds_of(scenario, unit):
    return {name: (each.ready, each.stock) for name, each in scenario.units[UNIT[unit]].rounds.items()}


# one value


@pytest.mark.parametrize(
    ("path", "value", "found"),
    [
        ("raid.drones.count", 40, lambda each: each.raid[0].count == 40),
        ("raid.drones.count", np.int64(40), lambda each: each.raid[0].count == 40),
        ("units.nasams-1.lat", np.float64(47.1), lambda each: each.units[1].lat == 47.1),
        ("units.nasams-1.command", None, lambda each: each.units[1].command is None),
        ("raid.drones.launch_areas.east", 5, lambda each: each.raid[0].launch_areas["east"] == 5),
        ("system_types.nasams.channels", 3, lambda each: each.system_types[1].channels == 3),
        ("system_types.nasams.rounds.amraam.speed_m_s", 999.5, None),
        ("night_effect.sigma.drones", 0.3, lambda each: each.night_effect.sigma["drones"] == 0.3),
        ("multipliers.drones.hard", 1.1, lambda each: each.multipliers["drones"].hard == 1.1),
        ("effects.protection", 0.5, lambda each: each.effects.protection == 0.5),
        ("theatre", GROUND, lambda each: each.theatre == GROUND),
        ("units", [], lambda each: each.units == []),
        ("title", "Ours", lambda each: each.title == "Ours"),
        ("leaves_out", ("a", "b"), lambda each: each.leaves_out == ["a", "b"]),
        ("units.nasams-1.sector", {"azimuth_deg": 90, "width_deg": 120}, None),
    ],
)
def test_value__is_changed_and_nothing_else(path, value, found):
    changed = CITY.with_value(path, value)
    assert found is None or found(changed)
    assert changed != CITY
    assert changed.with_value(path.split(".")[0], getattr(CITY, path.split(".")[0])) == CITY


def test_change__leaves_the_old_scenario_alone():
    before = dump(CITY)
    CITY.with_value("raid.drones.count", 1).without("gepard-1").with_unit("nasams-1", ready=1)
    assert dump(CITY) == before


def test_value_that_is_there__changes_nothing_even_in_what_was_left_to_defaults():
    same = CITY.with_value("raid.drones.count", 12)
    assert (same, same.model_fields_set) == (CITY, CITY.model_fields_set)
    assert same.system_types[0].model_fields_set == CITY.system_types[0].model_fields_set


def test_changed_number__keeps_its_bits():
    assert SMALL.with_value("assets.town.value", 0.1 + 0.2).assets[0].value == 0.1 + 0.2


def test_rounds_that_no_unit_states__stay_at_what_the_type_says():
    assert (CITY.units[UNIT["gepard-1"]].rounds, CITY.system_types[2].rounds[0].stock) == ({}, 20)
    changed = CITY.with_value("units.gepard-1.rounds.burst-35-mm.ready", 7)
    assert rounds_of(changed, "gepard-1") == {"burst-35-mm": (7, 20)}
    changed = CITY.with_value("units.gepard-1.rounds.burst-35-mm.stock", 7)
    assert rounds_of(changed, "gepard-1") == {"burst-35-mm": (20, 7)}


def test_rounds_that_a_unit_states__stay_at_what_it_says():
    stocked = CITY.with_value("units.nasams-1.rounds.amraam", Load(ready=4, stock=3))
    changed = stocked.with_value("units.nasams-1.rounds.amraam.ready", 12)
    assert rounds_of(changed, "nasams-1") == {"amraam": (12, 3)}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("units.nasam-1.lat", "units.nasam-1: unknown step, got nasam-1 (did you mean nasams-1?)"),
        ("units.nasams-1.latt", "units.nasams-1.latt: unknown step, got latt (did you mean lat?)"),
        ("unit.nasams-1.lat", "unit: unknown step, got unit (did you mean units?)"),
        (
            "defence.units.nasams-1.rounds.amraam.ready",
            "defence: unknown step, got defence (did you mean units.nasams-1.rounds.amraam.ready?)",
        ),
        ("units.nasams-1.lat.x", "lat.x: unknown step, got x, expected units.nasams-1.lat alone"),
        ("raid.drones.via.0", "raid.drones.via.0: unknown step, got 0, expected raid.drones.via alone"),
        ("sensors.tower.lat", "sensors.tower: unknown step, got tower, expected sensors alone"),
        ("units..lat", "units.: unknown step, got nothing, expected one of patriot-1, nasams-1, gep"),
        ("raid.x", "raid.x: unknown step, got x, expected one of drones, decoys, cruise, ballistic"),
    ],
)  # fmt: skip
def test_step_that_leads_nowhere__is_told_with_what_looks_like_it(path, expected):
    with pytest.raises(UnknownNameError) as caught:
        CITY.with_value(path, 1)
    assert expected in str(caught.value)


def test_site_with_dots_in_its_name__is_one_step():
    sites = [{"site": "./a.yaml", "lines": {"old-town": 1}}, {"site": "./a", "lines": {"old-town": 1}}]
    scenario = CITY.with_value("sites", sites).with_value("sites../a.yaml.days", 7)
    assert [each.days for each in scenario.sites] == [7, 30]


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("units.nasams-1.lat", 95, "units[1].lat: out of range, got 95, expected a number from -85 to 85"),
        ("units.nasams-1.lat", float("nan"), "not a finite number, got nan"),
        ("units.nasams-1.lat", "north", "units[1].lat: wrong kind of value, got north, expected a number"),
        ("raid.drones.count", True, "raid[0].count: wrong kind of value, got true, expected a whole number"),
        ("raid.drones.count", 2.5, "raid[0].count: wrong kind of value, got 2.5, expected a whole number"),
        ("raid.drones.count", 200_001, "raid[0].count: out of range, got 200001"),
        ("raid.drones.last_launch_min", -1, "raid[0].last_launch_min: out of range, got -1"),
        ("units.nasams-1.type", "nasam", "[1].type: unknown system type, got nasam (did you mean nasams?)"),
        ("units.nasams-1.rounds.amram.ready", 1, "unknown round of nasams, got amram (did you mean amraam?)"),
        ("night_effect.sigma.dron", 0.1, "unknown class group, got dron"),
        ("units.nasams-1.sector.azimuth_deg", 9, "sector.width_deg: is missing, expected a number above 0"),
        ("raid", [], "raid: wrong length, got a list of 0, expected a list of at least 1"),
        ("raid", {1, 2}, "raid: no file can state it, got a set, expected a number, text, a list"),
        ("theatre", [1, [object()]], "theatre[1][0]: no file can state it, got a object"),
        ("effects", {"protecton": 1}, "effects.protecton: unknown key, got 1 (did you mean protection?)"),
        ("threat_types.kalibr.speed_km_h.likely", 1e6, "low, likely and high decrease"),
    ],
)  # fmt: skip
def test_value_that_is_wrong__is_told_as_of_a_file(path, value, expected):
    (problem,) = said(lambda: CITY.with_value(path, value))
    assert expected in problem


def test_problem__is_that_of_a_file_but_for_its_line():
    (of_file,) = problems_in(edited(("lat: 48.0", "lat: 95")))
    with pytest.raises(ProblemsError) as caught:
        SMALL.with_value("launch_areas.east.lat", 95)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == (None, None)
    assert problem.as_dict() == {**of_file.as_dict(), "file": None, "line": None, "column": None}


def test_pert_number__can_be_stated():
    speed = Pert(low=600.0, likely=700.0, high=800.0, source="guess")
    assert CITY.with_value("threat_types.kalibr.speed_km_h", speed).threat_types[2].speed_km_h == speed


# units


def test_unit__takes_its_fields():
    changed = CITY.with_unit("nasams-1", lat=47.6, command=None, leaves=["one_way_drone"], id="nasams-9")
    unit = changed.units[1]
    assert (unit.id, unit.lat, unit.lon, unit.command) == ("nasams-9", 47.6, 33.6, None)
    assert unit.leaves == ["one_way_drone"]
    assert changed.units[0] == CITY.units[0]


@pytest.mark.parametrize(
    ("unit", "changes", "expected"),
    [
        ("nasams-1", {"ready": 12}, {"amraam": (12, 0)}),
        ("nasams-1", {"stock": 5}, {"amraam": (6, 5)}),
        ("gepard-1", {"ready": 3}, {"burst-35-mm": (3, 20)}),
        ("gepard-1", {"ready": 0, "stock": 0}, {"burst-35-mm": (0, 0)}),
        ("patriot-1", {"ready": {"gem-t": 2}}, {"pac-3-mse": (8, 0), "gem-t": (2, 0)}),
        ("patriot-1", {"ready": {"gem-t": 2, "pac-3-mse": 1}}, {"pac-3-mse": (1, 0), "gem-t": (2, 0)}),
        ("patriot-1", {"rounds": {}, "ready": {"gem-t": 2}}, {"gem-t": (2, 8)}),
        ("nasams-1", {"type": "gepard", "rounds": {}, "ready": 4}, {"burst-35-mm": (4, 20)}),
    ],
)
def test_unit__takes_rounds_by_number(unit, changes, expected):
    assert rounds_of(CITY.with_unit(unit, **changes), unit) == expected


def test_unit__changes_type_to_one_of_the_catalogue():
    changed = CITY.with_unit("nasams-1", type="iris-t-slm", rounds={}, ready=4)
    assert [each.ready for each in changed.units[1].rounds.values()] == [4]


@pytest.mark.parametrize(
    ("unit", "changes", "expected"),
    [
        ("nasams", {"ready": 1}, "unknown unit, got nasams (did you mean nasams-1?)"),
        ("nasams-1", {"redy": 1}, "units.nasams-1: unknown field of a unit, got redy (did you mean ready?)"),
        (
            "patriot-1", {"ready": 3},
            "units.patriot-1.ready: could mean any type of round of patriot, got 3, "
            "expected {'pac-3-mse': 3} or {'gem-t': 3}",
        ),
        ("patriot-1", {"ready": {"gem": 3}}, "units[0].rounds.gem: unknown round of patriot, got gem"),
        ("gepard-1", {"ready": 0}, "stock behind empty launchers, got 0, expected 1 or more where there"),
        ("nasams-1", {"ready": -1}, "units[1].rounds.amraam.ready: out of range, got -1"),
        ("nasams-1", {"ready": None}, "units[1].rounds.amraam.ready: wrong kind of value"),
        ("nasams-1", {"type": "gepard"}, "units[1].rounds.amraam: unknown round of gepard, got amraam"),
        ("nasams-1", {"lat": 95}, "units[1].lat: out of range, got 95"),
        ("nasams-1", {"id": "gepard-1"}, "units[2].id: duplicate id"),
    ],
)  # fmt: skip
def test_unit_that_would_be_wrong__is_told(unit, changes, expected):
    (problem,) = said(lambda: CITY.with_unit(unit, **changes))
    assert expected in problem


# parts


PARTS = [
    (Unit(id="iris-1", type="iris-t-slm", lat=47.5, lon=33.5), "units"),
    (CITY.raid[0].model_copy(update={"id": "more"}), "raid"),
    (AreaDefence(id="more-groups", type="mobile-fire-group", teams=2, region=GROUND), "area_defences"),
    (AimPoint(id="yard", lat=47.5, lon=33.5), "aim_points"),
    (Asset(id="yard", lat=47.5, lon=33.5), "assets"),
    (LaunchArea(id="north", lat=50.0, lon=37.0), "launch_areas"),
    (Waypoint(id="bend", lat=47.8, lon=36.0), "waypoints"),
    (Network(id="net"), "networks"),
    (Command(id="town"), "commands"),
    (SoftKillZone(id="more", region=GROUND, hazard_per_km={"one_way_drone": 0.1}), "soft_kill_zones"),
    (District(id="all", polygon=[(33.0, 47.0), (35.0, 47.0), (35.0, 48.0)]), "districts"),
    (SMALL.system_types[0], "system_types"),
    (SMALL.threat_types[0], "threat_types"),
    (SMALL.area_types[0], "area_types"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "name"), PARTS, ids=[name for _, name in PARTS])
def test_part__is_added_at_the_end_of_its_list_and_taken_away_again(part, name):
    more = CITY.add(part)
    assert getattr(more, name) == [*getattr(CITY, name), part]
    less = more.without(f"{name}.{part.id}") if name != "commands" else more.with_value("commands", [])
    assert getattr(less, name) == getattr(CITY, name)


def test_unit_that_is_added__brings_its_type_from_the_catalogue():
    more = CITY.add(Unit(id="iris-1", type="iris-t-slm", lat=47.5, lon=33.5))
    assert [each.id for each in more.system_types] == [*(each.id for each in CITY.system_types), "iris-t-slm"]


def test_parts_that_name_each_other__are_added_together():
    sensor = Sensor(id="radar", network="net", lat=47.5, lon=33.5, range_km=100.0)
    assert CITY.add(sensor, Network(id="net")).sensors == [sensor]
    (problem,) = said(lambda: CITY.add(sensor))
    assert problem == "sensors[0].network: unknown network, got net, expected a network to be defined"


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (CITY.units[0], "units[4].id: duplicate id, first elsewhere, got patriot-1"),
        (Unit(id="mobile-groups", type="gepard", lat=47.5, lon=33.5), "area_defences[0].id: duplicate id"),
        (Unit(id="a", type="gepart", lat=47.5, lon=33.5), "unknown system type, got gepart (did you mean"),
        (CITY.units[0].model_copy(update={"id": "a", "lat": 95.0}), "units[4].lat: out of range, got 95.0"),
        ({"id": "a"}, "no list of a scenario holds such a part, got a dict, expected one of AimPoint, "),
        (Disc(lat=47.5, lon=33.5), "no list of a scenario holds such a part, got a Disc"),
    ],
)  # fmt: skip
def test_part_that_does_not_fit__is_told(part, expected):
    (problem,) = said(lambda: CITY.add(part))
    assert expected in problem


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("east", "launch_areas.east: is used by raid.drones, expected nothing that uses it"),
        ("south-east", "is used by raid.drones, raid.decoys, raid.cruise, raid.ballistic"),
        ("old-town", "assets.old-town: is used by aim_points.aim-old-town"),
        ("nasams", "system_types.nasams: is used by units.nasams-1"),
        ("shahed-136", "threat_types.shahed-136: is used by raid.drones"),
        ("mobile-fire-group", "area_types.mobile-fire-group: is used by area_defences.mobile-groups"),
        (
            "gepard-3",
            "unknown part of the scenario, got gepard-3 (did you mean gepard-2 or gepard-1 or ",
        ),
        ("units.gepard-3", "unknown part of the scenario, got units.gepard-3"),
    ],
)
def test_part_that_cannot_go__is_told_with_who_uses_it(name, expected):
    (problem,) = said(lambda: CITY.without(name))
    assert expected in problem


def test_command_that_units_name__is_in_use():
    (problem,) = said(lambda: CITY.add(Command(id="town", max_tracks=4)).without("town"))
    assert problem.startswith("commands.town: is used by units.patriot-1, units.nasams-1, units.gepard-1")


def test_part_and_what_uses_it__go_together():
    less = CITY.without("old-town", "aim-old-town", "drones", "decoys", "east")
    assert [each.id for each in less.raid] == ["cruise", "ballistic"]
    assert [each.id for each in less.assets] == ["harbour", "power-station"]


def test_id_of_two_lists__asks_which():
    both = CITY.add(AimPoint(id="harbour", lat=47.46, lon=33.56))
    (problem,) = said(lambda: both.without("harbour"))
    assert problem == "could mean several parts, got harbour, expected assets.harbour or aim_points.harbour"
    assert both.without("aim_points.harbour") == CITY


# from nothing


def test_new__is_what_a_file_would_be():
    fields = {name: getattr(SMALL, name) for name in SMALL.model_fields_set - {"format", "name"}}
    assert Scenario.new(name="small", **fields) == SMALL


def test_new__takes_plain_data_and_types_of_the_catalogue():
    night = Scenario.new(
        name="night",
        launch_areas=[{"id": "east", "lat": 48, "lon": 39}],
        aim_points=[{"id": "town", "lat": 47.5, "lon": 33.5}],
        raid=[{"id": "drones", "type": "shahed-136", "count": 3, "launch_areas": {"east": 1},
               "aim_points": {"town": 1}, **HOUR}],
    )  # fmt: skip
    assert (night.title, [each.id for each in night.threat_types]) == ("night", ["shahed-136"])
    assert read(dump(night)) == night


def test_new_without_its_parts__says_which():
    problems = said(lambda: Scenario.new(name="Night", unit=[]))
    assert sorted(problems) == [
        "aim_points: is missing, expected a list of at least 1",
        "launch_areas: is missing, expected a list of at least 1",
        "name: not an identifier, got Night, expected lower-case words and digits joined by hyphens",
        "raid: is missing, expected a list of at least 1",
        "unit: unknown key, got a list of 0 (did you mean units?)",
    ]
