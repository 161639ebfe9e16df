"""Words, numbers and tables that the screens of a run share."""

from __future__ import annotations

from rich import box
from rich.table import Table

from himaya.chance.statistics import Statistics

WIDTH = 78
NAMES = {
    "drones": "Drones",
    "one_way_drone": "  strike drones",
    "decoy_drone": "  decoys",
    "cruise_missile": "Cruise missiles",
    "ballistic_missile": "Ballistic missiles",
    "supersonic_missile": "Supersonic missiles",
    "all": "All",
}
"""Words for the groups, in the order of the rows."""


def plain_table() -> Table:
    """A table with lines between its parts alone."""
    return Table(box=box.HORIZONTALS, padding=0, pad_edge=False, show_edge=False)


def number(value: float) -> str:
    """A number without decimals."""
    return f"{value:,.0f}"


def interval(count: Statistics) -> str:
    """Median, and 90 % of replications."""
    return f"{number(count.p50)} ({number(count.p05)}-{number(count.p95)})"
