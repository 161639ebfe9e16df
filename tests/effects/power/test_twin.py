"""The vectorised histories beside a plain twin on the same uniform numbers."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from himaya.effects.power.diesels import Course
from himaya.effects.power.histories import site_histories
from tests.effects.power.small import CHAIN, site
from tests.naive.site import history

HISTORIES, DAYS = 400, 60
NUMBERS = {
    "lines": 2, "losses": (40, ("exponential", 30)), "line_losses": (20, ("lognormal", 20, 1)),
    "n": 4, "k": 2, "beta": 0.1, "run": 0.02, "repair_h": 10,
    "p_absent": 1 - 0.95 * (1 - 0.9 * 0.05) * (1 - 0.9 * 0.02), "p_none": 1 - (1 - 0.005) * (1 - 0.002),
    "fuel_h": 40, "comes_through": 0.7, "first": ("lognormal", 30, 0.5), "every_h": 24, "brings_h": 20,
    "battery_h": 2, "grace_h": 5,
}  # fmt: skip
STAGED = {**NUMBERS, "losses": (40, ("erlang", 3, 30)), "line_losses": None, "battery_h": 0,
          "fuel_h": float("inf"), "first": None}  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(("edits", "numbers"), [((), NUMBERS), (CHAIN, STAGED)], ids=["all", "chain"])
@pytest.mark.parametrize("damaged", [False, True])
def test_history__is_that_of_the_plain_twin(seed, edits, numbers, damaged):
    given = np.full((HISTORIES, 2, 2), np.nan)
    if damaged:
        given[::2, 0, 0], given[::2, 1, 1], given[::4, 1, 0] = 100.0, 110.0, 500.0
    outcome = site_histories(site(*edits), days=DAYS, histories=HISTORIES, seed=seed, line_losses=given)
    for number in range(HISTORIES):
        lost = [(line, loss, given[number, line, loss]) for line, loss in np.argwhere(given[number] >= 0)]
        lost = [(int(line), int(loss), float(hour)) for line, loss, hour in lost]
        plain = history(numbers, seed, number, 24.0 * DAYS, lost)
        for field in fields(Course):
            found = float(getattr(outcome.course, field.name)[number])
            assert found == pytest.approx(plain[field.name], rel=1e-9, abs=1e-9), (number, field.name)
