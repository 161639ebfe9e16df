"""What `himaya campaign` shows: what runs out and when, months with bands, what supply changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from himaya.cli.screens.builder import Screen
from himaya.cli.screens.words import NAMES, band, number, percent
from himaya.documents.campaign import AttributionPart, BreakevenPart, CampaignDocument, DifferencePart, Runout
from himaya.documents.site import SitePart

QUANTITIES = {
    "leakers": "Leakers",
    "value_lost": "Value lost",
    "killed": "Killed",
    "cost_usd": "Paid, USD million",
}


def campaign_screen(document: CampaignDocument, kept: Path | None, *, notes: bool = False) -> str:
    """The whole screen as text, at most 78 characters wide."""
    screen = Screen(
        f"{document.scenario}, supply {document.supply}",
        f"{document.nights} nights from {document.start}, {document.futures} futures, seed {document.seed}, "
        f"{document.elapsed_s.total:.1f} s",
    )
    screen.table(("Rounds", "At first", "Came", "Fired", "Runs out", "on night"), _rounds(document))
    screen.table(
        ("Month", "Nights", "Launched", "Leakers (5-95 %)", "Value lost (5-95 %)"), _months(document)
    )
    screen.paragraph(*_totals(document))
    for site in (document.sites or {}).values():
        screen.paragraph(_site(site))
    if document.breakeven is not None:
        screen.paragraph(*_breakeven(document.breakeven))
    if document.attribution is not None:
        _add_attribution(screen, document.attribution)
    screen.cautions(document.notes, whole=notes)
    screen.paragraph(_last(kept))
    return screen.text()


def _rounds(document: CampaignDocument) -> Iterator[tuple[str, ...]]:
    for name, each in document.rounds.items():
        out = document.runout[name]
        counts = (each.held_first.mean, each.arrived.mean, each.fired.mean)
        yield (each.name, *(number(count) for count in counts), percent(out.p), _nights(out))


def _nights(out: Runout) -> str:
    """Median and the middle 90 % of all futures; a dash is a night after the last."""
    if out.night_p05 is None:
        return "-"
    ends = ("-" if each is None else str(each) for each in (out.night_p50, out.night_p05, out.night_p95))
    middle, low, high = ends
    return f"{middle} ({low} to {high})"


def _months(document: CampaignDocument) -> Iterator[tuple[str, ...]]:
    for month in document.months:
        leakers, lost = band(month.leakers), band(month.value_lost, 1)
        yield (month.month, str(month.nights), number(month.launched.mean), leakers, lost)


def _totals(document: CampaignDocument) -> tuple[str, ...]:
    classes = ", ".join(
        f"{NAMES[name].strip().lower()} {number(each.mean)}"
        for name, each in document.leakers.items()
        if name != "all"
    )
    casualties, cost = document.casualties, document.cost_usd
    per_kill = ", ".join(
        f"{name} {each:.1f}" for name, each in document.rounds_per_kill.items() if each is not None
    )
    return (
        f"Leakers in all: {band(document.leakers['all'])}; {classes}.",
        f"Value lost: {band(document.value_lost, 1)} {document.value_unit}. Killed: "
        f"{band(casualties.killed)}, injured: {band(casualties.injured)}: an order of magnitude.",
        f"Paid for purchases and lines: USD {number(cost.mean / 1e6)} million. Fire units at work on the "
        f"last night: {band(document.units_last)}."
        + (f" Rounds fired per threat shot down by them: {per_kill}." if per_kill else ""),
    )


def _site(site: SitePart) -> str:
    lost, dark, hit = (
        percent(each.p, 2) for each in (site.p_loop, site.p_blackout_by_day[-1], site.damage.p_line_damaged)
    )
    return (
        f"{site.title}: off-site power lost in {lost} of futures, blackout by the last night in {dark}; "
        f"hits took a line in {hit}."
    )


def _breakeven(found: BreakevenPart) -> tuple[str, ...]:
    if found.median is None:
        text = (
            f"It lasts in {percent(found.p_without)} of futures with no round in depots: half of them "
            f"need no more than the {found.sweep[0].rounds:,} rounds that units hold."
        )
    else:
        low, high = (number(each) if each is not None else "none" for each in (found.low, found.high))
        text = (
            f"It runs out in half of the futures with fewer than {number(found.median)} rounds at the start, "
            f"before anything arrives (95 % interval {low} to {high}). "
            f"{percent(found.p_without)} of futures last with no round in depots"
            + ("." if found.p95 is None else f", 5 % need more than {number(found.p95)}.")
        )
    sweep = ", ".join(f"{point.rounds:,}: {percent(point.p_runout)}" for point in found.sweep)
    return (
        f"Break-even of {found.round_type}, until {found.until}, {found.futures} futures",
        text,
        f"Rounds and chance of running out: {sweep}.",
    )


def _add_attribution(screen: Screen, found: AttributionPart) -> None:
    for quantity, title in QUANTITIES.items():
        unit = 1e6 if quantity == "cost_usd" else 1.0
        entries = [each for each in found.items if each.quantity == quantity]
        if all(each.left_out.mean == each.added.mean == 0.0 for each in entries):
            continue
        rows = [(f"  {each.id}", _change(each.left_out, unit), _change(each.added, unit)) for each in entries]
        rows.append(("  all together", _change(found.total[quantity], unit), ""))
        rows.append(("  only together", _change(found.interaction[quantity], unit), ""))
        screen.table((title, "Last of all", "Alone"), rows)
    screen.paragraph(f"Paired differences of {found.futures} futures with 95 % intervals.")


def _change(each: DifferencePart, unit: float) -> str:
    digits = 0 if abs(each.mean / unit) >= 100.0 else 1
    mean, low, high = (f"{end / unit:+,.{digits}f}" for end in (each.mean, each.low, each.high))
    return f"{mean} ({low} to {high})"


def _last(kept: Path | None) -> str:
    if kept is not None:
        return f"Kept in {kept}."
    return "Nothing was written; `--out DIR` keeps the campaign, `--json` prints it for scripts."
