"""Small histories for the tests of forecasting."""

from datetime import UTC, datetime, timedelta

import numpy as np

from himaya.forecasting.history import PastRaid

START = datetime(2025, 1, 1, 7, tzinfo=UTC)


def raid(day, launched, neutralised, weapon_class="drone"):
    """A raid that ends so many days after the start."""
    return PastRaid(f"{weapon_class}-{day}", weapon_class, START + timedelta(days=day), launched, neutralised)


def history(n=60, seed=1, weapon_class="drone"):
    """Invented raids, one a night, whose share neutralised wanders."""
    generator = np.random.default_rng(seed)
    level = 1.5 + np.cumsum(generator.normal(0.0, 0.1, n))
    sizes = generator.integers(1, 120, n)
    shares = generator.beta(*(12.0 * np.array([1 / (1 + np.exp(-level)), 1 / (1 + np.exp(level))])))
    return [
        raid(day, int(size), int(generator.binomial(size, share)), weapon_class)
        for day, (size, share) in enumerate(zip(sizes, shares, strict=True))
    ]
