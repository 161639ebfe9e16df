"""Value lost to hits, against closed forms, a plain twin, and what must hold whatever happens."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import himaya
from himaya.chance.amounts import Amounts
from himaya.effects.aftermath import Aftermath
from himaya.effects.damage import Damage, share_lost
from himaya.effects.ground import GROUNDS, is_harmed, kind_of
from himaya.effects.impacts import Candidates, Impacts, impacts
from himaya.effects.terrain import Terrain
from himaya.kernels.keys import DEBRIS
from himaya.kernels.tables import HIT, SHOT_DOWN
from himaya.raid.fly import chunks
from himaya.raid.prepare.bridge import prepare
from himaya.scenario import mean
from himaya.scenario.effects import Effects
from himaya.scenario.places import AimPoint, Asset, LaunchArea, Waypoint
from tests.naive.damage import WGS84, lost
from tests.naive.damage import share_lost as share_by_rings
from tests.naive.ground import Site, fall, harms
from tests.naive.philox import uniforms

CITY = himaya.load("city")
N = 20_000


def point_target(warhead_kg, cep_m, damage_radius_m, count=1):
    """Missiles that nobody shoots at, at an asset without extent."""
    [kind] = [each for each in CITY.threat_types if each.id == "iskander-m"]
    sure = {"warhead_kg": warhead_kg, "cep_m": cep_m, "p_own_failure": 0.0}
    spot = {"radius_km": 0.0}
    [harbour] = [each for each in CITY.assets if each.id == "harbour"]
    [aim] = [each for each in CITY.aim_points if each.id == "aim-harbour"]
    [group] = [each for each in CITY.raid if each.id == "ballistic"]
    return CITY.model_copy(
        update={
            "threat_types": [kind.model_copy(update=sure)],
            "assets": [harbour.model_copy(update={**spot, "damage_radius_m": damage_radius_m})],
            "aim_points": [aim.model_copy(update=spot)],
            "raid": [group.model_copy(update={"count": count})],
            "units": [], "area_defences": [], "soft_kill_zones": [],
        }
    )  # fmt: skip


@pytest.mark.parametrize(("warhead", "cep", "radius"), [(50.0, 20.0, 15.0), (400.0, 30.0, 25.0)])
def test_point_target__loses_what_carleton_and_rayleigh_say(warhead, cep, radius):
    """E D = R^2 / (R^2 + sigma^2). D is U^(sigma^2/R^2) of a uniform U, so its variance is known, too."""
    found = himaya.simulate(point_target(warhead, cep, radius), replications=N, seed=3).dataset
    big, sigma = radius * (warhead / 50.0) ** (1 / 3), cep / 1.17741
    expected, ratio = big**2 / (big**2 + sigma**2), sigma**2 / big**2
    se = np.sqrt((1.0 / (1.0 + 2.0 * ratio) - expected**2) / N)
    got = float(found["value_lost_total"].sel(group="all", statistic="mean")) / 90.0
    assert abs(got - expected) < 4.0 * se


def test_hits_on_a_point__accumulate_as_the_product_of_what_is_left():
    """Three independent hits: E lost = 1 - (1 - E D)^3."""
    found = himaya.simulate(point_target(50.0, 20.0, 15.0, count=3), replications=N, seed=4).dataset
    sigma = 20.0 / 1.17741
    left = (sigma**2 / (15.0**2 + sigma**2)) ** 3
    got = float(found["value_lost_total"].sel(group="ballistic_missile", statistic="mean")) / 90.0
    assert abs(got - (1.0 - left)) < 4.0 * 0.5 / np.sqrt(N)  # a share has sd 1/2 at most


@pytest.mark.parametrize("disc", [0.0, 5.0, 60.0, 290.0, 310.0, 2000.0])
@pytest.mark.parametrize("distance", [0.0, 4.0, 40.0, 280.0, 330.0, 1990.0, 2015.0])
def test_share_lost__is_the_integral_over_the_disc(disc, distance):
    found = share_lost(np.array([distance]), np.array([disc]), np.array([15.0]))[0]
    by_rings = share_by_rings(distance, disc, 15.0)
    whole = 1.0 if disc == 0.0 else min(1.0, 2.0 * (15.0 / disc) ** 2)
    assert abs(found - by_rings) <= 0.003 * whole + 1e-9


def test_twin__loses_the_same_of_every_asset():
    prepared = prepare(CITY, 5)
    aftermath = Aftermath(prepared)
    seen = []
    aftermath.damage.lost.add = lambda shares: seen.append(shares[:, :-1, -1])
    [(_, out)] = chunks(prepared, range(25), 1)
    aftermath.add(prepared, out, 0)
    kinds = {each.id: each for each in CITY.threat_types}
    sites = [Site(GROUNDS[kind_of(CITY, a)], a.region, a.radius_km * 1000.0) for a in CITY.assets]
    shares = tuple(mean(getattr(CITY.effects, name)) for name in ("p_homes", "p_energy", "p_airfield"))
    assets = [((a.lon, a.lat), a.radius_km * 1000.0, mean(CITY.effects.damage_radius_m)) for a in CITY.assets]
    routes = aftermath.setting.terrain.routes
    for r in range(25):
        hits = []
        for j in np.flatnonzero(out.outcome[r] == HIT):
            group, v = prepared.raid.group[j], out.variant[r, j]
            kind = kinds[CITY.raid[group].type]
            key = tuple(int(word) for word in prepared.plan.groups.key[group])
            end = (routes.end_lon_deg[v], routes.end_lat_deg[v])
            who = key, r, int(prepared.raid.ordinal[j])
            aim = CITY.aim_points[prepared.variant_aim[v]]
            [asset] = [k for k, each in enumerate(CITY.assets) if each.id == aim.asset]
            fallen = fall(kind.weapon_class, (sites[asset].kind, aim.region), who, sites, shares)
            told = (mean(kind.warhead_kg), mean(kind.cep_m), *who, harms(fallen, sites[asset].kind, sites))
            if kind.warhead_kg is not None and mean(kind.warhead_kg) > 0.0:
                hits.append((end, *told))
        # the plane is 0.2 % out: on a disc's edge or far from a point that can be some per cent
        assert seen[0][r] == pytest.approx(lost(hits, assets), rel=0.05, abs=1e-6)
    assert seen[0].max() > 0.0


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_accumulated_damage__never_exceeds_the_value(data):
    n = data.draw(st.integers(1, 40))
    of = st.lists(st.integers(0, 2), min_size=n, max_size=n)
    asset = np.array(data.draw(of))
    distance = np.array(data.draw(st.lists(st.floats(0.0, 3000.0), min_size=n, max_size=n)))
    warhead = np.array(data.draw(st.lists(st.floats(1.0, 5000.0), min_size=n, max_size=n)))
    hit = np.arange(n)
    zeros = np.zeros(n, np.int64)
    luck = np.zeros((2, n))
    hits = Impacts(1, zeros, np.array(data.draw(of)), zeros, warhead, luck, (hit, asset, distance), zeros)
    shares = Damage.of(CITY).shares(hits)
    assert ((shares >= 0.0) & (shares <= 1.0)).all()
    assert (shares[..., -1] >= shares[..., :-1].max(axis=-1) - 1e-12).all()  # all hits: no less than some


@pytest.mark.parametrize("via", [[], ["bend"]])
def test_built_up__is_where_the_legs_cross_discs_with_inhabitants(via):
    # points for launch, waypoint and aim, so that all variants are one route of one or two geodesics
    east, bend, aim = (36.0, 47.5), (34.5, 48.6), (33.5, 47.5)
    legs = list(pairwise([east, *([bend] if via else []), aim]))
    lengths = [WGS84.inv(*a, *b)[2] for a, b in legs]
    starts = np.concatenate([[0.0], np.cumsum(lengths)])

    def place(s):
        leg = min(int(np.searchsorted(starts, s, side="right")) - 1, len(legs) - 1)
        return WGS84.fwd(*legs[leg][0], WGS84.inv(*legs[leg][0], *legs[leg][1])[0], s - starts[leg])[:2]

    towns = [(place(share * starts[-1]), radius) for share, radius in ((0.2, 4.0), (0.7, 9.0), (0.75, 6.0))]
    empty = Asset(id="empty", lat=place(9e4)[1], lon=place(9e4)[0], radius_km=5.0, inhabitants=0)
    scenario = CITY.model_copy(
        update={
            "launch_areas": [LaunchArea(id="east", lon=east[0], lat=east[1])],
            "waypoints": [Waypoint(id="bend", lon=bend[0], lat=bend[1])],
            "aim_points": [AimPoint(id="aim", lon=aim[0], lat=aim[1])],
            "assets": [
                *(Asset(id=f"town-{k}", lon=lon, lat=lat, radius_km=r, inhabitants=9)
                  for k, ((lon, lat), r) in enumerate(towns)),
                empty,
            ],
            "raid": [CITY.raid[0].model_copy(
                update={"launch_areas": {"east": 1}, "aim_points": {"aim": 1}, "via": via})],
        }
    )  # fmt: skip
    terrain = Terrain.of(prepare(scenario, 1))
    along = np.linspace(0.0, starts[-1], 900)
    off = np.array([min(WGS84.inv(*place(s), *at)[2] - 1000 * r for at, r in towns) for s in along])
    clear = np.abs(off) > 60.0  # the plane is up to 0.2 % out
    found = terrain.is_built_up(np.zeros(len(along), np.int64), along)
    assert (found[clear] == (off[clear] < 0)).all()
    assert 0 < found.sum() < len(along)


def test_injured_by_debris__are_kills_over_built_up_ground_that_the_plain_loop_draws():
    scenario = CITY.model_copy(update={"effects": Effects(p_debris_injury=0.3)})
    prepared = prepare(scenario, 5)
    aftermath, seen, n = Aftermath(prepared), [], 200
    aftermath.debris.counts.add = seen.append
    [(_, out)] = chunks(prepared, range(n), 1)
    aftermath.add(prepared, out, 0)
    kills, hurt = np.zeros(n), np.zeros(n)
    routes = aftermath.setting.terrain.routes
    passes, start = routes.passes, routes.routes.pass_start
    for r, j in np.argwhere(out.outcome == SHOT_DOWN).tolist():
        v, s = out.variant[r, j], out.s_end_m[r, j]
        if any(passes.s_in_m[k] <= s <= passes.s_out_m[k] for k in range(start[v], start[v + 1])):
            key = tuple(int(word) for word in prepared.plan.groups.key[prepared.raid.group[j]])
            kills[r] += 1
            hurt[r] += uniforms(key, r, (int(DEBRIS), 0, 0), (int(prepared.raid.ordinal[j]), 0))[0] < 0.3
    assert (seen[0][:, 0] == kills).all()
    assert (seen[0][:, 1] == hurt).all()
    assert 0 < hurt.sum() < kills.sum()


def test_effects__depend_on_neither_threads_nor_chunks_and_change_no_other_number():
    one, two = (himaya.simulate(CITY, replications=1_500, seed=2, threads=k).dataset for k in (1, 2))
    assert one.identical(two.assign_attrs(one.attrs))
    plain = himaya.simulate(CITY, replications=1_500, seed=2, effects=False).dataset
    assert all(plain[name].identical(one[name]) for name in plain.data_vars)


def test_amounts__are_those_of_numpy_within_their_bins():
    shares = np.random.default_rng(1).beta(0.4, 2.0, (5_000, 1)) * (np.arange(5_000) % 3 > 0)[:, None]
    amounts = Amounts((1,))
    amounts.add(shares[:2_000])
    amounts.add(shares[2_000:])
    [found] = amounts.statistics()
    quantiles = np.quantile(shares, [0.05, 0.5, 0.95], method="inverted_cdf")
    assert found[:2] == pytest.approx([shares.mean(), shares.std(ddof=1)], rel=0.005)
    assert found[2:] == pytest.approx(quantiles, rel=0.006)
    assert amounts.share_above_zero()[0] == (shares > 2.0**-30).mean()


@pytest.mark.parametrize("name", ["city", "kyiv-2025-07-04", "ukraine"])
def test_candidates__leave_out_no_asset_that_a_hit_can_reach(name):
    # with all assets that its hits can harm as candidates of an aim point the pairs are the same, bit for bit
    scenario = himaya.load(name)
    prepared = prepare(scenario, 2)
    aftermath = Aftermath(prepared)
    aim, asset = np.nonzero(is_harmed(scenario))
    whole = Candidates(np.searchsorted(aim, np.arange(len(scenario.aim_points) + 1)), asset)
    few = aftermath.setting.candidates
    assert len(few.asset) < len(whole.asset) / (1 if name == "city" else 4) + 1
    for first, out in chunks(prepared, range(200), 1):
        some, all_pairs = (
            impacts(
                prepared,
                aftermath.setting._replace(candidates=each),
                aftermath.damage.reach_m,
                (out, first),
            ).near
            for each in (aftermath.setting.candidates, whole)
        )
        assert len(some[0]) > 0
        assert all(np.array_equal(*pair) for pair in zip(some, all_pairs, strict=True))
