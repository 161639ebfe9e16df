"""The command `himaya calibrate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from himaya.cli.forecast_commands import Json, Quiet, RecordFile
from himaya.cli.show import print_document, print_text

calibration = typer.Typer()


Names = Annotated[
    list[str],
    typer.Argument(
        help="Scenarios that each state a recorded night; or one defence for the record's nights.",
        metavar="SCENARIO ...",
    ),
]
Before = Annotated[
    str | None, typer.Option(help="Fit to nights before it, check on those after.", metavar="DATE")
]
UsualPlaces = Annotated[
    bool, typer.Option("--usual-places", help="No known launch place told: those usual for the weapon.")
]
UsualTargets = Annotated[
    bool, typer.Option("--usual-targets", help="No target told: where earlier raids of like size were.")
]
Out = Annotated[Path | None, typer.Option(help="Write the fitted scenario to this new file.", metavar="F")]


@calibration.command()
def calibrate(
    names: Names,
    record: RecordFile = None,
    before: Before = None,
    nights: Annotated[int, typer.Option(help="Of the record, to fit to.")] = 60,
    check_nights: Annotated[int, typer.Option(help="Of the record, to check on.")] = 45,
    usual_places: UsualPlaces = False,
    usual_targets: UsualTargets = False,
    replications: Annotated[int, typer.Option(help="Of a night at each of 32 points.")] = 200,
    seed: Annotated[int, typer.Option(help="Same seed, same bits.")] = 1,
    threads: Annotated[int | None, typer.Option(help="Default: one for each core.")] = None,
    out: Out = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Fit what the record can tell of the simulator to recorded nights, and check it on later ones."""
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
