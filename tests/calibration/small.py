"""Small nights, and a stand-in for the simulator that is known in closed form."""

from datetime import date, timedelta

import numpy as np

import himaya
from himaya.calibration.nights import RecordedNight, Told
from himaya.calibration.surface import Flown, Quadratics

HARD, SOFT = 1.2, 0.8
FIRST = date(2025, 5, 1)


class Hazards:
    """Threats meet a hard and a soft hazard of exp(log multiplier) times a constant; missiles a hard one.

    q = 1 - exp(-(H + S)), and of those H / (H + S) are shot down.
    """

    def __init__(self, seed=1, deaf=(), per_draw=20):
        self.rng, self.deaf, self.per_draw = np.random.default_rng(seed), set(deaf), per_draw

    def shares_at(self, layout, x):
        """Shares, f8[..., group, end]."""
        ends = []
        for group in layout.groups:
            own = layout.own(group)
            hard = HARD * np.exp(0.0 if group in self.deaf else x[..., own[0]])
            soft = SOFT * np.exp(x[..., own[1]]) if len(own) > 1 else 0.0
            q = -np.expm1(-(hard + soft))
            shot = q * hard / (hard + soft) + 0.0 * x[..., 0]
            ends.append(np.stack([shot, q - shot, 1.0 - q + 0.0 * shot], axis=-1))
        return np.stack(ends, axis=-2)

    def shares(self, scenario, layout, points):
        shares = self.shares_at(layout, points)
        return Flown(shares, np.full_like(shares, 1e-4), np.full(len(layout.groups), 1e6))

    def counts(self, scenario, layout, draws, decoys=None):
        """As the kernel: m = multiplier exp(sigma z - sigma^2 / 2), hard and soft correlated 0.5."""
        x, sigma = (np.repeat(each, self.per_draw, axis=0) for each in draws)
        moved = x.copy()
        for g, group in enumerate(layout.groups):
            z = self.rng.standard_normal((2, len(x)))
            for k, place in enumerate(layout.own(group)):
                effect = z[0] if k == 0 else 0.5 * z[0] + np.sqrt(0.75) * z[1]
                moved[:, place] += sigma[:, g] * effect - sigma[:, g] ** 2 / 2
        shares = self.shares_at(layout, moved)
        launched = [sum(each.count for each in scenario.raid)] * len(layout.groups)
        return np.stack([self.rng.multinomial(n, shares[:, g]) for g, n in enumerate(launched)], axis=1)


def recorded(told, day=0, merged=False):
    """A night with such counts, by group as (launched, neutralised, shot down)."""
    return RecordedNight(
        himaya.load("city"), FIRST + timedelta(days=day), merged,
        {group: Told(*counts) for group, counts in told.items()}, {},
    )  # fmt: skip


def hazard_surface(n_nights):
    """The parabola of `Hazards` for drones around 0, by its derivatives."""
    share = HARD / (HARD + SOFT)
    constant = np.tile([np.log(HARD + SOFT), np.log(HARD / SOFT)], (n_nights, 1))
    linear = np.tile([[share, 1.0 - share], [1.0, -1.0]], (n_nights, 1, 1))
    square = np.zeros((n_nights, 2, 2, 2))
    square[:, 0] = 0.5 * share * (1.0 - share) * np.array([[1.0, -1.0], [-1.0, 1.0]])
    return Quadratics(constant, linear, square, np.zeros((n_nights, 2)), np.zeros((n_nights, 2)))
