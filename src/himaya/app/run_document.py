"""Makes the document of a run from its outcome."""

from __future__ import annotations

from importlib.metadata import version
from math import sqrt

from himaya.app.documents import (
    AreaMeetings,
    CountStatistics,
    Elapsed,
    MoneyStatistics,
    Outcomes,
    Precision,
    RecordedGroup,
    Rounds,
    RunDocument,
)
from himaya.app.limits import LEFT_OUT
from himaya.raid.outcome import RaidOutcome
from himaya.raid.tally import QUANTITIES, Statistics
from himaya.scenario import Scenario, mean
from himaya.scenario.forces import Load
from himaya.scenario.model import Recorded

_Z95 = 1.959963984540054
"""Normal quantile of a 95 % interval."""
_T95_7 = 2.364624251592784
"""Student's, with the 7 degrees of freedom of the library's 8 groups."""


def run_document(
    scenario: Scenario, outcome: RaidOutcome, elapsed_s: dict[str, float], files: list[str]
) -> RunDocument:
    """Everything that `himaya run` says of an outcome."""
    provenance = outcome.provenance
    precision = _precision(outcome)
    return RunDocument(
        version=version("himaya"),
        seed=provenance["seed"],
        elapsed_s=Elapsed(**elapsed_s),
        files=files,
        scenario=scenario.name,
        replications=provenance["replications"],
        parameters="mean",
        outcomes=_outcomes(outcome),
        rounds=_rounds(scenario, outcome),
        area_defences=_area_defences(scenario, outcome),
        recorded={name: _recorded(each) for name, each in scenario.recorded.items()} or None,
        library_se=precision.library_se,
        precision=precision,
        events=float(outcome.dataset["events"]),
        notes=notes(scenario),
    )


def notes(scenario: Scenario) -> list[str]:
    """What a reader must know beside the numbers, most consequential first."""
    fit = [scenario.fit_note] if scenario.fit_note else []
    return [*fit, *scenario.leaves_out, *LEFT_OUT]


def _outcomes(outcome: RaidOutcome) -> dict[str, Outcomes]:
    groups = [str(name) for name in outcome.dataset["group"].to_numpy()]
    return {
        group: Outcomes(
            launched=_constant(outcome.launched(group)),
            **{name: _counts(outcome.statistics(group, name)) for name in QUANTITIES},
        )
        for group in groups
        if outcome.launched(group) or group == "all"
    }


def _constant(value: int) -> CountStatistics:
    return CountStatistics(mean=value, sd=0.0, p05=value, p50=value, p95=value)


def _counts(given: Statistics) -> CountStatistics:
    return CountStatistics(**given._asdict())


def _table(outcome: RaidOutcome, variable: str) -> dict[str, Statistics]:
    rows = outcome.dataset[variable]
    names = rows[rows.dims[0]].to_numpy()
    return {
        str(name): Statistics(row[0], row[1], *(int(value) for value in row[2:]))
        for name, row in zip(names, rows.to_numpy().tolist(), strict=True)
    }


def _money(count: Statistics, price_usd: float) -> MoneyStatistics:
    return MoneyStatistics(**{name: value * price_usd for name, value in count._asdict().items()})


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
                    fired=_counts(fired[name]),
                    cost_usd=_money(fired[name], mean(each.unit_cost_usd)),
                )
    return made


def _area_defences(scenario: Scenario, outcome: RaidOutcome) -> dict[str, AreaMeetings]:
    types = {each.id: each for each in scenario.area_types}
    meetings = _table(outcome, "meetings")
    return {
        area.id: AreaMeetings(
            type=area.type,
            teams=area.teams,
            meetings=_counts(meetings[area.id]),
            cost_usd=_money(meetings[area.id], mean(types[area.type].cost_per_engagement_usd)),
        )
        for area in scenario.area_defences
    }


def _recorded(given: Recorded) -> RecordedGroup:
    known = (given.destroyed, given.not_reach_goal)
    unaccounted = None if None in known else given.launched - sum(each or 0 for each in known)
    return RecordedGroup(
        launched=given.launched,
        destroyed=given.destroyed,
        not_reach_goal=given.not_reach_goal,
        unaccounted=unaccounted,
        hit_places=given.hit_places,
        source=given.source,
    )


def _precision(outcome: RaidOutcome) -> Precision:
    hits = outcome.statistics("all", "hit")
    chance_se = hits.sd / sqrt(outcome.provenance["replications"])
    library_se = float(outcome.dataset["library_se"].sel(group="all", quantity="hit"))
    half_width = sqrt((_Z95 * chance_se) ** 2 + (_T95_7 * library_se) ** 2)
    return Precision(asked=None, reached=None, half_width=half_width, library_se=library_se)
