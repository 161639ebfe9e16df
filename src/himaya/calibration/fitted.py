"""The fitted scenario: calibrated multipliers with their date, window, posterior and the record's hash."""

from __future__ import annotations

from math import exp

from himaya.calibration.fit import Calibration
from himaya.calibration.parameters import multipliers_of
from himaya.calibration.verdicts import Normal, Parameter
from himaya.scenario import CLASS_GROUPS, LogNormal, Number, Scenario, Stated
from himaya.scenario.fit import Fit, FitAssumption
from himaya.scenario.forces import Multipliers


def fitted_scenario(scenario: Scenario, calibration: Calibration, record_sha256: str) -> Scenario:
    """A scenario with what was calibrated; what was not keeps what the scenario states.

    A multiplier becomes a lognormal number, its posterior itself: `himaya run` holds it at its mean, and
    `--uncertain` draws it. A sigma becomes a plain number with its source, and goes with the
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
        fitted: dict[str, LogNormal | dict[str, Number]] = {
            each.kind: _lognormal(parameter.posterior, source)
            for each in multipliers_of(group)
            if not each.is_offset and (parameter := calibration.parameters[each.name]).told
        }
        if "hard" in fitted:
            fitted["types"] = kept.types | _offsets(calibration, group, source)
        if fitted or group in scenario.multipliers:
            multipliers[group] = kept.model_copy(update=fitted)
    sigma = dict(scenario.night_effect.sigma)
    for group in CLASS_GROUPS:
        parameter = calibration.parameters[f"{group}.sigma"]
        fitted_beside_it = any(calibration.parameters[each.name].told for each in multipliers_of(group))
        if parameter.told or fitted_beside_it:
            told = f"{source}; {_told(parameter.posterior)}"
            if parameter.why_not is not None:
                told += "; not calibrated"
            sigma[group] = Stated(value=round(parameter.value, 4), source=told)
    return scenario.model_copy(
        update={
            "multipliers": multipliers,
            "night_effect": scenario.night_effect.model_copy(update={"sigma": sigma}),
            "fit": fit_of(calibration, record_sha256),
        }
    )


def _offsets(calibration: Calibration, group: str, source: str) -> dict[str, Number]:
    """Multipliers of the types that flew: like a sigma they go with the hard one, told or not."""
    found: dict[str, Number] = {}
    for each in multipliers_of(group):
        parameter = calibration.parameters[each.name]
        if each.is_offset and (parameter.why_not is None or parameter.why_not.code != "type_not_flown"):
            beside = source if parameter.calibrated else f"{source}; not calibrated"
            found[each.kind] = _lognormal(parameter.posterior, beside)
    return found


def fit_of(calibration: Calibration, record_sha256: str) -> Fit:
    """To what it was fitted, and what came out; what is assumed of at least half of the nights."""
    first, last = calibration.window
    of = len(calibration.nights)
    return Fit.model_validate(
        {
            "from": first,
            "to": last,
            "nights": of,
            "record_hash": record_sha256,
            "parameters": {
                name: _fitted_parameter(calibration.parameters[name]) for name in calibration.layout.names
            },
            "assumptions": [
                FitAssumption.model_validate({**note.plain(), "nights": n})
                for note, n in calibration.assumptions.items()
                if 2 * n >= of
            ],
        }
    )


def _fitted_parameter(parameter: Parameter) -> dict[str, float | str | None]:
    posterior, why_not = parameter.posterior, parameter.why_not
    return {
        "value": round(parameter.value, 4),
        "low": round(exp(posterior.low), 4),
        "high": round(exp(posterior.high), 4),
        "why_not": None if why_not is None else why_not.code,
    }


def _lognormal(posterior: Normal, source: str) -> LogNormal:
    median, sd_log = round(exp(posterior.mean), 4), round(posterior.sd, 4)
    return LogNormal(median=median, sd_log=sd_log, source=f"{source}; {_told(posterior)}")


def _told(posterior: Normal) -> str:
    return f"log {posterior.mean:+.3f}, sd {posterior.sd:.3f}"
