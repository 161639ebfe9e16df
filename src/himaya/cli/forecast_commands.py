"""The commands `himaya forecast` and `himaya backtest`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from himaya.cli.show import print_document, print_text

forecasts = typer.Typer()

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object, nothing else, on stdout.")]
RecordFile = Annotated[Path | None, typer.Option("--record", help="Default HIMAYA_RECORD.", metavar="FILE")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress on stderr.")]


@forecasts.command()
def forecast(
    stated: Annotated[
        list[str],
        typer.Argument(help="Numbers launched, as drone=539 cruise_missile=4.", metavar="CLASS=N ..."),
    ],
    record: RecordFile = None,
    at: Annotated[
        str | None,
        typer.Option(help="Kyiv time of its end; default a day after the last.", metavar="TIME"),
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Forecast how much of a raid is neutralised, from all raids of the record that ended before."""
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
    first: Annotated[str, typer.Option("--from", help="First Kyiv date on which raids end.", metavar="DATE")],
    last: Annotated[
        str | None, typer.Option("--to", help="Last one, included; default the record's.", metavar="DATE")
    ] = None,
    record: RecordFile = None,
    predictions: Annotated[
        Path | None,
        typer.Option(help="Write every forecast to this new file.", metavar="OUT.parquet"),
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Forecast every raid of a window one ahead, nothing from the future, and score the forecasts."""
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
