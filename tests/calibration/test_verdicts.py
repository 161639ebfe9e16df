"""What may be called calibrated: told by nights, sigma inside its bounds, later nights covered by halves."""

from dataclasses import replace

import pytest

from himaya.calibration.fit import fit_nights
from himaya.calibration.fitted import fitted_scenario
from himaya.calibration.ranks import HALVES_FROM, CoverageCheck, Rank
from himaya.calibration.verdicts import after_check
from himaya.notes import Note
from himaya.scenario.notes import fit_note
from tests.calibration.small import FIRST, Hazards
from tests.calibration.test_fit import nights_of

GOOD = {"drones": (0.8, 0.75)}


@pytest.fixture(scope="module")
def fitted():
    return fit_nights(nights_of(40), Hazards(), unobserved=0.0)


def code(parameters, name="drones.hard"):
    why = parameters[name].why_not
    return None if why is None else why.code


@pytest.mark.parametrize(
    ("covered", "expected"),
    [
        (GOOD, None),
        ({"drones": (0.7, 0.9)}, None),
        ({"drones": (0.69, 0.8)}, "not_covered"),
        ({"drones": (0.8, 0.91)}, "not_covered"),
        ({"cruise_missile": (0.8, 0.8)}, "not_checked"),
        ({}, "not_checked"),
    ],
)
def test_both_halves__must_be_covered(fitted, covered, expected):
    checked = after_check(fitted.parameters, covered)
    assert code(checked) == expected
    assert checked["drones.hard"].told
    assert checked["drones.hard"].calibrated is (expected is None)


def test_sigma_at_its_bound__keeps_its_whole_class_from_it(fitted):
    sigma = replace(fitted.parameters["drones.sigma"], why_not=Note("at_bound"))
    checked = after_check({**fitted.parameters, "drones.sigma": sigma}, GOOD)
    assert (code(checked), code(checked, "drones.sigma")) == ("sigma_at_bound", "at_bound")


def test_what_the_nights_do_not_tell__is_not_told_after_a_good_check_either(fitted):
    checked = after_check(fitted.parameters, {**GOOD, "cruise_missile": (0.8, 0.8)})
    assert checked["cruise_missile.hard"] == fitted.parameters["cruise_missile.hard"]
    assert not checked["cruise_missile.hard"].told


def test_fitted_scenario__keeps_multipliers_that_are_told_and_says_that_they_are_not_calibrated(fitted):
    failed = replace(fitted, parameters=after_check(fitted.parameters, {"drones": (0.5, 0.9)}))
    made = fitted_scenario(nights_of(1)[0].scenario, failed, "ab" * 32)
    assert "hard" in made.multipliers["drones"].model_fields_set
    assert made.fit.parameters["drones.hard"].why_not == "not_covered"
    said = fit_note(made.fit)
    assert (said.code, said.numbers["why"]) == ("not_calibrated", (Note("not_covered"),))


def rank(day, launched, below):
    return Rank(FIRST, "drones", launched, 1, 1, 0, 2, below, below, 1.0)


def test_halves__are_by_size_and_need_ten_nights():
    """Five small nights inside, five large ones of which one is."""
    small, large = [rank(k, 10 + k, 0.5) for k in range(5)], [rank(k, 90 + k, 0.99) for k in range(4)]
    ranks = (*small, *large, rank(9, 99, 0.5))
    smaller, larger = CoverageCheck(ranks, ()).halves("drones")
    assert (smaller.nights, smaller.coverage, smaller.mean_rank) == (5, 1.0, 0.5)
    assert (larger.nights, larger.coverage) == (5, pytest.approx(0.2))
    assert CoverageCheck(ranks, ()).covered() == {"drones": (1.0, pytest.approx(0.2))}
    assert CoverageCheck(ranks[: HALVES_FROM - 1], ()).covered() == {}
    assert CoverageCheck(tuple(rank(k, 10, 0.5) for k in range(20)), ()).covered() == {}
