"""A scenario becomes the kernel's tables: units, means, orders, hashes; numbers worked out by hand."""

from __future__ import annotations

from math import pi

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import himaya
from himaya.errors import ProblemsError
from himaya.kernels.tables import (
    LOGNORMAL,
)
from himaya.raid.prepare import bridge
from himaya.raid.prepare.alias import alias_table
from himaya.raid.prepare.arsenal import arsenal
from himaya.raid.prepare.bridge import complete, draft, prepare
from himaya.raid.prepare.command import sensors
from himaya.raid.prepare.corridors import corridors
from himaya.raid.prepare.geometry.disk import library
from himaya.raid.prepare.geometry.places import SensorDisc
from himaya.raid.prepare.ground import areas, hazards
from himaya.raid.prepare.origins import composition
from himaya.scenario.identity import unit_hash
from tests.scenario.small import TEXT, edited, read

DECOYS = ("weapon_class: one_way_drone, speed", "weapon_class: decoy_drone, speed")
CRUISE = "cruise_missile: {p_kill: 0.9, range_km: 20}"
DRONES = "one_way_drone: {p_kill: {low: 0.1, likely: 0.3, high: 0.5, source: guess}, range_km: 3.5}"
SECOND_ROUND = f"""
      - {{id: shell, name: A, ready: 3, stock: 4, speed_m_s: 7, unit_cost_usd: 9, against: {{{CRUISE}}}}}"""
GUN_1 = "{id: gun-1, type: gun, lat: 47.5, lon: 34.1, rounds: {burst: {ready: 5}}}"


def gun(name: str, rest: str = "") -> str:
    return f"{{id: {name}, type: gun, lat: 47.5, lon: 34.1{rest}}}"


def with_units(*units: str) -> str:
    return edited((f"- {GUN_1}", "\n  ".join(f"- {each}" for each in units)))


TWO_ROUNDS = edited(
    ("priority: [one_way_drone]", "priority: [cruise_missile, one_way_drone]"),
    (DRONES, DRONES + "\n          " + CRUISE + SECOND_ROUND),
    (f"- {GUN_1}", f"- {gun('gun-0')}\n  - {GUN_1}"),
)
"""A gun whose two round types both reach cruise missiles, the first drones, too; two such guns."""


@pytest.fixture(scope="module")
def plan():
    return prepare(read(TEXT), 1).plan


@pytest.mark.parametrize(
    ("table", "field", "expected"),
    [
        ("groups", "speed_m_s", 50.0),  # 180 km/h
        ("groups", "first_ms", 300_000),  # 5 min
        ("groups", "last_ms", 600_000),
        ("units", "reaction_ms", 6_000),
        ("units", "assessment_ms", 1_000),
        ("units", "interval_ms", 2_000),
        ("units", "reload_ms", 60_000),
        ("weapons", "speed_m_s", 900.0),
        ("weapons", "p_kill", 0.3),
        ("areas", "rate_per_m", 4 * 3_000 / (pi * 20_000**2)),
        ("areas", "hold_ms", 120_000),
        ("night", "hard", [1.2, 1, 1, 1]),
        ("night", "sigma", [0.25, 0, 0, 0]),
        ("magazines", "ready", 5),  # the unit's own
        ("magazines", "ready_max", 20),  # its type's
    ],
)
def test_table__is_in_si(plan, table, field, expected):
    assert getattr(getattr(plan, table), field) == pytest.approx(expected, rel=1e-15)


def test_jitter_and_least_range__are_in_si():
    jitter = ("last_launch_min: 10", "last_launch_min: 10\n    jitter_min: 3")
    prepared = prepare(read(edited(jitter, ("range_km: 3.5", "range_km: 3.5, range_min_km: 0.2"))), 1)
    assert prepared.plan.groups.jitter_ms.tolist() == [180_000.0]
    assert arsenal(prepared.scenario).reaches[0].range_min_m == 200.0
    slowest_ms = prepared.plan.library.routes.length_m.max() / 50.0 * 1000.0
    assert prepared.horizon_ms == int(600_000 + 180_000 + slowest_ms) + 1


def test_reach__is_in_metres_and_degrees():
    [reach] = arsenal(read(TEXT)).reaches
    assert (reach.range_max_m, reach.antenna_m, reach.mask_deg) == (3_500.0, 3.0, 0.5)


def test_pert__is_held_at_its_mean():
    text = edited(("low: 0.1, likely: 0.3, high: 0.5", "low: 0.1, likely: 0.3, high: 0.8"))
    assert arsenal(read(text)).weapons.p_kill == pytest.approx([0.35], rel=1e-15)  # (.1 + 4 * .3 + .8) / 6


