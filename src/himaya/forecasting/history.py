"""What forecasting asks of a raid, and which raids it learns from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol, TypeAlias
from zoneinfo import ZoneInfo

from himaya.record.neutralised import SPLIT_FROM
from himaya.record.raid import ModelCount
from himaya.record.rows import Ends

CLASSES = ("drone", "cruise_missile", "ballistic_missile", "supersonic_missile")
"""Weapon classes of the record; strike drones and decoys are one class there."""
KYIV = ZoneInfo("Europe/Kyiv")
SECONDS_PER_DAY = 86_400.0
MAX_LAUNCHED = 5_000
"""Largest raid of a class that is forecast or learnt from: six times the largest on record."""

ByModel: TypeAlias = tuple[ModelCount, ...]
"""How many of each model a raid had."""


class RecordedRaid(Protocol):
    """The attributes of a raid of one weapon class that forecasting reads.

    A raid of which only an interval is known has one more, `neutralised_ends`: the `Ends` of it. One whose
    weapons are told by model has `by_model`: how many of each.
    """

    @property
    def raid_id(self) -> str:
        """Its id."""

    @property
    def end(self) -> datetime:
        """End, UTC with zone."""

    @property
    def weapon_class(self) -> str:
        """One of `CLASSES`."""

    @property
    def launched(self) -> int | None:
        """Number launched; None if unknown."""

    @property
    def neutralised(self) -> int | None:
        """Destroyed or not reaching the goal; before 2024-09-01 kills only. None if unknown."""

    @property
    def scored(self) -> bool:
        """Whether the record's rules let it count in scores."""


class PastRaid(NamedTuple):
    """One raid as models see it."""

    raid_id: str
    weapon_class: str
    end: datetime
    """UTC with zone."""
    launched: int
    """At least 1."""
    neutralised: int
    """0 to launched; where the record tells an interval, its lower end."""
    scored: bool = True
    at_most: int | None = None
    """Upper end of the interval; None: `neutralised` is the number."""
    by_model: ByModel = ()
    """How many of each model; nothing where nobody tells."""

    @property
    def n_counts(self) -> int:
        """Counts that the interval holds: 1 where the number is known."""
        return 1 if self.at_most is None else self.at_most - self.neutralised + 1

    @property
    def neutralised_ends(self) -> Ends:
        """Least and most that can have been neutralised; equal where the number is known."""
        return Ends(self.neutralised, self.neutralised if self.at_most is None else self.at_most)

    @property
    def end_local(self) -> datetime:
        """End, naive Kyiv time."""
        return self.end.astimezone(KYIV).replace(tzinfo=None)


class RecordOfRaids(Protocol):
    """What forecasting reads of a record."""

    @property
    def file(self) -> str:
        """Where it was read."""

    @property
    def raids(self) -> Sequence[RecordedRaid]:
        """Its raids."""


Raids: TypeAlias = RecordOfRaids | Iterable[RecordedRaid]
"""A record, or raids of one."""


def raids_in(record: Raids) -> tuple[RecordedRaid, ...]:
    """The raids of a record, or those that are given."""
    return tuple(record if isinstance(record, Iterable) else record.raids)


def file_of(record: Raids) -> str | None:
    """Where a record was read; None of raids alone."""
    return None if isinstance(record, Iterable) else record.file


def history(raids: Iterable[RecordedRaid], weapon_class: str) -> list[PastRaid]:
    """Raids of one class that a model can learn from, in (end, raid_id) order.

    They are scored, of at most `MAX_LAUNCHED`, and tell something of how many were neutralised: an
    interval from none to all tells nothing. Counts of neutralised above those launched, as the record has
    on one night, are taken as all of them.

    Of raids that ended before `SPLIT_FROM` what is told is taken for all, not for the lower end of an
    interval: of nearly all that were not killed whole it would be open above, and draw the level to 1.
    """
    found = [
        _past(each, each.launched, each.neutralised)
        for each in raids
        if each.weapon_class == weapon_class
        and each.scored
        and each.launched
        and each.launched <= MAX_LAUNCHED
        and each.neutralised is not None
    ]
    telling = (raid for raid in found if raid.neutralised_ends != Ends(0, raid.launched))
    return sorted(telling, key=lambda raid: (raid.end, raid.raid_id))


def _past(raid: RecordedRaid, launched: int, neutralised: int) -> PastRaid:
    ends = getattr(raid, "neutralised_ends", Ends(neutralised, neutralised))
    low, high = min(ends.low, launched), min(ends.high, launched)
    by_model = getattr(raid, "by_model", ())
    found = PastRaid(raid.raid_id, raid.weapon_class, raid.end, launched, low, by_model=by_model)
    return found if low == high or found.end_local < SPLIT_FROM else found._replace(at_most=high)


def days(at: datetime) -> float:
    """Days since 1970, with fraction."""
    return at.timestamp() / SECONDS_PER_DAY


def month(at: datetime) -> int:
    """Number of the month in Kyiv."""
    local = at.astimezone(KYIV)
    return local.year * 12 + local.month


def week(at: datetime) -> date:
    """Monday of the week in Kyiv."""
    local = at.astimezone(KYIV).date()
    return local - timedelta(days=local.weekday())
