import numpy as np
import pytest
from scipy.stats import betabinom, dirichlet_multinomial

from himaya.calibration.likelihood import (
    BetaBinomialShare,
    Likelihood,
    NightCounts,
    PartOfNight,
    levels,
    log_between,
    log_pmf,
)
from himaya.calibration.parameters import Layout
from tests.calibration.small import Hazards, hazard_surface

DRONES = Layout.of(["drones"])
OWN = [0, 1, 2]


def all_deep(surface, x=(0.0, 0.0, 0.0)):
    """One night whose drones are one part."""
    return [PartOfNight(surface, np.array([x]), np.ones(1))]


def test_levels__together_are_the_dirichlet_multinomial():
    """With the second concentration a q the two beta-binomials are one Dirichlet-multinomial."""
    alpha, counts = np.array([6.0, 3.0, 2.0]), np.array([21, 9, 5])
    total, reached = alpha.sum(), alpha[:2].sum()
    first = log_pmf(
        np.array(30.0), np.array(35.0), BetaBinomialShare(np.array(reached / total), np.array(total))
    )
    second = log_pmf(
        np.array(21.0), np.array(30.0), BetaBinomialShare(np.array(alpha[0] / reached), np.array(reached))
    )
    assert first + second == pytest.approx(dirichlet_multinomial.logpmf(counts, alpha, 35), abs=1e-10)


def test_one_level__is_the_beta_binomial():
    level = BetaBinomialShare(np.array(0.7), np.array(11.0))
    assert log_pmf(np.array(8.0), np.array(12.0), level) == pytest.approx(betabinom.logpmf(8, 12, 7.7, 3.3))


@pytest.mark.parametrize("sigma", [0.1, 0.3, 0.5])
def test_levels__have_the_moments_of_the_night_effect(sigma):
    """Against 400,000 drawn nights: means to 4 standard errors, variances to 3 %."""
    reached, split = levels(all_deep(hazard_surface(1)), OWN, np.array([sigma]))
    rng = np.random.default_rng(1)
    z = rng.standard_normal((2, 400_000))
    hard = sigma * z[0] - sigma**2 / 2
    soft = sigma * (0.5 * z[0] + np.sqrt(0.75) * z[1]) - sigma**2 / 2
    shares = Hazards().shares_at(DRONES, np.stack([hard, soft, 0.0 * soft], axis=1))[:, 1]
    q = shares[:, :2].sum(axis=1)
    r = shares[:, 0] / q
    shot = shares[:, 0].mean() / q.mean()
    for level, values, weights in ((reached, q, np.ones_like(q)), (split, r, q)):
        mean = (values * weights).sum() / weights.sum()
        variance = (weights * (values - mean) ** 2).sum() / weights.sum()
        assert level.mean[0] == pytest.approx(mean, abs=0.002 + 4.0 * np.sqrt(variance / 400_000))
        expected = level.mean[0] * (1.0 - level.mean[0]) / (level.concentration[0] + 1.0)
        assert expected == pytest.approx(variance, rel=0.06)
    assert split.mean[0] == pytest.approx(shot, abs=0.003)


@pytest.mark.parametrize("launched", [80, 100, 130])
def test_drones__are_three_to_five_times_binomial_at_the_priors_sigma(launched):
    """At sigma 0.25 and 86 % neutralised, by raids of the size of most nights."""
    reached, _ = levels(all_deep(hazard_surface(1)), OWN, np.array([0.25]))
    assert reached.mean[0] == pytest.approx(0.86, abs=0.01)
    assert 3.0 < 1.0 + (launched - 1) / (reached.concentration[0] + 1.0) < 5.0


def test_surface_error__widens_the_counts():
    sure = hazard_surface(1)
    unsure = sure._replace(error=np.full((1, 2), 0.2))
    for before, after in zip(
        levels(all_deep(sure), OWN, np.array([0.2])),
        levels(all_deep(unsure), OWN, np.array([0.2])),
        strict=True,
    ):
        assert after.concentration[0] < before.concentration[0]


def test_merged_night__uses_the_sum_alone():
    def likelihood(shot_down, split):
        counts = NightCounts(np.array([50.0]), np.array([40.0]), np.array([shot_down]), np.array([split]))
        surfaces = tuple(hazard_surface(1, part.kind) for part in DRONES.parts)
        likelihood = Likelihood(DRONES, surfaces, (np.zeros(1), np.full(1, 50.0)), (counts,))
        return likelihood(np.array([[0.1, -0.1, 0.3, np.log(0.2)]]))

    assert likelihood(10.0, 0.0) == likelihood(30.0, 0.0)
    assert likelihood(10.0, 1.0) != likelihood(30.0, 1.0)


def test_nothing_launched__says_nothing():
    nothing = NightCounts(np.zeros(1), np.zeros(1), np.zeros(1), np.zeros(1))
    surfaces = tuple(hazard_surface(1, part.kind) for part in DRONES.parts)
    likelihood = Likelihood(DRONES, surfaces, (np.zeros(1), np.zeros(1)), (nothing,))
    assert likelihood(np.array([[0.3, 0.2, 0.1, -1.0]])) == pytest.approx([0.0], abs=1e-9)


def test_interval__has_the_probability_of_all_of_its_numbers():
    level = BetaBinomialShare(np.array([0.7, 0.7, 0.7]), np.full(3, 11.0))
    low, more, n = np.array([8.0, 0.0, 3.0]), np.array([2.0, 12.0, 0.0]), np.full(3, 12.0)
    found = np.exp(log_between(low, more, n, level))
    law = betabinom(12, 7.7, 3.3)
    assert found == pytest.approx([law.pmf([8, 9, 10]).sum(), 1.0, law.pmf(3)])


def test_parts__mix_by_what_is_launched():
    """Two parts at sigma 0: the share is the mean of both, and of those the shot down likewise."""
    near, far = (
        PartOfNight(hazard_surface(1), np.array([[x, 0.0, 0.0]]), np.array([weight]))
        for x, weight in ((0.5, 0.25), (-0.4, 0.75))
    )
    reached, split = levels([near, far], OWN, np.zeros(1))
    (q_near, r_near), (q_far, r_far) = (
        [each.mean[0] for each in levels([part._replace(weight=np.ones(1))], OWN, np.zeros(1))]
        for part in (near, far)
    )
    q = 0.25 * q_near + 0.75 * q_far
    assert reached.mean[0] == pytest.approx(q)
    assert split.mean[0] == pytest.approx((0.25 * q_near * r_near + 0.75 * q_far * r_far) / q)
