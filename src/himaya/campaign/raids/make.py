"""From what a supply file says to raids to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from himaya.arrays import I8
from himaya.campaign.raids.grow import ByClass, Divided, Grown, class_groups, members_of
from himaya.campaign.raids.nightly import nightly, not_counted, window
from himaya.campaign.raids.parametric import Means, Parametric
from himaya.campaign.raids.resample import Bootstrap, Replay
from himaya.campaign.raids.section import RaidsSection
from himaya.campaign.sources import RaidsToCome
from himaya.chance.draws import Draws
from himaya.errors import Problem, ProblemsError, near_matches
from himaya.notes import Note
from himaya.record import Record
from himaya.scenario import CLASS_GROUPS, Scenario


@dataclass(frozen=True)
class StatedRaids:
    """Raids by group, the same in every future, and by class group, which are divided."""

    by_night: I8
    """i8[night, group]"""
    rest: Divided | None = None

    def counts(self, night: int, futures: range) -> I8:
        """i8[future, group]"""
        counts = np.repeat(self.by_night[night - 1][None], len(futures), axis=0)
        return counts if self.rest is None else counts + self.rest.counts(night, futures)


@dataclass(frozen=True)
class Raids:
    """Raids to come, and what a reader must know of them."""

    source: RaidsToCome
    notes: tuple[Note, ...]

    def counts(self, night: int, futures: range) -> I8:
        """i8[future, group]"""
        return self.source.counts(night, futures)


def raids_to_come(
    section: RaidsSection, scenario: Scenario, record: Record | None, span: tuple[date, int], seed: int
) -> Raids:
    """Make raids; span : date of the first night, number of nights.

    Raises
    ------
    ProblemsError
        If the kind needs a record that is not given or does not reach over its nights, a group is
        unknown, or the scenario has no group of a class that is launched.
    """
    start, nights = span
    kind = section.kind
    if kind == "auto":
        kind = "parametric" if record is None else "bootstrap"
    draws = Draws(seed, "raids")
    notes = (Note("raids_grow"),) if section.growth else ()
    if kind in ("stated", "scenario"):
        listed = _stated(section, scenario, nights, draws)
        ids = [group.id for group in scenario.raid]
        groups = list(zip(ids, class_groups(scenario), strict=True))
        own = Grown(listed, groups, section.growth, start, draws) if section.growth else listed
        listed_note = Note("raids_stated") if kind == "stated" else Note("raids_of_scenario")
        return Raids(own, (listed_note, *notes))
    by_class, told = _by_class(kind, section, record, span, draws)
    _refuse_without_groups(scenario, by_class.launches)
    columns = [(name, name) for name in CLASS_GROUPS]
    grown = Grown(by_class, columns, section.growth, start, draws) if section.growth else by_class
    return Raids(Divided.over(scenario, grown, draws), (*told, *notes))


def _by_class(
    kind: str, section: RaidsSection, record: Record | None, span: tuple[date, int], draws: Draws
) -> tuple[ByClass, tuple[Note, ...]]:
    start, nights = span
    if kind == "parametric":
        return Parametric(Means.before(start), nights, draws), (Note("raids_generated"),)
    if record is None:
        problem = Problem(
            f"{kind} raids need a record",
            path="raids.kind",
            value=kind,
            expected="--record FILE, or kind: parametric",
        )
        raise ProblemsError([problem])
    if kind == "replay":
        first = section.from_date or start + timedelta(days=1)  # night 1 ends on the day after
        recorded = nightly(record, first, nights)
        note = Note("raids_replayed", first=str(first))
        return Replay(recorded), (note, *not_counted(record, first, nights))
    first, found = window(record, start, section.window_nights)
    least, most = section.block_nights
    last = first + timedelta(days=found - 1)
    note = Note(
        "raids_resampled", least=least, most=most, nights=found, first=str(first), last=str(last)
    )  # fmt: skip
    draw = Bootstrap(nightly(record, first, found), (least, most), nights, draws)
    return draw, (note, *not_counted(record, first, found))


def _refuse_without_groups(scenario: Scenario, launched: list[bool]) -> None:
    missing = [
        name
        for name, places, some in zip(CLASS_GROUPS, members_of(scenario), launched, strict=True)
        if some and not places
    ]
    if missing:
        problems = [
            Problem(
                "the scenario has no group of a class that is launched",
                path="raid",
                value=name,
                expected=f"a group of {name}, if only of one threat",
            )
            for name in missing
        ]
        raise ProblemsError(problems)


def _stated(section: RaidsSection, scenario: Scenario, nights: int, draws: Draws) -> StatedRaids:
    n_groups = len(scenario.raid)
    if section.kind == "scenario":
        return StatedRaids(np.tile(np.array([group.count for group in scenario.raid], np.int64), (nights, 1)))
    places = {name: n_groups + k for k, name in enumerate(CLASS_GROUPS) if members_of(scenario)[k]}
    places |= {group.id: place for place, group in enumerate(scenario.raid)}
    listed = np.zeros((len(section.nights), n_groups + len(CLASS_GROUPS)), np.int64)
    problems = []
    for night, counts in enumerate(section.nights):
        for name, count in counts.items():
            if name in places:
                listed[night, places[name]] = count
            else:
                near = near_matches(name, places)
                expected = None if near else ", ".join(places)
                said, path = "no group or class of the scenario's raid", f"raids.nights[{night}]"
                problems.append(Problem(said, path=path, value=name, expected=expected, near=near))
    if problems:
        raise ProblemsError(problems)
    made = np.zeros((nights, listed.shape[1]), np.int64)
    for night in range(nights if section.repeat else min(nights, len(listed))):
        made[night] = listed[night % len(listed)]
    by_class = made[:, n_groups:]
    rest = Divided.over(scenario, Replay(by_class), draws) if by_class.any() else None
    return StatedRaids(made[:, :n_groups], rest)
