"""The command `himaya calibrate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from himaya.cli.options import Json, Quiet, RecordFile, Seed, Threads, UsualPlaces, UsualTargets
from himaya.cli.show import print_document, print_text

calibration = typer.Typer()


Names = Annotated[
    list[str],
    typer.Argument(
        help="Scenarios of recorded nights, or one scenario whose defence meets the nights of the record.",
        metavar="SCENARIO ...",
    ),
]
Before = Annotated[
    str | None,
    typer.Option(help="Fit to nights before this date, check on the nights after it.", metavar="DATE"),
]
Out = Annotated[Path | None, typer.Option(help="Write the fitted scenario to this new file.", metavar="F")]


@calibration.command()
def calibrate(
    names: Names,
    record: RecordFile = None,
    before: Before = None,
    nights: Annotated[int, typer.Option(help="How many nights of the record to fit to.")] = 60,
    check_nights: Annotated[int, typer.Option(help="How many nights of the record to check on.")] = 45,
    usual_places: UsualPlaces = False,
    usual_targets: UsualTargets = False,
    replications: Annotated[
        int, typer.Option(help="How many replications of each night at each of 32 points.")
    ] = 200,
    seed: Seed = 1,
    threads: Threads = None,
    out: Out = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Fit the simulator to recorded nights and check it."""
    from himaya.cli.progress import showing_progress

    with showing_progress(quiet=quiet, of="flights") as progress:
        from himaya.app.calibrate import CalibrateOptions, calibrate_scenarios
        from himaya.app.record_file import find_record

        asked = (before, nights, check_nights, usual_places, usual_targets)
        options = CalibrateOptions(*asked, replications, seed, threads, out)
        document = calibrate_scenarios(names, find_record(record), options, progress)
    if json:
        print_document(document)
        return
    from himaya.cli.screens.calibrate import calibrate_screen

    print_text(calibrate_screen(document))
