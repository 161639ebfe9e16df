"""The command `himaya campaign`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from himaya.cli.options import Json, Notes, Quiet, Seed, Threads
from himaya.cli.show import print_document, print_text
from himaya.errors import Problem, ProblemsError

campaigns = typer.Typer()
Name = Annotated[
    str | None, typer.Argument(help="A shipped scenario, or a path with / or .yaml.", metavar="SCENARIO")
]
SupplyName = Annotated[
    str | None, typer.Option("--supply", help="A shipped supply, or a path. Without it nothing arrives.")
]
RecordOption = Annotated[
    Path | None,
    typer.Option(
        "--record",
        help="Draw raids from this record; default HIMAYA_RECORD. Without one, raids are generated.",
    ),
]
Attribute = Annotated[
    bool,
    typer.Option("--attribute", help="Show what each entry of the supply changes. Flies many campaigns."),
]
BreakEven = Annotated[
    str | None,
    typer.Option(help="Find the initial stock below which these rounds run out.", metavar="ROUND_TYPE"),
]
AttributeFutures = Annotated[int, typer.Option(help="How many futures for --attribute and --breakeven.")]
Resume = Annotated[Path | None, typer.Option(help="Continue an interrupted campaign.", metavar="DIR")]


@campaigns.command()
def campaign(
    scenario: Name = None,
    supply: SupplyName = None,
    nights: Annotated[int, typer.Option(help="How many nights, from the first of the supply.")] = 180,
    futures: Annotated[int, typer.Option(help="How many futures.")] = 500,
    seed: Seed = 1,
    record: RecordOption = None,
    attribute: Attribute = False,
    breakeven: BreakEven = None,
    attribute_futures: AttributeFutures = 100,
    threads: Threads = None,
    out: Annotated[Path | None, typer.Option(help="Keep the campaign in this new directory.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the campaign that --out holds.")] = False,
    resume: Resume = None,
    notes: Notes = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Fly months night by night: what runs out, and when."""
    from himaya.cli.progress import showing_progress

    if (scenario is None) == (resume is None):
        expected = "himaya campaign SCENARIO, or himaya campaign --resume DIR"
        raise ProblemsError([Problem("a scenario or a directory to resume", expected=expected)])
    named = os.environ.get("HIMAYA_RECORD", "")
    if record is None and named and resume is None:  # what is taken up knows its record
        record = Path(named)
    with showing_progress(quiet=quiet, of="nights") as progress:
        from himaya.app.campaign import CampaignOptions, take_up_or_fly

        asked = (supply, nights, futures, seed, threads, record, out, force)
        options = CampaignOptions(*asked, attribute, attribute_futures, breakeven)
        document = take_up_or_fly(resume or str(scenario), options, progress, None if quiet else _say)
    if json:
        print_document(document)
        return
    from himaya.cli.screens.campaign import campaign_screen

    print_text(campaign_screen(document, out or resume, notes=notes))


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
