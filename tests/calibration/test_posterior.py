"""The posterior against brute force, against its own prior (recovery), and across the break."""

from datetime import date, timedelta

import numpy as np
import pytest

from himaya.calibration.drift import RATE_WEIGHTS, RATES, Walk
from himaya.calibration.likelihood import Likelihood, NightCounts
from himaya.calibration.parameters import SIGMA_SD, Layout
from himaya.calibration.posterior import infer
from himaya.calibration.surface import evaluate
from tests.calibration.small import hazard_surface

DRONES = Layout.of(["drones"])
LAST = date(2025, 6, 30)


def walk_of(days_back, merged=None):
    dates = [LAST - timedelta(days=back) for back in days_back]
    return Walk.of(DRONES, dates, merged or [False] * len(dates))


def counts_from(rng, v, launched):
    """Counts of nights with parameters v : f8[record, night, parameter], simulated on the surface."""
    records, nights = v.shape[:2]
    z = rng.standard_normal((2, records, nights))
    sigma = np.exp(v[..., 2])
    hard = sigma * z[0] - sigma**2 / 2
    soft = sigma * (0.5 * z[0] + np.sqrt(0.75) * z[1]) - sigma**2 / 2
    steps = np.stack([hard, soft], axis=-1)[..., None, :]
    q, r = (each[..., 0] for each in evaluate(hazard_surface(nights), [0, 1], v[..., :2], steps))
    q, r = -np.expm1(-np.exp(q)), 1.0 / (1.0 + np.exp(-r))
    shares = np.stack([q * r, q * (1.0 - r), 1.0 - q], axis=-1)
    ends = rng.multinomial(np.broadcast_to(launched, (records, nights)), shares).astype(float)
    return ends[..., 0] + ends[..., 1], ends[..., 0]


def likelihood_of(launched, neutralised, shot_down, split):
    full = np.broadcast_to(launched.astype(float), neutralised.shape)
    counts = NightCounts(full, neutralised, shot_down, split)
    return Likelihood(DRONES, (hazard_surface(len(launched)),), (counts,))


def test_recovery__90_percent_intervals_cover_86_to_94_percent_of_400_records():
    """Truth drawn from the prior, its walk included; the standard error of a coverage is 1.5 %."""
    rng = np.random.default_rng(1)
    walk = walk_of(range(18, -2, -2)[:10])
    launched, select = rng.integers(40, 300, 10), walk.select()
    inside = []
    for _ in range(8):
        unknown = np.empty((50, select.shape[2]))
        for record, rate in enumerate(rng.choice(RATES, 50, p=RATE_WEIGHTS)):
            mean = np.zeros(select.shape[2])
            mean[-1] = DRONES.prior_mean[-1]
            unknown[record] = rng.multivariate_normal(mean, np.linalg.inv(walk.precision(rate)))
        counts = counts_from(rng, np.einsum("nvx,bx->bnv", select, unknown), launched)
        posterior = infer(likelihood_of(launched, *counts, np.ones(10)), walk, np.zeros(10), 50)
        away = (unknown[:, -3:] - posterior.mean) / posterior.sd
        inside.append(np.abs(away) < 1.645)
    covered = np.concatenate(inside).mean(axis=0)
    assert (covered[:2] > 0.86).all(), covered
    assert (covered[:2] < 0.94).all(), covered
    assert 0.84 < covered[2] < 0.96, covered


def test_laplace__agrees_with_a_grid():
    """14 nights of one week, three unknowns: 41 points an axis, weighed by prior and likelihood."""
    rng = np.random.default_rng(7)
    walk, launched = walk_of([*range(6, -1, -1)] * 2), rng.integers(60, 200, 14)
    v = np.tile([0.2, -0.3, np.log(0.3)], (1, 14, 1))
    likelihood = likelihood_of(launched, *counts_from(rng, v, launched), np.ones(14))
    posterior = infer(likelihood, walk, np.zeros(14))
    axes = [
        np.linspace(m - 5 * s, m + 5 * s, 41) for m, s in zip(posterior.mean[0], posterior.sd[0], strict=True)
    ]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
    log_p = likelihood(np.repeat(grid[:, None], 14, axis=1)[:, None])[:, 0].sum(axis=1)
    log_p -= 0.5 * (((grid - DRONES.prior_mean) / DRONES.prior_sd) ** 2).sum(axis=1)
    p = np.exp(log_p - log_p.max())
    p /= p.sum()
    mean = p @ grid
    sd = np.sqrt(p @ (grid - mean) ** 2)
    assert posterior.mean[0] == pytest.approx(mean, abs=0.15 * sd.min())
    assert posterior.sd[0] == pytest.approx(sd, rel=0.1)


