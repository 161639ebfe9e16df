"""How scenarios or campaigns differ on the same nights: rows, and what a notebook shows of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING

from himaya.notebook import NotebookTable, Shown, frame, rounded, words

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Paired:
    """What one scenario has more of than another on the same nights."""

    a: str
    """Name of the first scenario."""
    b: str
    """Name of the other."""
    quantity: str
    """As ``all.hit``: group and outcome; or ``fired``, rounds of all types; or ``cost_usd``."""
    mean_a: float
    mean_b: float
    mean: float
    """Mean of B - A."""
    low: float
    """95 % interval of that mean, chance and route library together."""
    high: float
    n: int
    """Replications."""
    variance_ratio: float | None
    """var(A) + var(B) over var(B - A): so many times more replications would unpaired flights need
    against chance. None where B - A is the same in every replication."""


class Comparison(tuple[Paired, ...]):
    """What every later scenario has more of than the first: a row for each of them and each quantity."""

    __slots__ = ()

    def to_frame(self) -> pd.DataFrame:
        """Rows as a tidy pandas frame; its columns are the fields of `Paired`.

        Raises
        ------
        MissingPackageError
            If pandas is not installed.
        """
        return frame([each.name for each in fields(Paired)], map(astuple, self))

    def summary(self) -> str:
        """Tell every difference with its interval, as text."""
        return self._shown().text()

    def _repr_html_(self) -> str:
        return self._shown().html()

    def _shown(self) -> Shown:
        if not self:
            return Shown("Nothing is compared", "", ())
        others = list(self._others())
        first = self[0]
        title = f"{', '.join(rows[0].b for rows in others)} less {first.a}"
        answer = f"Means over {first.n:,}, and the mean of their difference with its 95 % interval."
        return Shown(title, answer, tuple(map(_table, others)))

    def _others(self) -> Iterator[tuple[Paired, ...]]:
        """The rows of each later scenario; names may be the same."""
        starts = [k for k, row in enumerate(self) if row.quantity == self[0].quantity]
        for start, end in zip(starts, [*starts[1:], len(self)], strict=True):
            yield tuple(self[start:end])


def _table(rows: tuple[Paired, ...]) -> NotebookTable:
    first = rows[0]
    columns = ("", first.a, first.b, "Difference", "95 % interval")
    return NotebookTable(columns, [(_name(row.quantity), *_cells(row)) for row in rows])


NAMES = {"fired": "Rounds fired", "cost_usd": "Cost, USD"}
"""What quantities are called that are no group's."""


def _name(quantity: str) -> str:
    return NAMES.get(quantity) or words(quantity.replace(".", ", ")).capitalize()


def _cells(row: Paired) -> tuple[str, ...]:
    interval = f"{_signed(row.low)} to {_signed(row.high)}"
    return rounded(row.mean_a), rounded(row.mean_b), _signed(row.mean), interval


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else ''}{rounded(value)}"
