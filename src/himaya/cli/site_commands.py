"""The command `himaya site`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from himaya.cli.options import Json, Seed
from himaya.cli.show import print_document, print_text

sites = typer.Typer()
Name = Annotated[
    str,
    typer.Argument(
        help="zaporizhzhia, hospital, a path with / or .yaml, or a fault tree in .xml.", metavar="SITE"
    ),
]
After = Annotated[
    Path | None,
    typer.Option(help="Begin with the hits of this kept run, whose scenario has the site.", metavar="RUN"),
]

Top = Annotated[
    str | None,
    typer.Option(help="Of a fault tree: this gate; default: every one that no other uses.", metavar="GATE"),
]
MissionTime = Annotated[
    float | None, typer.Option(help="Of a fault tree: its system's mission time.", metavar="HOURS")
]


@sites.command()
def site(
    name: Name,
    days: Annotated[int, typer.Option(help="How many days a history lasts.")] = 30,
    histories: Annotated[
        int | None,
        typer.Option(
            help="How many histories; default 100,000, or as many as the run of --after has replications."
        ),
    ] = None,
    seed: Seed = 1,
    after: After = None,
    top: Top = None,
    mission_time: MissionTime = None,
    json: Json = False,
) -> None:
    """Show how long a site keeps its power.

    The grid, diesels, fuel and a battery are simulated; a fault tree is solved exactly.
    """
    from himaya.app.site import study_site
    from himaya.app.site_tree import refuse_without_tree, solve_tree
    from himaya.effects.power.trees.load import is_tree

    if is_tree(name):
        tree = solve_tree(name, top, mission_time)
        if json:
            print_document(tree)
            return
        from himaya.cli.screens.site_tree import tree_screen

        print_text(tree_screen(tree))
        return
    refuse_without_tree(name, {"--top": top, "--mission-time": mission_time})
    document = study_site(name, days, histories, seed, after)
    if json:
        print_document(document)
        return
    from himaya.cli.screens.site import site_screen

    print_text(site_screen(document))
