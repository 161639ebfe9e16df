"""Corridors of a raid: which pairs share one, and what the pairs weigh."""

from __future__ import annotations

import numpy as np
import pytest

import himaya
from himaya.raid.prepare.corridors import corridors
from tests.scenario.small import TEXT, read

CITY = himaya.load("city")
DRONE = next(each for each in CITY.threat_types if each.weapon_class == "one_way_drone")
BALLISTIC = next(each for each in CITY.threat_types if each.weapon_class == "ballistic_missile")


def with_twin(kind, **changes):
    """One group of a type, and the same group once more of another type that differs in some numbers."""
    twin = kind.model_copy(update={"id": "twin", **changes})
    group = CITY.raid[0].model_copy(update={"type": kind.id})
    raid = [group, group.model_copy(update={"id": "second", "type": "twin"})]
    return CITY.model_copy(update={"threat_types": [kind, twin], "raid": raid})


@pytest.mark.parametrize(
    ("kind", "changes", "shared"),
    [
        (DRONE, {"p_own_failure": 0.5}, True),
        (DRONE, {"speed_km_h": 99.0}, True),
        (DRONE, {"weapon_class": "decoy_drone"}, True),
        (DRONE, {"weapon_class": "cruise_missile"}, False),
        (DRONE, {"altitude_m": 99.0}, False),
        (BALLISTIC, {"speed_km_h": 99.0}, False),
    ],
)
def test_corridors__are_shared_by_threats_that_look_alike(kind, changes, shared):
    pairs = corridors(with_twin(kind, **changes))
    n = len(pairs.pair_corridor) // 2
    first, second = pairs.pair_corridor[:n], pairs.pair_corridor[n:]
    assert second.tolist() == (first if shared else first + n).tolist()
    assert len(pairs.corridors) == len(pairs.aim) == (n if shared else 2 * n)
    assert pairs.pair_start.tolist() == [0, n, 2 * n]


def test_pair__has_the_product_of_its_weights():
    scenario = CITY
    places = {
        "launch_areas": {"east": 1.0, "south-east": 3.0},
        "aim_points": {"aim-harbour": 2.0, "aim-old-town": 5.0},
    }
    raid = [scenario.raid[0].model_copy(update=places)]
    pairs = corridors(scenario.model_copy(update={"raid": raid}))
    given_away = 1.0 - pairs.pair_keep
    drawn = [pairs.pair_keep[k] + given_away[pairs.pair_alias == k].sum() for k in range(4)]
    assert np.array(drawn) / 4 == pytest.approx(np.array([2, 5, 6, 15]) / 28)


def test_corridor__is_in_metres():
    [corridor] = corridors(read(TEXT)).corridors
    assert (corridor.launch.radius_m, corridor.altitude_m, corridor.id) == (
        10_000.0,
        100.0,
        "east>bend>centre",
    )
