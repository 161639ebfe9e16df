"""What `himaya record scenario` shows: the raid that was made, and what is assumed."""

from __future__ import annotations

from collections.abc import Iterator

from himaya.cli.screens.builder import Screen
from himaya.documents.record import RecordScenarioDocument

PLACES = 4
"""So many launch areas are named in a row."""
COLUMNS = {"launch_place": "launch place", "target": "target", "target_main": "main target"}
"""Words for columns of the record that name places."""


def scenario_screen(document: RecordScenarioDocument) -> str:
    """Groups, assumptions, and how to run it; at most 78 characters wide."""
    screen = Screen(f"Night that ended on {document.night}, against the defence of {document.defence}")
    screen.table(("Threats", "", "As recorded", "From"), _groups(document), words={"As recorded", "From"})
    screen.notes(
        "Not in it, or not known", (each.text for each in document.gaps if each.code != "unknown_place")
    )
    screen.notes("Assumed", (each.text for each in document.assumptions))
    [file] = document.files
    screen.paragraph(f"Kept in {file}: `himaya run {file}` flies it.")
    return screen.text()


def _groups(document: RecordScenarioDocument) -> Iterator[tuple[str, ...]]:
    for group in document.groups:
        areas = list(group.launch_areas)
        more = f" and {len(areas) - PLACES} more" if len(areas) > PLACES else ""
        yield (group.id, f"{group.count:,}", group.model, ", ".join(areas[:PLACES]) + more)


def unknown_warnings(document: RecordScenarioDocument) -> Iterator[str]:
    """A line for every place that nobody knows."""
    for each in document.unknown_places:
        yield f"{document.record}:{each.line}: unknown {COLUMNS[each.column]}, left out: {each.name}"
