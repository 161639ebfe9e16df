"""What is assumed of a night, and what the record names that nobody knows."""

from __future__ import annotations

from dataclasses import dataclass, field

from himaya.notes import Note
from himaya.record.rows import Row
from himaya.scenario import Number, Pert, mean

MAIN_SHARE = Pert(low=0.3, likely=0.5, high=0.8, source="guess")
"""Share of a row's threats that fly to the main target where one is named."""


@dataclass(frozen=True)
class NightOptions:
    """What is assumed of a night, within the record's limits."""

    decoy_share: Number | None = None
    """Share of decoys among drones of rows that do not tell it, 0 to 1: of a range its mean. None: what the
    record and others had told by the night, `decoy_share(record, night)`."""
    main_share: float = mean(MAIN_SHARE)
    """0 to 1, as drawn from `MAIN_SHARE`; its mean unless stated."""
    usual_places: bool = False
    """Let what no known launch place is told of start where that class usually does."""
    usual_targets: bool = False
    """Let what no target is told of fly to where earlier raids of like size are said to have been, and the
    first drones of a night to oblasts behind the front line."""
    draw_targets: bool = False
    """State for each aim point the chance that it is a target tonight, from earlier nights and by size."""


@dataclass(frozen=True)
class UnknownPlace:
    """A place that the record names and nobody knows; it is left out, never guessed."""

    name: str
    column: str
    """Column of the record that names it."""
    line: int
    """Row of the record."""


@dataclass
class Notes:
    """Assumptions and unknown places, while a night is made."""

    assumptions: dict[Note, None] = field(default_factory=dict)
    unknown: dict[UnknownPlace, None] = field(default_factory=dict)

    def assume(self, *assumptions: Note) -> None:
        """Keep assumptions, each once."""
        self.assumptions |= dict.fromkeys(assumptions)

    def miss(self, names: tuple[str, ...], column: str, row: Row) -> None:
        """Keep names that nobody knows."""
        self.unknown |= dict.fromkeys(UnknownPlace(name, column, row.line) for name in names)
