"""What `himaya calibrate` shows: every free parameter, what the nights tell of it, and the check."""

from __future__ import annotations

from math import exp
from textwrap import fill

from himaya.documents.calibration import CalibrateDocument, Check, GroupCheck, ParameterPart

WIDTH = 78
GROUPS = {
    "drones": "Drones",
    "cruise_missile": "Cruise missiles",
    "ballistic_missile": "Ballistic missiles",
    "supersonic_missile": "Supersonic missiles",
}
ENOUGH_NIGHTS = 40
"""Nights from which a coverage means something."""


def calibrate_screen(document: CalibrateDocument) -> str:
    """The whole screen as text, at most 78 characters wide."""
    window = document.window
    lines = [
        f"Fitted to {_counted(document.nights, 'night')}, {window.first} to {window.last}, "
        f"{document.elapsed_s.total:.0f} s",
        "",
        _row("", "Value", "90 % interval", "Prior", "sd ratio", "Calibrated"),
        "─" * WIDTH,
        *(_parameter(name, each) for name, each in document.parameters.items()),
        "",
    ]
    lines += [fill(line, WIDTH) for line in _reading(document)]
    if document.check is not None:
        lines += [
            "",
            *_check_table(document.check),
            "",
            *(fill(line, WIDTH) for line in _check_words(document.check)),
        ]
    return "\n".join([*lines, "", fill(_last_line(document), WIDTH)])


def _row(name: str, *cells: str) -> str:
    widths = (7, 15, 15, 9, 11)
    return (
        f"{name:<21}" + "".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
    ).rstrip()


def _parameter(name: str, each: ParameterPart) -> str:
    spans = (f"{exp(part.low):.2f} to {exp(part.high):.2f}" for part in (each.posterior, each.prior))
    return _row(
        _label(name), f"{each.value:.2f}", *spans, f"{each.sd_ratio:.2f}", "yes" if each.calibrated else "no"
    )


def _label(name: str) -> str:
    group, _, kind = name.partition(".")
    return f"{GROUPS[group].removesuffix(' missiles')} {'sigma' if kind == 'sigma' else kind}"


def _reading(document: CalibrateDocument) -> list[str]:
    why: dict[str, list[str]] = {}
    for name, each in document.parameters.items():
        if each.why_not is not None:
            why.setdefault(each.why_not, []).append(_label(name))
    lines = [f"Not calibrated, {', '.join(names)}: {reason}." for reason, names in why.items()]
    lines.append(
        f"The nights tell {document.rank} of {document.free_multipliers} multipliers apart. Nothing with a "
        "posterior sd above .7 of the prior's is called calibrated. All other uncertain numbers are held at "
        "their mean."
    )
    lines += _assumed(document)
    if document.left_out:
        reasons = dict.fromkeys(each.reason for each in document.left_out)
        lines.append(
            f"Left out {len(document.left_out)} times: {'; '.join(list(reasons)[:2])}; `--json` has all."
        )
    return lines


def _assumed(document: CalibrateDocument) -> list[str]:
    """What at least half of the nights rest on, and how much more there is."""
    shown = [each for each in document.assumptions if 2 * each.nights >= document.nights]
    lines = [f"Assumed of {each.nights} of {document.nights}: {each.text}." for each in shown]
    more = len(document.assumptions) - len(shown)
    return [*lines, f"{_counted(more, 'assumption')} of fewer nights: `--json`."] if more else lines


def _check_table(check: Check) -> list[str]:
    lines = [
        f"{'Nights after the fit':<24}{'Nights':>8}{'80 % cover':>22}{'without night effect':>24}",
        "─" * WIDTH,
    ]
    for group, each in check.groups.items():
        cells = (_coverage(each), _percent(each.coverage_80_without_night_effect))
        lines.append(f"{GROUPS[group]:<24}{each.nights:>8}{cells[0]:>22}{cells[1]:>24}")
    return lines


def _coverage(each: GroupCheck) -> str:
    """As 80 % (66 to 90)."""
    interval = each.coverage_80_interval
    bounds = "" if interval is None else f" ({100 * interval.low:.0f} to {100 * interval.high:.0f})"
    return _percent(each.coverage_80) + bounds


def _check_words(check: Check) -> list[str]:
    lines = [
        "Cover: how often the recorded number neutralised lies inside the simulated 80 % interval; in "
        "brackets what so few nights leave open (95 %)."
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
        f"{GROUPS[group]}, smaller and larger half of these nights: cover {_percent(small.coverage_80)} and "
        f"{_percent(large.coverage_80)}, mean rank of the record {small.mean_rank:.2f} and "
        f"{large.mean_rank:.2f} (.5 where simulated nights are right on average)."
    )


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.0f} %"


def _counted(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def _last_line(document: CalibrateDocument) -> str:
    note = "Agreement with the nights of the fit is not validation. "
    if document.files:
        return f"{note}Kept in {document.files[0]}."
    return f"{note}Nothing was written; `--out F` keeps the fitted scenario, `--json` prints all."
