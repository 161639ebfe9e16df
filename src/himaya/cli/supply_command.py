"""The command `himaya supply`."""

from __future__ import annotations

from typing import Annotated

import typer

from himaya.cli.forecast_commands import Json
from himaya.cli.show import print_document, print_text

supplies = typer.Typer()
File = Annotated[str, typer.Argument(help="A shipped supply, or a path with / or .yaml.", metavar="FILE")]


@supplies.command()
def supply(
    file: File,
    scenario: Annotated[str | None, typer.Option(help="Check that it has all that the file names.")] = None,
    nights: Annotated[int, typer.Option(help="How many, from the supply's start.")] = 180,
    futures: Annotated[int, typer.Option(help="How many futures.")] = 500,
    seed: Annotated[int, typer.Option(help="Same seed, same bits.")] = 1,
    json: Json = False,
) -> None:
    """Show a supply as a calendar: what is due, when it comes, what it costs."""
    from himaya.app.supply import SupplyOptions, supply_calendar

    document = supply_calendar(file, SupplyOptions(nights, futures, seed, scenario))
    if json:
        print_document(document)
        return
    from himaya.cli.screens.supply import supply_screen

    print_text(supply_screen(document))
