"""The JSON documents that a script may rely on; `himaya schema` prints their schemas.

Every document starts with `schema`; unknown is null; a test validates every command's output.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from himaya.errors import Problem

Count = Annotated[int, Field(ge=0)]


class Document(BaseModel):
    """A document or a part of one."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        json_schema_serialization_defaults_required=True,
    )


class CountStatistics(Document):
    """An integer count over replications."""

    mean: float
    """Mean."""
    sd: float
    """Standard deviation, n - 1."""
    p05: Count
    """Smallest k with F(k) >= 5 %."""
    p50: Count
    """Smallest k with F(k) >= 50 %."""
    p95: Count
    """Smallest k with F(k) >= 95 %."""


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
    unaccounted: Count | None
    """launched - destroyed - not_reach_goal: not the number of hits."""
    hit_places: Count | None
    """Places where hits were reported: beside nothing."""
    source: str


class Precision(Document):
    """How well the mean of hits is known."""

    asked: float | None
    """Relative half-width asked for."""
    reached: bool | None
    """Whether it was reached."""
    half_width: float
    """Half-width of the 95 % interval of mean hits, chance and route library together."""
    library_se: float
    """Standard error of mean hits from the finite route library."""


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
    parameters: Literal["mean"]
    """PERT numbers are held at their mean."""
    outcomes: dict[str, Outcomes]
    """By class (those that fly), `drones` and `all`."""
    rounds: dict[str, Rounds]
    """By system and round type."""
    area_defences: dict[str, AreaMeetings]
    recorded: dict[str, RecordedGroup] | None
    """By class group; null where the scenario states no record."""
    library_se: float
    """As in `precision`."""
    precision: Precision
    events: float
    """Mean number of events of a replication."""
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


CheckDocument.model_rebuild()

DOCUMENTS: dict[str, type[Document]] = {
    "run": RunDocument,
    "check": CheckDocument,
    "scenarios": ScenariosDocument,
    "error": ErrorDocument,
}
"""Document by the name that `himaya schema` takes; `scenario` is the scenario file itself."""
