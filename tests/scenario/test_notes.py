"""What a scenario says of itself, as notes with words."""

from __future__ import annotations

import numpy as np
import pytest

import himaya
from himaya.notes import Note
from himaya.report import text_of
from himaya.scenario.assumptions import ASSUMPTIONS, GAPS, Assumption, Gap
from himaya.scenario.fit import PARAMETERS, Fit, median_night
from himaya.scenario.notes import assumption_note, fit_note, gap_note, notes_of

SAMPLES = {int: 17, float: 0.25, str: "cruise_missile"}
HASH = "ab" * 32


def fit(**stated):
    given = {"from": "2025-05-01", "to": "2025-06-29", "nights": 60, "record_hash": HASH}
    return Fit.model_validate(given | stated)


def numbers(kinds):
    return {name: SAMPLES[kind] for name, kind in kinds.items()}


@pytest.mark.parametrize("code", ASSUMPTIONS)
def test_assumption__has_words_for_its_numbers(code):
    note = assumption_note(Assumption(code=code, numbers=numbers(ASSUMPTIONS[code])))
    assert note == Note(code, **numbers(ASSUMPTIONS[code]))
    assert text_of(Note("assumed", what=note)) == f"assumed: {text_of(note)}"


@pytest.mark.parametrize("code", GAPS)
def test_gap__has_words_for_its_numbers(code):
    words = text_of(gap_note(Gap(code=code, numbers=numbers(GAPS[code])))).replace("_", " ")
    shown = {str(SAMPLES[kind]).replace("_", " ") for kind in GAPS[code].values()}
    assert [each for each in shown if each not in words] == []


def test_gap_of_a_raid__names_its_class():
    gap = Gap(code="more_than_launched", numbers={"weapon_class": "cruise_missile", "both": 12})
    assert text_of(gap_note(gap)) == "record, cruise missile: destroyed and lost, 12, are more than launched"


def test_gap_of_a_row__names_its_line():
    gap = Gap(code="no_count", numbers={"model": "Kalibr", "line": 4})
    assert text_of(gap_note(gap)) == "not in it: Kalibr, of which the record gives no number (line 4)"


def test_fit__says_when_to_what_and_what_came_out():
    parameters = {
        "drones.hard": {"value": 3.224, "low": 2.391, "high": 4.341},
        "drones.sigma": {"value": 0.99, "low": 0.9, "high": 1.4, "why_not": "at_bound"},
    }
    assert text_of(fit_note(fit(parameters=parameters))) == (
        "fitted on 2025-06-29 to 60 nights from 2025-05-01 to 2025-06-29: agreement with them is not "
        "validation. 90 % intervals: drones.hard 3.22 (2.39 to 4.34), 1.98 on a median night. Multipliers "
        f"drift: elsewhere in time it means less. Record sha256 {HASH}."
    )


def test_fit_without_a_sigma__says_nothing_of_a_median_night():
    hard = {"drones.hard": {"value": 3.224, "low": 2.391, "high": 4.341}}
    assert "intervals: drones.hard 3.22 (2.39 to 4.34). Multipliers" in text_of(
        fit_note(fit(parameters=hard))
    )


def test_median_night__is_that_of_a_lognormal():
    """Mean 3 and sd 1.2 of the logarithm, as a kernel draws it: exp(z sigma - sigma^2 / 2) times the mean."""
    z = np.random.default_rng(1).normal(size=400_001)
    nights = 3.0 * np.exp(1.2 * z - 1.2**2 / 2.0)
    assert np.mean(nights) == pytest.approx(
        3.0, rel=0.02
    )  # standard error 3 sqrt(e^1.44 - 1) / sqrt(n): 0.3 %
    assert np.median(nights) == pytest.approx(
        median_night(3.0, 1.2), rel=0.01
    )  # 1.25 * 1.2 / sqrt(n): 0.24 %


def test_fit_without_any_result__says_that_nothing_could_be_calibrated():
    assert "90 % intervals: nothing could be calibrated." in text_of(fit_note(fit()))


def test_fit_of_another_defence__is_said_of_that():
    words = text_of(fit_note(fit(defence="ukraine")))
    assert words == f"defence ukraine: {text_of(fit_note(fit()))}"


def test_fit_to_what_the_scenario_records__is_to_this_night_and_elsewhere_to_its_own():
    own = fit(record_hash=None, nights=1)
    assert text_of(fit_note(own)) == "fitted to this night: agreement is not validation"
    other = text_of(fit_note(own.model_copy(update={"defence": "kyiv"})))
    assert other == "defence kyiv: fitted to one night, its own: agreement is not validation"


def test_notes__begin_with_the_fit_and_end_with_what_it_assumed():
    stated = [{"code": "usual_aims", "numbers": {"model": "Shahed", "raids": 20}, "nights": 33}]
    update = {
        "fit": fit(assumptions=stated),
        "gaps": [Gap(code="still_in_air", numbers={"count": 3})],
        "assumptions": [Assumption(code="date_only")],
        "leaves_out": ["mine"],
    }
    notes = notes_of(himaya.load("city").model_copy(update=update))
    assert [note.code for note in notes] == [
        "nothing_fitted", "still_in_air", "assumed", "stated", "fit_assumed"
    ]  # fmt: skip
    assert text_of(notes[-1]) == (
        "the fit assumed, of 33 of 60 nights: Shahed: the record names no target, so it flies where at least "
        "20 earlier raids of similar size were seen"
    )


def test_parameters__are_those_that_calibration_has():
    from himaya.calibration.parameters import ALL

    assert set(ALL.names) <= set(PARAMETERS)
