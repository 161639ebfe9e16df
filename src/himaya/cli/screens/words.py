"""Words and numbers that screens share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from himaya.chance.statistics import Statistics

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
SUBGROUPS = ("one_way_drone", "decoy_drone")
"""Groups within another; the record does not tell them apart."""
ONLY_SHOWN = "Nothing was written; `--json` prints it for scripts."


def class_name(weapon_class: str) -> str:
    """Words for a class of the record, which has one for all drones."""
    return NAMES["drones" if weapon_class == "drone" else weapon_class]


def number(value: float, digits: int = 0) -> str:
    """A number with so many decimals."""
    return f"{value:,.{digits}f}"


def known(count: int | None) -> str:
    """A count, or that nobody says it."""
    return "unknown" if count is None else number(count)


def counted(n: float, noun: str) -> str:
    """As 1 night, 2 nights."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def percent(share: float | None, digits: int = 0) -> str:
    """As 80 %; a dash where there is none."""
    return "-" if share is None else f"{100 * share:.{digits}f} %"


def interval(count: Statistics) -> str:
    """Median, and 90 % of replications."""
    return f"{number(count.p50)} ({number(count.p05)}-{number(count.p95)})"


def band(each: Statistics, digits: int = 0) -> str:
    """Mean, and the middle 90 % where it is wider than the mean as it is shown."""
    mean, low, high = (number(value, digits) for value in (each.mean, each.p05, each.p95))
    return mean if mean == low == high else f"{mean} ({low}-{high})"