def test_decoy__is_seen_as_a_one_way_drone():
    scenario = read(edited(DECOYS))
    table, patches = areas(scenario)
    assert table.p_kill.tolist() == [[0.2, 0.2, 0, 0, 0]]
    assert patches[0].classes == (True, True, False, False, False)
    assert hazards(scenario)[0].hazard_per_m == (1e-5, 1e-5, 0, 0, 0)
    assert corridors(scenario).corridors[0].weapon_class == 0
    assert prepare(scenario, 1).plan.groups.weapon_class.tolist() == [1]


def test_weapons__stand_by_unit_then_priority_then_preference():
    weapons = arsenal(read(TWO_ROUNDS)).weapons
    rows = list(
        zip(*(getattr(weapons, name).tolist() for name in ("unit", "weapon_class", "magazine")), strict=True)
    )
    assert rows == [(0, 2, 0), (0, 2, 1), (0, 0, 0), (1, 2, 2), (1, 2, 3), (1, 0, 2)]
    assert weapons.priority.tolist() == [0, 0, 1] * 2


def test_magazines__take_the_units_own_rounds():
    magazines = arsenal(read(TWO_ROUNDS)).magazines
    assert magazines.ready.tolist() == [20, 3, 5, 3]
    assert magazines.stock.tolist() == [0, 4, 0, 4]
    assert magazines.round.tolist() == [0, 1, 0, 1]


def test_weapons__leave_out_what_the_unit_leaves_alone():
    text = edited(("lon: 34.1, rounds:", "lon: 34.1, leaves: [one_way_drone], rounds:"))
    assert len(arsenal(read(TEXT)).weapons.unit) == 1
    left = arsenal(read(text))
    assert len(left.weapons.unit) == 0
    assert left.magazines.ready.tolist() == arsenal(read(TEXT)).magazines.ready.tolist()


def test_command_node__is_shared_within_one_command_only():
    north, south = ", command: north", ", command: south"
    units = [gun("a", north), gun("b"), gun("c", south), gun("d", north), gun("e")]
    a, b, c, d, e = arsenal(read(with_units(*units))).units.node.tolist()
    assert a == d
    assert len({a, b, c, e}) == 4


RULES = edited(
    ("reload_s: 60", "reload_s: 60\n    p_up: 0.9\n    p_track: 0.8\n"
     "    p_alive_seen: 0.1\n    p_dead_seen: 0.05\n"
     "    assessment_law: lognormal\n    assessment_sigma: 0.5\n    ignores_open_ground: true"),
    (DRONES, DRONES.replace("range_km: 3.5", "range_km: 3.5, salvo: 2, reserve: 3")),
    ("altitude_m: 100}", "altitude_m: 100, p_recognised: 0.4}"),
    (f"- {GUN_1}", "\n  ".join(f"- {gun(name, rest)}" for name, rest in (
        ("gun-1", ", command: north, network: net, track_group: radar"), ("gun-2", ", command: south"),
        ("gun-3", ""), ("gun-4", ", command: north, track_group: radar")))),
    ("units:\n", "networks: [{id: bare, p_up: 0.7}, {id: net, handover_s: 2, p_up: 0.6}]\n"
     "sensors: [{id: eye, network: net, lat: 47.5, lon: 34, range_km: 30,\n"
     "            antenna_height_m: 12, mask_angle_deg: 1}]\n"
     "commands: [{id: north, max_tracks: 7, units_per_threat: {cruise_missile: 2}}]\n"
     "p_duplicate: 0.25\nunits:\n"),
)  # fmt: skip
"""Four guns: one with a network and a sensor, two commands of which one is stated, one gun alone."""


@pytest.fixture(scope="module")
def ruled():
    return prepare(read(RULES), 1).plan


