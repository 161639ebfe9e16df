"""Makes the document of a run from its outcome."""

from __future__ import annotations

from importlib.metadata import version

from himaya.app.alerts import warning_part
from himaya.app.left_out import EFFECTS_AT_MEAN, HELD_AT_MEAN, LEFT_OUT
from himaya.app.notes import note_parts
from himaya.app.run_effects import effects_parts
from himaya.app.site import sites_part
from himaya.chance.statistics import Statistics, constant, count_statistics
from himaya.documents.run import (
    AreaMeetings,
    Elapsed,
    Outcomes,
    Precision,
    RecordedGroup,
    Rounds,
    RunDocument,
    Spread,
    TollPart,
    Uncertainty,
)
from himaya.notes import Note
from himaya.raid.outcome import RaidOutcome
from himaya.raid.stop import shortfall
from himaya.raid.tally import QUANTITIES
from himaya.scenario import Scenario, mean
from himaya.scenario.forces import Load
from himaya.scenario.notes import notes_of
from himaya.scenario.recorded import Recorded
from himaya.studies.uncertainty import LEVEL, UncertainOutcome


def run_document(
    scenario: Scenario,
    outcome: RaidOutcome,
    elapsed_s: dict[str, float],
    files: list[str],
    asked_precision: float | None = None,
) -> RunDocument:
    """Everything that `himaya run` says of an outcome."""
    provenance = outcome.provenance
    precision = _precision(outcome, asked_precision)
    return RunDocument(
        **effects_parts(scenario, outcome)._asdict(),
        version=version("himaya"),
        seed=provenance["seed"],
        elapsed_s=Elapsed(**elapsed_s),
        files=files,
        scenario=scenario.name,
        replications=provenance["replications"],
        parameters=provenance["parameters"],
        uncertainty=_uncertainty(outcome) if isinstance(outcome, UncertainOutcome) else None,
        outcomes=_outcomes(outcome),
        rounds=_rounds(scenario, outcome),
        area_defences=_area_defences(scenario, outcome),
        sites=sites_part(scenario, outcome) if "value_lost" in outcome.dataset else None,
        recorded={name: _recorded(each) for name, each in scenario.recorded.items()} or None,
        tolls=[TollPart(**toll.model_dump()) for toll in scenario.tolls],
        library_se=precision.library_se,
        precision=precision,
        events=float(outcome.dataset["events"]),
        warning=warning_part(scenario, outcome.dataset),
        notes=note_parts(notes(scenario, at_mean=not isinstance(outcome, UncertainOutcome))),
    )


def notes(scenario: Scenario, *, at_mean: bool = True) -> list[Note]:
    """What a reader must know beside the numbers, most consequential first."""
    said = [*notes_of(scenario), *LEFT_OUT]
    if at_mean:
        return said
    held = [EFFECTS_AT_MEAN] if scenario.effects is None else []
    return [*held, *(note for note in said if note != HELD_AT_MEAN)]


def _outcomes(outcome: RaidOutcome) -> dict[str, Outcomes]:
    groups = [str(name) for name in outcome.dataset["group"].to_numpy()]
    return {
        group: Outcomes(
            launched=constant(outcome.launched(group)),
            **{name: outcome.statistics(group, name) for name in QUANTITIES},
        )
        for group in groups
        if outcome.launched(group) or group == "all"
    }


def _table(outcome: RaidOutcome, variable: str) -> dict[str, Statistics]:
    rows = outcome.dataset[variable]
    names = rows[rows.dims[0]].to_numpy()
    return {
        str(name): count_statistics(row) for name, row in zip(names, rows.to_numpy().tolist(), strict=True)
    }


def _rounds(scenario: Scenario, outcome: RaidOutcome) -> dict[str, Rounds]:
    fired = _table(outcome, "fired")
    made = {}
    for system in scenario.system_types:
        for each in system.rounds:
            name = f"{system.id}/{each.id}"
            if name in fired:
                loads = [
                    unit.rounds.get(each.id, Load(ready=each.ready, stock=each.stock))
                    for unit in scenario.units
                    if unit.type == system.id
                ]
                made[name] = Rounds(
                    name=each.name,
                    on_hand=sum(load.ready + load.stock for load in loads),
                    fired=fired[name],
                    cost_usd=fired[name].times(mean(each.unit_cost_usd)),
                )
    return made


def _area_defences(scenario: Scenario, outcome: RaidOutcome) -> dict[str, AreaMeetings]:
    types = {each.id: each for each in scenario.area_types}
    meetings = _table(outcome, "meetings")
    return {
        area.id: AreaMeetings(
            type=area.type,
            teams=area.teams,
            meetings=meetings[area.id],
            cost_usd=meetings[area.id].times(mean(types[area.type].cost_per_engagement_usd)),
        )
        for area in scenario.area_defences
    }


def _recorded(given: Recorded) -> RecordedGroup:
    known = (given.destroyed, given.not_reach_goal)
    neutralised = given.neutralised if None in known else sum(each or 0 for each in known)
    return RecordedGroup(
        launched=given.launched,
        destroyed=given.destroyed,
        not_reach_goal=given.not_reach_goal,
        neutralised=neutralised,
        neutralised_between=given.neutralised_between,
        unaccounted=None if neutralised is None else given.launched - neutralised,
        hits=given.hits,
        hit_places=given.hit_places,
        source=given.source,
    )


def _precision(outcome: RaidOutcome, asked: float | None) -> Precision:
    found = outcome.standing
    reason = None if asked is None else shortfall(found, asked)
    return Precision(
        asked=asked,
        reached=None if asked is None else reason is None,
        half_width=found.half_width,
        library_se=found.library_se,
        reason=reason,
        hit_share_at_most=found.hit_share_at_most,
    )


def _uncertainty(outcome: UncertainOutcome) -> Uncertainty:
    spreads: dict[str, dict[str, Spread]] = {}
    for (group, quantity), split in outcome.splits.items():
        if outcome.launched(group) or group == "all":
            pooled = outcome.statistics(group, quantity)
            spreads.setdefault(group, {})[quantity] = Spread(
                mean=pooled.mean,
                low=pooled.p05,
                high=pooled.p95,
                level=LEVEL,
                share_ignorance=split.share_ignorance,
                **split._asdict(),
            )
    return Uncertainty(sets=outcome.sets, inner=outcome.inner, outcomes=spreads)
