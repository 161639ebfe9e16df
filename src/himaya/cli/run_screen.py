"""What `himaya run` shows: recorded beside simulated, rounds and cost, what the model leaves out."""

from __future__ import annotations

from pathlib import Path
from textwrap import fill

from rich import box
from rich.console import Console
from rich.table import Table

from himaya.app.actions import RunResult
from himaya.app.documents import CountStatistics, Outcomes, RecordedGroup, RunDocument

WIDTH = 78
NAMES = {
    "drones": "Drones",
    "one_way_drone": "  strike drones",
    "decoy_drone": "  decoys",
    "cruise_missile": "Cruise missiles",
    "ballistic_missile": "Ballistic missiles",
    "supersonic_missile": "Supersonic missiles",
    "all": "All",
}
"""Words for the groups, in the order of the rows."""


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
        console.print("\nWhat to keep in mind")
        for note in document.notes:
            console.print(fill(note, WIDTH, initial_indent="- ", subsequent_indent="  "))
        console.print()
        console.print(fill(_last_line(out), WIDTH))
    return capture.get().rstrip("\n")


def _subtitle(result: RunResult) -> str:
    scenario, document = result.scenario, result.document
    n_units, n_areas = len(scenario.units), len(scenario.area_defences)
    forces = f"{_counted(n_units, 'fire unit')}, {_counted(n_areas, 'area defence')}"
    threats = document.outcomes["all"].launched.p50
    return (
        f"{_counted(threats, 'threat')}, {forces}\n{_counted(document.replications, 'replication')}, "
        f"seed {document.seed}, {document.elapsed_s.total:.1f} s{_compile_time(document)}"
    )


def _compile_time(document: RunDocument) -> str:
    seconds = document.elapsed_s.compile
    return f", {seconds:.1f} of them to compile the engine" if seconds else ""


def _outcome_table(document: RunDocument) -> Table:
    table = _table()
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


def _table() -> Table:
    return Table(box=box.HORIZONTALS, padding=0, pad_edge=False, show_edge=False)


def _recorded_cells(given: RecordedGroup) -> tuple[str, ...]:
    claims = (given.launched, given.destroyed, given.not_reach_goal)
    return (*("unknown" if claim is None else _number(claim) for claim in claims), "unknown")


def _simulated_cells(given: Outcomes) -> tuple[str, ...]:
    counts = (given.shot_down, given.soft_killed_or_fell, given.hit)
    if given.launched.p50 < 1000:
        return (_number(given.launched.p50), *(_interval(count) for count in counts))
    # beside each other they would be wider than the screen
    stacked = (f"{_number(count.p50)}\n({count.p05}-{count.p95})" for count in counts)
    return (_number(given.launched.p50), *stacked)


def _interval(count: CountStatistics) -> str:
    return f"{_number(count.p50)} ({_number(count.p05)}-{_number(count.p95)})"


def _counted(n: int, name: str) -> str:
    return f"{n:,} {name}{'' if n == 1 else 's'}"


def _number(value: float) -> str:
    return f"{value:,.0f}"


def _record_lines(document: RunDocument) -> list[str]:
    half = document.precision.half_width
    hits = document.outcomes["all"].hit.mean
    lines = [
        "Simulated: median, and in brackets 90 % of replications. "
        f"Mean hits {hits:.2f}, 95 % interval of that mean +/- {half:.2f}.",
    ]
    for group, given in (document.recorded or {}).items():
        if given.unaccounted:
            places = "" if given.hit_places is None else f"; hits were reported at {given.hit_places} places"
            lines.append(
                f"Record, {NAMES[group].lower()}: {given.unaccounted} unaccounted for{places}. "
                "Neither is the number of hits."
            )
    return lines


def _rounds_table(result: RunResult) -> Table:
    document = result.document
    table = _table()
    table.add_column("Rounds and meetings", overflow="ellipsis", no_wrap=True, max_width=40)
    for name in ("On hand", "Used", "USD million"):
        table.add_column(name, justify="right", no_wrap=True)
    for each in sorted(document.rounds.values(), key=lambda each: -each.cost_usd.mean):
        cost = f"{each.cost_usd.mean / 1e6:,.2f}"
        table.add_row(each.name, _number(each.on_hand), _interval(each.fired), cost)
    kinds = {kind.id: kind.name for kind in result.scenario.area_types}
    for kind, name in kinds.items():
        own = [area for area in document.area_defences.values() if area.type == kind]
        if own:
            total = sum(area.cost_usd.mean for area in own) / 1e6
            mean = sum(area.meetings.mean for area in own)
            teams = sum(area.teams for area in own)
            table.add_row(f"{name}", f"{_number(teams)} teams", f"mean {_number(mean)}", f"{total:,.2f}")
    return table


def _last_line(out: Path | None) -> str:
    if out is None:
        return "Nothing was written; `--out DIR` keeps the run, `--json` prints it for scripts."
    return f"Kept in {out}: run.json, outcome.nc, scenario.yaml, manifest.json"
