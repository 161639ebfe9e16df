"""The table of tonight's targets, from scenarios changed by hand."""

from __future__ import annotations

import numpy as np
import pytest

import himaya
from himaya.errors import ProblemsError
from himaya.raid.prepare.targets import targets
from himaya.scenario import Pert, Scenario
from himaya.scenario.places import AimPoint

CITY = himaya.load("city")
FIRST = CITY.raid[0]


def with_aims(p_target, regions=("north", "north", None)):
    """The city with three aim points of its first, and one group that flies to them."""
    aim = CITY.aim_points[0]
    names = ("one", "two", "three")
    aims = [
        AimPoint(id=name, lat=aim.lat, lon=aim.lon, asset=aim.asset, region=region)
        for name, region in zip(names, regions, strict=True)
    ]
    areas = {CITY.launch_areas[0].id: 2.0}
    group = FIRST.model_copy(
        update={
            "aim_points": dict.fromkeys(names, 3.0),
            "launch_areas": areas,
            "p_target": p_target,
            "via": [],
        }
    )
    return CITY.model_copy(update={"aim_points": aims, "raid": [group], "sites": []})


def test_targets__of_one_region_share_a_place_and_what_has_none_is_its_own():
    table = targets(with_aims({"one": 0.2, "three": Pert(low=0.0001, likely=0.4, high=0.7999, source="x")}))
    assert table.place.tolist() == [0, 0, 1]
    assert len(set(table.hash.tolist())) == 2
    np.testing.assert_allclose(table.chance, [0.2, 1.0, 0.4])
    assert table.weight.tolist() == [6.0, 6.0, 6.0]
    assert table.drawn.tolist() == [1]


def test_targets__that_are_certain_are_not_drawn():
    table = targets(with_aims({"one": 1.0}))
    assert table.drawn.tolist() == [0]
    stated, silent = (
        himaya.simulate(with_aims(given), replications=40, seed=1) for given in ({"one": 1.0}, {})
    )
    assert stated.dataset.identical(silent.dataset)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"one": 0.0}, "out of range"),
        ({"one": 1.5}, "out of range"),
        ({"nowhere": 0.5}, "is no aim point of its group"),
    ],
)
def test_chance_of_a_target__out_of_range_or_of_another_place_is_refused(given, said):
    data = with_aims({}).model_dump(mode="json")
    data["raid"][0]["p_target"] = given
    with pytest.raises((ProblemsError, ValueError), match=said):
        Scenario.model_validate(data)
