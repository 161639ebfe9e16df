"""From what a supply file says to raids to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from himaya.campaign.raids.grow import ByClass, Divided, Grown, members_of
from himaya.campaign.raids.nightly import nightly, not_counted
from himaya.campaign.raids.parametric import Means, Parametric
from himaya.campaign.raids.resample import Bootstrap, Replay
from himaya.campaign.raids.section import RaidsSection
from himaya.effects.draws import I8, Draws
from himaya.errors import Problem, ProblemsError, near_matches
from himaya.record import Record
from himaya.scenario import CLASS_GROUPS, Scenario


@dataclass(frozen=True)
class Stated:
    """Raids by group, the same in every future."""

    by_night: I8
    """i8[night, group]"""

    def counts(self, night: int, futures: range) -> I8:
        """i8[future, group]"""
        return np.repeat(self.by_night[night - 1][None], len(futures), axis=0)


@dataclass(frozen=True)
class Raids:
    """Raids to come, and what a reader must know of them."""

    source: Stated | Divided
    notes: tuple[str, ...]

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
    if kind in ("stated", "scenario"):
        return Raids(Stated(_stated(section, scenario, nights)), (f"raids are {kind}",))
    draws = Draws(seed, "raids")
    by_class, notes = _by_class(kind, section, record, span, draws)
    _refuse_without_groups(scenario, by_class.launches)
    grown = Grown(by_class, section.growth, start, draws) if section.growth else by_class
    if section.growth:
        notes = (*notes, "raids grow or shrink by the stated path")
    return Raids(Divided.over(scenario, grown, draws), notes)


def _by_class(
    kind: str, section: RaidsSection, record: Record | None, span: tuple[date, int], draws: Draws
) -> tuple[ByClass, tuple[str, ...]]:
    start, nights = span
    if kind == "parametric":
        note = "raids are generated after published monthly totals of the six months before, not resampled"
        return Parametric(Means.before(start), nights, draws), (note,)
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
        note = f"raids are those recorded from {first} on, the same in every future"
        return Replay(recorded), (note, *not_counted(record, first, nights))
    first = start - timedelta(days=section.window_nights - 1)
    recorded = nightly(record, first, section.window_nights)
    least, most = section.block_nights
    note = f"raids are resampled in blocks of {least} to {most} nights from {first} to {start}"
    draw = Bootstrap(recorded, (least, most), nights, draws)
    return draw, (note, *not_counted(record, first, section.window_nights))


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


def _stated(section: RaidsSection, scenario: Scenario, nights: int) -> I8:
    """i8[night, group]"""
    if section.kind == "scenario":
        return np.repeat(np.array([[group.count for group in scenario.raid]], np.int64), nights, axis=0)
    places = {group.id: place for place, group in enumerate(scenario.raid)}
    made = np.zeros((nights, len(places)), np.int64)
    problems = []
    for night, counts in enumerate(section.nights):
        for name, count in counts.items():
            if name not in places:
                near = near_matches(name, places)
                expected = None if near else ", ".join(places)
                path = f"raids.nights[{night}]"
                problems.append(Problem("unknown group", path=path, value=name, expected=expected, near=near))
            elif night < nights:
                made[night, places[name]] = count
    if problems:
        raise ProblemsError(problems)
    return made