@pytest.mark.parametrize(
    ("table", "field", "expected"),
    [
        ("units", "node", [0, 1, 2, 0]),
        ("units", "network", [2, 0, 0, 0]),
        ("units", "reaction_ms", [8_000, 6_000, 6_000, 6_000]),  # 2 s of handover
        ("units", "p_up", [0.9] * 4),
        ("units", "p_track", [0.8] * 4),
        ("units", "p_alive_seen", [0.1] * 4),
        ("units", "p_dead_seen", [0.05] * 4),
        ("units", "assessment_law", [LOGNORMAL] * 4),
        ("units", "assessment_sigma", [0.5] * 4),
        ("units", "ignores_open_ground", [1] * 4),
        ("units", "track_hash", [unit_hash(name) for name in ("radar", "gun-2", "gun-3", "radar")]),
        ("nodes", "coordinated", [1, 1, 0]),
        ("nodes", "tracks", [7, 100_000, 100_000]),
        ("nodes", "units_per_threat", [[1, 1, 2, 1, 1], [1] * 5, [1] * 5]),
        ("nodes", "unit_start", [0, 2, 3, 4]),
        ("nodes", "unit", [0, 3, 1, 2]),
        ("networks", "p_up", [1.0, 0.7, 0.6]),
        ("networks", "hash", [0, unit_hash("bare"), unit_hash("net")]),
        ("weapons", "salvo", [2] * 4),
        ("weapons", "reserve", [3] * 4),
        ("groups", "p_recognised", [0.4]),
    ],
)
def test_rules__become_tables(ruled, table, field, expected):
    assert getattr(getattr(ruled, table), field).tolist() == expected


def test_p_duplicate__is_read_and_one_by_default(ruled, plan):
    assert (ruled.p_duplicate.tolist(), plan.p_duplicate.tolist()) == ([0.25], [1.0])


def test_sensor__is_in_metres_and_of_its_network():
    assert sensors(read(RULES)) == (SensorDisc(2, 47.5, 34.0, 12.0, 1.0, 30_000.0),)


def test_detection__is_the_sensors_for_its_network_and_the_borders_for_the_rest(ruled):
    border, bare, sensed = ruled.library.routes.detect_m.T
    assert (bare == border).all()
    assert (sensed > border).all()
    assert (sensed < ruled.library.routes.length_m).all()


@pytest.mark.parametrize(("law", "number"), [("constant", 0), ("exponential", 1), ("lognormal", 2)])
def test_assessment_law__has_the_kernels_number(law, number):
    text = edited(("assessment_s: 1", f"assessment_s: 1\n    assessment_law: {law}"))
    assert arsenal(read(text)).units.assessment_law.tolist() == [number]


def test_command__that_is_not_listed_has_the_defaults():
    listed = "commands: [{id: other, max_tracks: 1}]\nunits:\n"
    text = edited((f"- {GUN_1}", f"- {gun('gun-1', ', command: north')}"), ("units:\n", listed))
    plan = prepare(read(text), 1).plan
    assert (plan.nodes.tracks.tolist(), plan.nodes.coordinated.tolist()) == ([100_000], [1])


def test_open_ground__is_where_the_aim_point_holds_no_asset(plan):
    bare = prepare(read(edited((", asset: town}", "}"))), 1).plan
    assert not plan.library.routes.open_ground.any()
    assert bare.library.routes.open_ground.all()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("speed_km_h: 180", "speed_km_h: 181"),
        ("altitude_m: 100", "altitude_m: 200"),
        ("channels: 1", "channels: 2"),
        ("reaction_s: 6", "reaction_s: 6.001"),
        ("mask_angle_deg: 0.5", "mask_angle_deg: 10"),
        ("likely: 0.3", "likely: 0.31"),
        ("{ready: 5}", "{ready: 6}"),
        ("swath_km: 3", "swath_km: 3.01"),
        ("teams: 4", "teams: 5"),
        ("one_way_drone: 0.2}", "one_way_drone: 0.21}"),
        ("hazard_per_km: {one_way_drone: 0.01}", "hazard_per_km: {one_way_drone: 0.011}"),
        ("launch_areas: {east: 1}", "jitter_min: 1\n    launch_areas: {east: 1}"),
        ("via: [bend]", "via: []"),
        ("first_launch_min: 5", "first_launch_min: 4"),
        ("hard: 1.2", "hard: 1.3"),
        ("sigma: {drones: 0.25}", "sigma: {drones: 0.26}"),
        ("sigma: {drones: 0.25}", "sigma: {drones: 0.25}, correlation: 0.4"),
        ("id: gun-1", "id: gun-2"),
        ("id: pair", "id: brace"),
        ("count: 2", "count: 3"),
        ("reload_s: 60", "reload_s: 60\n    p_up: 0.9"),
        ("reload_s: 60", "reload_s: 60\n    assessment_law: exponential"),
        ("range_km: 3.5", "range_km: 3.5, salvo: 2"),
        ("units:\n", "p_duplicate: 0.5\nunits:\n"),
        ("units:\n", "networks: [{id: net}]\nunits:\n"),
        (GUN_1, GUN_1[:-1] + ", track_group: radar}"),
        ("altitude_m: 100", "altitude_m: 100, p_recognised: 0.1"),
        (", asset: town}", "}"),
    ],
)
def test_tables_hash__changes_with_what_the_engine_reads(old, new):
    assert prepare(read(edited((old, new))), 1).tables_hash != prepare(read(TEXT), 1).tables_hash


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "{id: east, lat: 48.0, lon: 38.0, radius_km: 10}",
            "{radius_km: 10.0, lon: 38, lat: 48.0, id: east}",
        ),
        ("multipliers: {drones: {hard: 1.2}}\n", ""),
        ("title: Two drones, one gun", "title: Another"),
        ("unit_cost_usd: 1000", "unit_cost_usd: 2000"),
        ("units:\n", "commands: [{id: north, max_tracks: 3}]\nunits:\n"),
    ],
)
def test_tables_hash__stays_with_what_it_does_not(old, new):
    moved = edited((old, new)) + ("multipliers: {drones: {hard: 1.2}}\n" if new == "" else "")
    assert prepare(read(moved), 1).tables_hash == prepare(read(TEXT), 1).tables_hash


