"""Exact methods against closed forms and published values, and the simulation against them."""

from __future__ import annotations

import csv
import json
from math import exp, inf, sqrt

import numpy as np
import pytest
from scipy.linalg import expm
from scipy.stats import binom

from himaya.effects.power.durations import law_of, lognormal, recorded
from himaya.effects.power.exact import endurance_h, exact_values, p_exceeds_fuel
from himaya.effects.power.histories import site_histories
from himaya.effects.power.plant import plant_of
from himaya.effects.power.site import Lognormal
from himaya.effects.power.site_load import load_site
from himaya.effects.power.stages import coming, fleet_rates, p_blackout, p_too_few, p_too_few_come, transition
from himaya.effects.power.steps import Battery, Fleet, survival_by_step
from tests.effects.power.small import CHAIN, site

ALONE = ("  common_cause: 0.1", "  common_cause: 0")
"""No diesel fails with another."""
ZAPORIZHZHIA = [40, 12, 40, 24, 11, 5, 5, 3.75, 718]


def rows(path):
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("hours", [0.0, 0.3, 7.0, 2_000.0])
def test_uniformisation__is_the_matrix_exponential(hours):
    rates = fleet_rates(plant_of(site()))
    generator = rates - np.diag(rates.sum(axis=1))
    assert transition(rates, hours) == pytest.approx(expm(generator * hours), abs=1e-11)


def test_coming__is_binomial_or_none_by_a_common_cause():
    plant = plant_of(site())
    q, c = 1 - 0.95 * (1 - 0.9 * 0.05) * (1 - 0.9 * 0.02), 1 - (1 - 0.005) * (1 - 0.002)
    expected = (1 - c) * binom.pmf(np.arange(5), 3, 1 - q) + c * (np.arange(5) == 0)
    assert coming(plant, 3) == pytest.approx(expected, rel=1e-12)
    assert coming(plant, 0) == pytest.approx([1, 0, 0, 0, 0])


@pytest.mark.parametrize(
    ("k", "n", "p", "works"),
    [(1, 2, 0.95, 0.9975), (2, 3, 0.9, 0.972), (2, 4, 0.9, 0.9963), (3, 4, 0.99, 0.99940797)],
)
def test_too_few_come__is_the_closed_form_of_k_of_n(k, n, p, works, reference):
    plant = plant_of(site(ALONE))._replace(k=k, n=n, p_absent=1 - p, p_none=0.0)
    assert 1 - p_too_few_come(plant) == pytest.approx(works, abs=1e-12)
    stated = {
        (int(row["k"]), int(row["n"])): float(row["R"]) for row in rows(reference("closed_forms/k_of_n.csv"))
    }
    assert stated[k, n] == pytest.approx(works, abs=1e-12)


@pytest.mark.parametrize(
    ("mu", "sigma", "after"),
    [(-0.4514, 1.51, (0.3825, 0.2242, 0.04687)), (0.1665, 1.5033, (0.5441, 0.363, 0.1016)),
     (0.8021, 1.1662, (0.7542, 0.5372, 0.1367)), (1.6349, 2.0484, (0.7876, 0.6771, 0.4141))],
    ids=["plant", "switchyard", "grid", "weather"],
)  # fmt: skip
def test_lognormal__leaves_the_power_off_as_long_as_in_the_generic_plant(mu, sigma, after):
    # published to four digits, mu and sigma fitted to the values after 1 and 8 hours
    assert lognormal(mu, sigma).survival(np.array([1.0, 2.0, 8.0])) == pytest.approx(after, abs=1.1e-4)


def test_generic_plant__its_published_table_and_its_mixture_of_causes(reference):
    for row in rows(reference("reliability/offsite_nonrecovery_lognormal_fit.csv")):
        mu, sigma = (float(row[name]) for name in ("mu_fit(COMPUTED from 1h,8h)", "sigma_fit"))
        found = float(lognormal(mu, sigma).survival(np.array([float(row["hours"])]))[0])
        assert found == pytest.approx(float(row["P_fit"]), abs=2e-5)  # mu and sigma have four places
    table = {
        row["label"]: float(row["value"]) for row in rows(reference("reliability/generic_pwr_loop_edg.csv"))
    }
    for hours, published in (("01", 0.6461), ("02", 0.4683), ("08", 0.1677)):
        causes = ("GR", "PC", "SC", "WR")
        rates = [table[f"IE-LOOP{cause}"] for cause in causes]
        left = [table[f"OEP-XHE-XL-NR{hours}H{cause}"] for cause in causes]
        assert np.average(left, weights=rates) == pytest.approx(published, abs=2e-4)


