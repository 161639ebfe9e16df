"""Where the threats of a night's rows fly to: named targets, the front line, what is usual, or population."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from himaya.notes import Note
from himaya.reconstruction.assumptions import MAIN_SHARE, NightOptions, Notes
from himaya.reconstruction.front import FRONT_DRONES, behind_the_front, front_aims, front_share
from himaya.reconstruction.targets import find_aims, mixed, target_names, weights_of
from himaya.record.cells import list_of
from himaya.record.record import Record
from himaya.record.rows import Row
from himaya.record.weapons import RecordClass
from himaya.scenario import Scenario

LIKE, LIKE_RAIDS = 1.5, 20
"""Raids are alike up to this factor of size; as many of them show where raids of a size fly (guesses)."""


class Portion(NamedTuple):
    """Threats of one kind in a row's number."""

    name: str
    type_id: str
    number: int
    front_line: bool = False


class Destinations(NamedTuple):
    """Where a row's threats fly to; weights of aim points in per cent."""

    aims: Mapping[str, float]
    front: Mapping[str, float] = MappingProxyType({})
    """Of those that fly to the front line."""
    front_share: float = 0.0

    def parts(self, portion: Portion) -> Iterator[tuple[Portion, Mapping[str, float]]]:
        """A kind divided over the front and what lies behind; none of it is lost."""
        n_front = round(portion.number * self.front_share)
        yield portion._replace(name=f"front-{portion.name}", number=n_front, front_line=True), self.front
        yield portion._replace(number=portion.number - n_front), self.aims


@dataclass
class AimMaker:
    """Says where rows of one night fly to, and keeps what had to be assumed."""

    record: Record
    rows: Sequence[Row]
    defence: Scenario
    options: NightOptions
    notes: Notes

    @cached_property
    def main_names(self) -> tuple[str, ...]:
        """Main targets that any row of the night names."""
        named = (name for row in self.rows for name in target_names(row.cell("target_main")))
        return tuple(dict.fromkeys(named))

    def of(self, row: Row) -> Destinations:
        """Where it flies to: what is said of where it went is not used, it is an outcome."""
        named, own = (target_names(row.cell(column)) for column in ("target", "target_main"))
        rest, unknown = find_aims(named, self.defence)
        self.notes.miss(unknown, "target", row)
        main, unknown = find_aims(own or (() if rest else self.main_names), self.defence)
        if own:
            self.notes.miss(unknown, "target_main", row)
        if not rest and (named or (own and not main)):
            self.notes.assume(Note("no_named_target", model=row.model))
        self.notes.assume(Note("by_population"))
        front = self._front_part(row) if self.options.usual_targets and not rest else None
        behind = self.defence if front is None else behind_the_front(self.defence)
        usual = self._usual_aims(row, behind) if self.options.usual_targets and not main and not rest else {}
        if main:
            low, likely, high = MAIN_SHARE.low, MAIN_SHARE.likely, MAIN_SHARE.high
            share = round(self.options.main_share, 4)
            self.notes.assume(Note("main_target_assumed", share=share, low=low, likely=likely, high=high))
        aims = usual or weights_of(main, rest, behind, self.options.main_share)
        return Destinations(aims) if front is None else Destinations(aims, *front)

    def _front_part(self, row: Row) -> tuple[Mapping[str, float], float] | None:
        """Aim points and share of the drones that fly to the front line; None where the defence has none."""
        if row.weapon_class is not RecordClass.drone or not self.front:
            return None
        launched = sum(each.launched or 0 for each in self.rows if each.weapon_class is RecordClass.drone)
        self.notes.assume(Note("front_part", most=FRONT_DRONES))
        return self.front, front_share(launched)

    @cached_property
    def front(self) -> dict[str, float]:
        """Weights of aim points at the front line."""
        return front_aims(self.record, ended_on(self.rows), self.defence)

    def _usual_aims(self, row: Row, defence: Scenario) -> dict[str, float]:
        """Weights of aim points by how often earlier rows of like size name their oblasts as affected.

        Of other raids that is no outcome of this one; where fewer than `LIKE_RAIDS` tell it: nothing.
        """
        night = ended_on(self.rows)
        named: Counter[str] = Counter()
        n = 0
        for other in (used.row for used in self.record.in_raids):
            earlier = other.end is not None and other.end.date() < night
            if earlier and other.weapon_class is row.weapon_class and _is_like(other, row):
                regions = list_of(other.cell("affected region")) or ()
                named.update(regions)
                n += bool(regions)
        aims = [(find_aims([name], defence)[0], float(k)) for name, k in named.items()]
        weights = mixed(aims, defence) if n >= LIKE_RAIDS else {}
        if weights:
            self.notes.assume(Note("usual_aims", model=row.model, raids=LIKE_RAIDS))
        return weights


def ended_on(rows: Sequence[Row]) -> date:
    """Kyiv date on which the raids of rows ended."""
    return max(each.end.date() for each in rows if each.end)


def _is_like(one: Row, other: Row) -> bool:
    """Whether as many are launched, within a factor of `LIKE`."""
    fewer, more = sorted((one.launched or 0, other.launched or 0))
    return 0 < more <= LIKE * fewer
