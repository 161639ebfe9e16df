"""On what hits fall: against a plain twin and exact shares, and what is harmed by what."""

from __future__ import annotations

import numpy as np
import pytest

import himaya
from himaya.effects.aftermath import Aftermath
from himaya.effects.ground import (
    AIRFIELD,
    ENERGY,
    GROUNDS,
    HOMES,
    OPEN,
    OTHER,
    GroundSplit,
    is_harmed,
    kind_of,
)
from himaya.kernels.tables import CLASSES, HIT
from himaya.raid.fly import chunks
from himaya.raid.prepare.bridge import prepare
from himaya.scenario import mean
from himaya.scenario.effects import Effects
from himaya.scenario.places import Asset
from tests.naive.damage import WGS84
from tests.naive.ground import Site, fall, harms
from tests.naive.philox import uniforms

CITY = himaya.load("city")
DRONE, CRUISE = (CLASSES.index(name) for name in ("one_way_drone", "cruise_missile"))


def with_sites(**effects):
    """The city with a second energy site and an airfield in its region, and an energy site in another."""
    near = {"lat": 47.5, "lon": 33.5, "value": 5.0, "inhabitants": 0.0}
    more = [
        Asset(id="plant", radius_km=0.3, kind="energy", **near),
        Asset(id="runway", radius_km=1.2, kind="airfield", **near),
        Asset(id="far-plant", radius_km=0.3, kind="energy", region="elsewhere", **near),
    ]
    update = {"assets": [*CITY.assets, *more], "effects": Effects(**effects)}
    return CITY.model_copy(update=update)


def test_kinds__are_as_stated_or_homes_where_somebody_lives():
    named = {asset.id: GROUNDS[kind_of(CITY, asset)] for asset in CITY.assets}
    assert named == {"old-town": "homes", "harbour": "other", "power-station": "energy"}
    empty = CITY.assets[0].model_copy(update={"inhabitants": 0.0})
    assert kind_of(CITY, empty) == OTHER


def fallen(scenario, weapon_class, aim, luck):
    n = luck.shape[1]
    aims = [each.id for each in scenario.aim_points]
    return GroundSplit.of(scenario).fallen(np.full(n, weapon_class), np.full(n, aims.index(aim)), luck)


def test_shares__of_drones_aimed_at_homes_are_those_stated():
    """Exact on an even grid of 10,000 draws: .4 homes, of .6 a quarter energy, a tenth airfield."""
    scenario = with_sites(p_homes=0.4, p_energy=0.25, p_airfield=0.1)
    grid = (np.arange(10_000) + 0.5) / 10_000
    found = fallen(scenario, DRONE, "aim-old-town", np.stack([grid, grid[::-1]]))
    counts = np.bincount(found.ground, minlength=len(GROUNDS))
    assert counts[[HOMES, ENERGY, AIRFIELD, OPEN, OTHER]].tolist() == [4_000, 1_500, 600, 3_900, 0]
    assert (found.strayed == (found.ground != HOMES)).all()


def test_sites__of_one_kind_share_hits_evenly_and_those_of_another_region_get_none():
    scenario = with_sites(p_homes=0.0, p_energy=1.0, p_airfield=0.0)
    even = (np.arange(1_000) + 0.5) / 1_000
    found = fallen(scenario, DRONE, "aim-old-town", np.stack([even, even]))
    ids = [asset.id for asset in scenario.assets]
    counts = np.bincount(found.site, minlength=len(ids))
    assert dict(zip(ids, counts.tolist(), strict=True)) == {
        "old-town": 0, "harbour": 0, "power-station": 500, "plant": 500, "runway": 0, "far-plant": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("weapon_class", "aim", "ground"),
    [(CRUISE, "aim-old-town", HOMES), (DRONE, "aim-harbour", OTHER), (DRONE, "aim-power-station", ENERGY)],
)
def test_missiles_and_drones_aimed_at_no_homes__fall_where_they_were_aimed(weapon_class, aim, ground):
    luck = np.full((2, 5), 0.99)
    found = fallen(CITY, weapon_class, aim, luck)
    assert found.ground.tolist() == [ground] * 5
    assert not found.strayed.any()


def test_open_ground__takes_what_finds_no_site():
    kyiv = himaya.load("kyiv-2025-07-04")
    found = GroundSplit.of(kyiv).fallen(np.zeros(9, np.int64), np.zeros(9, np.int64), np.full((2, 9), 0.5))
    assert found.ground.tolist() == [OPEN] * 9
    assert (found.site == -1).all()


def test_hits_as_aimed__harm_their_own_kind_and_assets_of_none():
    """Aimed at the old town: it and the harbour, which has no kind; at the harbour: everything."""
    harmed = is_harmed(CITY)  # aim points and assets: old town, harbour, power station
    assert harmed.tolist() == [[True, True, False], [True, True, True], [False, True, True]]


def sites(scenario):
    return [Site(GROUNDS[kind_of(scenario, a)], a.region, a.radius_km * 1000.0) for a in scenario.assets]