def test_draft__serves_every_seed():
    drafted = draft(read(TEXT))
    routes = library(drafted.request)
    for seed in (1, 2):
        assert complete(drafted, routes, seed).tables_hash == prepare(read(TEXT), seed).tables_hash


def test_tables_hash__changes_with_the_seed():
    assert prepare(read(TEXT), 1).tables_hash != prepare(read(TEXT), 2).tables_hash


def test_too_large__is_refused_before_any_geometry(monkeypatch):
    for name, limit in (("MAX_UNITS", 2), ("MAX_THREATS", 2)):
        monkeypatch.setattr(bridge, name, limit)
    monkeypatch.setattr(bridge, "library", lambda request: pytest.fail("built though it is too large"))
    with pytest.raises(ProblemsError) as caught:
        prepare(read(TEXT), 1)
    said = [(each.path, each.value, each.expected) for each in caught.value.problems]
    assert said == [("units", "2", "fewer than 2"), ("raid", "2", "fewer than 2")]


def test_too_long__is_refused(monkeypatch):
    monkeypatch.setattr(bridge, "MAX_TIME_MS", 1000)
    with pytest.raises(ProblemsError, match="milliseconds from the start") as caught:
        prepare(read(TEXT), 1)
    assert int(caught.value.problems[0].value) > 600_000


def test_too_large__is_not_what_just_fits(monkeypatch):
    monkeypatch.setattr(bridge, "MAX_UNITS", 3)
    monkeypatch.setattr(bridge, "MAX_THREATS", 3)
    assert prepare(read(TEXT), 1).raid.count.tolist() == [2]


def test_layout__is_one_for_all_scenarios():
    bare = himaya.load("city").model_copy(update={"units": [], "area_defences": [], "soft_kill_zones": []})
    prepared = [prepare(scenario, 1) for scenario in (read(TEXT), himaya.load("city"), bare)]
    assert len({(numba.typeof(each.plan), numba.typeof(each.raid)) for each in prepared}) == 1
    arrays = [array for each in prepared for array in bridge._arrays(each.plan)]
    assert all(array.flags.c_contiguous and array.flags.writeable for array in arrays)


def test_composition__numbers_threats_within_their_group():
    raid = composition(np.array([2, 0, 3]))
    assert (raid.group.tolist(), raid.ordinal.tolist()) == ([0, 0, 2, 2, 2], [0, 1, 0, 1, 2])


def test_variants__lead_to_the_aim_point_of_their_pair():
    scenario = himaya.load("city")
    prepared = prepare(scenario, 1)
    groups = prepared.plan.groups
    for g, group in enumerate(scenario.raid):
        pairs = groups.pair_variant[groups.pair_start[g] : groups.pair_start[g + 1]]
        aims = [scenario.aim_points[k].id for k in prepared.variant_aim[pairs]]
        assert aims == list(group.aim_points) * len(group.launch_areas)


@given(st.lists(st.floats(1e-9, 1e9), min_size=1, max_size=40))
def test_alias_table__draws_exactly_the_weights(weights):
    given_weights = np.array(weights)
    keep, alias = alias_table(given_weights)
    drawn = keep.copy()
    np.add.at(drawn, alias, 1.0 - keep)
    assert ((keep >= 0) & (keep <= 1)).all()
    assert drawn / len(keep) == pytest.approx(given_weights / given_weights.sum(), rel=1e-9, abs=1e-13)
