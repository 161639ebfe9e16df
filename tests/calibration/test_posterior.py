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

DRONES, OWN = Layout.of(["drones"]), [0, 1, 2]
LAST = date(2025, 6, 30)


def walk_of(days_back, merged=None):
    dates = [LAST - timedelta(days=back) for back in days_back]
    return Walk.of(DRONES, dates, merged or [False] * len(dates))


def counts_from(rng, v, launched):
    """Counts of nights with parameters v : f8[record, night, parameter], simulated on the surface."""
    records, nights = v.shape[:2]
    z = rng.standard_normal((2, records, nights))
    sigma = np.exp(v[..., 3])
    hard = sigma * z[0] - sigma**2 / 2
    soft = sigma * (0.5 * z[0] + np.sqrt(0.75) * z[1]) - sigma**2 / 2
    steps = np.stack([hard, soft, 0.0 * soft], axis=-1)[..., None, :]
    total = 0.0
    for part, number in zip(DRONES.parts, parts_of(launched), strict=True):
        q, r = (each[..., 0] for each in evaluate(hazard_surface(nights, part.kind), OWN, v[..., :3], steps))
        q, r = -np.expm1(-np.exp(q)), 1.0 / (1.0 + np.exp(-r))
        shares = np.stack([q * r, q * (1.0 - r), 1.0 - q], axis=-1)
        total = total + rng.multinomial(np.broadcast_to(number, (records, nights)), shares).astype(float)
    return total[..., 0] + total[..., 1], total[..., 0]


def parts_of(launched):
    """Drones at the front and behind it: the first 60 or so fly to the front."""
    front = np.round(60.0 * -np.expm1(-launched / 60.0)).astype(int)
    return front, launched - front


def likelihood_of(launched, neutralised, shot_down, split):
    full = np.broadcast_to(launched.astype(float), neutralised.shape)
    counts = NightCounts(full, neutralised, shot_down, split)
    surfaces = tuple(hazard_surface(len(launched), part.kind) for part in DRONES.parts)
    front, deep = (np.array(each, float) for each in parts_of(launched))
    return Likelihood(DRONES, surfaces, (front, deep), (counts,))


def recovered(walk, launched, n_records, seed):
    """Which truths, drawn from the prior, lie inside their 90 % interval, bool[record, parameter]."""
    rng, select, n = np.random.default_rng(seed), walk.select(), len(launched)
    mean = np.zeros(select.shape[2])
    mean[-1] = DRONES.prior_mean[-1]
    inside = []
    for _ in range(n_records // 50):
        rates = rng.choice(RATES, 50, p=RATE_WEIGHTS)
        unknown = np.array(
            [rng.multivariate_normal(mean, np.linalg.inv(walk.precision(rate))) for rate in rates]
        )
        counts = counts_from(rng, np.einsum("nvx,bx->bnv", select, unknown), launched)
        posterior = infer(likelihood_of(launched, *counts, np.ones(n)), walk, np.zeros(n), 50)
        inside.append(np.abs((unknown[:, -4:] - posterior.mean) / posterior.sd) < 1.645)
    return np.concatenate(inside)


def test_recovery__90_percent_intervals_cover_86_to_94_percent_of_400_records():
    """Hard, soft and front from eight nights of a week, 40 to 600 drones; a coverage has se 1.5 %."""
    launched = np.array([40, 60, 90, 130, 190, 280, 410, 600])
    covered = recovered(walk_of([6, 5, 4, 3, 3, 2, 1, 0]), launched, 400, 1).mean(axis=0)
    assert (covered[:3] > 0.86).all(), covered
    assert (covered[:3] < 0.94).all(), covered
    assert 0.84 < covered[3] < 0.96, covered


def test_recovery__of_multipliers_that_walk_over_three_weeks():
    """100 records: a coverage has se 3 %, and three of those either way are allowed."""
    covered = recovered(walk_of([15, 14, 8, 7, 1, 0]), np.array([50, 300, 80, 500, 60, 400]), 100, 2)
    assert (np.abs(covered.mean(axis=0) - 0.9) < 0.09).all(), covered.mean(axis=0)


def test_laplace__agrees_with_a_grid():
    """14 nights of one week, four unknowns: 13 points an axis, weighed by prior and likelihood."""
    rng = np.random.default_rng(7)
    walk, launched = walk_of([*range(6, -1, -1)] * 2), rng.integers(60, 200, 14)
    v = np.tile([0.2, -0.3, 0.1, np.log(0.3)], (1, 14, 1))
    likelihood = likelihood_of(launched, *counts_from(rng, v, launched), np.ones(14))
    posterior = infer(likelihood, walk, np.zeros(14))
    ends = zip(posterior.mean[0], posterior.sd[0], strict=True)
    axes = [np.linspace(m - 4.5 * s, m + 4.5 * s, 13) for m, s in ends]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 4)
    log_p = likelihood(np.repeat(grid[:, None], 14, axis=1)[:, None])[:, 0].sum(axis=1)
    log_p -= 0.5 * (((grid - DRONES.prior_mean) / DRONES.prior_sd) ** 2).sum(axis=1)
    p = np.exp(log_p - log_p.max())
    p /= p.sum()
    mean = p @ grid
    sd = np.sqrt(p @ (grid - mean) ** 2)
    assert np.abs((posterior.mean[0] - mean) / sd).max() < 0.25
    assert posterior.sd[0] == pytest.approx(sd, rel=0.1)


def test_no_nights_that_count__give_the_prior_back():
    nothing = likelihood_of(np.zeros(3), np.zeros((1, 3)), np.zeros((1, 3)), np.zeros(3))
    posterior = infer(nothing, walk_of([2, 1, 0]), np.zeros(3))
    assert posterior.mean[0] == pytest.approx(DRONES.prior_mean, abs=1e-6)
    assert posterior.sd[0] == pytest.approx(posterior.prior_sd, rel=1e-6)
    assert posterior.prior_sd[3] == SIGMA_SD


@pytest.fixture(scope="module")
def across_the_break():
    """28 days of nights that tell them apart; the same and 8 weeks after the break."""
    rng = np.random.default_rng(3)
    before, after = list(range(84, 55, -4)), list(range(49, -1, -7))
    launched = rng.integers(60, 200, len(before) + len(after))
    counts = counts_from(rng, np.tile([0.0, 0.0, 0.0, np.log(0.25)], (1, len(launched), 1)), launched)
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
    assert sd[:3] == pytest.approx([0.836, 0.764, 0.836], abs=0.001)


def test_break__hard_is_still_fitted(across_the_break):
    _, late, _ = across_the_break
    assert late.sd[0, 0] < 0.5 * late.prior_sd[0]


def test_merged_nights_alone__leave_soft_at_its_prior_and_one_combination():
    rng = np.random.default_rng(5)
    launched = rng.integers(100, 400, 12)
    counts = counts_from(rng, np.tile([0.0, 0.0, 0.0, np.log(0.25)], (1, 12, 1)), launched)
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
    assert drawn[:, 3].var() == pytest.approx(SIGMA_SD**2, rel=0.05)