def test_lognormal__takes_an_error_factor_as_its_sigma():
    law = law_of(Lognormal(law="lognormal", median_h=0.4677, sigma=np.log(8.306) / 1.645))
    assert float(law.survival(np.array([1.0]))[0]) == pytest.approx(0.2774, abs=1e-4)  # NUREG/CR-6890


def test_recorded__at_zaporizhzhia_outlasts_a_day_in_0_44_of_losses():
    logs = np.log(ZAPORIZHZHIA)
    assert (logs.mean(), logs.std(ddof=1)) == pytest.approx((2.95, 1.62), abs=0.005)
    assert float(lognormal(2.95, 1.62).survival(np.array([24.0]))[0]) == pytest.approx(0.44, abs=0.005)
    assert float(recorded(ZAPORIZHZHIA).survival(np.array([24.0]))[0]) == pytest.approx(0.449, abs=0.001)
    assert sorted(load_site("zaporizhzhia").offsite.losses.recovery.hours) == sorted(ZAPORIZHZHIA)


def test_recorded__draws_follow_its_student_t():
    law, rng, n = recorded(ZAPORIZHZHIA), np.random.default_rng(7), 200_000
    drawn = law.quantile(rng.random(n), (rng.random(n), rng.random(n)))
    for hours in (3.0, 24.0, 360.0):
        p = float(law.survival(np.array([hours]))[0])
        assert (drawn > hours).mean() == pytest.approx(p, abs=4 * sqrt(p * (1 - p) / n))


def test_reopt__survival_by_step_with_a_battery(reference):
    found = survival_by_step(Fleet(2, 1.0, 1.0, 0.2), Battery(1.0, 2.0, 1.0), [1.0, 2.0, 2.0])
    assert found == pytest.approx([1.0, 0.8704, 0.557056], abs=1e-12)
    flat = survival_by_step(Fleet(1, 100.0, 0.98 * 0.9, 0.01), Battery(400.0, 400.0, 100.0), [100.0] * 24)
    assert flat[-1] == pytest.approx(0.99**20 * 0.9 * 0.98, rel=1e-12)
    cases = json.loads(reference("reliability/reopt_oracles.json").read_text(encoding="utf-8"))["cases"]
    assert found == pytest.approx(cases[0]["expected_survival_by_step"], abs=1e-6)
    assert flat[-1] == pytest.approx(cases[2]["expected"], rel=1e-9)


def test_one_diesel__fails_in_an_exponential_outage_as_two_clocks_race():
    plant = plant_of(site(ALONE))._replace(
        n=1, k=1, p_absent=0.1, p_none=0.0, fail_per_h=0.02, shock_per_h=0.0
    )
    horizon_h = 400.0
    value, error = p_too_few(plant, plant.losing.recovery, horizon_h)
    race = 0.02 / (0.02 + 1 / 30) * (1 - exp(-(0.02 + 1 / 30) * horizon_h))
    assert value == pytest.approx(0.1 + 0.9 * race, rel=1e-5)
    assert abs(value - 0.1 - 0.9 * race) <= error


def test_chain__of_one_diesel_that_fails_on_demand_alone_counts_losses():
    plant = plant_of(site(*CHAIN))._replace(
        n=1, k=1, p_absent=0.2, p_none=0.0, fail_per_h=0.0, shock_per_h=0.0
    )
    short = law_of(site(("mean_h: 30", "mean_h: 0.01")).offsite.losses.recovery)
    plant = plant._replace(losing=plant.losing._replace(recovery=short, per_h=0.001))
    assert p_blackout(plant, 30)[-1] == pytest.approx(1 - exp(-0.2 * 0.001 * 720), rel=1e-4)


