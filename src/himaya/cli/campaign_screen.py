"""What `himaya campaign` shows: what runs out and when, months with bands, what supply changed."""

from __future__ import annotations

from pathlib import Path
from textwrap import fill

from himaya.chance.statistics import Statistics
from himaya.cli.words import NAMES, WIDTH
from himaya.documents.campaign import (
    AttributionPart,
    BreakevenPart,
    CampaignDocument,
    DifferencePart,
    Runout,
)
from himaya.documents.envelope import NotePart

SHOWN_NOTES = 8
QUANTITIES = {
    "leakers": "Leakers",
    "value_lost": "Value lost",
    "killed": "Killed",
    "cost_usd": "Paid, USD million",
}


def campaign_screen(document: CampaignDocument, kept: Path | None) -> str:
    """The whole screen as text, at most 78 characters wide."""
    lines = [
        f"{document.scenario}, supply {document.supply}",
        f"{document.nights} nights from {document.start}, {document.futures} futures, seed {document.seed}, "
        f"{document.elapsed_s.total:.1f} s",
        "",
        *_rounds(document),
        "",
        *_months(document),
        "",
        *_totals(document),
    ]
    lines += _sites(document)
    if document.breakeven is not None:
        lines += ["", *_breakeven(document.breakeven)]
    if document.attribution is not None:
        lines += ["", *_attribution(document.attribution)]
    lines += ["", "What to keep in mind", *_notes(document.notes), "", fill(_last(kept), WIDTH)]
    return "\n".join(lines)


def _row(name: str, cells: tuple[str, ...], widths: tuple[int, ...]) -> str:
    left = WIDTH - sum(widths)
    shown = name if len(name) < left else name[: left - 2] + "…"
    return f"{shown:<{left}}" + "".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))


def _rounds(document: CampaignDocument) -> list[str]:
    widths = (9, 9, 9, 10, 16)
    lines = [_row("Rounds", ("At first", "Came", "Fired", "Runs out", "on night"), widths), "─" * WIDTH]
    for name, each in document.rounds.items():
        out = document.runout[name]
        cells = (_n(each.held_first.mean), _n(each.arrived.mean), _n(each.fired.mean))
        lines.append(_row(each.name, (*cells, f"{100 * out.p:.0f} %", _nights(out)), widths))
    return lines


def _nights(out: Runout) -> str:
    """Median and the middle 90 % of all futures; a dash is a night after the last."""
    if out.night_p05 is None:
        return "-"
    ends = ("-" if each is None else str(each) for each in (out.night_p50, out.night_p05, out.night_p95))
    middle, low, high = ends
    return f"{middle} ({low} to {high})"


def _months(document: CampaignDocument) -> list[str]:
    widths = (8, 12, 24, 24)
    lines = [_row("Month", ("Nights", "Launched", "Leakers (5-95 %)", "Value lost (5-95 %)"), widths)]
    lines.append("─" * WIDTH)
    for month in document.months:
        cells = (str(month.nights), _n(month.launched.mean), _band(month.leakers), _band(month.value_lost, 1))
        lines.append(_row(month.month, cells, widths))
    return lines


def _totals(document: CampaignDocument) -> list[str]:
    classes = ", ".join(
        f"{NAMES[name].strip().lower()} {_n(each.mean)}"
        for name, each in document.leakers.items()
        if name != "all"
    )
    casualties, cost = document.casualties, document.cost_usd
    per_kill = ", ".join(
        f"{name} {each:.1f}" for name, each in document.rounds_per_kill.items() if each is not None
    )
    lines = [
        f"Leakers in all: {_band(document.leakers['all'])}; {classes}.",
        f"Value lost: {_band(document.value_lost, 1)} {document.value_unit}. Killed: "
        f"{_band(casualties.killed)}, injured: {_band(casualties.injured)}: an order of magnitude.",
        f"Paid for purchases and lines: USD {cost.mean / 1e6:,.0f} million. Fire units at work on the last "
        f"night: {_band(document.units_last)}."
        + (f" Rounds fired per threat shot down by them: {per_kill}." if per_kill else ""),
    ]
    return [fill(line, WIDTH) for line in lines]


def _sites(document: CampaignDocument) -> list[str]:
    lines = []
    for site in (document.sites or {}).values():
        lost, dark, hit = (
            f"{100 * each.p:.2f} %"
            for each in (site.p_loop, site.p_blackout_by_day[-1], site.damage.p_line_damaged)
        )
        text = (
            f"{site.title}: off-site power lost in {lost} of futures, blackout by the last night in {dark}; "
            f"hits took a line in {hit}."
        )
        lines += ["", fill(text, WIDTH)]
    return lines


def _breakeven(found: BreakevenPart) -> list[str]:
    lines = [f"Break-even of {found.round_type}, until {found.until}, {found.futures} futures"]
    if found.median is None:
        text = (
            f"It lasts in {100 * found.p_without:.0f} % of futures with no round in depots: half of them "
            f"need no more than the {found.sweep[0].rounds:,} rounds that units hold."
        )
    else:
        low, high = (_n(each) if each is not None else "none" for each in (found.low, found.high))
        text = (
            f"It runs out in half of the futures with fewer than {_n(found.median)} rounds at the start, "
            f"before anything arrives (95 % interval {low} to {high}). "
            f"{100 * found.p_without:.0f} % of futures last with no round in depots"
            + ("." if found.p95 is None else f", 5 % need more than {_n(found.p95)}.")
        )
    sweep = ", ".join(f"{point.rounds:,}: {100 * point.p_runout:.0f} %" for point in found.sweep)
    return [*lines, fill(text, WIDTH), fill(f"Rounds and chance of running out: {sweep}.", WIDTH)]


def _attribution(found: AttributionPart) -> list[str]:
    widths = (27, 27)
    lines = []
    for quantity, title in QUANTITIES.items():
        unit = 1e6 if quantity == "cost_usd" else 1.0
        rows = [each for each in found.items if each.quantity == quantity]
        if all(each.left_out.mean == each.added.mean == 0.0 for each in rows):
            continue
        lines += [_row(title, ("Last of all", "Alone"), widths), "─" * WIDTH]
        lines += [
            _row(f"  {each.id}", (_change(each.left_out, unit), _change(each.added, unit)), widths)
            for each in rows
        ]
        lines += [
            _row("  all together", (_change(found.total[quantity], unit), ""), widths),
            _row("  only together", (_change(found.interaction[quantity], unit), ""), widths),
            "",
        ]
    return [*lines, fill(f"Paired differences of {found.futures} futures with 95 % intervals.", WIDTH)]


def _change(each: DifferencePart, unit: float) -> str:
    digits = 0 if abs(each.mean / unit) >= 100.0 else 1
    mean, low, high = (f"{end / unit:+,.{digits}f}" for end in (each.mean, each.low, each.high))
    return f"{mean} ({low} to {high})"


def _notes(notes: list[NotePart]) -> list[str]:
    shown = [fill(f"- {note.text}", WIDTH, subsequent_indent="  ") for note in notes[:SHOWN_NOTES]]
    more = len(notes) - SHOWN_NOTES
    return [*shown, f"- and {more} more: `--json` has all"] if more > 0 else shown


def _n(value: float) -> str:
    return f"{value:,.0f}"


def _band(each: Statistics, digits: int = 0) -> str:
    return f"{each.mean:,.{digits}f} ({each.p05:,.{digits}f}-{each.p95:,.{digits}f})"


def _last(kept: Path | None) -> str:
    if kept is not None:
        return f"Kept in {kept}."
    return "Nothing was written; `--out DIR` keeps the campaign, `--json` prints it for scripts."
