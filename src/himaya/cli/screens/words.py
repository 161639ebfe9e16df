"""Words and numbers that screens share."""

from __future__ import annotations

from math import floor, inf, log10
from typing import TYPE_CHECKING, NamedTuple

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
    """A number with this number of decimals."""
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


class Rounded(NamedTuple):
    """Median and 90 % of replications, rounded to what the interval supports."""

    low: float
    median: float
    high: float
    step: float
    """What they are multiples of."""

    def text(self) -> str:
        """The median, and the interval in brackets where there is one."""
        low, median, high = (number(each) for each in self[:3])
        return median if low == high else f"{median} ({low}-{high})"


def rounded(count: Statistics, most: float = inf) -> Rounded:
    """Round a median and its interval: to 1, 5, 10, 50, ..., an eighth of the interval or less.

    From 100 on it is 5 or more, from 1,000 on 50 or more. A whole number above 0 is never shown as 0.

    Parameters
    ----------
    most : no number is rounded beyond it.
    """
    by_size = _step(count.p95 / 20.0) if count.p95 >= 100.0 else 0.0
    step = max(1.0, by_size, _step((count.p95 - count.p05) / 8.0))
    if count.p05 == count.p95:
        step = 1.0

    def near(value: float) -> float:
        found = min(step * floor(value / step + 0.5), most)
        return found if found > 0.0 or value <= 0.0 else value

    return Rounded(near(count.p05), near(count.p50), near(count.p95), step)


def _step(width: float) -> float:
    """The largest of ..., 0.5, 1, 5, 10, 50, ... that is no more."""
    if width <= 0.0:
        return 0.0
    power: float = 10.0 ** floor(log10(width))
    return 5.0 * power if width >= 5.0 * power else power


def interval(count: Statistics, most: float = inf) -> str:
    """Median, and 90 % of replications, rounded."""
    return rounded(count, most).text()


def about(value: float) -> str:
    """A mean with as many digits as anybody can use: two from 10 on, one below."""
    if value <= 0.0:
        return "0"
    digits = (1 if value >= 10.0 else 0) - floor(log10(value))
    return f"{round(value, digits):,}".removesuffix(".0")


def band(each: Statistics, digits: int = 0) -> str:
    """Mean, and the middle 90 % where it is wider than the mean as it is shown."""
    mean, low, high = (number(value, digits) for value in (each.mean, each.p05, each.p95))
    return mean if mean == low == high else f"{mean} ({low}-{high})"
