"""What every forecaster must hold, and the references by hand."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import betabinom, binom

from himaya.forecasting.models import MODELS
from himaya.forecasting.models import discounted_bb as discounted
from himaya.forecasting.models import rolling_regression_bb as rolling
from tests.forecasting.small import START, history, raid

each_model = pytest.mark.parametrize("name", MODELS)


def after(name, raids, weapon_class="drone"):
    model = MODELS[name].start(weapon_class)
    for each in raids:
        model = model.update(each)
    return model


@st.composite
def extreme_raids(draw):
    """Raids of any size, at any distance, in which none, some or all are neutralised."""
    days = sorted(draw(st.lists(st.floats(0.0, 900.0), min_size=0, max_size=4)))
    sizes = [draw(st.sampled_from([1, 2, 30, 800])) for _ in days]
    return [raid(day, n, draw(st.sampled_from([0, n // 2, n]))) for day, n in zip(days, sizes, strict=True)]


@each_model
@given(raids=extreme_raids(), launched=st.sampled_from([0, 1, 7, 300]), wait=st.floats(0.0, 900.0))
def test_predict__is_a_law_that_rules_nothing_out(name, raids, launched, wait):
    at = (raids[-1].end if raids else START) + timedelta(days=wait)
    pmf = after(name, raids).predict(launched, at)
    assert pmf.shape == (launched + 1,)
    assert pmf.sum() == pytest.approx(1.0, abs=1e-9)
    assert pmf.min() >= MODELS[name].uniform / (launched + 1) * (1.0 - 1e-9)


@each_model
def test_probability__is_that_of_the_whole_law(name):
    *past, new = history(40)
    model = after(name, past)
    # laws leave out lattice points of less than 1e-5, together at most a few thousandths of a law
    assert model.probability(new) == pytest.approx(
        model.predict(new.launched, new.end)[new.neutralised], rel=0.01
    )


@each_model
def test_probability__of_an_interval_is_the_sum_over_its_counts(name):
    *past, new = history(40)
    model, ends = after(name, past), slice(new.launched // 2, new.launched + 1)
    told = new._replace(neutralised=ends.start, at_most=new.launched)
    whole = model.predict(new.launched, new.end)[ends].sum()
    assert model.probability(told) == pytest.approx(whole, rel=1e-3)


@pytest.mark.parametrize("name", ["himaya", "discounted_bb", "rolling_regression_bb"])
def test_update__by_an_interval_from_none_to_all_but_one_teaches_little(name):
    *past, new = history(40)
    model, at = after(name, past), new.end + timedelta(days=1)
    untold = new._replace(launched=50, neutralised=0, at_most=49)
    known = untold._replace(at_most=None)
    before, vague, sharp = (
        each.predict(50, at) for each in (model, model.update(untold), model.update(known))
    )
    assert np.abs(vague - before).sum() < 0.3 * np.abs(sharp - before).sum()


@each_model
def test_update__leaves_the_model_as_it_was(name):
    *past, new = history(20)
    model = after(name, past)
    before = model.predict(50, new.end)
    model.update(new)
    assert np.array_equal(before, model.predict(50, new.end))
    assert (model.n, model.update(new).n) == (19, 20)


@each_model
def test_model__without_raids_knows_nothing(name):
    model = MODELS[name].start("drone")
    pmf = model.predict(10, START)
    assert model.n == 0
    assert pmf.max() < 0.4


def test_last_raid__is_the_beta_binomial_of_that_raid():
    pmf = after("last_raid", [raid(0, 50, 1), raid(1, 20, 15)]).predict(8, START)
    np.testing.assert_allclose(pmf, 0.99 * betabinom.pmf(np.arange(9), 8, 16, 6) + 0.01 / 9, rtol=1e-9)


def test_pooled_binomial__is_the_binomial_of_all_threats():
    pmf = after("pooled_binomial", [raid(0, 50, 1), raid(1, 20, 15)]).predict(8, START)
    np.testing.assert_allclose(pmf, 0.99 * binom.pmf(np.arange(9), 8, 17 / 72) + 0.01 / 9, rtol=1e-9)


def test_discounted__is_the_plain_maximum_on_three_raids():
    raids = [raid(0, 40, 30), raid(2, 60, 57), raid(7, 25, 20)]
    month = discounted.DiscountedBetaBinomial()
    for each in raids:
        month = month.update(each)
    half_life = discounted.HALF_LIVES_D[0]  # no raid ended before the first of the month: the first one
    best, point = -np.inf, (0.0, 0.0)
    level, _, spread = discounted.LATTICE.axes
    for a in level.values:
        for c in spread.values:
            m, k = 1 / (1 + np.exp(-a)), np.exp(c)
            log_post = -0.5 * (a / 2.5) ** 2 - 0.5 * (c - np.log(10)) ** 2
            for each, age in zip(raids, (8.0, 6.0, 1.0), strict=True):
                weight = 0.5 ** (age / half_life)
                log_post += weight * betabinom.logpmf(each.neutralised, each.launched, k * m, k * (1 - m))
            best, point = max((best, point), (log_post, (k * m, k * (1 - m))))
    expected = betabinom.pmf(np.arange(31), 30, *point)
    np.testing.assert_allclose(month.law(30, START + timedelta(days=8)), expected, rtol=1e-7)


def test_rolling__forgets_what_ended_more_than_30_days_before():
    old, young = raid(0, 40, 1), [raid(31, 40, 30), raid(35, 10, 9)]
    at = START + timedelta(days=36)
    both = after("rolling_regression_bb", [old, *young]).predict(30, at)
    np.testing.assert_allclose(both, after("rolling_regression_bb", young).predict(30, at), rtol=1e-12)


def test_rolling__is_the_plain_posterior_mean():
    raids = [raid(0, 40, 30), raid(3, 8, 8)]
    weights, laws = [], []
    axes = rolling.LATTICE.axes
    for a in axes[0].values:
        for b in axes[1].values:
            for c in axes[2].values:
                prior = sum(
                    -0.5 * ((x - axis.mean) / axis.sd) ** 2 for x, axis in zip((a, b, c), axes, strict=True)
                )
                k = np.exp(c)
                like = 0.0
                for each in raids:
                    m = 1 / (1 + np.exp(-a - b * np.log(each.launched / 30)))
                    m = np.clip(m, 1e-6, 1 - 1e-6)
                    like += betabinom.logpmf(each.neutralised, each.launched, k * m, k * (1 - m))
                m = np.clip(1 / (1 + np.exp(-a - b * np.log(12 / 30))), 1e-6, 1 - 1e-6)
                weights.append(prior + like)
                laws.append((k * m, k * (1 - m)))
    share = np.exp(np.array(weights) - max(weights))
    alpha, beta = np.array(laws).T
    expected = share @ betabinom.pmf(np.arange(13), 12, alpha[:, None], beta[:, None]) / share.sum()
    found = after("rolling_regression_bb", raids).law(12, START + timedelta(days=4))
    assert np.abs(found - expected).sum() < 0.02  # points of less than 1e-5 are left out of the law
