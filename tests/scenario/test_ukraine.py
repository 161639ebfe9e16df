"""The national defence: notional, sourced, every oblast in it; what is fitted says to what."""

from __future__ import annotations

import re
from math import exp

import pytest

import himaya
from himaya.scenario import Pert
from himaya.scenario.fit import Fit
from himaya.scenario.forces import Multipliers
from himaya.scenario.notes import fit_note

UKRAINE = himaya.load("ukraine")
OBLASTS = {
    "kyiv", "chernihiv", "sumy", "zhytomyr", "kharkiv", "poltava", "dnipropetrovsk", "zaporizhzhia",
    "donetsk", "odesa", "mykolaiv", "kherson", "cherkasy", "kirovohrad", "vinnytsia", "khmelnytskyi", "rivne",
    "volyn", "lviv", "ternopil", "ivano-frankivsk", "chernivtsi", "zakarpattia",
}  # fmt: skip
"""All with ground under Ukrainian control: 24 oblasts but Luhansk; Crimea is held."""


def test_every_oblast__has_an_aim_point_mobile_groups_and_jamming():
    assert {aim.region for aim in UKRAINE.aim_points} == OBLASTS
    assert {f"mobile-{name}" for name in OBLASTS} <= {area.id for area in UKRAINE.area_defences}
    assert {f"jamming-{name}" for name in OBLASTS} == {zone.id for zone in UKRAINE.soft_kill_zones}


def test_positions__of_the_defence_are_tenths_of_a_degree():
    numbers = [number for unit in UKRAINE.units for number in (unit.lat, unit.lon)]
    regions = [each.region.disc for each in (*UKRAINE.area_defences, *UKRAINE.soft_kill_zones)]
    numbers += [number for disc in regions for number in (disc.lat, disc.lon)]
    assert [number for number in numbers if abs(number * 10 - round(number * 10)) > 1e-9] == []


def test_units__stand_at_cities_that_are_aimed_at():
    """A unit says nothing finer than the city that it covers: within 0.2 degrees of one."""
    cities = [(aim.lat, aim.lon) for aim in UKRAINE.aim_points]
    far = [
        unit.id
        for unit in UKRAINE.units
        if min(max(abs(unit.lat - lat), abs(unit.lon - lon)) for lat, lon in cities) > 0.2
    ]
    assert far == []


@pytest.mark.parametrize(("kind", "count"), [("patriot", 6), ("samp-t", 2), ("iris-t-slm", 6)])
def test_systems__are_as_many_as_open_literature_counts(kind, count):
    assert sum(unit.type == kind for unit in UKRAINE.units) == count


def test_missiles__are_saved_for_missiles():
    saving = {unit.type for unit in UKRAINE.units if "one_way_drone" in unit.leaves}
    assert saving == {"nasams", "hawk", "buk"}
    assert all(unit.leaves for unit in UKRAINE.units if unit.type in saving)


def test_mobile_groups__are_two_thirds_of_those_that_are_claimed():
    teams = sum(area.teams for area in UKRAINE.area_defences if area.type == "mobile-fire-group")
    assert teams == pytest.approx(1500 * 2 / 3, rel=0.05)


def test_hazards__are_ranges_with_a_source_that_go_together():
    hazards = [each for zone in UKRAINE.soft_kill_zones for each in zone.hazard_per_km.values()]
    assert all(isinstance(each, Pert) and each.group == "jamming" and each.source for each in hazards)


FITTED = {
    "drones.hard": UKRAINE.multipliers["drones"].hard,
    "drones.soft": UKRAINE.multipliers["drones"].soft,
    "drones.front": UKRAINE.multipliers["drones"].front,
    "cruise_missile.hard": UKRAINE.multipliers["cruise_missile"].hard,
    **{f"cruise_missile.{name}": each for name, each in UKRAINE.multipliers["cruise_missile"].types.items()},
    "ballistic_missile.hard": UKRAINE.multipliers["ballistic_missile"].hard,
}