@pytest.mark.parametrize(
    ("fuel_h", "first_h", "expected"),
    [(40, 50, 40.0), (40, 30, 66.0), (40, 39, 53.0), (40, 5, 84.0), (90, 30, 207.0)],
)
def test_endurance__by_hand(fuel_h, first_h, expected):
    # 40 h of fuel, 13 h every 20 h from hour 30 on: 23 left then, 16 at 50, dry at 66;
    # from hour 5 on the first finds room for 5 alone: 40 at 5, 33 at 25, 26 at 45, 19 at 65, dry at 84
    plant = plant_of(site())._replace(fuel_h=fuel_h, brings_h=13.0, every_h=20.0)
    assert endurance_h(plant, np.array([float(first_h)]), 720.0).tolist() == [expected]


def test_endurance__is_without_end_where_deliveries_bring_what_is_burnt():
    plant = plant_of(site())._replace(brings_h=24.0, every_h=24.0)
    assert endurance_h(plant, np.array([39.0]), 1e4).tolist() == [inf]


def test_exceeds_fuel__without_deliveries_is_the_outage_beyond_the_tank():
    plant = plant_of(site())._replace(first=None, comes_through=0.0)
    assert p_exceeds_fuel(plant, 720.0) == pytest.approx(exp(-40 / 30), rel=1e-12)
    assert p_exceeds_fuel(plant, 39.0) == 0.0


SURE = (("fail_to_run_per_h: 0.02", "fail_to_run_per_h: 0"), ("fail_to_start: 0.05", "fail_to_start: 0"),
        ("fail_to_load: 0.02", "fail_to_load: 0"), ("maintenance: 0.05", "maintenance: 0"))  # fmt: skip
"""Diesels that never fail: what burns is then exactly the stated load."""
LINES = CHAIN[0]


@pytest.mark.parametrize(
    ("edits", "quantities"),
    [
        (CHAIN, {"p_loop", "p_outage_fails_diesels", "p_blackout"}),
        ((LINES, *SURE), {"p_loop", "p_outage_exceeds_fuel"}),
        (None, {"p_loop", "p_outage_fails_diesels"}),
    ],
    ids=["chain", "sure", "zaporizhzhia"],
)
def test_simulated__lies_within_the_binomial_error_of_exact(edits, quantities):
    # 200,000 histories, seed 5, 30 days: within four standard errors of the exact value
    n, days = 200_000, 30
    plant = site(*edits) if edits is not None else load_site("zaporizhzhia")
    outcome = site_histories(plant, days=days, histories=n, seed=5)
    exact = {each.quantity: each for each in exact_values(outcome.plant, days)}
    for name in quantities:
        seen = outcome.p_blackout_by_day()[-1] if name == "p_blackout" else getattr(outcome, name)
        p = exact[name].value
        assert seen.p == pytest.approx(p, abs=4 * sqrt(p * (1 - p) / n) + exact[name].error)
        assert 0 < p < 1


def test_exact__is_given_only_where_the_site_allows_it():
    def methods(*edits):
        return {each.quantity: each.method for each in exact_values(plant_of(site(*edits)), 30)}

    assert methods() == {"p_too_few_come": "static_tree", "p_outage_fails_diesels": "outage_integral",
                         "p_outage_exceeds_fuel": "upper_bound"}  # fmt: skip
    assert methods(*SURE)["p_outage_exceeds_fuel"] == "outage_integral"
    assert methods(*CHAIN)["p_blackout"] == "uniformisation"
    assert methods(*CHAIN)["p_loop"] == "counting"
    assert "p_blackout" not in methods(*CHAIN[:2], *CHAIN[3:])  # a battery is a clock of another kind


def test_exceeds_fuel__is_called_a_bound_where_weak_diesels_spare_the_fuel():
    # 3 of 4 that fail every 10 h and take 100 h to mend: mostly fewer run, and burn less than the stated load
    n, days = 100_000, 30
    weak = (LINES, ("needed: 2", "needed: 3"), ("run_per_h: 0.02", "run_per_h: 0.1"), ("r_h: 10", "r_h: 100"))
    outcome = site_histories(site(*weak), days=days, histories=n, seed=5)
    [found] = [e for e in exact_values(outcome.plant, days) if e.quantity == "p_outage_exceeds_fuel"]
    p, chance = outcome.p_outage_exceeds_fuel.p, 4 * sqrt(0.25 / n)
    assert p < found.value - 10 * chance  # far from the stated load
    assert found.method == "upper_bound"
    assert found.value - found.error - chance <= p
