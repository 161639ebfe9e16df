"""What `himaya calibrate` shows: every free parameter, what the nights tell of it, and the check."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp

from himaya.cli.screens.builder import Screen
from himaya.cli.screens.words import NAMES, counted, percent
from himaya.documents.calibration import CalibrateDocument, CheckPart, GroupCheck

ENOUGH_NIGHTS = 40
"""Nights from which a coverage means something."""


def calibrate_screen(document: CalibrateDocument) -> str:
    """The whole screen as text, at most 78 characters wide."""
    window = document.window
    screen = Screen(
        f"Fitted to {counted(document.nights, 'night')}, {window.first} to {window.last}, "
        f"{document.elapsed_s.total:.0f} s"
    )
    screen.table(("", "Value", "Median", "90 %", "Prior", "Ratio", "Calibrated"), _parameters(document))
    screen.paragraph(*_reading(document))
    if document.check is not None:
        columns = ("Nights after the fit", "Nights", "80 % cover", "no night effect", "predicted")
        screen.table(columns, _coverages(document.check))
        screen.paragraph(*_check_words(document.check))
    screen.paragraph(_last_line(document))
    return screen.text()


def _parameters(document: CalibrateDocument) -> Iterator[tuple[str, ...]]:
    for name, each in document.parameters.items():
        spans = (f"{exp(part.low):.2f} to {exp(part.high):.2f}" for part in (each.posterior, each.prior))
        calibrated = "yes" if each.calibrated else "no"
        median = "" if each.median_night is None else f"{each.median_night:.2f}"
        yield (_label(name), f"{each.value:.2f}", median, *spans, f"{each.sd_ratio:.2f}", calibrated)


def _label(name: str) -> str:
    group, _, kind = name.partition(".")
    return f"{NAMES[group].removesuffix(' missiles')} {'sigma' if kind == 'sigma' else kind}"


def _reading(document: CalibrateDocument) -> list[str]:
    why: dict[str, list[str]] = {}
    for name, each in document.parameters.items():
        if each.why_not is not None:
            why.setdefault(each.why_not.text, []).append(_label(name))
    lines = [f"Not calibrated, {', '.join(names)}: {reason}." for reason, names in why.items()]
    lines.append(
        "The value of a multiplier is its mean over nights; on a median night it is the lower number beside "
        "it, since sigma spreads its logarithm. Ratio: posterior sd over prior sd."
    )
    lines.append(
        f"The nights tell {document.rank} of {document.free_multipliers} multipliers apart. Nothing with a "
        "posterior sd above .7 of the prior's is called calibrated, nor a class whose sigma is at its bound "
        "or whose check covers less than 70 or more than 90 % of the smaller or the larger nights. All other "
        "uncertain numbers are held at their mean."
    )
    lines += _assumed(document)
    if document.left_out:
        reasons = dict.fromkeys(each.reason.text for each in document.left_out)
        lines.append(
            f"Left out {len(document.left_out)} times: {'; '.join(list(reasons)[:2])}; `--json` has all."
        )
    return lines


def _assumed(document: CalibrateDocument) -> list[str]:
    """What at least half of the nights rest on, and how much more there is."""
    shown = [each for each in document.assumptions if 2 * each.nights >= document.nights]
    lines = [f"Assumed of {each.nights} of {document.nights}: {each.text}." for each in shown]
    more = len(document.assumptions) - len(shown)
    return [*lines, f"{counted(more, 'assumption')} of fewer nights: `--json`."] if more else lines


def _coverages(check: CheckPart) -> Iterator[tuple[str, ...]]:
    for group, each in check.groups.items():
        without = percent(each.coverage_80_without_night_effect)
        predicted = None if each.with_discrepancy is None else each.with_discrepancy.coverage_80
        yield (NAMES[group], str(each.nights), _coverage(each), without, percent(predicted))


def _coverage(each: GroupCheck) -> str:
    """As 80 % (66 to 90)."""
    interval = each.coverage_80_interval
    bounds = "" if interval is None else f" ({100 * interval.low:.0f} to {100 * interval.high:.0f})"
    return percent(each.coverage_80) + bounds


def _check_words(check: CheckPart) -> list[str]:
    lines = [
        "Cover: how often the recorded number neutralised lies inside the simulated 80 % interval; in "
        "brackets what so few nights leave open (95 %).",
        "Predicted: with the discrepancy that nights before had; it predicts recorded nights alone, and no "
        "run of a scenario uses it.",
    ]
    if check.nights < ENOUGH_NIGHTS:
        lines.append(f"Under {ENOUGH_NIGHTS} nights it says little.")
    lines += [
        _halves(group, each) for group, each in check.groups.items() if each.smaller_half and each.larger_half
    ]
    return lines


def _halves(group: str, each: GroupCheck) -> str:
    small, large = each.smaller_half, each.larger_half
    if small is None or large is None:
        return ""
    return (
        f"{NAMES[group]}, smaller and larger half of these nights: cover {percent(small.coverage_80)} and "
        f"{percent(large.coverage_80)}, mean rank of the record {small.mean_rank:.2f} and "
        f"{large.mean_rank:.2f} (.5 where simulated nights are right on average)."
    )


def _last_line(document: CalibrateDocument) -> str:
    note = "Agreement with the nights of the fit is not validation. "
    if document.files:
        return f"{note}Kept in {document.files[0]}."
    return f"{note}Nothing was written; `--out F` keeps the fitted scenario, `--json` prints all."
