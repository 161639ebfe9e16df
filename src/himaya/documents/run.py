"""What a run says: outcomes, rounds, precision, ignorance."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from himaya.chance.statistics import Statistics
from himaya.documents.effects import CasualtiesPart, DamagePart, DebrisPart
from himaya.documents.envelope import Count, Document, NotePart
from himaya.documents.site import SitePart
from himaya.documents.warning import WarningPart
from himaya.scenario.recorded import Between


class Outcomes(Document):
    """What became of a group: launched = shot_down + soft_killed + fell + hit."""

    launched: Statistics
    shot_down: Statistics
    soft_killed: Statistics
    fell: Statistics
    hit: Statistics
    soft_killed_or_fell: Statistics
    """The sum that the record's `not_reach_goal` stands beside."""


class Rounds(Document):
    """Rounds of one type."""

    name: str
    on_hand: Count
    """At the start of the night, at all units."""
    fired: Statistics
    cost_usd: Statistics


class AreaMeetings(Document):
    """Meetings of one area defence's teams with threats."""

    type: str
    teams: Count
    meetings: Statistics
    cost_usd: Statistics


class RecordedGroup(Document):
    """What the record claims of a group; unknown is null."""

    launched: Count
    destroyed: Count | None
    """Beside shot_down."""
    not_reach_goal: Count | None
    """Beside soft_killed_or_fell."""
    neutralised: Count | None
    """Both together, where the record tells only that or both; beside their simulated sum."""
    neutralised_between: Between | None
    """Least and most of both together, where the record tells one of them of a part only."""
    unaccounted: Count | None
    """launched - neutralised: hits, and what fell unseen, left or was still flying."""
    hits: Count | None
    """Beside hit; unknown where the record speaks of none."""
    hit_places: Count | None
    """Places where hits were reported: beside nothing."""
    source: str


class TollPart(Document):
    """People hurt in the night, as they were counted on a day; beside `casualties`."""

    on: date
    """The day of the count: the first morning's toll is not the last."""
    killed: Count
    injured: Count
    source: str


class Precision(Document):
    """How well the mean of hits is known."""

    asked: float | None
    """Half-width asked for, as a share of mean hits."""
    reached: bool | None
    """Whether it was reached; null where none was asked for."""
    half_width: float
    """Half-width of the 95 % interval of mean hits: chance, route library, finite number of sets."""
    library_se: float
    """Standard error of mean hits from the finite route library."""
    reason: Literal["no_hits", "library", "replications"] | None
    """Why not reached: nothing hit; the library's error alone is above the goal; all allowed were flown."""
    hit_share_at_most: float | None
    """The most that the share of nights with a hit can be, 95 %, where nothing hit; else null."""


class Spread(Document):
    """A count over all replications of all sets, and what its spread is made of."""

    mean: float
    low: int | float
    """The interval of replications, from p05 to p95."""
    high: int | float
    level: float
    """Share of all replications that the interval is made for."""
    sd_chance: float
    """Root of the mean variance within sets."""
    sd_ignorance: float
    """Spread of the means of sets, beyond what chance explains."""
    share_ignorance: float | None
    """Share of ignorance in the sum of both variances; null where nothing varies."""
    floored: bool
    """Whether ignorance came out below 0 and is shown as 0: too little for so many replications to tell."""


class Uncertainty(Document):
    """Chance and ignorance apart."""

    sets: Annotated[int, Field(ge=10)]
    """Draws of the uncertain numbers."""
    inner: Annotated[int, Field(ge=2)]
    """Replications of each, the same luck in all."""
    outcomes: dict[str, dict[str, Spread]]
    """By group and quantity."""


class Elapsed(Document):
    """Seconds by phase; compile is 0 where the engine was there already."""

    load: float
    geometry: float
    compile: float
    simulate: float
    summarise: float
    total: float


class RunDocument(Document):
    """`himaya run SCENARIO --json`."""

    schema_: Annotated[Literal["himaya.run/1"], Field(alias="schema")] = "himaya.run/1"
    version: str
    seed: Count
    elapsed_s: Elapsed
    files: list[str]
    """Names of the files written, in the directory of `--out`."""
    scenario: str
    replications: Annotated[int, Field(ge=1)]
    """Flown, of all sets together."""
    parameters: Literal["mean", "uncertain"]
    """Whether uncertain numbers are held at their mean or drawn for every set."""
    uncertainty: Uncertainty | None
    """Null where parameters are at their mean."""
    outcomes: dict[str, Outcomes]
    """By class (those that fly), `drones` and `all`."""
    rounds: dict[str, Rounds]
    """By system and round type."""
    area_defences: dict[str, AreaMeetings]
    damage: DamagePart | None
    """Null where only the flight was simulated; likewise the next two."""
    casualties: CasualtiesPart | None
    debris: DebrisPart | None
    sites: dict[str, SitePart] | None
    """By the site's name; null where the scenario states none."""
    recorded: dict[str, RecordedGroup] | None
    """By class group; null where the scenario states no record."""
    tolls: list[TollPart]
    """Oldest first; empty where the scenario states none."""
    library_se: float
    """As in `precision`."""
    precision: Precision
    events: float
    """Mean number of events of a replication."""
    warning: WarningPart | None
    """Alerts and lead times; null where only the flight was simulated."""
    notes: list[NotePart]
    """What a reader must know: the fit, and what scenario and model leave out."""
