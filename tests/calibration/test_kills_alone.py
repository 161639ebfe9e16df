"""Missiles of which the record does not say how many fell: kills stand beside kills."""

import numpy as np
import pytest

from himaya.calibration.coverage import check_fit
from himaya.calibration.fit import fit_nights
from himaya.calibration.parameters import Layout
from himaya.calibration.surface import Flown, as_recorded
from tests.calibration.small import HARD, Hazards, recorded, town

CRUISE = Layout.of(["cruise_missile"])


class Falling(Hazards):
    """Of the missiles that nothing shoots down, half fall by themselves."""

    def shares_at(self, layout, x):
        shares = super().shares_at(layout, x)
        shares[..., 1] = shares[..., 2] = shares[..., 2] / 2.0
        return shares


def nights(n, first=0, seed=1):
    """Nights of 20 missiles, of which the kills alone are told."""
    made = Falling(seed, per_draw=1)
    x = np.tile([-0.7, *[0.0] * 4], (n, 1))
    ends = made.counts(town({"cruise_missile": 20}), CRUISE, (x, np.full((n, 1), 0.2)))[:, 0]
    return [recorded({"cruise_missile": (20, None, int(end[0]))}, first + k) for k, end in enumerate(ends)]


def test_fit__of_kills_alone_finds_the_multiplier_that_made_them():
    """The share shot down is 1 - exp(-1.2 e^-0.7); were falls counted, x would come out far below.

    One type flies, so that its offset and the class's multiplier are known together alone.
    """
    posterior, both = fit_nights(nights(60), Falling()).posterior, np.array([1.0, 1.0, 0.0, 0.0, 0.0, 0.0])
    sd = np.sqrt(both @ posterior.covariance[0] @ both)
    assert abs(posterior.mean[0] @ both + 0.7) < 3.0 * sd
    assert sd < 0.15


def test_check__ranks_kills_among_kills():
    later = nights(40, 61, seed=7)
    checked = check_fit(fit_nights(nights(60), Falling()), later, Falling(2))
    assert [rank.recorded for rank in checked.ranks] == [each.told["cruise_missile"][2] for each in later]
    assert 20 * -np.expm1(-HARD * np.exp(-0.7)) == pytest.approx(
        np.mean([rank.median for rank in checked.ranks]), abs=1.0
    )
    assert checked.coverage("cruise_missile") > 0.6


@pytest.mark.parametrize(
    ("counted", "shares", "errors"),
    [
        (1.0, [0.5, 0.2, 0.3], [0.01, 0.02, 0.03]),
        (0.75, [0.5, 0.15, 0.35], [0.01, 0.015, 0.025]),
        (0.0, [0.5, 0.0, 0.5], [0.01, 0.0, 0.01]),
    ],
)
def test_as_recorded__moves_what_is_not_counted_to_the_hits(counted, shares, errors):
    flown = Flown(np.array([[[0.5, 0.2, 0.3]]]), np.array([[[0.01, 0.02, 0.03]]]), np.array([100.0]))
    seen = as_recorded(flown, counted)
    assert seen.shares[0, 0] == pytest.approx(shares)
    assert seen.errors[0, 0] == pytest.approx(errors)
    assert flown.shares[0, 0, 1] == 0.2
