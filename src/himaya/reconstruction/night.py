"""The verb of this package: a recorded night as a complete scenario."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict, Unpack

from himaya.errors import Problem, ProblemsError
from himaya.notes import Note
from himaya.reconstruction.assumptions import NightOptions, UnknownPlace
from himaya.reconstruction.groups import GroupMaker
from himaya.reconstruction.outcome import recorded_of
from himaya.reconstruction.tonight import with_tonights_targets
from himaya.record.cells import KYIV, date_of, in_utc
from himaya.record.raid import Raid
from himaya.record.record import Record
from himaya.record.rows import Reason, Row
from himaya.record.weapons import RecordClass
from himaya.scenario import Scenario, load
from himaya.scenario.assumptions import Assumption, Gap
from himaya.scenario.catalogue import shipped_catalogue
from himaya.scenario.fit import Fit
from himaya.scenario.load import with_types
from himaya.scenario.model import Group
from himaya.scenario.places import LaunchArea

EXAMPLES = 2
"""So many of the nearest nights are named where there was no raid."""
SET_ASIDE = {
    Reason.cross_class: Note("several_classes"),
    Reason.withheld: Note("withheld"),
    Reason.no_count: Note("no_count"),
    Reason.impossible_count: Note("impossible_count"),
}
"""Reasons for which threats that did fly are in no raid."""


@dataclass(frozen=True)
class Origin:
    """What a group was made of."""

    line: int
    """Row of the record."""
    model: str
    """As the record names it."""
    weapon_class: RecordClass


@dataclass(frozen=True)
class NightScenario:
    """A recorded night as a scenario, and what it does not know."""

    night: date
    """Kyiv date on which it ended."""
    scenario: Scenario
    """Complete: it flies as it is."""
    unknown_places: tuple[UnknownPlace, ...]
    assumptions: tuple[Note, ...]
    origins: dict[str, Origin]
    """By group."""


class NightSwitches(TypedDict, total=False):
    """Switches of `NightOptions`."""

    usual_places: bool
    usual_targets: bool
    draw_targets: bool


DEFENCE = "ukraine"
"""The shipped defence that a night is flown against unless another is named."""


def reconstruct(
    record: Record,
    night: date | str,
    *,
    defence: Scenario | str = DEFENCE,
    **assumed: Unpack[NightSwitches],
) -> Scenario:
    """Make the scenario of a recorded night: its raids against a defence.

    Parameters
    ----------
    record : as from `himaya.read_record`.
    night : Kyiv date on which the raids ended, as text 2025-07-04.
    defence : a scenario or its name: all but its raid is taken as it is.
    assumed : `usual_places`, whether threats of no known launch place start where their class usually does;
        `usual_targets`, whether threats of no stated target fly where earlier raids of like size went,
        the first drones to the front line; `draw_targets`, whether each replication draws which places are
        targets tonight. All are False.

    Raises
    ------
    ProblemsError
        If that is no date, no raid ended on it, or a row tells no known launch place.

    Examples
    --------
    >>> import himaya
    >>> from pathlib import Path
    >>> from himaya.record import synthesise
    >>> _ = Path("record.csv").write_text(synthesise(nights=30, seed=1), encoding="utf-8")
    >>> record = himaya.read_record("record.csv")
    >>> night = himaya.reconstruct(record, record.raids[-1].end_local.date(), usual_places=True)
    >>> night.name, [group.id for group in night.raid]
    ('night-2025-09-30', ['strike-drones', 'decoys'])
    """
    whose = load(defence) if isinstance(defence, str) else defence
    return night_scenario(record, date_of(night), whose, NightOptions(**assumed)).scenario


def night_scenario(
    record: Record, night: date, defence: Scenario, options: NightOptions | None = None
) -> NightScenario:
    """Make the scenario of a recorded night: its raids against a defence.

    Parameters
    ----------
    record : as read.
    night : Kyiv date on which the raids ended, as `himaya record night` takes it.
    defence : whose units, areas, zones, assets, aim points and launch areas are taken as they are; launch
        places that it lacks are added from the gazetteer.
    options : what is assumed; default: means, and no launch place is made up.

    Raises
    ------
    ProblemsError
        If no raid ended on that date, or no known launch place is told of a row.
    """
    raids = _raids(record, night)
    ids = {raid.raid_id for raid in raids}
    rows = [used.row for used in record.in_raids if used.raid_id in ids and used.row.launched]
    maker = GroupMaker(record, _ordered(rows), defence, options or NightOptions())
    groups = with_tonights_targets(maker.make(), maker)
    assumptions = tuple(maker.notes.assumptions)
    unknown = tuple(maker.notes.unknown)
    stated = {
        "name": f"night-{night}",
        "title": f"Night that ended on {night.day} {night:%B %Y}, as recorded",
        "summary": _summary(groups, defence),
        "start": in_utc(maker.start).astimezone(KYIV).isoformat(),
        "end": max(raid.end for raid in raids).astimezone(KYIV).isoformat(),
        "fit": _fit_of(defence),
        "gaps": [*_gaps(raids, unknown), *gaps_of_rows(record, night)],
        "assumptions": [Assumption.of(note) for note in assumptions],
        "launch_areas": _launch_areas(defence, groups, maker.places),
        "raid": groups,
        "recorded": recorded_of(raids),
    }
    scenario = with_types(defence.model_copy(update=stated), shipped_catalogue())
    return NightScenario(night, scenario, unknown, assumptions, _origins(maker))


def _origins(maker: GroupMaker) -> dict[str, Origin]:
    return {
        name: Origin(row.line, model, row.weapon_class)
        for name, (row, model) in maker.origins.items()
        if row.weapon_class is not None
    }


def _raids(record: Record, night: date) -> list[Raid]:
    raids = [raid for raid in record.raids if raid.end_local.date() == night and raid.launched]
    if raids:
        return raids
    nights = {raid.end_local.date() for raid in record.raids if raid.launched}
    nearest = sorted(nights, key=lambda each: (abs(each - night), each))[:EXAMPLES]
    near = " or ".join(str(each) for each in sorted(nearest)) or "a record with raids"
    raise ProblemsError([Problem("no raid ended on that date", record.file, value=str(night), expected=near)])


def _ordered(rows: list[Row]) -> list[Row]:
    order = {kind: place for place, kind in enumerate(RecordClass)}
    early = datetime.min  # noqa: DTZ901 (only to sort by)
    by_time = sorted(rows, key=lambda row: (row.start or row.end or early, row.line))
    return sorted(by_time, key=lambda row: order[row.weapon_class or RecordClass.drone])


def _launch_areas(defence: Scenario, groups: list[Group], found: dict[str, LaunchArea]) -> list[LaunchArea]:
    """The defence's launch areas as they are, then those that it lacks and the night needs."""
    known = {place.id for place in defence.launch_areas}
    used = {name for group in groups for name in group.launch_areas}
    return [*defence.launch_areas, *(place for name, place in found.items() if name in used - known)]


