"""What `himaya run` shows: recorded beside simulated, rounds and cost, what the model leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from himaya.app.actions import RunResult
from himaya.cli.screens.alerts import add_lead
from himaya.cli.screens.answer import answer
from himaya.cli.screens.builder import Screen
from himaya.cli.screens.meaning import add_meaning
from himaya.cli.screens.words import NAMES, SUBGROUPS, counted, interval, known, number, percent
from himaya.documents.run import Outcomes, RecordedGroup, RunDocument, Spread, Uncertainty

REASONS = {
    "no_hits": "nothing hit, and no precision is a share of 0",
    "library": "the finite route library's own error is above it; more `route_variants` narrow that",
    "replications": "as many replications as were allowed are flown; more `--replications` may do",
}
"""Why a precision was not reached, in words."""


def run_screen(result: RunResult, out: Path | None, *, notes: bool = False) -> str:
    """The answer first, then tables and cautions; at most 78 characters wide.

    Parameters
    ----------
    out : where the run is kept
    notes : show every note, not the most consequential alone
    """
    document = result.document
    screen = Screen(result.scenario.title)
    screen.paragraph(answer(document))
    columns = ("", "", "Launched", "Shot down", "Lost or fell", "Hit")
    screen.table(columns, _outcome_rows(document), words={""})
    screen.paragraph(*_record_lines(document))
    screen.table(("Rounds and meetings", "On hand", "Used", "USD million"), _rounds_rows(result))
    screen.line(_hardly_used(document))
    add_meaning(screen, document)
    if document.warning is not None and document.warning.lead:
        add_lead(screen, document.warning)
    if document.uncertainty is not None:
        spreads = ("Shot down", "ignorance", "Hit", "ignorance")
        screen.table(("What is not known", *spreads), _ignorance_rows(document.uncertainty))
    screen.cautions(document.notes, whole=notes)
    screen.paragraph(*_circumstances(result), _last_line(out))
    return screen.text()


def _circumstances(result: RunResult) -> tuple[str, str]:
    scenario, document = result.scenario, result.document
    n_units, n_areas = len(scenario.units), len(scenario.area_defences)
    forces = f"{counted(n_units, 'fire unit')}, {counted(n_areas, 'area defence')}"
    drawn = document.uncertainty
    sets = "" if drawn is None else f"{drawn.sets:,} sets of uncertain numbers x {drawn.inner:,} = "
    return (
        forces,
        f"{sets}{counted(document.replications, 'replication')}, seed {document.seed}, "
        f"{document.elapsed_s.total:.1f} s{_compile_time(document)}",
    )


def _compile_time(document: RunDocument) -> str:
    seconds = document.elapsed_s.compile
    return f", {seconds:.1f} of them to compile the engine" if seconds else ""


def _outcome_rows(document: RunDocument) -> Iterator[tuple[str, ...]]:
    recorded = document.recorded or {}
    for group, words in NAMES.items():
        if group not in document.outcomes:
            continue
        name = words
        if group in recorded:
            yield (name, "recorded", *_recorded_cells(recorded[group]))
            name = ""
        kind = "simulated" if recorded and group not in SUBGROUPS else ""
        yield (name, kind, *_simulated_cells(document.outcomes[group]))


def _recorded_cells(given: RecordedGroup) -> tuple[str, ...]:
    claims = (given.launched, given.destroyed, given.not_reach_goal)
    return (*(known(claim) for claim in claims), "unknown")


def _simulated_cells(given: Outcomes) -> tuple[str, ...]:
    counts = (given.shot_down, given.soft_killed_or_fell, given.hit)
    if given.launched.p50 < 1000:
        return (number(given.launched.p50), *(interval(count) for count in counts))
    # beside each other they would be wider than the screen
    stacked = (f"{number(count.p50)}\n({count.p05}-{count.p95})" for count in counts)
    return (number(given.launched.p50), *stacked)


def _record_lines(document: RunDocument) -> list[str]:
    half = document.precision.half_width
    hits = document.outcomes["all"].hit.mean
    lines = [
        "Simulated: median, and in brackets 90 % of replications. "
        f"Mean hits {hits:.2f}, 95 % interval of that mean +/- {half:.2f}.",
        *_precision_lines(document),
    ]
    for group, given in (document.recorded or {}).items():
        if given.destroyed is None and given.neutralised is not None and group in document.outcomes:
            both = document.outcomes[group]
            simulated = both.shot_down.mean + both.soft_killed_or_fell.mean
            lines.append(
                f"Record, {NAMES[group].lower()}: {given.neutralised} shot down or lost, not told apart; "
                f"simulated, mean {simulated:,.1f}."
            )
        if given.neutralised_between is not None:
            low, high = given.neutralised_between.low, given.neutralised_between.high
            lines.append(f"Record, {NAMES[group].lower()}: {low} to {high} shot down or lost.")
        if given.unaccounted:
            places = "" if given.hit_places is None else f"; hits were reported at {given.hit_places} places"
            lines.append(
                f"Record, {NAMES[group].lower()}: {given.unaccounted} unaccounted for{places}. "
                "Neither is the number of hits."
            )
    return lines


def _precision_lines(document: RunDocument) -> list[str]:
    found = document.precision
    if found.asked is None:
        return []
    goal = f"Precision of +/- {100 * found.asked:g} % of mean hits"
    if found.reason is None:
        return [f"{goal}: reached."]
    return [f"{goal}: not reached: {REASONS[found.reason]}."]


def _ignorance_rows(uncertainty: Uncertainty) -> Iterator[tuple[str, ...]]:
    """Means of all sets, 90 % of all replications, and how much of the variance is ignorance."""
    for group, words in NAMES.items():
        if group in uncertainty.outcomes:
            spreads = (uncertainty.outcomes[group][name] for name in ("shot_down", "hit"))
            yield (words, *(cell for spread in spreads for cell in _spread_cells(spread)))


def _spread_cells(spread: Spread) -> tuple[str, str]:
    shown = f"mean {spread.mean:,.1f} ({spread.low}-{spread.high})"
    share = spread.share_ignorance
    return shown, "too little" if share is not None and spread.floored else percent(share)


def _rounds_rows(result: RunResult) -> Iterator[tuple[str, ...]]:
    document = result.document
    for each in sorted(document.rounds.values(), key=lambda each: -each.cost_usd.mean):
        if each.fired.p95:
            cost = f"{each.cost_usd.mean / 1e6:,.2f}"
            yield (each.name, number(each.on_hand), interval(each.fired), cost)
    for kind in result.scenario.area_types:
        own = [area for area in document.area_defences.values() if area.type == kind.id]
        if own:
            total = sum(area.cost_usd.mean for area in own) / 1e6
            mean = sum(area.meetings.mean for area in own)
            teams = sum(area.teams for area in own)
            yield (kind.name, f"{number(teams)} teams", f"mean {number(mean)}", number(total, 2))


def _hardly_used(document: RunDocument) -> str:
    """Rounds that hardly any replication uses need no row each."""
    unused = [
        f"{each.name} ({number(each.on_hand)})" for each in document.rounds.values() if not each.fired.p95
    ]
    return f"Not used in nineteen nights of twenty: {', '.join(unused)}." if unused else ""


def _last_line(out: Path | None) -> str:
    if out is None:
        return "Nothing was written; `--out DIR` keeps the run, `--json` prints it for scripts."
    return f"Kept in {out}: run.json, outcome.nc, scenario.yaml, manifest.json"
