"""What `himaya run` shows: recorded beside simulated, rounds and cost, what the model leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from himaya.app.actions import RunResult
from himaya.chance.statistics import Statistics
from himaya.cli.screens.alerts import add_lead
from himaya.cli.screens.answer import answer
from himaya.cli.screens.builder import Screen
from himaya.cli.screens.meaning import add_meaning
from himaya.cli.screens.words import (
    NAMES,
    SUBGROUPS,
    about,
    counted,
    interval,
    known,
    number,
    percent,
    rounded,
)
from himaya.documents.run import Outcomes, RecordedGroup, RunDocument, Spread, Uncertainty

REASONS = {
    "no_hits": "nothing hit in all that were allowed, and no precision is a share of 0",
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
    screen.line("What was used: no record to compare with.", _hardly_used(document))
    add_meaning(screen, document, {asset.id: asset.name or asset.id for asset in result.scenario.assets})
    if document.warning is not None and document.warning.lead:
        add_lead(screen, document.warning)
    if document.uncertainty is not None:
        spreads = ("Shot down", "ignorance", "Hit", "ignorance")
        screen.table(("What is not known", *spreads), _ignorance_rows(document.uncertainty))
    screen.cautions(document.notes, whole=notes)
    if notes:
        screen.paragraph(_error_of_the_mean(document))
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
    return (*(known(claim) for claim in claims), known(given.hits))


def _simulated_cells(given: Outcomes) -> tuple[str, ...]:
    counts = (given.shot_down, given.soft_killed_or_fell, given.hit)
    most = given.launched.p50
    if most < 1000:
        return (number(most), *(interval(count, most) for count in counts))
    return (number(most), *(_stacked(interval(count, most)) for count in counts))


def _stacked(cell: str) -> str:
    """The interval below its median, without commas: beside each other they are wider than the screen."""
    median, bracket, ends = cell.partition(" (")
    return f"{median}\n({ends.replace(',', '')}" if bracket else median


def _record_lines(document: RunDocument) -> list[str]:
    held = "luck of one night, model taken for true"
    if document.uncertainty is not None:
        held = "luck of one night, and what is not known of the model's numbers"
    lines = [
        f"Simulated: median, and in brackets 90 % of nights: {held}.",
        *_precision_lines(document),
    ]
    for group, given in (document.recorded or {}).items():
        told = _told_together(given)
        if told and group in document.outcomes:
            both = document.outcomes[group]
            simulated = both.shot_down.mean + both.soft_killed_or_fell.mean
            lines.append(
                f"Record, {NAMES[group].lower()}: {told}; simulated are {about(simulated)} on average."
            )
        if given.unaccounted and given.hits is None:
            places = "" if given.hit_places is None else f", and hits at {given.hit_places} places"
            lines.append(
                f"Record, {NAMES[group].lower()}: {number(given.unaccounted)} unaccounted for{places}. "
                "It does not say how many hit."
            )
    return [*lines, *_hit_lines(document)]


def _told_together(given: RecordedGroup) -> str:
    """Shot down and lost, where the row of the table cannot show both; nothing where it does."""
    if given.neutralised_between is not None:
        low, high = given.neutralised_between.low, given.neutralised_between.high
        return f"{number(low)} to {number(high)} shot down or lost, as far as it tells"
    if given.destroyed is None and given.neutralised is not None:
        return f"{number(given.neutralised)} shot down or lost in one number"
    return ""


def _hit_lines(document: RunDocument) -> list[str]:
    """What the record calls hits, of drones and of missiles, beside the same groups simulated."""
    claimed = {
        group: given
        for group, given in (document.recorded or {}).items()
        if given.hits is not None and group in document.outcomes
    }
    kinds = {"drones": claimed.keys() & {"drones"}, "missiles": claimed.keys() - {"drones"}}
    some = {kind: groups for kind, groups in kinds.items() if groups}
    if not some:
        return []
    said = [
        f"{number(sum(claimed[group].hits or 0 for group in groups))} {kind}" for kind, groups in some.items()
    ]
    flown = [about(sum(document.outcomes[group].hit.mean for group in groups)) for groups in some.values()]
    places = sum(given.hit_places or 0 for given in claimed.values())
    at = f" at {counted(places, 'place')}" if places else ""
    beside = f"simulated are {' and '.join(flown)} on average"
    return [f"Hits: the record speaks of {' and '.join(said)}{at}; {beside}."]


def _error_of_the_mean(document: RunDocument) -> str:
    hits, half = document.outcomes["all"].hit.mean, document.precision.half_width
    return (
        f"Mean hits {hits:.2f}. Chance and the library of routes leave +/- {half:.2f} to this mean, at 95 %; "
        "more replications narrow it, and say nothing about the model."
    )


def _precision_lines(document: RunDocument) -> list[str]:
    found = document.precision
    if found.asked is None:
        return []
    goal = f"Precision of +/- {100 * found.asked:g} % of mean hits"
    if found.reason is None:
        return [f"{goal}: reached."]
    lines = [f"{goal}: not reached: {REASONS[found.reason]}."]
    if found.hit_share_at_most is not None:
        rare = f"{1.0 / found.hit_share_at_most:,.0f}"
        nights = f"Nothing hit in {document.replications:,} nights"
        lines.append(f"{nights}: at most one night in {rare} has a hit (95 %).")
    return lines


def _ignorance_rows(uncertainty: Uncertainty) -> Iterator[tuple[str, ...]]:
    """Means of all sets, 90 % of all replications, and how much of the variance is ignorance."""
    for group, words in NAMES.items():
        if group in uncertainty.outcomes:
            spreads = (uncertainty.outcomes[group][name] for name in ("shot_down", "hit"))
            yield (words, *(cell for spread in spreads for cell in _spread_cells(spread)))


def _spread_cells(spread: Spread) -> tuple[str, str]:
    found = rounded(Statistics(spread.mean, 0.0, spread.low, spread.mean, spread.high))
    shown = f"mean {found.text()}"
    share = spread.share_ignorance
    return shown, "too little" if share is not None and spread.floored else percent(share)


def _rounds_rows(result: RunResult) -> Iterator[tuple[str, ...]]:
    document = result.document
    for each in sorted(document.rounds.values(), key=lambda each: -each.cost_usd.mean):
        if each.fired.p95:
            cost = about(each.cost_usd.mean / 1e6)
            yield (each.name, number(each.on_hand), interval(each.fired, each.on_hand), cost)
    for kind in result.scenario.area_types:
        own = [area for area in document.area_defences.values() if area.type == kind.id]
        if own:
            total = sum(area.cost_usd.mean for area in own) / 1e6
            mean = sum(area.meetings.mean for area in own)
            teams = sum(area.teams for area in own)
            yield (kind.name, f"{number(teams)} teams", f"mean {about(mean)}", about(total))


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
