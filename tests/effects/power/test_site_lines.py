"""Lines of a site that hits take: by hand on the same luck, and what a run hands over."""

from __future__ import annotations

from math import cos, hypot, log, pi, sin, sqrt

import numpy as np
import pytest

import himaya
from himaya.effects.aftermath import Aftermath
from himaya.effects.ground import GROUNDS, kind_of
from himaya.effects.power import site_lines
from himaya.effects.power.site_lines import LINE_LOST_H, lost_lines
from himaya.effects.power.site_load import load_site
from himaya.errors import ProblemsError
from himaya.kernels.tables import HIT
from himaya.raid.fly import chunks
from himaya.raid.prepare.bridge import prepare
from himaya.scenario import mean
from himaya.scenario.effects import SiteLines
from himaya.scenario.identity import unit_hash
from himaya.studies.quantiles import drawn
from tests.effects.power.small import site
from tests.naive.damage import IMPACT, WGS84
from tests.naive.ground import Site, fall, harms
from tests.naive.philox import uniforms

CITY = himaya.load("city")


def city(p_line_lost=0.5, lines=None, name="hospital"):
    stated = SiteLines(site=name, lines=lines or {"power-station": 1, "old-town": 1}, p_line_lost=p_line_lost)
    return CITY.model_copy(update={"sites": [stated]})


def test_lines__are_lost_to_the_hits_that_the_plain_loop_finds():
    scenario, n = city(), 60
    prepared = prepare(scenario, 3)
    aftermath = Aftermath(prepared)
    [(_, out)] = chunks(prepared, range(n), 1)
    aftermath.add(prepared, out, 0)
    found = aftermath.variables()[LINE_LOST_H].to_numpy()
    types = {each.id: each for each in scenario.threat_types}
    assets = {each.id: each for each in scenario.assets}
    sites = [Site(GROUNDS[kind_of(scenario, a)], a.region, a.radius_km * 1000.0) for a in scenario.assets]
    shares = tuple(mean(getattr(scenario.effects, name)) for name in ("p_homes", "p_energy", "p_airfield"))
    routes, expected = aftermath.setting.terrain.routes, np.full((n, 2), np.nan)
    for r, j in np.argwhere(out.outcome == HIT).tolist():
        group, ordinal, v = prepared.raid.group[j], int(prepared.raid.ordinal[j]), out.variant[r, j]
        key = tuple(int(word) for word in prepared.plan.groups.key[group])
        kind = types[scenario.raid[group].type]
        u = uniforms(key, r, (IMPACT, 0, 0), (ordinal, 0))
        miss, bearing = mean(kind.cep_m) / 1.17741 * sqrt(-2 * log(u[0])), 2 * pi * u[1]
        aim = scenario.aim_points[prepared.variant_aim[v]]
        aimed = sites[list(assets).index(aim.asset)].kind
        place = harms(
            fall(kind.weapon_class, (aimed, aim.region), (key, r, ordinal), sites, shares), aimed, sites
        )
        for k, asset in enumerate((assets["power-station"], assets["old-town"])):
            azimuth, _, metres = WGS84.inv(asset.lon, asset.lat, routes.end_lon_deg[v], routes.end_lat_deg[v])
            at = place(list(assets).index(asset.id))
            if at is None:
                continue
            end = metres * sin(azimuth * pi / 180), metres * cos(azimuth * pi / 180)
            east, north = end if at is True else at
            off = hypot(east + miss * sin(bearing), north + miss * cos(bearing))
            luck = uniforms(key, r, (IMPACT, 0, 1), (ordinal, unit_hash(f"hospital/{k + 1}")))[0]
            armed = kind.warhead_kg is not None and mean(kind.warhead_kg) > 0
            if armed and off <= asset.radius_km * 1000 and luck < 0.5:
                expected[r, k] = np.fmin(expected[r, k], out.end_ms[r, j] / 3.6e6)
    assert np.isfinite(expected).sum() > 20
    np.testing.assert_array_equal(found, expected)


def test_lines__depend_on_neither_threads_nor_chunks_and_change_no_other_number():
    one, two = (himaya.simulate(city(), replications=900, seed=2, threads=k).dataset for k in (1, 2))
    assert one.identical(two.assign_attrs(one.attrs))
    plain = himaya.simulate(CITY, replications=900, seed=2).dataset
    assert all(plain[name].identical(one[name]) for name in plain.data_vars)
    assert LINE_LOST_H not in plain


def test_lines__are_lost_more_often_the_likelier_a_hit_takes_them():
    rare, often, never = (
        himaya.simulate(city(p), replications=400, seed=2).dataset[LINE_LOST_H] for p in (0.2, 0.9, 0.0)
    )
    assert not np.isfinite(never).any()
    lost = np.isfinite(rare.to_numpy())
    assert 0 < lost.sum() < np.isfinite(often.to_numpy()).sum()
    assert (often.to_numpy()[lost] <= rare.to_numpy()[lost]).all()  # on the same luck


def test_lines__of_uncertain_sets_stand_one_set_after_the_other():
    stated = SiteLines(site="hospital", lines={"power-station": 2})
    uncertain = CITY.model_copy(update={"sites": [stated]})
    outcome = himaya.simulate(uncertain, uncertain=10, replications=2_000, seed=1, threads=2)
    hours = outcome.dataset[LINE_LOST_H].to_numpy()
    assert hours.shape == (2_000, 2)
    shares = np.isfinite(hours).reshape(10, 200, 2).mean(axis=(1, 2))
    assert shares.std() > 0.02  # p_line_lost is drawn for each set


def test_lines__of_more_replications_than_are_kept_are_those_of_the_first(monkeypatch):
    whole = himaya.simulate(city(), replications=600, seed=2).dataset[LINE_LOST_H].to_numpy()
    monkeypatch.setattr(site_lines, "KEPT", 500)
    kept = himaya.simulate(city(), replications=600, seed=2).dataset[LINE_LOST_H].to_numpy()
    np.testing.assert_array_equal(kept, whole[:500])


def test_lost_lines__are_numbered_as_stated_and_the_rest_is_never_lost():
    dataset = himaya.simulate(city(lines={"old-town": 1}), replications=300, seed=2).dataset
    lost = lost_lines(dataset, load_site("hospital"))
    assert lost.shape == (300, 2, 1)
    assert np.isfinite(lost[:, 0]).any()
    assert not np.isfinite(lost[:, 1]).any()


def test_lost_lines__of_another_site_or_of_too_many_are_refused():
    dataset = himaya.simulate(city(), replications=100, seed=2).dataset
    with pytest.raises(ProblemsError, match="no lines of this site, got small, expected one of h"):
        lost_lines(dataset, site())
    narrow = site(("name: small", "name: hospital"), ("lines: 2", "lines: 1"))
    with pytest.raises(ProblemsError, match="more lines than the site has, got hospital with 1"):
        lost_lines(dataset, narrow)
    plain = himaya.simulate(CITY, replications=100, seed=2).dataset
    with pytest.raises(ProblemsError, match="expected the run of a scenario that states `sites`"):
        lost_lines(plain, load_site("hospital"))


def test_uncertain__share_of_a_site_does_not_depend_on_its_place_in_the_list():
    first, second = (SiteLines(site=name, lines={"harbour": 1}) for name in ("hospital", "zaporizhzhia"))
    one, two = (
        drawn(CITY.model_copy(update={"sites": sites}), 1, 3).sites
        for sites in ([first, second], [second, first])
    )
    assert [each.p_line_lost for each in one] == [each.p_line_lost for each in reversed(two)]
    assert one[0].p_line_lost != one[1].p_line_lost
