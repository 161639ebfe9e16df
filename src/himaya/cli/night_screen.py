"""What `himaya record scenario` shows: the raid that was made, and what is assumed."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill

from rich import box
from rich.console import Console
from rich.table import Table

from himaya.documents.record import RecordScenarioDocument
from himaya.reconstruction import Assumption

WIDTH = 78
PLACES = 4
"""So many launch areas are named in a row."""
COLUMNS = {"launch_place": "launch place", "target": "target", "target_main": "main target"}
"""Words for columns of the record that name places."""


def scenario_screen(document: RecordScenarioDocument) -> str:
    """Groups, assumptions, and how to run it; at most 78 characters wide."""
    console = Console(
        width=WIDTH, markup=False, emoji=False, highlight=False, no_color=True, legacy_windows=False
    )
    table = Table(box=box.HORIZONTALS, padding=0, pad_edge=False, show_edge=False)
    for name in ("Threats", "", "As recorded", "From"):
        table.add_column(name, justify="left" if name else "right", overflow="fold")
    for group in document.groups:
        areas = list(group.launch_areas)
        more = f" and {len(areas) - PLACES} more" if len(areas) > PLACES else ""
        table.add_row(group.id, f"{group.count:,}", group.model, ", ".join(areas[:PLACES]) + more)
    [file] = document.files
    with console.capture() as capture:
        console.print(
            fill(f"Night that ended on {document.night}, against the defence of {document.defence}", WIDTH)
        )
        console.print()
        console.print(table)
        console.print("\nAssumed")
        for assumption in document.assumptions:
            console.print(fill(_words(assumption), WIDTH, initial_indent="- ", subsequent_indent="  "))
        console.print()
        kept = f"Kept in {file}: `himaya run {file}` flies it."
        console.print(fill(kept, WIDTH, break_long_words=False, break_on_hyphens=False), soft_wrap=True)
    return capture.get().rstrip("\n")


def unknown_warnings(document: RecordScenarioDocument) -> Iterator[str]:
    """A line for every place that nobody knows."""
    for each in document.unknown_places:
        yield f"{document.record}:{each.line}: unknown {COLUMNS[each.column]}, left out: {each.name}"


def _words(assumption: Assumption) -> str:
    number = assumption.number
    if number is None:
        return assumption.text
    return f"{assumption.text}; known from {number.low:g} to {number.high:g}, most likely {number.likely:g}"