def test_fit__says_its_window_and_its_record_wherever_a_number_stands():
    assert set(UKRAINE.multipliers) == {"drones", "cruise_missile", "ballistic_missile"}
    spread = [UKRAINE.night_effect.sigma[name] for name in UKRAINE.multipliers]
    record = UKRAINE.fit.record_hash
    for number in (*FITTED.values(), *spread):
        assert f"60 nights from 2025-05-25 to 2025-07-23, record sha256 {record}; " in number.source
    fit = (UKRAINE.fit.nights, str(UKRAINE.fit.from_), str(UKRAINE.fit.to))
    assert fit == (60, "2025-05-25", "2025-07-23")


@pytest.mark.parametrize("name", FITTED)
def test_multiplier__is_the_posterior_that_its_source_and_the_fit_tell(name):
    """Its median, its sd in logs, and the fit's 90 % interval of 1.645 sds, rounded."""
    number = FITTED[name]
    log, sd = (float(each) for each in re.search(r"log (\S+), sd (\S+)$", number.source).groups())
    assert (number.median, number.sd_log) == (pytest.approx(exp(log), rel=0.001), pytest.approx(sd, abs=6e-4))
    told = UKRAINE.fit.parameters[name]
    expected = (exp(log), exp(log - 1.6449 * sd), exp(log + 1.6449 * sd))
    assert (told.value, told.low, told.high) == pytest.approx(expected, rel=0.003)


def test_nothing__is_called_calibrated():
    """Sigma of drones and ballistic missiles at its bound; small raids of cruise missiles not covered."""
    why = {name: UKRAINE.fit.parameters[name].why_not for name in FITTED}
    assert why["cruise_missile.hard"] == "not_covered"
    assert {why[f"drones.{kind}"] for kind in ("hard", "soft", "front")} == {"sigma_at_bound"}
    assert all(why.values())


def test_front_line__is_that_of_the_teams_and_the_jamming_of_its_oblasts():
    teams, zones = (
        {each.id.partition("-")[2] for each in parts if each.front_line}
        for parts in (UKRAINE.area_defences, UKRAINE.soft_kill_zones)
    )
    assert teams == zones == set(UKRAINE.front_oblasts)
    assert set(UKRAINE.front_oblasts) <= {aim.region for aim in UKRAINE.aim_points}


@pytest.mark.parametrize("group", ["drones", "cruise_missile", "ballistic_missile"])
def test_sigma__is_held_below_1_and_called_calibrated_nowhere(group):
    stated, told = UKRAINE.night_effect.sigma[group], UKRAINE.fit.parameters[f"{group}.sigma"]
    log, sd = (float(each) for each in re.search(r"log (\S+), sd (\S+); not", stated.source).groups())
    assert told.value == stated.value
    ends = (exp(log - 1.6449 * sd), exp(log + 1.6449 * sd))
    assert (told.low, told.high) == pytest.approx(ends, abs=0.006)
    assert told.why_not == ("too_little_told" if group == "cruise_missile" else "at_bound")


def test_nothing__is_recorded_and_what_the_fit_rests_on_is_said():
    assert UKRAINE.recorded == {}
    assert [(each.code, each.nights) for each in UKRAINE.fit.assumptions] == [
        ("unobserved", 60), ("by_population", 60), ("equal_launch_weights", 60), ("front_part", 59),
        ("decoys_assumed", 55), ("usual_aims", 33), ("decoys_drawn", 55),
    ]  # fmt: skip


def test_fit_of_before_the_front_line__still_loads():
    """As version 0.2 wrote it: PERT multipliers, none of the front, no types."""
    pert = {"low": 1.8, "likely": 3.0, "high": 5.5, "source": "himaya calibrate: 60 nights"}
    old = Multipliers.model_validate({"hard": pert, "soft": pert})
    assert (old.front, old.types) == (1.0, {})
    told = {"value": 3.2, "low": 2.4, "high": 4.3}
    fit = Fit.model_validate(
        {"from": "2025-05-25", "to": "2025-07-23", "nights": 60, "record_hash": "ab" * 32,
         "parameters": {"drones.hard": told, "drones.sigma": {**told, "why_not": "at_bound"}}}
    )  # fmt: skip
    assert fit_note(fit).code == "fitted"