def test_no_nights_that_count__give_the_prior_back():
    nothing = likelihood_of(np.zeros(3), np.zeros((1, 3)), np.zeros((1, 3)), np.zeros(3))
    posterior = infer(nothing, walk_of([2, 1, 0]), np.zeros(3))
    assert posterior.mean[0] == pytest.approx(DRONES.prior_mean, abs=1e-6)
    assert posterior.sd[0] == pytest.approx(posterior.prior_sd, rel=1e-6)
    assert posterior.prior_sd[2] == SIGMA_SD


@pytest.fixture(scope="module")
def across_the_break():
    """28 days of nights that tell them apart; the same and 8 weeks after the break."""
    rng = np.random.default_rng(3)
    before, after = list(range(84, 55, -4)), list(range(49, -1, -7))
    launched = rng.integers(60, 200, len(before) + len(after))
    counts = counts_from(rng, np.tile([0.0, 0.0, np.log(0.25)], (1, len(launched), 1)), launched)
    n = len(before)
    walk = Walk.of(DRONES, [LAST - timedelta(days=back) for back in [*before, *after]],
                   [False] * n + [True] * len(after))  # fmt: skip
    split = np.array([1.0] * n + [0.0] * len(after))
    early = Walk.of(DRONES, [LAST - timedelta(days=back) for back in before], [False] * n)
    told = likelihood_of(launched[:n], *(each[:, :n] for each in counts), np.ones(n))
    return (
        infer(told, early, np.zeros(n)),
        infer(likelihood_of(launched, *counts, split), walk, 1.0 - split),
        56,
    )


def test_break__soft_keeps_its_mean_and_its_sd_grows_by_a_tenth_per_root_month(across_the_break):
    """sd^2 = sd_split^2 + 0.01 months, under each rate of drift; 56 days are 1.84 months."""
    early, late, days = across_the_break
    assert late.means[0, :, 1] == pytest.approx(early.means[0, :, 1], abs=1e-3)
    grown = late.covariances[0, :, 1, 1] - early.covariances[0, :, 1, 1]
    assert grown == pytest.approx(np.full(4, 0.01 * days / 30.4375), rel=0.02)


def test_break__widens_the_prior_by_the_walk_since_the_last_split_night():
    """Nine weeks: 0.75^2 + 9 E[rate^2] for the hard multiplier, + 0.01 a month for the soft one."""
    weeks = 9
    walk = walk_of(range(7 * weeks, -1, -7), [False] + [True] * weeks)
    sd = np.sqrt(np.array(RATE_WEIGHTS) @ np.array([walk.prior_sd(rate) ** 2 for rate in RATES]))
    assert sd[:2] == pytest.approx([0.836, 0.764], abs=0.001)


def test_break__hard_is_still_fitted(across_the_break):
    _, late, _ = across_the_break
    assert late.sd[0, 0] < 0.5 * late.prior_sd[0]


def test_merged_nights_alone__leave_soft_at_its_prior_and_one_combination():
    rng = np.random.default_rng(5)
    launched = rng.integers(100, 400, 12)
    counts = counts_from(rng, np.tile([0.0, 0.0, np.log(0.25)], (1, 12, 1)), launched)
    walk = walk_of(range(11, -1, -1), [True] * 12)
    posterior = infer(likelihood_of(launched, *counts, np.zeros(12)), walk, np.ones(12))
    assert posterior.mean[0, 1] == pytest.approx(0.0, abs=1e-3)
    assert posterior.sd[0, 1] == pytest.approx(posterior.prior_sd[1], rel=0.02)
    assert posterior.rank(0.7) == 1


def test_draws__spread_with_the_days_that_passed():
    nothing = likelihood_of(np.zeros(1), np.zeros((1, 1)), np.zeros((1, 1)), np.zeros(1))
    posterior = infer(nothing, walk_of([0]), np.zeros(1))
    drawn = posterior.draw(40_000, 700.0, True, np.random.default_rng(1))
    walked = np.array(RATE_WEIGHTS) @ np.array(RATES) ** 2 * 100.0
    assert drawn[:, 0].var() == pytest.approx(0.75**2 + walked, rel=0.05)
    assert drawn[:, 1].var() == pytest.approx(0.75**2 + 0.01 * 700.0 / 30.4375, rel=0.05)
    assert drawn[:, 2].var() == pytest.approx(SIGMA_SD**2, rel=0.05)
