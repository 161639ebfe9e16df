import numpy as np
import pytest
from scipy.stats import betabinom, dirichlet_multinomial

from himaya.calibration.likelihood import BetaBinomialShare, Likelihood, NightCounts, levels, log_pmf
from himaya.calibration.parameters import Layout
from tests.calibration.small import Hazards, hazard_surface

DRONES = Layout.of(["drones"])
OWN = [0, 1]


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
    x = np.zeros((1, 2))
    reached, split = levels(hazard_surface(1), OWN, x, np.array([sigma]))
    rng = np.random.default_rng(1)
    z = rng.standard_normal((2, 400_000))
    hard = sigma * z[0] - sigma**2 / 2
    soft = sigma * (0.5 * z[0] + np.sqrt(0.75) * z[1]) - sigma**2 / 2
    shares = Hazards().shares_at(DRONES, np.stack([hard, soft], axis=1))[:, 0]
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
    reached, _ = levels(hazard_surface(1), OWN, np.zeros((1, 2)), np.array([0.25]))
    assert reached.mean[0] == pytest.approx(0.86, abs=0.01)
    assert 3.0 < 1.0 + (launched - 1) / (reached.concentration[0] + 1.0) < 5.0


def test_surface_error__widens_the_counts():
    sure = hazard_surface(1)
    unsure = sure._replace(error=np.full((1, 2), 0.2))
    for before, after in zip(
        levels(sure, OWN, np.zeros((1, 2)), np.array([0.2])),
        levels(unsure, OWN, np.zeros((1, 2)), np.array([0.2])),
        strict=True,
    ):
        assert after.concentration[0] < before.concentration[0]


def test_merged_night__uses_the_sum_alone():
    def likelihood(shot_down, split):
        counts = NightCounts(np.array([50.0]), np.array([40.0]), np.array([shot_down]), np.array([split]))
        return Likelihood(DRONES, (hazard_surface(1),), (counts,))(np.array([[0.1, -0.1, np.log(0.2)]]))

    assert likelihood(10.0, 0.0) == likelihood(30.0, 0.0)
    assert likelihood(10.0, 1.0) != likelihood(30.0, 1.0)


def test_nothing_launched__says_nothing():
    nothing = NightCounts(np.zeros(1), np.zeros(1), np.zeros(1), np.zeros(1))
    likelihood = Likelihood(DRONES, (hazard_surface(1),), (nothing,))
    assert likelihood(np.array([[0.3, 0.2, -1.0]])) == pytest.approx([0.0], abs=1e-9)
