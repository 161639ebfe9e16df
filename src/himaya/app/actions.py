"""One action a verb: what the command line and, later, the web call."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

from himaya.app.documents import DOCUMENTS, CheckDocument, RunDocument, ScenariosDocument, problem_document
from himaya.app.run_document import run_document
from himaya.app.store import refuse_taken, store_run
from himaya.errors import OutputError, Problem, UnknownNameError
from himaya.raid.fly import Progress
from himaya.raid.outcome import RaidOutcome
from himaya.raid.simulate import simulate
from himaya.scenario import Scenario, check, dump, list_scenarios, load, scenario_schema

FILES = ("run.json", "outcome.nc", "scenario.yaml")


@dataclass(frozen=True)
class RunOptions:
    """What `himaya run` takes beside the scenario."""

    replications: int = 10_000
    seed: int = 1
    threads: int | None = None
    out: Path | None = None
    force: bool = False


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
    if options.out is not None:
        refuse_taken(options.out, options.force)
    scenario = load(scenario_name)
    loaded = perf_counter() - started
    outcome = simulate(
        scenario,
        replications=options.replications,
        seed=options.seed,
        threads=options.threads,
        progress=progress,
    )
    elapsed = {"load": loaded, **outcome.elapsed_s, "total": perf_counter() - started}
    files = [*FILES, "manifest.json"] if options.out is not None else []
    document = run_document(scenario, outcome, elapsed, files)
    if options.out is not None:
        text = document.model_dump_json(by_alias=True, indent=1) + "\n"
        writers: dict[str, Any] = {
            "run.json": lambda path: path.write_text(text, encoding="utf-8"),
            "outcome.nc": outcome.to_netcdf,
            "scenario.yaml": lambda path: dump(scenario, path),
        }
        store_run(options.out, writers, force=options.force)
    return RunResult(document, scenario, outcome)


def check_file(name_or_path: str) -> CheckDocument:
    """Find everything that is wrong with a scenario file."""
    problems = check(name_or_path)
    return CheckDocument(
        version=version("himaya"), valid=not problems, problems=[problem_document(each) for each in problems]
    )


def scenarios() -> ScenariosDocument:
    """The scenarios that ship with Himaya."""
    return ScenariosDocument(version=version("himaya"), scenarios=dict(list_scenarios()))


def schema(what: str) -> dict[str, Any]:
    """JSON Schema of a scenario file or of a command's document.

    Raises
    ------
    UnknownNameError
        If there is no such document.
    """
    if what == "scenario":
        return scenario_schema()
    if what not in DOCUMENTS:
        known = ", ".join(["scenario", *DOCUMENTS])
        raise UnknownNameError([Problem("unknown document", value=what, expected=f"one of {known}")])
    return DOCUMENTS[what].model_json_schema(by_alias=True, mode="serialization")
