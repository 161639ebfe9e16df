"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Show no progress.")]
Notes = Annotated[bool, typer.Option("--notes", help="Show all cautions, not only three.")]
Seed = Annotated[int, typer.Option(help="Seed: the same seed gives the same numbers.")]
Threads = Annotated[int | None, typer.Option(help="How many threads; default one for each core.")]
RecordFile = Annotated[
    Path | None,
    typer.Option("--record", help="The record of raids; default HIMAYA_RECORD.", metavar="FILE"),
]
UsualPlaces = Annotated[
    bool,
    typer.Option(
        "--usual-places", help="Where the record names no launch place, use the usual ones of that weapon."
    ),
]
UsualTargets = Annotated[
    bool,
    typer.Option(
        "--usual-targets",
        help="Where the record names no target, use those of earlier raids of similar size; a night's "
        "first drones fly to the front line.",
    ),
]
DrawTargets = Annotated[
    bool,
    typer.Option("--draw-targets", help="Draw each night which places are targets, by size and past raids."),
]
