"""A recorded night as calibration reads it: what of its counts can be used, and what cannot, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from himaya.errors import Problem, ProblemsError
from himaya.notes import Note
from himaya.record.neutralised import LAST_SPLIT, SPLIT_FROM
from himaya.scenario import DRONES, Scenario, class_group
from himaya.scenario.notes import assumption_note
from himaya.scenario.recorded import Recorded

AS_STATED = Note("as_stated")
"""What is assumed of a night whose scenario says nothing of it."""
KYIV = ZoneInfo("Europe/Kyiv")


class Told(NamedTuple):
    """Usable counts of one class group."""

    launched: int
    neutralised: int | None
    """Destroyed and lost together; None where the lost are unknown, so that kills alone are told."""
    shot_down: int | None
    """None where the two are one number."""
    at_most: int | None = None
    """Upper end where `neutralised` is the lower end of an interval; None: it is the number."""

    @property
    def recorded(self) -> int:
        """What is compared: neutralised, or shot down where that alone is told."""
        return (self.shot_down or 0) if self.neutralised is None else self.neutralised

    @property
    def most(self) -> int:
        """The most that can be what is compared: the record may leave an interval."""
        return self.recorded if self.at_most is None else self.at_most


@dataclass(frozen=True)
class RecordedNight:
    """One night: its scenario, when it ended, what is told of it."""

    scenario: Scenario
    ended: date
    """Kyiv date of the recorded raids' end; of the last launch where the scenario states no end."""
    merged: bool
    """Whether drones shot down and lost are one number."""
    told: dict[str, Told]
    """By class group; groups of which nothing was launched are not in it."""
    left_out: dict[str, Note]
    """By class group, why what is told cannot be used."""


def night_of(scenario: Scenario) -> RecordedNight:
    """Read a night from a scenario that states what was recorded of it.

    Raises
    ------
    ProblemsError
        If it does not say when it was.
    """
    if scenario.start is None:
        problem = Problem(
            "the night has no date",
            path=f"{scenario.name}: start",
            expected="start, as 2025-07-03T18:00:00+03:00",
        )
        raise ProblemsError([problem])
    last_launch = timedelta(minutes=max((group.last_launch_min for group in scenario.raid), default=0.0))
    ended = _kyiv(scenario.end) if scenario.end else _kyiv(scenario.start) + last_launch
    told: dict[str, Told] = {}
    left_out: dict[str, Note] = {}
    for group, recorded in scenario.recorded.items():
        read = _told(recorded, group, ended)
        flown = _launched(scenario, group)
        if flown != recorded.launched:
            left_out[group] = Note("others_fly", recorded=recorded.launched, flown=flown)
        elif isinstance(read, Note):
            left_out[group] = read
        elif read.launched:
            told[group] = read
    one_number = DRONES in told and told[DRONES].shot_down is None
    return RecordedNight(scenario, ended.date(), one_number or ended > LAST_SPLIT, told, left_out)


def assumptions_of(nights: Iterable[RecordedNight]) -> dict[Note, int]:
    """What the nights' scenarios assume, and how many nights do, most first."""
    found: Counter[Note] = Counter()
    for night in nights:
        found.update({assumption_note(each) for each in night.scenario.assumptions} or {AS_STATED})
    return dict(sorted(found.items(), key=lambda each: (-each[1], str(each[0].plain()))))


def refuse_repeated(nights: Iterable[RecordedNight]) -> None:
    """Refuse to count a night twice: each class group of a date is told by one scenario.

    Raises
    ------
    ProblemsError
        With every night that comes again.
    """
    counted = Counter((night.ended, group) for night in nights for group in night.told)
    problems = [
        Problem(
            f"{n} scenarios state this night's {group.replace('_', ' ')}",
            path="scenarios",
            value=str(ended),
            expected="each night once",
        )
        for (ended, group), n in sorted(counted.items())
        if n > 1
    ]
    if problems:
        raise ProblemsError(problems)


def _kyiv(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(KYIV).replace(tzinfo=None)


def _told(recorded: Recorded, group: str, ended: datetime) -> Told | Note:
    """The counts, or why they cannot be used."""
    launched, destroyed, lost = recorded.launched, recorded.destroyed, recorded.not_reach_goal
    if recorded.neutralised is not None:
        return Told(launched, recorded.neutralised, None)
    ends = recorded.neutralised_between
    tells = ends is not None and (ends.low, ends.high) != (0, launched)
    if ends is not None and tells and not (group == DRONES and ended < SPLIT_FROM):
        return Told(launched, ends.low, destroyed, ends.high)
    if destroyed is None:
        return Note("destroyed_unknown")
    if group != DRONES:
        return Told(launched, None if lost is None else destroyed + lost, destroyed)
    if ended > LAST_SPLIT and not lost:
        return Told(launched, destroyed, None)
    if lost is None:
        return Note("kills_bound") if ended < SPLIT_FROM else Note("lost_bound")
    return Told(launched, destroyed + lost, destroyed)


def _launched(scenario: Scenario, group: str) -> int:
    """Threats of a class group that the scenario flies."""
    classes = {each.id: each.weapon_class.value for each in scenario.threat_types}
    return sum(each.count for each in scenario.raid if class_group(classes[each.type]) == group)
