"""What falls where nobody sees it is in no count: assumed, at its mean in the fit, drawn in the check."""

import numpy as np
import pytest

from himaya.calibration.coverage import N_DRAWS, check_fit, drawn
from himaya.calibration.fit import fit_nights
from himaya.calibration.parameters import UNOBSERVED, Layout
from himaya.errors import ProblemsError
from himaya.scenario import mean
from tests.calibration.small import Hazards, recorded, town

DRONES = Layout.of(["drones"])
UNSEEN = 0.3
HARD, SOFT = 0.4, -0.3


def nights(n, first=0, seed=1, size=10):
    """Nights of 200 drones (each town ten times), of whose lost the record sees 7 in 10."""
    made, rng = Hazards(seed, per_draw=size), np.random.default_rng(seed)
    draws = np.tile([HARD, SOFT, 0.0], (n, 1)), np.full((n, 1), 0.2)
    ends = made.counts(town({"drones": 20}), DRONES, draws)[:, 0].reshape(n, size, 3).sum(axis=1)
    seen = rng.binomial(ends[:, 1], 1.0 - UNSEEN)
    return [
        recorded({"drones": (20 * size, int(shot + lost), int(shot))}, first + k)
        for k, (shot, lost) in enumerate(zip(ends[:, 0], seen, strict=True))
    ]


def test_fit__that_is_told_how_much_is_unseen_finds_what_made_the_nights():
    found = fit_nights(nights(60), Hazards(), unobserved=UNSEEN).parameters
    for name, truth in (("drones.hard", HARD), ("drones.soft", SOFT)):
        assert abs(found[name].posterior.mean - truth) < 3.0 * found[name].posterior.sd
        assert found[name].calibrated


def test_fit__that_takes_all_for_counted_finds_too_little_soft_kill():
    found = fit_nights(nights(60), Hazards(), unobserved=0.0).parameters["drones.soft"].posterior
    assert found.mean < SOFT - 3.0 * found.sd


def test_fit__holds_a_range_at_its_mean():
    at_mean, ranged = (
        fit_nights(nights(20), Hazards(), unobserved=each) for each in (mean(UNOBSERVED), UNOBSERVED)
    )
    assert at_mean.parameters == ranged.parameters
    assert fit_nights(nights(20), Hazards()).unobserved == UNOBSERVED


def told_all(n):
    """Nights of one town, all alike."""
    return [recorded({"drones": (20, 14, 9)}, 61 + k) for k in range(n)]


@pytest.mark.parametrize("unseen", [0.0, 0.3, 0.6])
def test_check__thins_those_soft_killed_or_fallen_and_no_others(unseen):
    flights, given = Hazards(2), told_all(20)
    fit = fit_nights([recorded({"drones": (20, 14, 9)}, k) for k in range(20)], flights, unobserved=unseen)
    counts = flights.counts(
        given[0].scenario, fit.layout, (np.tile(fit.posterior.mean[0, :3], (500, 1)), np.zeros((500, 1)))
    )
    expected = counts[:, 0, 0].mean() + (1.0 - unseen) * counts[:, 0, 1].mean()
    ranks = check_fit(fit, given, Hazards(3)).ranks
    assert np.mean([rank.median for rank in ranks]) == pytest.approx(expected, abs=0.8)


@pytest.mark.parametrize("share", [-0.1, 1.0, UNOBSERVED.model_copy(update={"high": 1.2})])
def test_share__out_of_range_is_a_problem(share):
    with pytest.raises(ProblemsError, match="unobserved: out of range"):
        fit_nights(nights(2), Hazards(), unobserved=share)


def test_drawn__is_spread_as_the_range_and_a_number_stays_itself():
    rng = np.random.default_rng(1)
    many = np.concatenate([drawn(UNOBSERVED, rng) for _ in range(200)])
    assert many.mean() == pytest.approx(mean(UNOBSERVED), abs=0.004)
    assert many.std() == pytest.approx(0.0278, rel=0.05)  # sqrt((m - low) (high - m) / 7)
    assert (drawn(0.25, rng) == np.full(N_DRAWS, 0.25)).all()


def test_check__is_wider_where_it_is_not_known_how_much_is_unseen():
    """Without the night effect, which hides it: 30 nights of 1,000 drones."""

    def width(unobserved):
        fit = fit_nights(nights(60), Hazards(), unobserved=unobserved)
        ranks = check_fit(fit, nights(30, 61, size=50), Hazards(3)).without_effect
        return np.mean([rank.high - rank.low for rank in ranks])

    assert width(UNOBSERVED) > 1.02 * width(mean(UNOBSERVED))
