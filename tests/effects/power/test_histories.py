"""What must hold of every site, and losses of lines that a night hands over."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from himaya.chance.draws import Draws
from himaya.chance.intervals import chance
from himaya.effects.power.grid import outages, own_law
from himaya.effects.power.histories import site_histories
from himaya.effects.power.plant import plant_of
from himaya.effects.power.predictive import predictive_check
from himaya.effects.power.site_load import load_site
from himaya.errors import ProblemsError
from tests.effects.power.small import CHAIN, site

NEVER = (*CHAIN[:1], ("per_year: 40", "per_year: 0"))
"""No line is lost by chance."""
seeds = st.integers(0, 2**63 - 1)


def course(seed, *edits):
    return site_histories(site(*edits), days=20, histories=200, seed=seed).course


@settings(max_examples=25)
@given(seeds, st.floats(0, 30), st.floats(0, 30))
def test_battery__never_raises_blackout(seed, hours, more):
    less, longer = (("battery_h: 2", f"battery_h: {each:.4f}") for each in (hours, hours + more))
    assert (course(seed, less).blackout_h <= course(seed, longer).blackout_h).all()


@settings(max_examples=25)
@given(seeds, st.floats(1, 200), st.floats(0, 200))
def test_fuel__more_never_raises_blackout(seed, hours, more):
    less, larger = (("fuel: {hours: 40}", f"fuel: {{hours: {each:.4f}}}") for each in (hours, hours + more))
    a, b = course(seed, less), course(seed, larger)
    assert (a.dry_h <= b.dry_h + 1e-9).all()
    assert (a.blackout_h <= b.blackout_h + 1e-9).all()


@settings(max_examples=25)
@given(seeds, st.floats(1, 200), st.floats(1, 100), st.floats(1, 100))
def test_fuel__is_what_was_there_and_came_less_what_burnt(seed, hours, brings, every):
    edits = (("hours: 40", f"hours: {hours:.4f}"), ("brings_h: 20", f"brings_h: {brings:.4f}"),
             ("every_h: 24", f"every_h: {every:.4f}"))  # fmt: skip
    found = course(seed, *edits)
    start = float(f"{hours:.4f}")
    assert found.fuel_h == pytest.approx(start + found.delivered_h - found.burnt_h, abs=1e-6)
    assert (found.fuel_h >= 0).all()
    assert (found.fuel_h <= start + 1e-9).all()
    assert (found.diesel_h <= found.outage_h + 1e-6).all()
    assert (found.outage_h <= 480 + 1e-6).all()


@settings(max_examples=25)
@given(seeds)
def test_blackout__never_becomes_less_likely_with_days(seed):
    found = site_histories(site(), days=20, histories=500, seed=seed)
    by_day = [each.p for each in found.p_blackout_by_day()]
    assert by_day == sorted(by_day)
    assert found.p_function_lost.p <= by_day[-1] <= found.p_loop.p


def test_more_histories__keep_the_first():
    few, many = (site_histories(site(), histories=n).course for n in (300, 500))
    assert (few.fuel_h == many.fuel_h[:300]).all()
    assert (few.blackout_h == many.blackout_h[:300]).all()


def test_fuel__as_tank_and_burn_is_that_in_hours():
    # 2 loaded diesels at 50 l/h: 4,000 l last 40 h
    litres = site_histories(site(("{hours: 40}", "{tank_l: 4000, burn_l_per_h: 50}")), histories=500)
    hours = site_histories(site(), histories=500)
    assert (litres.course.dry_h == hours.course.dry_h).all()


def test_damage__to_all_lines_is_an_outage_and_to_one_is_none():
    given_h = np.full((1_000, 2, 1), np.nan)
    given_h[:500, 0, 0] = 12.0
    given_h[:250, 1, 0] = 30.0
    found = site_histories(site(*NEVER), histories=1_000, line_losses=given_h).course
    assert (found.outage_h[250:] == 0).all()
    assert 0 < (found.outage_h[:250] > 0).mean() < 1


def test_damage__ends_when_the_first_line_is_back():
    # both lines lost at once, each back after an exponential time of mean 30 h: the first after one of 15
    n = 20_000
    given_h = np.zeros((n, 2, 1))
    found = site_histories(site(*NEVER), days=30, histories=n, line_losses=given_h).course
    assert found.outage_h.mean() == pytest.approx(15.0, abs=4 * 15 / sqrt(n))
    assert found.outage_h.std() == pytest.approx(15.0, rel=0.05)


def test_damage__at_every_line_of_a_shipped_site_is_taken_as_given():
    given_h = np.full((1_000, 2, 1), 3.0)
    found = site_histories(load_site("hospital"), days=2, histories=1_000, line_losses=given_h)
    assert found.p_loop.p == 1.0


@pytest.mark.parametrize("through", [1.0, 0.5])
def test_delivery__under_way_comes_although_lines_are_lost_again(through):
    # losses at 0 h and 40 h; the first orders for hour 44 or so, within the 60 that are followed
    one = np.full((500, 2, 2), np.nan)
    one[:, :, 0] = 0.0
    two = one.copy()
    two[:, :, 1] = 40.0
    edits = (*NEVER, ("comes_through: 0.7", f"comes_through: {through}"), ("  every_h: 24\n", ""),
             ("{law: lognormal, median_h: 30, sigma: 0.5}", "{law: lognormal, median_h: 44, sigma: 0.01}"),
             ("brings_h: 20", "brings_h: 0.01"))  # fmt: skip
    first, again = (
        site_histories(site(*edits), days=3, histories=500, line_losses=lost).course for lost in (one, two)
    )
    assert 0 < (first.delivered_h > 0).mean() <= through + 0.1
    assert (again.delivered_h >= first.delivered_h).all()


def test_damage__of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"line_losses of shape \(3, 2\), expected \(100, 2, losses\)"):
        site_histories(site(), histories=100, line_losses=np.zeros((3, 2)))


def test_numbers__out_of_range_are_told_together():
    with pytest.raises(ProblemsError) as caught:
        site_histories(site(), days=0, histories=99, seed=-1)
    assert [str(each) for each in caught.value.problems] == [
        "days: out of range, got 0, expected 1 to 365",
        "histories: out of range, got 99, expected 100 to 1,000,000",
        "seed: out of range, got -1, expected 0 to 9,223,372,036,854,775,807",
    ]


@pytest.mark.parametrize(("seen", "n"), [(3, 1_000), (500, 1_000), (1_000, 1_000)])
def test_chance__has_the_interval_of_clopper_and_pearson(seen, n):
    found = chance(seen, n)
    high = beta.ppf(0.975, seen + 1, n - seen) if seen < n else 1.0
    assert (found.low, found.high) == pytest.approx((beta.ppf(0.025, seen, n - seen + 1), high))


def test_chance__never_seen_is_an_upper_limit():
    found = chance(0, 100_000)
    assert (found.p, found.low, found.method) == (0.0, 0.0, "upper_limit")
    assert found.high == pytest.approx(1 - 0.025 ** (1 / 100_000))


def test_zaporizhzhia__its_record_lies_in_its_own_predictive_intervals():
    # 20,000 repetitions of the record, seed 1; a tenth number would fall outside once in two records
    checks = predictive_check(load_site("zaporizhzhia"))
    assert [each.what for each in checks][:2] == ["losses", "duration 1 of 9, hours"]
    assert [each.recorded for each in checks] == [10, 3.75, 5, 5, 11, 12, 24, 40, 40, 718]
    assert [each.what for each in checks if not each.inside] == []


def test_predictive_check__finds_durations_that_are_not_lognormal():
    steady = "{law: recorded, hours: [10, 10.1, 9.9, 10, 10.2, 9.8, 10, 0.001], source: invented}"
    odd = site(("{law: exponential, mean_h: 30}", steady))
    assert not all(each.inside for each in predictive_check(odd))


def test_predictive_check__of_a_site_without_a_record_is_empty():
    assert predictive_check(site()) == []


def test_damage__is_repaired_by_the_law_of_its_own_history():
    """A record of three durations leaves the law wide open, so that a history is slow or quick as a whole."""
    law = "{law: recorded, hours: [2, 20, 200], source: invented}"
    plant = plant_of(site(*NEVER, ("lines: 2", "lines: 1"), ("{law: exponential, mean_h: 30}", law)))
    n, horizon_h = 4_000, 1e7
    given_h = np.tile([0.0, horizon_h / 2], (n, 1, 1))
    found = outages(plant, (horizon_h, n), Draws(1), given_h)
    each = found.history[np.flatnonzero(np.bincount(found.history, minlength=n)[found.history] == 2)]
    assert len(each) > 1.9 * n
    # independent durations would correlate by less than 0.05
    hours = np.log(found.end_h - found.start_h)[np.isin(found.history, each)].reshape(-1, 2)
    u, law_of = np.full(n, 0.5), own_law(Draws(1), "all lines", np.arange(n))
    middle = np.log(plant.losing.recovery.quantile(u, law_of))[each[::2]]
    for column in range(2):
        assert np.corrcoef(hours[:, column], middle)[0, 1] > 0.4
    assert np.corrcoef(hours.T)[0, 1] > 0.1
