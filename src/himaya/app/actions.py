"""One action a verb: what the command line and, later, the web call."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

from himaya.app.run_document import run_document
from himaya.app.site import site_problems
from himaya.campaign.supply.load import SUPPLIES
from himaya.documents.check import CheckDocument, ScenariosDocument, problem_document
from himaya.documents.registry import DOCUMENTS
from himaya.documents.run import RunDocument
from himaya.effects.power.site_load import SITES
from himaya.errors import OutputError, Problem, ProblemsError, UnknownNameError
from himaya.files.problems import refuse
from himaya.inputs import check
from himaya.raid.fly import Progress
from himaya.raid.outcome import RaidOutcome
from himaya.scenario import SCENARIOS, Scenario, dump, list_scenarios, load
from himaya.store.runs import refuse_taken, store_run
from himaya.studies.simulate import simulate

FILES = ("run.json", "outcome.nc", "scenario.yaml")


@dataclass(frozen=True)
class RunOptions:
    """What `himaya run` takes beside the scenario."""

    replications: int | None = None
    """None: 10,000, or with a precision at most 1,000,000."""
    seed: int = 1
    threads: int | None = None
    out: Path | None = None
    force: bool = False
    precision: float | None = None
    """Half-width of mean hits' 95 % interval to stop at, as a share of that mean."""
    uncertain: int | None = None
    """Sets of uncertain numbers to draw."""


@dataclass(frozen=True)
class RunResult:
    """What a run gives: the document, and what it was made of."""

    document: RunDocument
    scenario: Scenario
    outcome: RaidOutcome


def run(scenario_name: str, options: RunOptions, progress: Progress | None = None) -> RunResult:
    """Load a scenario, fly it, and store the run where asked.

    Raises
    ------
    ProblemsError
        If the scenario, an option or the output directory is wrong.
    """
    started = perf_counter()
    if options.force and options.out is None:
        raise OutputError([Problem("--force replaces the run in --out", expected="--out DIR with it")])
    if options.precision is not None and options.uncertain is not None:
        raise ProblemsError(
            [Problem("--precision and --uncertain exclude each other", expected="one of them")]
        )
    if options.out is not None:
        refuse_taken(options.out, options.force)
    scenario = load(scenario_name)
    refuse(site_problems(scenario_name, scenario, options.replications))
    loaded = perf_counter() - started
    outcome = _fly(scenario, options, progress)
    elapsed = {"load": loaded, **outcome.elapsed_s, "total": perf_counter() - started}
    files = [*FILES, "manifest.json"] if options.out is not None else []
    document = run_document(scenario, outcome, elapsed, files, options.precision)
    if options.out is not None:
        text = document.model_dump_json(by_alias=True, indent=1) + "\n"
        writers: dict[str, Any] = {
            "run.json": lambda path: path.write_text(text, encoding="utf-8"),
            "outcome.nc": outcome.to_netcdf,
            "scenario.yaml": lambda path: dump(scenario, path),
        }
        store_run(options.out, writers, force=options.force)
    return RunResult(document, scenario, outcome)


def _fly(scenario: Scenario, options: RunOptions, progress: Progress | None) -> RaidOutcome:
    return simulate(
        scenario,
        replications=options.replications,
        precision=options.precision,
        uncertain=options.uncertain,
        seed=options.seed,
        threads=options.threads,
        progress=progress,
    )


def check_file(name_or_path: str) -> CheckDocument:
    """Find everything that is wrong with a scenario, a site, a fault tree or a supply."""
    problems = check(name_or_path)
    return CheckDocument(
        version=version("himaya"), valid=not problems, problems=[problem_document(each) for each in problems]
    )


def scenarios() -> ScenariosDocument:
    """The scenarios that ship with Himaya."""
    return ScenariosDocument(version=version("himaya"), scenarios=dict(list_scenarios()))


def schema(what: str) -> dict[str, Any]:
    """JSON Schema of a scenario, site or supply file or of a command's document.

    Raises
    ------
    UnknownNameError
        If there is no such document.
    """
    own = {"scenario": SCENARIOS.schema, "site_file": SITES.schema, "supply_file": SUPPLIES.schema}
    if what in own:
        return own[what]()
    if what not in DOCUMENTS:
        known = ", ".join(["scenario", *DOCUMENTS, "site_file", "supply_file"])
        raise UnknownNameError([Problem("unknown document", value=what, expected=f"one of {known}")])
    return DOCUMENTS[what].model_json_schema(by_alias=True, mode="serialization")
