"""The multiplier of the front line and those of types, as tables: against hazards stated by hand."""

import numpy as np
import pytest

import himaya
from himaya.errors import ProblemsError
from himaya.raid.prepare.bridge import prepare
from himaya.raid.prepare.front import at_front
from himaya.scenario.forces import Multipliers, SoftKillZone

CITY = himaya.load("city")
DISCS = [
    {"lat": aim.lat + shift, "lon": aim.lon, "radius_km": 15.0}
    for aim in CITY.aim_points[:1] for shift in (0.0, 0.1)
]  # fmt: skip


def town(front=1.0, near=(0.01, 0.02), types=None, at_the_front=(True, False)):
    """The town under two zones of jamming that overlap; its area defences, some of them at the front."""
    zones = [
        SoftKillZone.model_validate(
            {"id": f"zone-{k}", "region": {"disc": disc}, "hazard_per_km": {"one_way_drone": hazard},
             "front_line": there}
        )
        for k, (disc, hazard, there) in enumerate(zip(DISCS, near, at_the_front, strict=True))
    ]  # fmt: skip
    areas = [each.model_copy(update={"front_line": at_the_front[0]}) for each in CITY.area_defences]
    fitted = {"drones": Multipliers(front=front), "cruise_missile": Multipliers(types=types or {})}
    return CITY.model_copy(update={"soft_kill_zones": zones, "area_defences": areas, "multipliers": fitted})


def test_zones_of_the_front__have_the_multiplier_and_others_do_not():
    """0.01 times 3 is 0.03; the same routes, so the same points."""
    found = prepare(town(3.0), 1).plan.library.breaks
    expected = prepare(town(near=(0.03, 0.02)), 1).plan.library.breaks
    assert len(found.hazard)
    assert found.s_m == pytest.approx(expected.s_m)
    assert found.hazard == pytest.approx(expected.hazard, rel=1e-12)


def test_teams_of_the_front__have_it_as_an_exponent_of_survival():
    one, three = (prepare(town(front), 1).plan.areas.p_kill for front in (1.0, 3.0))
    assert (one[:, :2] > 0.0).any()
    assert three[:, :2] == pytest.approx(1.0 - (1.0 - one[:, :2]) ** 3.0)
    assert (three[:, 2:] == one[:, 2:]).all()


def test_nothing_at_the_front__is_touched_by_nothing():
    far = (False, False)
    one, three = (prepare(town(front, at_the_front=far), 1) for front in (1.0, 3.0))
    assert one.tables_hash == three.tables_hash


def test_plan_at_another_multiplier__does_not_depend_on_the_one_it_was_prepared_at():
    prepared = prepare(town(3.0), 1)
    again = at_front(prepared.plan, prepared.front, np.array([0.5, 1.0, 1.0, 1.0]))
    assert again.library.breaks.hazard == pytest.approx(prepare(town(0.5), 1).plan.library.breaks.hazard)
    assert again.areas.p_kill == pytest.approx(prepare(town(0.5), 1).plan.areas.p_kill)


def test_multiplier_of_0__leaves_a_certain_kill_certain_and_else_nothing():
    p = np.array([[0.3, 0.3, 0.0, 0.0, 0.0], [1.0, 1.0, 0.0, 0.0, 0.0]])
    prepared = prepare(town(), 1)
    front = prepared.front._replace(areas=np.array([0, 1]), p_kill=p)
    none = at_front(prepared.plan, front, np.array([0.0, 1.0, 1.0, 1.0])).areas.p_kill
    assert none[:, 0].tolist() == [0.0, 1.0]


def test_type__multiplies_its_own_threats_alone():
    scenario = town(types={"kalibr": 0.4})
    hard = dict(
        zip((each.type for each in scenario.raid), prepare(scenario, 1).plan.groups.hard, strict=True)
    )
    assert hard == {each.type: (0.4 if each.type == "kalibr" else 1.0) for each in scenario.raid}
    assert 0.4 in hard.values()


def test_unknown_type__is_refused():
    with pytest.raises(ProblemsError, match=r"multipliers.cruise_missile.types.kh-102.*unknown threat type"):
        prepare(town(types={"kh-102": 0.4}), 1)


def test_weaker_front__lets_more_drones_through():
    """The same luck at both: 400 replications of 16 drones."""
    hits = [
        himaya.simulate(town(front), replications=400, seed=1, effects=False).statistics("drones", "hit").mean
        for front in (1.0, 0.2)
    ]
    assert hits[1] > hits[0] + 0.2
