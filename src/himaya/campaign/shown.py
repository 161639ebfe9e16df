"""A campaign's outcome as rows, and as what a notebook shows of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np
import xarray as xr

from himaya.arrays import F8, I8
from himaya.chance.statistics import statistics_of
from himaya.kernels.tables import CLASSES, OUTCOMES
from himaya.notebook import READING, NotebookTable, Shown, band, rounded, words
from himaya.raid.shown import ClassRow

WHOLE = {"value_lost": "value_lost", "killed": "killed", "injured": "injured", "cost_usd": "paid_usd"}
"""Totals that no class is told apart in: quantity and variable."""


class Totals(Protocol):
    """What is read of a campaign's outcome, by its own names."""

    @property
    def dataset(self) -> xr.Dataset:
        """Every night of every future."""

    @property
    def nights(self) -> int:
        """Nights of the campaign."""

    @property
    def provenance(self) -> dict[str, Any]:
        """Where the numbers come from."""

    def runout(self, round_type: str) -> I8:
        """i8[future]: first night on which a round type has run out, nights + 1 where it has not."""

    def leakers(self) -> I8:
        """i8[future, night, class]"""

    def total(self, name: str) -> F8:
        """f8[future, ...]: a variable summed over nights."""


def total_rows(outcome: Totals) -> Iterator[ClassRow]:
    """Yield totals over all nights, statistics over futures: of every class that flew, then of all."""
    launched, ends = outcome.total("launched"), outcome.total("outcomes")
    leakers = outcome.leakers().sum(axis=1).astype(np.float64)
    flying = [k for k in range(len(CLASSES)) if launched[:, k].any()]
    for name, among in (*((CLASSES[k], [k]) for k in flying), ("all", flying)):
        yield _row(name, "launched", launched[:, among])
        yield from (_row(name, end, ends[:, among, k]) for k, end in enumerate(OUTCOMES))
        yield _row(name, "leakers", leakers[:, among])
    for quantity, variable in WHOLE.items():
        yield _row("all", quantity, outcome.total(variable)[:, None])


def _row(name: str, quantity: str, values: F8) -> ClassRow:
    """A row of f8[future, class], summed over classes."""
    found = statistics_of(values.sum(axis=1))
    return ClassRow(name, quantity, *found.row())


def shown_campaign(outcome: Totals) -> Shown:
    """The answer and the main tables of a campaign."""
    table = {(row.weapon_class, row.quantity): row for row in total_rows(outcome)}
    leakers, launched = table["all", "leakers"], table["all", "launched"]
    told = outcome.provenance
    answer = (
        f"{rounded(leakers.p50)} of {rounded(launched.p50)} threats leak in {told['nights']:,} nights, "
        f"{rounded(leakers.p05)} to {rounded(leakers.p95)} in 90 % of {told['futures']:,} futures; "
        f"seed {told['seed']}. {READING}"
    )
    ends = ("launched", "shot_down", "leakers")
    names = dict.fromkeys(name for name, _ in table)
    totals = NotebookTable(
        ("", *(words(end).capitalize() for end in ends)),
        [(words(name).capitalize(), *(_band(table[name, end]) for end in ends)) for name in names],
    )
    meant = NotebookTable(
        ("", "Over all nights"), [(_called(name), _band(table["all", name])) for name in WHOLE]
    )
    title = f"{told['scenario']} with {told['supply']}"
    return Shown(title, answer, (totals, meant, _rounds(outcome)))


def _called(quantity: str) -> str:
    return "Paid, USD" if quantity == "cost_usd" else words(quantity).capitalize()


def _band(row: ClassRow) -> str:
    return band(row.p05, row.p50, row.p95)


def _rounds(outcome: Totals) -> NotebookTable:
    """Rounds fired by type, in how many futures they run out, and when at the median of all futures."""
    fired = outcome.total("fired")
    names = [str(name) for name in outcome.dataset["round"].to_numpy()]
    rows = [
        (name, _band(_row("all", "fired", fired[:, [k]])), *_runout(outcome, name))
        for k, name in enumerate(names)
        if fired[:, k].any()
    ]
    return NotebookTable(("Rounds", "Fired", "Run out in", "Median night"), rows)


def _runout(outcome: Totals, name: str) -> tuple[str, str]:
    night = outcome.runout(name)
    median: Any = np.percentile(night, 50, method="inverted_cdf")
    shown = f"{median:.0f}" if median <= outcome.nights else "-"
    return f"{100 * float((night <= outcome.nights).mean()):.0f} %", shown