def _summary(groups: list[Group], defence: Scenario) -> str:
    counted: dict[str, int] = {}
    for group in groups:
        counted[group.type] = counted.get(group.type, 0) + group.count
    names = {kind.id: kind.name for kind in shipped_catalogue().threat_types}
    listed = ", ".join(f"{count} {names[kind]}" for kind, count in counted.items())
    said = "Counts, launch places and hours are the record's, all else is assumed."
    return f"{listed}. {said} Defence: {defence.title}."


def _fit_of(defence: Scenario) -> Fit | None:
    """The fit of a defence, and whose it is."""
    fit = defence.fit
    return None if fit is None else fit.model_copy(update={"defence": fit.defence or defence.name})


def _gaps(raids: list[Raid], unknown: tuple[UnknownPlace, ...]) -> list[Gap]:
    """What of the night's raids is not in the scenario: unknown places first."""
    missed = [Note("unknown_place", column=each.column, name=each.name, line=each.line) for each in unknown]
    flying = [
        Note("still_in_air", count=raid.still_attacking) for raid in raids if raid.still_attacking
    ]  # fmt: skip
    told = dict.fromkeys((note, raid.weapon_class.value) for raid in raids for note in raid.notes)
    of_raids = [Gap.of(note, weapon_class=weapon_class) for note, weapon_class in told]
    return [*map(Gap.of, missed), *of_raids, *map(Gap.of, dict.fromkeys(flying))]


def gaps_of_rows(record: Record, night: date) -> list[Gap]:
    """Rows of that date that are of raid weapons, repeat nobody, and are in no raid all the same."""
    return [
        Gap.of(SET_ASIDE[verdict.reason], model=verdict.row.model, line=verdict.row.line)
        for verdict in record.verdicts
        if verdict.reason in SET_ASIDE and verdict.row.end is not None and verdict.row.end.date() == night
    ]
