"""What `himaya run` shows: recorded beside simulated, rounds and cost, what the model leaves out."""

from __future__ import annotations

from pathlib import Path
from textwrap import fill

from rich.console import Console
from rich.table import Table

from himaya.app.actions import RunResult
from himaya.cli.alerts_screen import lead_table, longest_line
from himaya.cli.meaning_screen import meaning
from himaya.cli.words import NAMES, WIDTH, interval, number, plain_table
from himaya.documents.run import Outcomes, RecordedGroup, RunDocument, Spread, Uncertainty


def run_screen(result: RunResult, out: Path | None) -> str:
    """The whole screen as text, at most 78 characters wide."""
    document = result.document
    console = Console(
        width=WIDTH, markup=False, emoji=False, highlight=False, no_color=True, legacy_windows=False
    )
    with console.capture() as capture:
        console.print(result.scenario.title, style="bold")
        console.print(_subtitle(result) + "\n")
        console.print(_outcome_table(document))
        console.print()
        for line in _record_lines(document):
            console.print(fill(line, WIDTH))
        console.print()
        console.print(_rounds_table(result))
        for part in meaning(document):
            console.print()
            console.print(part)
        if document.warning is not None and document.warning.lead:
            console.print()
            console.print(lead_table(document.warning))
            console.print(fill(longest_line(document.warning), WIDTH))
        if document.uncertainty is not None:
            console.print()
            console.print(_ignorance_table(document.uncertainty))
        console.print("\nWhat to keep in mind")
        for note in document.notes:
            console.print(fill(note.text, WIDTH, initial_indent="- ", subsequent_indent="  "))
        console.print()
        console.print(fill(_last_line(out), WIDTH))
    return capture.get().rstrip("\n")


def _subtitle(result: RunResult) -> str:
    scenario, document = result.scenario, result.document
    n_units, n_areas = len(scenario.units), len(scenario.area_defences)
    forces = f"{_counted(n_units, 'fire unit')}, {_counted(n_areas, 'area defence')}"
    threats = document.outcomes["all"].launched.p50
    drawn = document.uncertainty
    sets = "" if drawn is None else f"{drawn.sets:,} sets of uncertain numbers x {drawn.inner:,} = "
    return (
        f"{_counted(threats, 'threat')}, {forces}\n{sets}{_counted(document.replications, 'replication')}, "
        f"seed {document.seed}, {document.elapsed_s.total:.1f} s{_compile_time(document)}"
    )


def _compile_time(document: RunDocument) -> str:
    seconds = document.elapsed_s.compile
    return f", {seconds:.1f} of them to compile the engine" if seconds else ""


def _outcome_table(document: RunDocument) -> Table:
    table = plain_table()
    for name in ("", "", "Launched", "Shot down", "Lost or fell", "Hit"):
        table.add_column(name, justify="left" if name == "" else "right", no_wrap=True)
    recorded = document.recorded or {}
    for group, words in NAMES.items():
        if group not in document.outcomes:
            continue
        name = words
        if group in recorded:
            table.add_row(name, "recorded", *_recorded_cells(recorded[group]))
            name = ""
        kind = "simulated" if recorded and not words.startswith(" ") else ""
        table.add_row(name, kind, *_simulated_cells(document.outcomes[group]))
    return table


def _recorded_cells(given: RecordedGroup) -> tuple[str, ...]:
    claims = (given.launched, given.destroyed, given.not_reach_goal)
    return (*("unknown" if claim is None else number(claim) for claim in claims), "unknown")


def _simulated_cells(given: Outcomes) -> tuple[str, ...]:
    counts = (given.shot_down, given.soft_killed_or_fell, given.hit)
    if given.launched.p50 < 1000:
        return (number(given.launched.p50), *(interval(count) for count in counts))
    # beside each other they would be wider than the screen
    stacked = (f"{number(count.p50)}\n({count.p05}-{count.p95})" for count in counts)
    return (number(given.launched.p50), *stacked)


def _counted(n: float, name: str) -> str:
    return f"{n:,} {name}{'' if n == 1 else 's'}"


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
        if given.unaccounted:
            places = "" if given.hit_places is None else f"; hits were reported at {given.hit_places} places"
            lines.append(
                f"Record, {NAMES[group].lower()}: {given.unaccounted} unaccounted for{places}. "
                "Neither is the number of hits."
            )
    return lines


REASONS = {
    "no_hits": "nothing hit, and no precision is a share of 0",
    "library": "the finite route library's own error is above it; more `route_variants` narrow that",
    "replications": "as many replications as were allowed are flown; more `--replications` may do",
}
"""Why a precision was not reached, in words."""


def _precision_lines(document: RunDocument) -> list[str]:
    found = document.precision
    if found.asked is None:
        return []
    goal = f"Precision of +/- {100 * found.asked:g} % of mean hits"
    if found.reason is None:
        return [f"{goal}: reached."]
    return [f"{goal}: not reached: {REASONS[found.reason]}."]


def _ignorance_table(uncertainty: Uncertainty) -> Table:
    """Means of all sets, 90 % of all replications, and how much of the variance is ignorance."""
    table = plain_table()
    table.add_column("What is not known", no_wrap=True)
    for name in ("Shot down", "ignorance", "Hit", "ignorance"):
        table.add_column(name, justify="right", no_wrap=True)
    for group, words in NAMES.items():
        if group in uncertainty.outcomes:
            spreads = (uncertainty.outcomes[group][name] for name in ("shot_down", "hit"))
            table.add_row(words, *(cell for spread in spreads for cell in _spread_cells(spread)))
    return table


def _spread_cells(spread: Spread) -> tuple[str, str]:
    interval = f"mean {spread.mean:,.1f} ({spread.low}-{spread.high})"
    if spread.share_ignorance is None:
        return interval, "-"
    return interval, "too little" if spread.floored else f"{100 * spread.share_ignorance:.0f} %"


def _rounds_table(result: RunResult) -> Table:
    document = result.document
    table = plain_table()
    table.add_column("Rounds and meetings", overflow="ellipsis", no_wrap=True, max_width=40)
    for name in ("On hand", "Used", "USD million"):
        table.add_column(name, justify="right", no_wrap=True)
    for each in sorted(document.rounds.values(), key=lambda each: -each.cost_usd.mean):
        cost = f"{each.cost_usd.mean / 1e6:,.2f}"
        table.add_row(each.name, number(each.on_hand), interval(each.fired), cost)
    kinds = {kind.id: kind.name for kind in result.scenario.area_types}
    for kind, name in kinds.items():
        own = [area for area in document.area_defences.values() if area.type == kind]
        if own:
            total = sum(area.cost_usd.mean for area in own) / 1e6
            mean = sum(area.meetings.mean for area in own)
            teams = sum(area.teams for area in own)
            table.add_row(f"{name}", f"{number(teams)} teams", f"mean {number(mean)}", f"{total:,.2f}")
    return table


def _last_line(out: Path | None) -> str:
    if out is None:
        return "Nothing was written; `--out DIR` keeps the run, `--json` prints it for scripts."
    return f"Kept in {out}: run.json, outcome.nc, scenario.yaml, manifest.json"
