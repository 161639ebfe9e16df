"""What `himaya record scenario` does: a recorded night as a scenario file."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from himaya.app.notes import note_parts
from himaya.app.record_file import shown
from himaya.documents.envelope import TotalElapsed
from himaya.documents.record import NightGroup, RecordScenarioDocument
from himaya.errors import OutputError, Problem
from himaya.files.whole import refuse_existing, write_new
from himaya.reconstruction import NightOptions, NightScenario, night_scenario
from himaya.reconstruction.night import DEFENCE
from himaya.record import read_record
from himaya.record.cells import date_of
from himaya.scenario import dump, load
from himaya.scenario.notes import gap_note


def scenario_of(
    night: str, file: Path, out: Path, defence_name: str = DEFENCE, assumed: NightOptions | None = None
) -> RecordScenarioDocument:
    """Make the scenario of a recorded night and write it to a new file.

    Raises
    ------
    ProblemsError
        If that is no date, no raid ended on it, a row tells no known launch place, or the file is there.
    """
    started = perf_counter()
    day = date_of(night)
    refuse_existing(out)
    refuse_other_endings(out)
    defence = load(defence_name)
    made = night_scenario(read_record(file), day, defence, assumed or NightOptions())
    write_new(out, lambda path: dump(made.scenario, path))
    return RecordScenarioDocument(
        version=version("himaya"),
        elapsed_s=TotalElapsed(total=perf_counter() - started),
        files=[shown(out)],
        record=shown(file),
        night=day,
        scenario=made.scenario.name,
        defence=defence.name,
        start=made.scenario.start,
        groups=_groups(made),
        recorded=made.scenario.recorded,
        unknown_places=list(made.unknown_places),
        gaps=note_parts(map(gap_note, made.scenario.gaps)),
        assumptions=note_parts(made.assumptions),
    )


def _groups(made: NightScenario) -> list[NightGroup]:
    return [
        NightGroup(
            id=group.id,
            type=group.type,
            weapon_class=made.origins[group.id].weapon_class,
            model=made.origins[group.id].model,
            line=made.origins[group.id].line,
            count=group.count,
            launch_areas=group.launch_areas,
            aim_points=group.aim_points,
            first_launch_min=group.first_launch_min,
            last_launch_min=group.last_launch_min,
        )
        for group in made.scenario.raid
    ]


def refuse_other_endings(out: Path | None) -> None:
    """Refuse a name that `himaya run` would not take for a file."""
    if out is not None and out.suffix != ".yaml":
        raise OutputError([Problem("not the name of a scenario file", str(out), expected="a name in .yaml")])
