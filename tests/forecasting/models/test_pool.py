"""The pool against its plain twin, and on invented raids whose truth is known."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from himaya.forecasting import scores
from himaya.forecasting.history import PastRaid
from himaya.forecasting.models.dynamic_bb import LATTICE, DynamicBetaBinomial
from himaya.forecasting.models.lattice import Axis, Lattice
from himaya.forecasting.models.offsets import Offsets
from himaya.forecasting.models.pool import Pool
from himaya.forecasting.models.size_effect import LOG_SLOPE, FrontPart
from himaya.forecasting.models.weapon_types import OffsetLaw
from himaya.record.raid import ModelCount
from tests.naive import forecaster as naive

AXES = (Axis(-1.0, 3.0, 3, 1.0, 1.5), Axis(0.0, 1.5, 2, 0.5, 0.8), Axis(1.0, 3.0, 2, 2.0, 1.0))
PACES = ((0.5, 0.1, 0.2), (1.5, 0.3, 0.9))
START = datetime(2025, 1, 2, 7, tzinfo=UTC)
TYPES = {"Kalibr": OffsetLaw(-0.5, 0.7), "Iskander-K": OffsetLaw(-1.0, 0.7)}
MEMBERS = [(0.5, LOG_SLOPE, naive.slope), (1.0, FrontPart(90.0), naive.front(90.0))]
RAIDS = [
    (0.0, 10, 7, 7, {"": 10}),
    (1.0, 145, 130, 133, {"": 100, "Kalibr": 45}),
    (4.5, 3, 0, 0, {"Iskander-K": 3}),
    (6.0, 40, 35, 40, {"Kalibr": 10, "Iskander-K": 30}),
]


def raid(day, n, low, high, types):
    by_model = tuple(ModelCount(name or "X-101/X-555", count) for name, count in types.items())
    end = START + timedelta(days=day)
    return PastRaid(str(day), "cruise_missile", end, n, low, True, high if high > low else None, by_model)


def test_pool__is_that_of_its_plain_twin():
    """Tolerance: components of less than 1e-5 are left out, and those alike within 0.1 are merged."""
    pool = Pool(
        tuple(
            DynamicBetaBinomial(Lattice(*AXES, size_power=power, shape=shape), PACES, Offsets(TYPES, TYPES))
            for power, shape, _ in MEMBERS
        )
    )
    for each in RAIDS:
        pool = pool.update(raid(*each))
    twins = [naive.Member(AXES, mean, power, PACES, TYPES) for power, _, mean in MEMBERS]
    new = raid(31.0, 25, 0, 0, {"": 15, "Kalibr": 10})  # in February: scores of January count
    expected = naive.pool_law(twins, RAIDS, 31.0, 25, {"": 15, "Kalibr": 10})
    np.testing.assert_allclose(pool.predict(25, new.end, new.by_model), expected, rtol=0.01, atol=2e-5)
    for member, twin in zip(pool.members, twins, strict=True):
        for name, law in member.offsets.laws.items():
            assert tuple(law) == pytest.approx(twin.offsets[name], rel=1e-3)


def invented(n, seed, q_front=0.75, q_deep=0.96, n_front=90.0, concentration=25.0):
    """A raid a day with a front part; its share spreads as the middle size power says."""
    generator = np.random.default_rng(seed)
    raids = []
    for day in range(n):
        launched = int(np.clip(generator.lognormal(4.6, 0.9), 8, 800))
        front = n_front * (1 - np.exp(-launched / n_front))
        mean = (q_front * front + q_deep * (launched - front)) / launched
        k = concentration * (launched / 30) ** 0.5
        found = int(generator.binomial(launched, generator.beta(k * mean, k * (1 - mean))))
        raids.append(PastRaid(str(day), "drone", START + timedelta(days=day), launched, found))
    return raids


def after(pool, raids):
    for each in raids:
        pool = pool.update(each)
    return pool


def slopes():
    return Pool(tuple(DynamicBetaBinomial(replace(LATTICE, size_power=power)) for power in (0.5, 1.0)))


def test_pool__finds_a_front_part_that_is_there_and_beyond_the_sizes_seen():
    """Mean shares by hand: .96 - .21 f / n with f = 17.9, 80.2 and 90 of 20, 200 and 1,500."""
    raids = [each for each in invented(400, seed=2) if each.launched <= 400]
    pool = after(Pool.start("drone"), raids)
    at = raids[-1].end + timedelta(days=1)
    for launched, expected in ((20, 0.7717), (200, 0.8757), (1500, 0.9474)):
        law = pool.law(launched, at)
        assert (law @ np.arange(launched + 1)) / launched == pytest.approx(expected, abs=0.03)


def test_front_part__forecasts_its_own_raids_better_than_a_slope():
    raids = invented(300, seed=3)
    differences, pools = [], (Pool.start("drone"), slopes())
    for day, each in enumerate(raids):
        if day >= 60:
            p = [pool.probability(each) for pool in pools]
            differences.append(np.log(p[1] / p[0]))
        pools = tuple(pool.update(each) for pool in pools)
    assert np.mean(differences) + 1.64 * np.std(differences) / np.sqrt(len(differences)) < 0.0


def test_coverage__of_raids_whose_truth_it_does_not_know_is_right():
    """340 raids: 80 % is missed by at most 3 standard errors, 3 sqrt(.16 / 340) = .065, in either half."""
    raids, pool, pits = invented(400, seed=4), Pool.start("drone"), []
    for day, each in enumerate(raids):
        if day >= 60:
            pits.append((each.launched, *scores.pit(pool.predict(each.launched, each.end), each.neutralised)))
        pool = pool.update(each)
    found = np.array(pits)
    large = found[:, 0] > np.median(found[:, 0])
    assert scores.coverage(found[:, 1:], 0.8) == pytest.approx(0.8, abs=0.065)
    for half in (large, ~large):
        assert scores.coverage(found[half, 1:], 0.8) == pytest.approx(0.8, abs=0.065 * np.sqrt(2))


def test_offsets__of_types_are_found():
    """250 raids of one type each, of shares .8 and .45 (logits 1.39, -.20: off by -1.59), and .05."""
    generator, pool = np.random.default_rng(5), Pool.start("cruise_missile")
    shares = {"X-101/X-555": 0.8, "Iskander-K": 0.45, "Unknown Missile": 0.05}
    for day in range(250):
        name, n = generator.choice(list(shares)), int(generator.integers(2, 12))
        found = int(generator.binomial(n, generator.beta(15 * shares[name], 15 * (1 - shares[name]))))
        pool = pool.update(raid(float(day), n, found, found, {name: n}))
    laws = pool.members[0].offsets.laws
    assert laws["Iskander-K"].mean == pytest.approx(-1.59, abs=3 * laws["Iskander-K"].sd)
    assert laws["Iskander-K"].sd < 0.3
    assert laws["Unknown Missile"].mean < -2.5
    assert laws["Kalibr"] == pytest.approx((-0.5, 0.7))  # never seen


def test_told_types__change_a_forecast_and_no_other_class():
    many, at = (ModelCount("C-300", 4),), START + timedelta(days=3)
    for name, changed in (("ballistic_missile", True), ("cruise_missile", False), ("drone", False)):
        pool = Pool.start(name).update(PastRaid("a", name, START, 10, 5))
        assert (not np.allclose(pool.predict(4, at, many), pool.predict(4, at))) is changed


@pytest.mark.parametrize("launched", [1_000, 5_000])
def test_forecast__of_a_raid_beyond_all_seen_is_within_what_small_and_large_raids_had(launched):
    raids = invented(200, seed=6)
    pool = after(Pool.start("drone"), [each for each in raids if each.launched <= 300])
    pmf = pool.predict(launched, raids[-1].end + timedelta(days=1))
    low, high = scores.central_interval(pmf, 0.9)
    assert 0.85 < low / launched < high / launched < 0.995
    assert pmf.sum() == pytest.approx(1.0)
