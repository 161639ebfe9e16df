"""The commands `himaya forecast` and `himaya backtest`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from himaya.cli.options import Json, Quiet, RecordFile
from himaya.cli.show import print_document, print_text

forecasts = typer.Typer()


@forecasts.command()
def forecast(
    stated: Annotated[
        list[str],
        typer.Argument(
            help="How many of each class, or of each model, are launched, as drone=539 Kalibr=4.",
            metavar="CLASS=N ...",
        ),
    ],
    record: RecordFile = None,
    at: Annotated[
        str | None,
        typer.Option(
            help="When the raid ends, in Kyiv time; default one day after the last raid.", metavar="TIME"
        ),
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Forecast how much of a raid is neutralised.

    Only raids of the record that ended before it are used.
    """
    from himaya.cli.progress import showing_progress

    with showing_progress(quiet=quiet, of="raids") as progress:
        from himaya.app.forecast import forecast_raid
        from himaya.app.record_file import find_record

        document = forecast_raid(stated, find_record(record), at, progress)
    if json:
        print_document(document)
        return
    from himaya.cli.screens.forecast import forecast_screen

    print_text(forecast_screen(document))


@forecasts.command()
def backtest(
    first: Annotated[
        str,
        typer.Option("--from", help="Score raids that end from this date on, in Kyiv time.", metavar="DATE"),
    ],
    last: Annotated[
        str | None,
        typer.Option(
            "--to",
            help="Score raids that end up to and on this date; default the last of the record.",
            metavar="DATE",
        ),
    ] = None,
    record: RecordFile = None,
    predictions: Annotated[
        Path | None,
        typer.Option(help="Write every forecast to this new file.", metavar="OUT.parquet"),
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Score forecasts of past raids, made one raid ahead.

    A forecast uses only raids that ended before.
    """
    from himaya.cli.progress import showing_progress

    with showing_progress(quiet=quiet, of="raids") as progress:
        from himaya.app.forecast import backtest_record
        from himaya.app.record_file import find_record

        document = backtest_record(find_record(record), (first, last), predictions, progress)
    if json:
        print_document(document)
        return
    from himaya.cli.screens.forecast import backtest_screen

    print_text(backtest_screen(document))
