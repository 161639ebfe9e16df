"""One line of the record, as stated and as read, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from himaya.record.cells import count_of, is_empty, mapping_of, time_of
from himaya.record.weapons import (
    RecordClass,
    Tier,
    are_known,
    class_of_model,
    classes_of,
    models_of,
    tier_of,
)


class Reason(StrEnum):
    """Why a row is set aside; a row has one at most: the first of these that holds."""

    broken_row = "broken_row"
    """More or fewer cells than the header has."""
    duplicate = "duplicate"
    """The same cells as a row before it."""
    kill_list = "kill_list"
    """A notice of what was shot down: destroyed equals launched, of no raid weapon or from a lower tier."""
    not_a_raid_row = "not_a_raid_row"
    """Scouts, bombs, missiles at ships or radars: no raid weapon."""
    unknown_model = "unknown_model"
    """A model that no table here names: it may be a raid weapon."""
    cross_class = "cross_class"
    """One number for weapons of several classes that ``launched_details`` does not split."""
    no_time = "no_time"
    """No end that can be read, or one before the start or more than three days after it."""
    withheld = "withheld"
    """Its numbers are withheld (``status_data`` is ``hidden``): unknown, never 0."""
    no_count = "no_count"
    """No number launched that can be read."""
    impossible_count = "impossible_count"
    """More destroyed than launched, or more than 5,000 launched."""
    regional_duplicate = "regional_duplicate"
    """A regional command on what a better source has told of that raid."""
    lower_tier = "lower_tier"
    """Another lower tier on what a better source has told of that raid."""
    unscored_date_only = "unscored_date_only"
    """A date without a time, and fewer than 10 launched that day."""


LONGEST = timedelta(days=3)
"""From start to end; the longest on record is 25 hours. A wrong year would join the raids of years."""
HIDDEN = "hidden"
"""In ``status_data``: the 0 in the row's counts only holds their place."""
MOST_LAUNCHED = 5_000
"""Six times the most on record."""


@dataclass(frozen=True)
class Ends:
    """Least and most that a number can be."""

    low: int
    high: int

    def among(self, part: Ends, whole: int) -> Ends:
        """How many of this number can be of a part of the whole: what the rest cannot hold, to all of it."""
        return Ends(max(0, self.low - (whole - part.low)), min(part.high, self.high))


@dataclass(frozen=True)
class Row:
    """One line of the record, or what it says of one class.

    Times are Kyiv local without zone; a count that is not known is None.
    """

    line: int
    """Line in a CSV file, row number in a Parquet file; from 1."""
    raw: Mapping[str, str]
    """The cells as stated, by column; `BEYOND` holds what the header has no column for."""
    broken: bool
    model: str
    classes: frozenset[RecordClass | None]
    start: datetime | None
    """None where only a date or nothing is known."""
    end: datetime | None
    """Midnight, with `date_only`, where only the date is known."""
    date_only: bool
    launched: int | None
    destroyed: int | None
    not_reach_goal: int | None
    still_attacking: int | None
    hit_places: int | None
    fragment_places: int | None
    source: str
    tier: Tier
    whole: Row | None = None
    """The line itself, where this is its part of one class: what it does not split is unknown."""

    @property
    def weapon_class(self) -> RecordClass | None:
        """The one class of its models; None where there are several or none."""
        return next(iter(self.classes)) if len(self.classes) == 1 else None

    def cell(self, column: str) -> str:
        """Text of a cell, without the blanks around it; nothing where the file has no such column."""
        return self.raw.get(column, "").strip()


def row_of(line: int, raw: Mapping[str, str], *, broken: bool = False) -> Row:
    """Read one line; nothing that stands in it is an error."""

    def text(column: str) -> str:
        return raw.get(column, "").strip()

    def count(column: str) -> int | None:
        return None if hidden else count_of(text(column))

    hidden = text("status_data").casefold() == HIDDEN
    begun, ended = time_of(text("time_start")), time_of(text("time_end"))
    model = "" if is_empty(text("model")) else text("model")
    return Row(
        line=line,
        raw=raw,
        broken=broken,
        model=model,
        classes=classes_of(model) or frozenset({None}),
        start=begun[0] if begun is not None and not begun[1] else None,
        end=ended[0] if ended is not None else None,
        date_only=ended is not None and ended[1],
        launched=count("launched"),
        destroyed=count("destroyed"),
        not_reach_goal=count("not_reach_goal"),
        still_attacking=count("still_attacking"),
        hit_places=count("num_hit_location"),
        fragment_places=count("num_fall_fragment_location"),
        source=text("source"),
        tier=tier_of(text("source")),
    )


def told_split(row: Row) -> dict[str, int] | None:
    """How many of each of a row's models, where ``launched_details`` tells all and adds up; else None."""
    details = mapping_of(row.cell("launched_details")) or {}
    counts = {model: count_of(str(details.get(model, ""))) for model in models_of(row.model)}
    known = {model: count for model, count in counts.items() if count is not None}
    return known if len(known) == len(counts) and sum(known.values()) == row.launched else None


def parts_of(row: Row) -> tuple[Row, ...]:
    """A row by class: itself where it is of one, a part for each of several if their split is told."""
    if len(row.classes) == 1:
        return (row,)
    split = told_split(row)
    if split is None:
        return ()
    by_class: dict[RecordClass, dict[str, int]] = {}
    for model, count in split.items():
        weapon_class = class_of_model(model)
        if weapon_class is not None:
            by_class.setdefault(weapon_class, {})[model] = count
    return tuple(_part(row, weapon_class, models) for weapon_class, models in by_class.items())


def _part(row: Row, weapon_class: RecordClass, models: Mapping[str, int]) -> Row:
    launched = sum(models.values())

    def own(count: int | None) -> int | None:
        """The part's own number: known where none, or every one, of the whole is in it."""
        if count is None or row.launched is None:
            return None
        ends = Ends(count, count).among(Ends(launched, launched), row.launched)
        return ends.low if ends.low == ends.high else None

    return replace(
        row, model=" and ".join(models), classes=frozenset({weapon_class}), launched=launched,
        destroyed=own(row.destroyed), not_reach_goal=own(row.not_reach_goal),
        still_attacking=own(row.still_attacking), hit_places=None, fragment_places=None, whole=row,
    )  # fmt: skip


def own_reason(row: Row) -> Reason | None:
    """Why a row is set aside whatever the others say; None if they decide."""
    shot_all = row.launched is not None and row.launched == row.destroyed
    if row.broken:
        return Reason.broken_row
    if row.classes == {None}:
        listed = Reason.kill_list if shot_all else Reason.not_a_raid_row
        return listed if are_known(row.model) else Reason.unknown_model
    if not parts_of(row):
        return Reason.cross_class
    if row.end is None or not _is_possible(row.start, row.end + row.date_only * timedelta(days=1)):
        return Reason.no_time
    if row.launched is None:
        return Reason.withheld if row.cell("status_data").casefold() == HIDDEN else Reason.no_count
    if row.launched > MOST_LAUNCHED or (row.destroyed is not None and row.destroyed > row.launched):
        return Reason.impossible_count
    if shot_all and row.launched and row.tier is not Tier.air_force:
        return Reason.kill_list
    return None


def _is_possible(start: datetime | None, end: datetime) -> bool:
    """Whether a raid can have lasted from start to end."""
    return start is None or timedelta(0) <= end - start <= LONGEST
