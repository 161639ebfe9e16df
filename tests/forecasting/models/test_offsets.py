"""Offsets of weapon types: names, shares, and what a raid teaches, by hand."""

import numpy as np
import pytest

from himaya.forecasting.models.offsets import WANDER_SD, WHOLE, Offsets, Part
from himaya.forecasting.models.weapon_types import MAIN, PRIORS, OffsetLaw, type_of, type_shares
from himaya.record.raid import ModelCount
from himaya.record.weapons import class_of_model

CRUISE, BALLISTIC = PRIORS["cruise_missile"], PRIORS["ballistic_missile"]


@pytest.mark.parametrize(
    ("model", "known", "name"),
    [
        ("X-59", CRUISE, "X-59/X-69"),
        ("x-59mk2", CRUISE, "X-59/X-69"),
        ("X-101/X-555", CRUISE, MAIN),
        ("X-101/X-555 and Kalibr and Iskander-K", CRUISE, MAIN),
        ("Iskander-K and Kalibr", CRUISE, "Kalibr"),
        ("C-300/C-400", BALLISTIC, "C-300/C-400"),
        ("С-300/400", BALLISTIC, "C-300/C-400"),
        ("Iskander-M/C-400", BALLISTIC, MAIN),
        ("C-400 and Iskander-M", BALLISTIC, MAIN),
        ("Kalibr", BALLISTIC, MAIN),
        ("", CRUISE, MAIN),
    ],
)
def test_type__of_a_model_name(model, known, name):
    assert type_of(model, known) == name


def test_models_of_types__are_those_of_the_record_and_of_the_type_s_class():
    for weapon_class, known in PRIORS.items():
        for name in known:
            for model in ("X-59", "X-69") if name == "X-59/X-69" else (name.split("/")[0],):
                assert class_of_model(model) == weapon_class


def test_shares__are_of_the_number_told():
    counts = (
        ModelCount("X-59", 2),
        ModelCount("X-69", 1),
        ModelCount("Banderol", 4),
        ModelCount("Kalibr", 1),
    )
    assert type_shares(counts, CRUISE) == {"X-59/X-69": 3 / 8, MAIN: 1 / 2, "Kalibr": 1 / 8}
    assert type_shares((), CRUISE) == type_shares((ModelCount("Kalibr", 0),), CRUISE) == {MAIN: 1.0}


def test_parts__take_every_offset_at_its_mean():
    offsets = Offsets.start("cruise_missile")
    assert set(offsets.parts((ModelCount("X-59", 3), ModelCount("X-101/X-555", 1)))) == {
        Part(0.75, -1.0),
        Part(0.25, 0.0),
    }
    assert Offsets.start("drone").parts((ModelCount("Shahed", 3),)) == WHOLE


def test_learnt__is_the_normal_posterior_of_a_normal_likelihood():
    """Prior N(-.5, .7), reading 1 with sd 2: precision 1 / .49 + 1 / 4, five nodes miss it by under 1 %."""
    offsets = Offsets.start("cruise_missile")

    def read(nodes):
        return np.array([-0.5 * ((1.0 - parts[0].offset) / 2.0) ** 2 for parts in nodes])

    learnt = offsets.learnt((ModelCount("Kalibr", 5),), read)
    precision = 1 / 0.49 + 1 / 4
    assert learnt.laws["Kalibr"].mean == pytest.approx((-0.5 / 0.49 + 1.0 / 4) / precision, rel=0.01)
    assert learnt.laws["Kalibr"].sd == pytest.approx(precision**-0.5, rel=0.01)
    assert {**learnt.laws, "Kalibr": offsets.laws["Kalibr"]} == offsets.laws  # no other type


def test_after__walks_as_wide_as_the_prior_at_most():
    offsets = Offsets(CRUISE, {**CRUISE, "Kalibr": OffsetLaw(0.1, 0.3)})
    assert offsets.after(25.0).laws["Kalibr"] == pytest.approx((0.1, np.sqrt(0.09 + 25 * WANDER_SD**2)))
    assert offsets.after(1e5).laws["Kalibr"] == pytest.approx((0.1, CRUISE["Kalibr"].sd))
    assert offsets.after(-1.0) is offsets
