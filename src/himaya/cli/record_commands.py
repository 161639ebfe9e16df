"""The commands of `himaya record`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from himaya.cli.options import DrawTargets, Json, RecordFile, UsualPlaces, UsualTargets
from himaya.cli.show import print_document, print_text, print_warnings

record = typer.Typer()

RecordArgument = Annotated[
    Path | None, typer.Argument(help="A CSV or Parquet file; default HIMAYA_RECORD.", metavar="[FILE]")
]


@record.callback(invoke_without_command=True)
def alone(context: typer.Context) -> None:
    """Read the official record of raids.

    Rows are checked and grouped into raids. Every count is a claim of somebody.
    """
    if context.invoked_subcommand is None:
        print_text(context.get_help())


@record.command()
def check(
    file: RecordArgument = None,
    rows: Annotated[
        Path | None, typer.Option(help="Write every row with its verdict to this new Parquet file.")
    ] = None,
    json: Json = False,
) -> None:
    """Show which rows are used, which are not, and why."""
    from himaya.app.record_actions import check_record
    from himaya.app.record_file import find_record

    document = check_record(find_record(file), rows)
    if json:
        print_document(document)
        return
    from himaya.cli.screens.record import check_screen

    print_text(check_screen(document))


@record.command()
def export(
    out: Annotated[Path, typer.Option(help="Write the raids to this new Parquet file.")],
    file: RecordArgument = None,
    claims: Annotated[Path | None, typer.Option(help="Write every claim to this new Parquet file.")] = None,
    json: Json = False,
) -> None:
    """Group a record into raids and write them as Parquet."""
    from himaya.app.record_actions import export_record
    from himaya.app.record_file import find_record

    document = export_record(find_record(file), out, claims)
    if json:
        print_document(document)
        return
    from himaya.cli.screens.record import export_screen

    print_text(export_screen(document))


@record.command()
def night(
    date: Annotated[
        str, typer.Argument(help="The date on which the night ended in Kyiv, as 2025-07-04.", metavar="DATE")
    ],
    file: RecordFile = None,
    claims: Annotated[
        Path | None, typer.Option(help="Show your own claims, a YAML file, beside the official ones.")
    ] = None,
    json: Json = False,
) -> None:
    """Show one night: its raids, and who claims what."""
    from himaya.app.record_actions import night_of
    from himaya.app.record_file import find_record

    document = night_of(date, find_record(file), claims)
    if json:
        print_document(document)
        return
    from himaya.cli.screens.record import night_screen

    print_text(night_screen(document))


@record.command()
def scenario(
    date: Annotated[
        str, typer.Argument(help="The date on which the night ended in Kyiv, as 2025-07-04.", metavar="DATE")
    ],
    out: Annotated[Path, typer.Option(help="Write the scenario to this new .yaml file.")],
    file: RecordFile = None,
    defence: Annotated[
        str, typer.Option(help="The scenario whose defence the raids meet: a shipped name or a path.")
    ] = "ukraine",
    usual_places: UsualPlaces = False,
    usual_targets: UsualTargets = False,
    draw_targets: DrawTargets = False,
    json: Json = False,
) -> None:
    """Make a scenario of one night of the record.

    Its raids meet the defence of another scenario; what is assumed is listed.
    """
    from himaya.app.record_file import find_record
    from himaya.app.record_scenario import scenario_of
    from himaya.cli.screens.record_scenario import scenario_screen, unknown_warnings
    from himaya.reconstruction import NightOptions

    assumed = NightOptions(usual_places=usual_places, usual_targets=usual_targets, draw_targets=draw_targets)
    document = scenario_of(date, find_record(file), out, defence, assumed)
    print_warnings(unknown_warnings(document))
    if json:
        print_document(document)
        return
    print_text(scenario_screen(document))


@record.command()
def synthesise(
    out: Annotated[Path, typer.Option(help="Write the record to this new CSV file.")],
    nights: Annotated[int, typer.Option(help="How many nights; the last is on 30 September 2025.")] = 400,
    seed: Annotated[int, typer.Option(help="Seed: the same seed gives the same file.")] = 1,
    json: Json = False,
) -> None:
    """Invent a record that looks like the official one.

    It has the same format and the same faults; its sources say synthetic.
    """
    from himaya.app.record_actions import synthesise_record

    document = synthesise_record(nights, seed, out)
    if json:
        print_document(document)
        return
    print_text(
        f"{document.nights:,} invented nights, {document.rows:,} rows, seed {document.seed}: {out}\n"
        f"Nothing in it happened. `himaya record check {out}` tells what is in it."
    )
