"""The fitted scenario: calibrated multipliers with their date, window, posterior and the record's hash."""

from __future__ import annotations

from math import exp

from himaya.calibration.fit import Calibration, Normal
from himaya.calibration.parameters import multipliers_of
from himaya.scenario import CLASS_GROUPS, Pert, Scenario, Stated
from himaya.scenario.forces import Multipliers

UNFITTED = "the defence is not fitted to any night: multipliers are 1"
"""The one line that a fit makes untrue: it is dropped where it stands so, word for word."""
UNFITTED_SUMMARY = " and not fitted to any night"
"""The same in a summary."""
FIT_ASSUMED = "the fit assumed, of "
"""Begins what a fit rests on; that of an earlier fit is dropped."""
SPAN = 3.0
"""Posterior sds from the median to either end of the PERT that stands for it."""


def fitted_scenario(scenario: Scenario, calibration: Calibration, record_sha256: str) -> Scenario:
    """A scenario with what was calibrated; what was not keeps what the scenario states.

    A multiplier becomes a PERT number of the posterior, whose mean is the posterior's median, so that
    `himaya run --uncertain` draws it. A sigma becomes a plain number with its source, and goes with the
    multipliers of its group even where it is not calibrated: they mean what they do beside it alone.
    """
    first, last = calibration.window
    source = (
        f"himaya calibrate: {len(calibration.nights)} nights from {first} to {last}, "
        f"record sha256 {record_sha256}"
    )
    multipliers = {}
    for group in CLASS_GROUPS:
        kept = scenario.multipliers.get(group, Multipliers())
        fitted = {
            each.kind: _pert(parameter.posterior, source)
            for each in multipliers_of(group)
            if (parameter := calibration.parameters[each.name]).calibrated
        }
        if fitted or group in scenario.multipliers:
            multipliers[group] = kept.model_copy(update=fitted)
    sigma = dict(scenario.night_effect.sigma)
    for group in CLASS_GROUPS:
        parameter = calibration.parameters[f"{group}.sigma"]
        fitted_beside_it = any(calibration.parameters[each.name].calibrated for each in multipliers_of(group))
        if parameter.calibrated or fitted_beside_it:
            told = f"{source}; {_told(parameter.posterior)}"
            if parameter.why_not is not None:
                told += f"; not calibrated, {parameter.why_not}"
            sigma[group] = Stated(value=round(parameter.value, 4), source=told)
    return scenario.model_copy(
        update={
            "multipliers": multipliers,
            "night_effect": scenario.night_effect.model_copy(update={"sigma": sigma}),
            "fit_note": fit_note(calibration, record_sha256),
            **_said(scenario, calibration),
        }
    )


def fit_note(calibration: Calibration, record_sha256: str) -> str:
    """Say to what it was fitted, and what came out."""
    first, last = calibration.window
    told = [
        "{} {:.2f} ({:.2f} to {:.2f})".format(name, *(exp(end) for end in _ends(each.posterior)))
        for name, each in calibration.parameters.items()
        if each.calibrated
    ]
    values = "; ".join(told) or "nothing could be calibrated"
    return (
        f"fitted on {last} to {len(calibration.nights)} nights from {first} to {last}: agreement with them "
        f"is not validation. 90 % intervals: {values}. Multipliers drift: elsewhere in time it means less. "
        f"Record sha256 {record_sha256}."
    )


def _said(scenario: Scenario, calibration: Calibration) -> dict[str, str | list[str]]:
    """Summary and what is left out: once anything is fitted, neither an earlier fit nor that nothing is."""
    summary, left_out = scenario.summary, scenario.leaves_out
    if any(each.calibrated for each in calibration.parameters.values()):
        summary = summary.replace(UNFITTED_SUMMARY, "")
        left_out = [each for each in left_out if each != UNFITTED and not each.startswith(FIT_ASSUMED)]
    return {"summary": summary, "leaves_out": [*left_out, *_assumed(calibration)]}


def _assumed(calibration: Calibration) -> list[str]:
    """What is assumed of at least half of the nights: each is said in every run of the file."""
    of = len(calibration.nights)
    return [
        f"{FIT_ASSUMED}{n} of {of} nights: {text}"
        for text, n in calibration.assumptions.items()
        if 2 * n >= of
    ]


def _pert(posterior: Normal, source: str) -> Pert:
    """The PERT from -3 to +3 sds whose mean is the median, as far as its mode can bring it there."""
    median = exp(posterior.mean)
    low, high = (exp(posterior.mean + sign * SPAN * posterior.sd) for sign in (-1.0, 1.0))
    likely = min(max((6.0 * median - low - high) / 4.0, low), high)
    low, likely, high = (round(value, 4) for value in (low, likely, high))
    return Pert(low=low, likely=likely, high=high, source=f"{source}; {_told(posterior)}")


def _ends(posterior: Normal) -> tuple[float, float, float]:
    return posterior.mean, posterior.low, posterior.high


def _told(posterior: Normal) -> str:
    return f"log {posterior.mean:+.3f}, sd {posterior.sd:.3f}"
