"""The command `himaya alerts`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from himaya.cli.options import Json
from himaya.cli.show import print_document, print_text


def alerts(
    run: Annotated[Path, typer.Argument(help="A run that `himaya run --out` kept.", metavar="RUN")],
    csv: Annotated[Path | None, typer.Option(help="Write all districts to this new CSV file.")] = None,
    cap: Annotated[
        Path | None,
        typer.Option(help="Write a CAP 1.2 file for each district here, with status Exercise."),
    ] = None,
    json: Json = False,
) -> None:
    """Show when each district of a kept run was under alert.

    Alerts are simulated. They can be written as CSV and as CAP 1.2.
    """
    from himaya.app.alerts import alerts_of

    document = alerts_of(run, csv, cap)
    if json:
        print_document(document)
        return
    from himaya.cli.screens.alerts import alerts_screen

    print_text(alerts_screen(document))
