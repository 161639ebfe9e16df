"""What a reader must know of a scenario, as notes."""

from __future__ import annotations

from himaya.notes import Note, authors_notes
from himaya.scenario.assumptions import RAID_GAPS, ROW_GAPS, Assumption, Gap
from himaya.scenario.fit import UNCHECKED, Fit, FittedParameter
from himaya.scenario.model import Scenario


def notes_of(scenario: Scenario) -> tuple[Note, ...]:
    """The fit first, then what is missing, what is assumed, the author's own words, what the fit assumed."""
    fit = scenario.fit
    return (
        *(() if fit is None else (fit_note(fit),)),
        *(gap_note(each) for each in scenario.gaps),
        *(Note("assumed", what=assumption_note(each)) for each in scenario.assumptions),
        *authors_notes(scenario.leaves_out),
        *(() if fit is None else _assumed(fit)),
    )


def assumption_note(assumption: Assumption) -> Note:
    """An assumption by itself."""
    return Note(assumption.code, **assumption.numbers)


def gap_note(gap: Gap) -> Note:
    """What is missing; of whom, where it is of a row or of a raid."""
    numbers = dict(gap.numbers)
    if gap.code in ROW_GAPS:
        return Note("not_in_it", model=numbers["model"], line=numbers["line"], why=Note(gap.code))
    if gap.code in RAID_GAPS:
        return Note("record_says", weapon_class=numbers.pop("weapon_class"), what=Note(gap.code, **numbers))
    return Note(gap.code, **numbers)


def fit_note(fit: Fit) -> Note:
    """To what the defence was fitted."""
    if fit.record_hash is None:
        own = fit.defence is None
        return Note("fitted_to_this_night") if own else Note("fitted_to_its_night", defence=str(fit.defence))
    said = _fitted(fit, fit.record_hash)
    return said if fit.defence is None else Note("of_defence", defence=fit.defence, what=said)


def _fitted(fit: Fit, record_hash: str) -> Note:
    first, last = str(fit.from_), str(fit.to)
    values = tuple(
        _fitted_value(name, each, fit.median_night(name))
        for name, each in fit.parameters.items()
        if each.why_not is None or each.why_not in UNCHECKED
    )
    if not values:
        return Note("nothing_fitted", first=first, last=last, nights=fit.nights, record_hash=record_hash)
    said = Note(
        "fitted", first=first, last=last, nights=fit.nights, values=values, record_hash=record_hash
    )  # fmt: skip
    why = dict.fromkeys(each.why_not for each in fit.parameters.values() if each.why_not in UNCHECKED)
    return Note("not_calibrated", what=said, why=tuple(Note(str(code)) for code in why)) if why else said


def _fitted_value(name: str, each: FittedParameter, median: float | None) -> Note:
    said = Note("fitted_value", name=name, value=each.value, low=each.low, high=each.high)
    return said if median is None else Note("on_median_night", what=said, median_night=median)


def _assumed(fit: Fit) -> tuple[Note, ...]:
    return tuple(
        Note("fit_assumed", nights=each.nights, of=fit.nights, what=assumption_note(each))
        for each in fit.assumptions
    )