def near_by_twin(scenario, prepared, out, routes):
    """Ground of every hit, and every hit's distance from each asset that it can harm, one by one."""
    kinds = {each.id: each for each in scenario.threat_types}
    named, assets = {each.id: each for each in scenario.assets}, sites(scenario)
    effects = scenario.effects
    shares = tuple(mean(each) for each in (effects.p_homes, effects.p_energy, effects.p_airfield))
    grounds, metres = [], []
    for r, j in np.argwhere(out.outcome == HIT).tolist():
        group, v = scenario.raid[prepared.raid.group[j]], out.variant[r, j]
        kind = kinds[group.type]
        aim = scenario.aim_points[prepared.variant_aim[v]]
        aimed = GROUNDS[kind_of(scenario, named[aim.asset])]
        key = tuple(int(word) for word in prepared.plan.groups.key[prepared.raid.group[j]])
        who = key, r, int(prepared.raid.ordinal[j])
        one = fall(kind.weapon_class, (aimed, aim.region), who, assets, shares)
        place, u = harms(one, aimed, assets), uniforms(key, r, (9, 0, 0), (who[2], 0))
        miss = mean(kind.cep_m) / 1.17741 * np.sqrt(-2.0 * np.log(u[0]))
        grounds.append(one.ground)
        metres.append([])
        for k, asset in enumerate(scenario.assets):
            at = place(k)
            if at is True:
                azimuth, _, off = WGS84.inv(
                    asset.lon, asset.lat, routes.end_lon_deg[v], routes.end_lat_deg[v]
                )
                at = off * np.sin(np.radians(azimuth)), off * np.cos(np.radians(azimuth))
            turn = 2.0 * np.pi * u[1]
            metres[-1].append(
                None if at is None else np.hypot(at[0] + miss * np.sin(turn), at[1] + miss * np.cos(turn))
            )
    return grounds, metres


def test_twin__has_every_hit_on_the_same_ground_as_far_from_the_same_assets():
    scenario, n = with_sites(p_homes=0.3, p_energy=0.4, p_airfield=0.3), 60
    prepared = prepare(scenario, 7)
    aftermath, seen = Aftermath(prepared), []
    aftermath.damage.add = seen.append
    [(_, out)] = chunks(prepared, range(n), 1)
    aftermath.add(prepared, out, 0)
    grounds, metres = near_by_twin(scenario, prepared, out, aftermath.setting.terrain.routes)
    [found] = seen
    assert [GROUNDS[number] for number in found.ground] == grounds
    assert set(grounds) == set(GROUNDS)
    pairs = list(zip(*found.near, strict=True))
    for hit, asset, distance in pairs:
        # the plane is up to 0.2 % out; a site's own place is drawn around its centre, so exactly there
        assert metres[hit][asset] == pytest.approx(distance, rel=0.004, abs=1.0)
    inside = {
        (hit, k)
        for hit, row in enumerate(metres)
        for k, off in enumerate(row)
        if off is not None and off < scenario.assets[k].radius_km * 1000.0 - 30.0
    }
    assert inside <= {(hit, asset) for hit, asset, _ in pairs}
    assert len(inside) > 50


def test_hits_by_ground__are_all_hits():
    dataset = himaya.simulate(with_sites(), replications=300, seed=4).dataset
    hits = float(dataset["mean"].sel(group="all", quantity="hit"))
    assert float(dataset["hits_by_ground"].sel(statistic="mean").sum()) == pytest.approx(hits)


def test_drones_that_miss_homes__harm_the_site_that_they_find_and_no_home():
    """200 people at the power station are all who can be hurt then, of 60,200."""
    raid = [group for group in CITY.raid if group.id == "drones"]
    only = raid[0].model_copy(update={"aim_points": {"aim-old-town": 1}, "count": 40})
    scenario = CITY.model_copy(update={"raid": [only], "units": [], "area_defences": []})
    whole, none = (
        himaya.simulate(
            scenario.model_copy(update={"effects": Effects(p_homes=p)}), replications=100, seed=1
        ).dataset
        for p in (1.0, 0.0)
    )
    few, many = (float(each["injured"].sel(group="all", statistic="mean")) for each in (none, whole))
    assert few < 0.1 * many
    lost = none["value_lost"].sel(group="all", statistic="mean")
    assert float(lost.sel(asset="old-town")) == 0.0
    assert float(lost.sel(asset="power-station")) > 0.0
    assert float(whole["value_lost"].sel(group="all", statistic="mean", asset="power-station")) == 0.0


def test_hits_on_homes__are_unmoved_by_the_split():
    """Draws are appended: a hit that stays on homes misses by as much as with no split at all."""
    pairs = []
    for p in (1.0, 0.5):
        scenario = CITY.model_copy(update={"effects": Effects(p_homes=p)})
        prepared = prepare(scenario, 3)
        aftermath, seen = Aftermath(prepared), []
        aftermath.damage.add = seen.append
        [(_, out)] = chunks(prepared, range(200), 1)
        aftermath.add(prepared, out, 0)
        pairs.append(seen[0])
    whole, half = pairs
    stayed = {(h, a): d for h, a, d in zip(*half.near, strict=True) if half.ground[h] == HOMES}
    all_of = {(h, a): d for h, a, d in zip(*whole.near, strict=True)}
    assert stayed.items() <= all_of.items()
    assert np.array_equal(whole.luck, half.luck)
    assert 0 < len(stayed) < len(all_of)
