"""Groups of threats from the rows of a night: types, counts, launch places, aim points, hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, cached_property
from math import asin, cos, radians, sin, sqrt

from himaya.errors import Problem, ProblemsError
from himaya.notes import Note
from himaya.reconstruction.assumptions import NightOptions, Notes
from himaya.reconstruction.decoys import decoy_share, told_decoys
from himaya.reconstruction.destinations import AimMaker, Portion, ended_on
from himaya.reconstruction.gazetteer import find_launch_places, launch_names
from himaya.reconstruction.models import DECOY, JET, counts_of, stand_in, told_jets, type_of
from himaya.record.cells import mapping_of
from himaya.record.record import Record
from himaya.record.rows import Row
from himaya.record.weapons import RecordClass
from himaya.scenario import Number, Pert, Scenario, mean
from himaya.scenario.catalogue import shipped_catalogue
from himaya.scenario.model import Group
from himaya.scenario.places import Disc, LaunchArea

UNTOLD_HOURS = timedelta(hours=12)
"""Before the end, where the record gives no start: the median of rows that have both."""
DRONE_JITTER_MIN, MISSILE_JITTER_MIN = 10.0, 5.0
"""Shift of a launch, either way (guess)."""
EARTH_KM = 6371.0
USUAL = 6
"""How many usual launch places are taken."""
EXPECTED = "a place that the gazetteer has, or --usual-places: those usual for the weapon"


@dataclass
class GroupMaker:
    """Makes groups of the rows of one night, and keeps what had to be assumed."""

    record: Record
    rows: Sequence[Row]
    defence: Scenario
    options: NightOptions
    notes: Notes = field(default_factory=Notes)
    origins: dict[str, tuple[Row, str]] = field(default_factory=dict)
    """By group: the row and the model that it was made of."""
    places: dict[str, LaunchArea] = field(default_factory=dict)
    """Launch areas used."""

    def make(self) -> list[Group]:
        """All groups.

        Raises
        ------
        ProblemsError
            With every row that has no known launch place, unless usual ones are asked for.
        """
        groups, problems = list[Group](), list[Problem]()
        for row in self.rows:
            try:
                groups += self._groups_of(row)
            except ProblemsError as error:
                problems += error.problems
        if problems:
            raise ProblemsError(problems)
        return groups

    @cached_property
    def start(self) -> datetime:
        """Minute 0: the earliest start of all rows, Kyiv time without zone."""
        return min(self.hours(row)[0] for row in self.rows)

    @cached_property
    def aims(self) -> AimMaker:
        """Where the rows' threats fly to."""
        return AimMaker(self.record, self.rows, self.defence, self.options, self.notes)

    @cached_property
    def known_decoys(self) -> Pert:
        """What is known of the share of decoys: the range that is stated, else that of the night."""
        stated = self.options.decoy_share
        if isinstance(stated, Pert):
            return stated
        return decoy_share(self.record, ended_on(self.rows))

    def hours(self, row: Row) -> tuple[datetime, datetime]:
        """Hours of a row, Kyiv time without zone; assumed where the record does not tell them."""
        assert row.end is not None  # noqa: S101 (rows without an end are in no raid)
        if row.date_only:
            self.notes.assume(Note("date_only"))
            return row.end, row.end + timedelta(hours=23, minutes=59)
        if row.start is None:
            self.notes.assume(Note("no_start", hours=UNTOLD_HOURS / timedelta(hours=1)))
            return row.end - UNTOLD_HOURS, row.end
        return row.start, row.end

    def _groups_of(self, row: Row) -> Iterator[Group]:
        counts, told = counts_of(row)
        if not told:
            self.notes.assume(Note("divided_evenly", model=row.model))
        destinations = self.aims.of(row)
        for model, count in counts.items():
            other = stand_in(model)
            if other is not None:
                self.notes.assume(Note("stand_in", model=model, type=other))
            areas = self._launch_areas(row, model)
            for portion in self._portions(row, model, count):
                for part, aims in destinations.parts(portion):
                    if part.number:
                        yield self._group(part, (row, model), areas, aims)

    def _portions(self, row: Row, model: str, count: int) -> Iterator[Portion]:
        """The kinds that a model's number is made of."""
        if row.weapon_class is not RecordClass.drone:
            yield Portion(type_of(model), type_of(model), count)
            return
        decoys = round(count * self._decoy_share(row))
        jets = min(told_jets(row) or 0, count - decoys)
        yield Portion("strike-drones", type_of(model), count - decoys - jets)
        yield Portion("jet-drones", JET, jets)
        yield Portion("decoys", DECOY, decoys)

    def _decoy_share(self, row: Row) -> float:
        """Share of decoys among a row's drones: as it tells them apart, else as is assumed."""
        decoys, launched = told_decoys(row), row.launched or 0
        if decoys is not None and launched:
            self.notes.assume(Note("decoys_told", line=row.line, launched=launched, decoys=decoys))
            return decoys / launched
        stated, known = self.options.decoy_share, self.known_decoys
        share = mean(known if stated is None else stated)
        note = Note(
            "decoys_assumed", share=round(share, 4), low=known.low, likely=known.likely, high=known.high,
            source=known.source,
        )  # fmt: skip
        self.notes.assume(note)
        return share

    def _launch_areas(self, row: Row, model: str) -> dict[str, float]:
        details = mapping_of(row.cell("launch_place_details")) or {}
        names = launch_names(str(details.get(model) or row.cell("launch_place")))
        places, unknown = find_launch_places(names)
        self.notes.miss(unknown, "launch_place", row)
        if places:
            if len(places) > 1:
                self.notes.assume(Note("equal_launch_weights"))
            self.places |= {place.id: place for place in places}
            return {place.id: 1.0 for place in places}
        if self.options.usual_places:
            return self._usual_areas(row, model)
        message = f"no known launch place of {model}"
        told = ", ".join(names) or "nothing"
        place = (self.record.file, row.line)
        raise ProblemsError([Problem(message, *place, path="launch_place", value=told, expected=EXPECTED)])

    def _usual_areas(self, row: Row, model: str) -> dict[str, float]:
        """Launch places that the record named most before, for a model, else for its class, as often."""
        night = ended_on(self.rows)
        of_model: Counter[LaunchArea] = Counter()
        of_class: Counter[LaunchArea] = Counter()
        for other in (used.row for used in self.record.in_raids):
            earlier = other.end is not None and other.end.date() < night
            if earlier and other.weapon_class is row.weapon_class:
                found, _ = find_launch_places(launch_names(other.cell("launch_place")))
                of_class.update(found)
                of_model.update(found if other.model == model else ())
        usual = (of_model or of_class).most_common(USUAL)
        if not usual:
            message = f"the record names no earlier launch place of any weapon like {model}"
            raise ProblemsError([Problem(message, self.record.file, row.line, path="launch_place")])
        self.notes.assume(Note("usual_launch_places", model=model))
        self.places |= {place.id: place for place, _ in usual}
        return {place.id: float(n) for place, n in usual}

    def _group(
        self, portion: Portion, origin: tuple[Row, str], areas: Mapping[str, float],
        aims: Mapping[str, float],
    ) -> Group:  # fmt: skip
        name, type_id, count, front_line = portion
        row = origin[0]
        jitter = DRONE_JITTER_MIN if row.weapon_class is RecordClass.drone else MISSILE_JITTER_MIN
        begun, ended = ((each - self.start).total_seconds() / 60.0 for each in self.hours(row))
        latest = ended - jitter - self._flight_min(type_id, areas, aims)
        first = begun + jitter
        last = max(latest, (begun + ended) / 2.0, first)
        group_id = self._new_id(name)
        self.origins[group_id] = origin
        return Group(
            id=group_id, type=type_id, count=count, launch_areas=dict(areas), aim_points=dict(aims),
            first_launch_min=round(first), last_launch_min=round(last), jitter_min=jitter,
            front_line=front_line,
        )  # fmt: skip

    def _new_id(self, name: str) -> str:
        n = 1 + sum(taken == name or taken.rpartition("-n")[0] == name for taken in self.origins)
        return name if n == 1 else f"{name}-n{n}"

    def _flight_min(self, type_id: str, areas: Mapping[str, float], aims: Mapping[str, float]) -> float:
        """Mean time of flight, over launch areas and aim points by their weights."""
        aim_points = {aim.id: aim for aim in self.defence.aim_points}
        known = {place.id: place for place in self.defence.launch_areas}
        pairs = [(area, name, areas[area] * aims[name]) for area in areas for name in aims]
        far = [
            _distance_km(known.get(area) or self.places[area], aim_points[name]) for area, name, _ in pairs
        ]
        total = sum(weight * each for (*_, weight), each in zip(pairs, far, strict=True))
        return 60.0 * total / sum(weight for *_, weight in pairs) / mean(_speeds()[type_id])


@cache
def _speeds() -> dict[str, Number]:
    return {kind.id: kind.speed_km_h for kind in shipped_catalogue().threat_types}


def _distance_km(one: Disc, other: Disc) -> float:
    """Great-circle distance between two centres; half a per cent is enough for hours."""
    lat_1, lat_2 = radians(one.lat), radians(other.lat)
    half = sin((lat_2 - lat_1) / 2.0) ** 2
    half += cos(lat_1) * cos(lat_2) * sin(radians(other.lon - one.lon) / 2.0) ** 2
    return 2.0 * EARTH_KM * asin(sqrt(half))
