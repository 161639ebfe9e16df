"""Draws of uncertain numbers: the quantiles of their laws, groups, and keys that no other number disturbs."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import beta, lognorm

import himaya
from himaya.files.numbers import extremes
from himaya.scenario import LogNormal, Pert
from himaya.studies.quantiles import drawn, n_uncertain, number_quantile, uniform

N_SETS = 300


def pert(low, likely, high, group=None):
    return Pert(low=low, likely=likely, high=high, source="guess: a test", group=group)


def with_zone(*numbers):
    """City with soft-kill zones whose hazards are these numbers."""
    city = himaya.load("city")
    zones = [
        city.soft_kill_zones[0].model_copy(
            update={"id": f"zone-{k}", "hazard_per_km": {"one_way_drone": number}}
        )
        for k, number in enumerate(numbers)
    ]
    return city.model_copy(update={"soft_kill_zones": zones})


def hazards(scenario, number, seed=1):
    zones = drawn(scenario, seed, number).soft_kill_zones
    return [zone.hazard_per_km["one_way_drone"] for zone in zones]


@pytest.mark.parametrize("share", [0.001, 0.3, 0.5, 0.999])
@pytest.mark.parametrize(("low", "likely", "high"), [(0.1, 0.3, 0.9), (2.0, 2.0, 5.0), (0.0, 4.0, 4.0)])
def test_quantile__is_the_betas(low, likely, high, share):
    width = high - low
    shapes = 1 + 4 * (likely - low) / width, 1 + 4 * (high - likely) / width
    expected = low + width * beta.ppf(share, *shapes)
    assert number_quantile(pert(low, likely, high), share) == pytest.approx(expected, rel=1e-12)


def test_quantile__of_a_range_without_width_is_its_value():
    assert number_quantile(pert(3.0, 3.0, 3.0), 0.7) == 3.0


@pytest.mark.parametrize("share", [0.001, 0.3, 0.5, 0.999])
@pytest.mark.parametrize(("median", "sd_log"), [(2.0, 0.4), (0.01, 1.5), (3.0, 0.0)])
def test_quantile__of_a_lognormal_is_scipys(median, sd_log, share):
    number = LogNormal(median=median, sd_log=sd_log, source="guess: a test")
    expected = lognorm.ppf(share, sd_log, scale=median) if sd_log else median
    assert number_quantile(number, share) == pytest.approx(expected, rel=1e-12)


def test_group__joins_ranges_and_lognormals():
    """Median of both at the same quantile: one uniform number below .5 puts both below it."""
    hazard = LogNormal(median=0.1, sd_log=0.5, source="guess: a test", group="ew")
    values = np.array([hazards(with_zone(pert(0.0, 0.1, 0.2, "ew"), hazard), k) for k in range(1, 101)])
    assert 20 < np.sum(values[:, 0] < 0.1) < 80
    assert ((values[:, 0] < 0.1) == (values[:, 1] < 0.1)).all()


def test_draws__of_a_lognormal_lie_within_its_stated_extremes():
    number = LogNormal(median=2.0, sd_log=0.7, source="guess: a test")
    least, most = (number_quantile(number, share) for share in (0.0, 1.0))
    assert extremes(number) == pytest.approx((least, most), rel=0.1)
    assert extremes(number)[0] <= least <= most <= extremes(number)[1]


def test_group__shares_one_quantile_and_others_do_not():
    same = with_zone(pert(0.0, 0.1, 0.2, "ew"), pert(0.0, 0.2, 0.4, "ew"), pert(0.0, 0.1, 0.2))
    values = np.array([hazards(same, k) for k in range(1, N_SETS + 1)])
    assert values[:, 1] == pytest.approx(2 * values[:, 0])
    correlation = np.corrcoef(values[:, 0], values[:, 2])[0, 1]
    assert abs(correlation) < 4 / np.sqrt(N_SETS)


def test_draw__is_disturbed_by_no_other_number():
    alone = with_zone(pert(0.0, 0.1, 0.2))
    beside = with_zone(pert(0.0, 0.1, 0.2), pert(0.0, 0.3, 0.9))
    assert [hazards(alone, k)[0] for k in (1, 2, 3)] == [hazards(beside, k)[0] for k in (1, 2, 3)]


def test_draw__depends_on_seed_and_set():
    scenario = with_zone(pert(0.0, 0.1, 0.2))
    assert len({hazards(scenario, k, seed)[0] for k in (1, 2) for seed in (1, 2)}) == 4


def test_drawn__leaves_no_pert_number():
    assert n_uncertain(himaya.load("city")) > 20
    assert n_uncertain(drawn(himaya.load("city"), 1, 1)) == 0


def test_uniform__is_between_0_and_1_and_spread_evenly():
    values = [uniform(1, "group/kill", k) for k in range(1, 2_001)]
    assert 0.0 < min(values) < max(values) < 1.0
    assert abs(np.mean(values) - 0.5) < 4 / np.sqrt(12 * 2_000)
