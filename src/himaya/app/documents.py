"""The JSON documents that a script may rely on; `himaya schema` prints their schemas.

Every document starts with `schema`; unknown is null; a test validates every command's output.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from himaya.app.calibrate_documents import CalibrateDocument
from himaya.app.campaign_documents import CampaignDocument
from himaya.app.effects_documents import CasualtiesPart, DamagePart, DebrisPart
from himaya.app.forecast_documents import BacktestDocument, ForecastDocument
from himaya.app.parts import Count, CountStatistics, Document, TotalElapsed
from himaya.app.record_documents import (
    RecordCheckDocument,
    RecordExportDocument,
    RecordNightDocument,
    RecordScenarioDocument,
    RecordSynthesiseDocument,
)
from himaya.app.site_documents import SiteDocument, SitePart, SiteTreeDocument
from himaya.app.supply_documents import SupplyDocument
from himaya.app.warning_documents import AlertsDocument, WarningPart
from himaya.errors import Problem


class MoneyStatistics(Document):
    """An amount in US dollars over replications."""

    mean: float
    sd: float
    p05: float
    p50: float
    p95: float


class Outcomes(Document):
    """What became of a group: launched = shot_down + soft_killed + fell + hit."""

    launched: CountStatistics
    shot_down: CountStatistics
    soft_killed: CountStatistics
    fell: CountStatistics
    hit: CountStatistics
    soft_killed_or_fell: CountStatistics
    """The sum that the record's `not_reach_goal` stands beside."""


class Rounds(Document):
    """Rounds of one type."""

    name: str
    on_hand: Count
    """At the start of the night, at all units."""
    fired: CountStatistics
    cost_usd: MoneyStatistics


class AreaMeetings(Document):
    """Meetings of one area defence's teams with threats."""

    type: str
    teams: Count
    meetings: CountStatistics
    cost_usd: MoneyStatistics


class RecordedGroup(Document):
    """What the record claims of a group; unknown is null."""

    launched: Count
    destroyed: Count | None
    """Beside shot_down."""
    not_reach_goal: Count | None
    """Beside soft_killed_or_fell."""
    neutralised: Count | None
    """Both together, where the record tells only that or both; beside their simulated sum."""
    unaccounted: Count | None
    """launched - neutralised: not the number of hits."""
    hit_places: Count | None
    """Places where hits were reported: beside nothing."""
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


class Spread(Document):
    """A count over all replications of all sets, and what its spread is made of."""

    mean: float
    low: Count
    """The interval of replications, from p05 to p95."""
    high: Count
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
    """Draws of the PERT numbers."""
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
    """Whether PERT numbers are held at their mean or drawn for every set."""
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
    library_se: float
    """As in `precision`."""
    precision: Precision
    events: float
    """Mean number of events of a replication."""
    warning: WarningPart | None
    """Alerts and lead times; null where only the flight was simulated."""
    notes: list[str]
    """What a reader must know: the fit, and what scenario and model leave out."""


class CheckDocument(Document):
    """`himaya check FILE --json`."""

    schema_: Annotated[Literal["himaya.check/1"], Field(alias="schema")] = "himaya.check/1"
    version: str
    valid: bool
    problems: list[ProblemDocument]


class ProblemDocument(Document):
    """One problem of an input."""

    file: str | None
    line: int | None
    column: int | None
    path: str | None
    value: str | None
    message: str
    expected: str | None
    near: list[str]


def problem_document(problem: Problem) -> ProblemDocument:
    """A problem as plain data; what is not Unicode, as a file's name can be, is escaped."""
    given = problem.as_dict()
    texts = {
        name: text.encode("utf-8", "backslashreplace").decode()
        for name, text in given.items()
        if isinstance(text, str)
    }
    return ProblemDocument.model_validate({**given, **texts})


class ErrorDocument(Document):
    """What any command prints with `--json` when the user can mend something."""

    schema_: Annotated[Literal["himaya.error/1"], Field(alias="schema")] = "himaya.error/1"
    problems: list[ProblemDocument]


class ScenariosDocument(Document):
    """`himaya scenarios --json`."""

    schema_: Annotated[Literal["himaya.scenarios/1"], Field(alias="schema")] = "himaya.scenarios/1"
    version: str
    scenarios: dict[str, str]
    """Title by name."""


class PairedDifference(Document):
    """How a quantity of scenario b differs from that of a on the same nights."""

    a: str
    b: str
    quantity: str
    """Group and outcome, as all.hit; or fired, rounds of all types; or cost_usd, rounds and meetings.
    Of campaigns: all.leakers and each class's, value_lost, killed, cost_usd; by month, as 2025-07.leakers;
    by round type, as patriot/gem-t.runout (whether it runs out) and patriot/gem-t.fired."""
    mean_a: float
    mean_b: float
    mean: float
    """Mean of b - a."""
    low: float
    """Interval of that mean: of nights chance and route library together, of campaigns futures."""
    high: float
    n: Annotated[int, Field(ge=2)]
    """Replications, or futures."""
    variance_ratio: Annotated[float, Field(ge=0)] | None
    """var(a) + var(b) over var(b - a): so many times more replications would unpaired flights need
    against chance; null where b - a is the same in every replication."""


class CompareDocument(Document):
    """`himaya compare A B ... --json`."""

    schema_: Annotated[Literal["himaya.compare/1"], Field(alias="schema")] = "himaya.compare/1"
    version: str
    seed: Count
    elapsed_s: TotalElapsed
    files: list[str]
    """Names of the files written: none."""
    kind: Literal["night", "campaign"] = "night"
    """What is compared: scenarios flown on the same nights, or kept campaigns future by future."""
    scenarios: list[str]
    """As they were asked for; each later one is compared with the first."""
    replications: Annotated[int, Field(ge=2)]
    """Of each; of campaigns: futures."""
    parameters: Literal["mean"]
    """PERT numbers are held at their mean."""
    level: float
    """Of the intervals."""
    paired: list[PairedDifference]


CheckDocument.model_rebuild()

DOCUMENTS: dict[str, type[Document]] = {
    "run": RunDocument,
    "check": CheckDocument,
    "scenarios": ScenariosDocument,
    "error": ErrorDocument,
    "compare": CompareDocument,
    "record_check": RecordCheckDocument,
    "record_export": RecordExportDocument,
    "record_night": RecordNightDocument,
    "record_scenario": RecordScenarioDocument,
    "record_synthesise": RecordSynthesiseDocument,
    "calibrate": CalibrateDocument,
    "forecast": ForecastDocument,
    "backtest": BacktestDocument,
    "site": SiteDocument,
    "site_tree": SiteTreeDocument,
    "alerts": AlertsDocument,
    "campaign": CampaignDocument,
    "supply": SupplyDocument,
}
"""Document by the name that `himaya schema` takes; `scenario`, `site_file` and `supply_file` are files."""
