"""Small nights, and a stand-in for the simulator that is known in closed form."""

from datetime import date, timedelta

import numpy as np

import himaya
from himaya.calibration.flights import launched_by_part
from himaya.calibration.nights import RecordedNight, Told
from himaya.calibration.surface import Flown, Quadratics
from himaya.scenario.catalogue import shipped_catalogue
from himaya.scenario.load import with_types

HARD, SOFT = 1.2, 0.8
FIRST = date(2025, 5, 1)


class Hazards:
    """Threats meet a hard and a soft hazard of exp(log multiplier) times a constant; missiles a hard one.

    q = 1 - exp(-(H + S)), and of those H / (H + S) are shot down. At the front both are times its multiplier,
    for a type of missile with an offset the hard one is times exp(offset).
    """

    def __init__(self, seed=1, deaf=(), per_draw=20):
        self.rng, self.deaf, self.per_draw = np.random.default_rng(seed), set(deaf), per_draw

    def shares_at(self, layout, x):
        """Shares, f8[..., part, end], at log multipliers f8[..., multiplier]."""
        ends = []
        for part in layout.parts:
            own, met = layout.own(part.group), layout.at(part, x)
            front = np.exp(met[..., own[2]]) if part.kind == "front" else 1.0
            hard = front * HARD * np.exp(0.0 if part.group in self.deaf else met[..., own[0]])
            soft = front * SOFT * np.exp(met[..., own[1]]) if len(own) > 1 else 0.0
            q = -np.expm1(-(hard + soft))
            shot = q * hard / (hard + soft) + 0.0 * x[..., 0]
            ends.append(np.stack([shot, np.maximum(q - shot, 0.0), 1.0 - q + 0.0 * shot], axis=-1))
        return np.stack(ends, axis=-2)

    def shares(self, scenario, layout, points):
        x = np.zeros((len(points), len(layout.multipliers)))
        x[:, layout.flown] = points
        shares = self.shares_at(layout, x)
        flown = launched_by_part(scenario, layout) > 0
        return Flown(shares, np.full_like(shares, 1e-4), np.where(flown, 1e6, 0.0))

    def counts(self, scenario, layout, draws, decoys=None):
        """As the kernel: m = multiplier exp(sigma z - sigma^2 / 2), hard and soft correlated 0.5."""
        x, sigma = (np.repeat(each, self.per_draw, axis=0) for each in draws)
        moved = x.copy()
        for g, group in enumerate(layout.groups):
            z = self.rng.standard_normal((2, len(x)))
            own = [layout.flown[k] for k in layout.own(group)][:2]
            for k, place in enumerate(own):
                effect = z[0] if k == 0 else 0.5 * z[0] + np.sqrt(0.75) * z[1]
                moved[:, place] += sigma[:, g] * effect - sigma[:, g] ** 2 / 2
        shares, launched = self.shares_at(layout, moved), launched_by_part(scenario, layout)
        by_part = np.stack(
            [self.rng.multinomial(int(n), shares[:, p]) for p, n in enumerate(launched)], axis=1
        )
        whose = np.array([[part.group == group for part in layout.parts] for group in layout.groups])
        return np.einsum("gp,rpe->rge", whose.astype(int), by_part)


TYPES = {
    "drones": "shahed-136", "cruise_missile": "kh-101", "ballistic_missile": "iskander-m",
    "supersonic_missile": "kh-22",
}  # fmt: skip


def town(launched, front=0, **types):
    """The town of the tutorial under so many threats by group, so many of the drones at the front."""
    city = himaya.load("city")
    wanted = [("front", "drones", front), *((group, group, n) for group, n in launched.items())]
    raid = [
        city.raid[0].model_copy(
            update={"id": name, "type": types.get(group, TYPES[group]), "front_line": name == "front",
                    "count": n - (front if name == "drones" else 0)}
        )
        for name, group, n in wanted
    ]  # fmt: skip
    return with_types(city.model_copy(update={"raid": raid}), shipped_catalogue())


def recorded(told, day=0, merged=False, front=0, **types):
    """A night with such counts, by group as (launched, neutralised, shot down)."""
    counts = {group: Told(*each) for group, each in told.items()}
    scenario = town({group: each.launched for group, each in counts.items()}, front, **types)
    return RecordedNight(scenario, FIRST + timedelta(days=day), merged, counts, {})


def hazard_surface(n_nights, kind="deep"):
    """The parabola of `Hazards` for drones around 0, by its derivatives; kind : of the part."""
    share, front = HARD / (HARD + SOFT), float(kind == "front")
    constant = np.tile([np.log(HARD + SOFT), np.log(HARD / SOFT)], (n_nights, 1))
    linear = np.tile([[share, 1.0 - share, front], [1.0, -1.0, 0.0]], (n_nights, 1, 1))
    square = np.zeros((n_nights, 2, 3, 3))
    square[:, 0, :2, :2] = 0.5 * share * (1.0 - share) * np.array([[1.0, -1.0], [-1.0, 1.0]])
    return Quadratics(constant, linear, square, np.zeros((n_nights, 2)), np.zeros((n_nights, 3)))
