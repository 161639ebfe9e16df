"""The action of `himaya compare`: what is compared, on which nights, and the document of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Literal, TypeVar

from pydantic import BaseModel, Field

from himaya.app.compare_kept import compare_kept, is_campaign
from himaya.documents.compare import CompareDocument, PairedDifference
from himaya.documents.envelope import TotalElapsed
from himaya.errors import Problem, ProblemsError
from himaya.files.json_object import read_json_object
from himaya.raid.fly import Progress
from himaya.scenario import Scenario, list_scenarios, load
from himaya.studies.compare import compare

Read = TypeVar("Read")


@dataclass(frozen=True)
class CompareOptions:
    """What `himaya compare` takes beside the scenarios; None: as the first run, or the default."""

    replications: int | None = None
    seed: int | None = None
    threads: int | None = None


class _Flown(BaseModel):
    """What a kept run tells of how it was flown."""

    schema_: Literal["himaya.run/1"] = Field(alias="schema")
    replications: int = Field(strict=True)
    seed: int = Field(strict=True)


def compare_runs(
    names: Sequence[str], options: CompareOptions, progress: Progress | None = None
) -> CompareDocument:
    """Fly scenarios, or those of kept runs again, on the same nights and compare each with the first.

    Parameters
    ----------
    names : two or more shipped names or paths of scenarios, or else directories of runs; runs are
        flown with the seed and the replications of the first.

    Raises
    ------
    ProblemsError
        If one of them cannot be read, they are not of one kind, or an option is out of range.
    """
    kept = [name for name in names if is_campaign(name)]
    if len(kept) == len(names):
        return compare_kept(names)
    if kept:
        other = next(name for name in names if name not in kept)
        message = f"{kept[0]} is a campaign, {other} is none"
        raise ProblemsError([Problem(message, expected="all of one kind: scenarios, runs, or campaigns")])
    started = perf_counter()
    replications, seed = _nights(names, options)
    scenarios = _read_all(names, _scenario)
    labels = [name.encode("utf-8", "backslashreplace").decode() for name in names]
    named = [each.model_copy(update={"name": label}) for each, label in zip(scenarios, labels, strict=True)]
    rows = compare(named, replications=replications, seed=seed, threads=options.threads, progress=progress)
    return CompareDocument(
        version=version("himaya"),
        seed=seed,
        elapsed_s=TotalElapsed(total=perf_counter() - started),
        files=[],
        scenarios=labels,
        replications=replications,
        parameters="mean",
        level=0.95,
        paired=[PairedDifference(**asdict(row)) for row in rows],
    )


def _nights(names: Sequence[str], options: CompareOptions) -> tuple[int, int]:
    """Replications and seed."""
    replications, seed = 10_000, 1
    kept = [name for name in names if _is_directory(name)]
    if kept:
        first, *_ = _read_all(kept, _flown)
        replications, seed = first.replications, first.seed
    if 0 < len(kept) < len(names):
        other = next(name for name in names if name not in kept)
        expected = "all of one kind: scenarios, or directories of runs"
        raise ProblemsError([Problem(f"{kept[0]} is a run, {other} is a scenario", expected=expected)])
    return (
        replications if options.replications is None else options.replications,
        seed if options.seed is None else options.seed,
    )


def _is_directory(name: str) -> bool:
    """Whether a name means a kept run; a shipped name never does."""
    return name not in dict(list_scenarios()) and os.path.isdir(name)  # noqa: PTH112 (never raises)


def _scenario(name: str) -> Scenario:
    return load(Path(name, "scenario.yaml") if _is_directory(name) else name)


def _flown(directory: str) -> _Flown:
    try:
        return _Flown.model_validate(read_json_object(Path(directory, "run.json")))
    except (OSError, ValueError) as error:
        expected = "a directory that `himaya run --out` wrote"
        raise ProblemsError([Problem("not a run of Himaya", directory, expected=expected)]) from error


def _read_all(names: Sequence[str], read: Callable[[str], Read]) -> list[Read]:
    """Read all of them, or tell everything that is wrong with any."""
    found: list[Read] = []
    problems: list[Problem] = []
    for name in names:
        try:
            found.append(read(name))
        except ProblemsError as error:
            problems += error.problems
    if problems:
        raise ProblemsError(problems)
    return found
