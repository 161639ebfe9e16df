"""The command `himaya supply`."""

from __future__ import annotations

from typing import Annotated

import typer

from himaya.cli.options import Json, Seed
from himaya.cli.show import print_document, print_text

supplies = typer.Typer()
File = Annotated[str, typer.Argument(help="A shipped supply, or a path with / or .yaml.", metavar="FILE")]


@supplies.command()
def supply(
    file: File,
    scenario: Annotated[
        str | None, typer.Option(help="Check that this scenario has everything that the file names.")
    ] = None,
    nights: Annotated[int, typer.Option(help="How many nights, from the first of the supply.")] = 180,
    futures: Annotated[int, typer.Option(help="How many futures.")] = 500,
    seed: Seed = 1,
    json: Json = False,
) -> None:
    """Show a supply as a calendar, with numbers and costs."""
    from himaya.app.supply import SupplyOptions, supply_calendar

    document = supply_calendar(file, SupplyOptions(nights, futures, seed, scenario))
    if json:
        print_document(document)
        return
    from himaya.cli.screens.supply import supply_screen

    print_text(supply_screen(document))
