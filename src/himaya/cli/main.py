"""The command line: its commands, and the one place where errors become exit codes.

Exit 2: the user can mend it; 1: a bug; 130: Ctrl-C; a closed pipe is silent.
"""

from __future__ import annotations

import errno
import logging
import os
import sys
import traceback
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from himaya.cli.alerts_commands import alerts
from himaya.cli.calibrate_command import calibration
from himaya.cli.campaign_command import campaigns
from himaya.cli.forecast_commands import forecasts
from himaya.cli.options import Json, Notes, Quiet, Seed, Threads
from himaya.cli.record_commands import record
from himaya.cli.show import print_document, print_problems, print_text
from himaya.cli.site_commands import sites
from himaya.cli.supply_command import supplies
from himaya.errors import Problem, ProblemsError

HELP = """Work out how to protect a country from mass drone and missile raids.

Planning and analysis on recorded or stated raids: no live control, no targeting. Try first:

  himaya scenarios                 what ships with Himaya

  himaya run city                  a town, twenty threats: a second

  himaya run kyiv-2025-07-04       a recorded night, shot by shot
"""

MAIN_PATH = (
    *("run", "compare", "campaign", "supply", "forecast", "backtest", "calibrate", "alerts", "site"),
    *("record", "scenarios", "check", "schema"),
)
"""Commands in the order of their use: nights, months, forecasts, then files."""


class _MainPath(TyperGroup):
    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]  # noqa: ARG002
        """Name the commands in the order of their use."""
        return list(MAIN_PATH)


app = typer.Typer(
    cls=_MainPath, add_completion=False, pretty_exceptions_enable=False, help=HELP, rich_markup_mode=None
)
app.add_typer(record, name="record")
app.add_typer(forecasts)
app.add_typer(sites)
app.add_typer(calibration)
app.add_typer(campaigns)
app.add_typer(supplies)
app.command()(alerts)

ScenarioName = Annotated[
    str, typer.Argument(help="A shipped scenario, or a path with / or .yaml.", metavar="SCENARIO")
]


@app.command()
def run(
    scenario: ScenarioName,
    replications: Annotated[
        int | None,
        typer.Option(
            help="How many; default 10,000. With --precision the most that may be flown; default 1,000,000."
        ),
    ] = None,
    precision: Annotated[
        float | None,
        typer.Option(help="Fly until the mean number of hits is known to +/- this share.", metavar="P"),
    ] = None,
    uncertain: Annotated[
        int | None, typer.Option(help="Draw the uncertain numbers this many times.", metavar="N")
    ] = None,
    seed: Seed = 1,
    threads: Threads = None,
    out: Annotated[Path | None, typer.Option(help="Keep the run in this new or empty directory.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the run that --out holds.")] = False,
    notes: Notes = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Fly one night many times and show what gets through."""
    from himaya.cli.progress import showing_progress

    with showing_progress(quiet=quiet) as progress:
        from himaya.app.actions import RunOptions
        from himaya.app.actions import run as run_action

        options = RunOptions(replications, seed, threads, out, force, precision, uncertain)
        result = run_action(scenario, options, progress)
    if json:
        print_document(result.document)
        return
    from himaya.cli.screens.run import run_screen

    print_text(run_screen(result, out, notes=notes))


@app.command()
def check(
    file: Annotated[
        str,
        typer.Argument(
            help="A scenario, site, fault tree or supply: a path or a shipped name.", metavar="FILE"
        ),
    ],
    json: Json = False,
) -> None:
    """Check a file and list every mistake in it."""
    from himaya.app.actions import check_file
    from himaya.errors import Problem as Mistake

    document = check_file(file)
    if json:
        print_document(document)
    elif document.valid:
        print_text(f"{file}: valid")
    else:
        found = (problem.model_dump() for problem in document.problems)
        print_problems([Mistake(**{**each, "near": tuple(each["near"])}) for each in found])
    if not document.valid:
        raise typer.Exit(2)


@app.command()
def scenarios(json: Json = False) -> None:
    """List the scenarios that ship with Himaya."""
    from himaya.app.actions import scenarios as list_all

    document = list_all()
    if json:
        print_document(document)
        return
    width = max(len(name) for name in document.scenarios)
    print_text("\n".join(f"{name:<{width}}  {title}" for name, title in document.scenarios.items()))


@app.command()
def schema(
    what: Annotated[
        str, typer.Argument(help="scenario, site_file, supply_file, run, check, ...", metavar="WHAT")
    ],
) -> None:
    """Print the JSON Schema of a file or of a document."""
    from json import dumps

    from himaya.app.actions import schema as schema_of

    print_text(dumps(schema_of(what), indent=1))


@app.command()
def compare(
    names: Annotated[
        list[str],
        typer.Argument(
            help="Scenarios by name or path, or runs kept with --out. Each is compared with the first.",
            metavar="A B ...",
        ),
    ],
    replications: Annotated[
        int | None, typer.Option(help="How many of each; default 10,000, or as many as the first run has.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed; default 1, or the seed of the first run.")] = None,
    threads: Threads = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Fly scenarios on the same nights and compare them."""
    from himaya.cli.progress import showing_progress

    with showing_progress(quiet=quiet) as progress:
        from himaya.app.compare_runs import CompareOptions, compare_runs

        document = compare_runs(names, CompareOptions(replications, seed, threads), progress)
    if json:
        print_document(document)
        return
    from himaya.cli.screens.compare import compare_screen
    from himaya.cli.screens.compare_campaigns import compare_campaigns_screen

    show = compare_screen if document.kind == "night" else compare_campaigns_screen
    print_text(show(document))


@app.callback(invoke_without_command=True)
def options(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where a bug happened.")] = False,
) -> None:
    """Options that stand before the command."""
    del debug  # `main` looks for it, so that it works for errors before parsing, too
    if version:
        from importlib.metadata import version as version_of

        print_text(f"himaya {version_of('himaya')}")
    elif context.invoked_subcommand is None:
        print_text(context.get_help())


options.__doc__ = HELP


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    log = logging.getLogger("himaya")
    if not log.handlers:  # what the library warns of, as a cache that cannot be written
        log.addHandler(logging.StreamHandler())
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # what is shown is UTF-8 whatever the locale
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(_guarded(given))


def _guarded(given: list[str]) -> int:
    try:
        code = _attempt(given)
        sys.stdout.flush()
        return code
    except (typer.Abort, KeyboardInterrupt):
        return 130
    except SystemExit:  # Typer's way out where the pipe was closed while it was written to
        return 0
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if not _is_full(error):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print_problems([Problem(f"cannot be written: {error.strerror}", "standard output")])
        return 2


def _is_full(error: Exception) -> bool:
    return isinstance(error, OSError) and error.errno == errno.ENOSPC


def _attempt(given: list[str]) -> int:
    as_json = "--json" in given
    try:
        code = app(given, standalone_mode=False, prog_name="himaya")
        return code if isinstance(code, int) else 0
    except ProblemsError as error:
        print_problems(error.problems, as_json=as_json)
        return 2
    except TyperException as error:
        context = getattr(error, "ctx", None)
        see = f"; see `{context.command_path} --help`" if context else ""
        print_problems([Problem(error.format_message().rstrip(".") + see)], as_json=as_json)
        return 2
    except typer.Abort:
        raise
    except Exception as error:
        if _is_full(error):
            raise
        return _report_bug(error, show="--debug" in given)


def _report_bug(error: Exception, *, show: bool) -> int:
    if show:
        traceback.print_exception(error)
    hint = "" if show else " (`himaya --debug ...` shows where)"
    sys.stderr.write(f"bug in Himaya, please report it: {type(error).__name__}: {error}{hint}\n")
    return 1
