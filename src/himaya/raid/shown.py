"""An outcome as rows, and as what a notebook shows of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import xarray as xr

from himaya.notebook import READING, NotebookTable, Shown, band, rounded, words

ENDS = {
    "launched": "Launched",
    "shot_down": "Shot down",
    "soft_killed_or_fell": "Lost or fell",
    "hit": "Hit",
}
"""What became of threats, and what the main table calls it."""
AMOUNTS = {"killed": "Killed", "injured": "Injured", "value_lost_total": "Value lost"}
"""What a night means for people, where effects were followed."""


class ClassRow(NamedTuple):
    """Statistics of one quantity of one class of threats."""

    weapon_class: str
    """A weapon class, `drones` or `all`."""
    quantity: str
    mean: float
    sd: float
    p05: float
    p50: float
    p95: float


FRAME_COLUMNS = ("class", *ClassRow._fields[1:])
"""Names of these in a frame."""


def class_rows(dataset: xr.Dataset) -> Iterator[ClassRow]:
    """Yield every count of a group that flew, then all else that has statistics by group, or of the whole."""
    flying = _flying(dataset)
    for group in flying:
        launched = int(dataset["launched"].sel(group=group))
        yield ClassRow(group, "launched", launched, 0.0, launched, launched, launched)
        for quantity in dataset["quantity"].to_numpy().tolist():
            cell = dataset.sel(group=group, quantity=quantity)
            numbers = (cell[name].item() for name in ClassRow._fields[2:])
            yield ClassRow(group, quantity, *numbers)
    for name, values in dataset.data_vars.items():
        if values.dims == ("group", "statistic"):
            yield from (_row(group, str(name), values.sel(group=group)) for group in flying)
        elif values.dims == ("statistic",):
            yield _row("all", str(name), values)


def _row(group: str, name: str, statistics: xr.DataArray) -> ClassRow:
    return ClassRow(group, name, *statistics.sel(statistic=list(ClassRow._fields[2:])).to_numpy().tolist())


def _flying(dataset: xr.Dataset) -> list[str]:
    """Groups of which anything was launched."""
    launched = dataset["launched"]
    return [str(group) for group in launched["group"].to_numpy()[launched.to_numpy() > 0]]


def shown_outcome(dataset: xr.Dataset, provenance: Mapping[str, Any]) -> Shown:
    """The answer and the main table of an outcome."""
    table = {(row.weapon_class, row.quantity): row for row in class_rows(dataset)}
    groups = _flying(dataset)
    hits, launched = (table.get(("all", name)) for name in ("hit", "launched"))
    if hits is None or launched is None:
        answer = "No threats were launched."
    else:
        answer = (
            f"{rounded(hits.p50)} of {launched.p50:,.0f} threats hit, {rounded(hits.p05)} to "
            f"{rounded(hits.p95)} in 90 % of {provenance['replications']:,} replications; "
            f"mean {rounded(hits.mean)}, seed {provenance['seed']}. {READING}"
        )
    amounts = {name: said for name, said in AMOUNTS.items() if name in dataset}
    if "value_lost_total" in amounts:
        amounts["value_lost_total"] += f", {dataset['value_lost_total'].attrs['units']}"
    tables = [_table(groups, each, table) for each in (ENDS, amounts) if each]
    return Shown(str(provenance["scenario"]), answer, tuple(tables))


def _table(
    groups: list[str], quantities: Mapping[str, str], rows: Mapping[tuple[str, str], ClassRow]
) -> NotebookTable:
    """Median and 90 % of replications, by group; quantities : what to call each."""
    return NotebookTable(
        ("", *quantities.values()),
        [
            (words(group).capitalize(), *(_cell(rows[group, quantity]) for quantity in quantities))
            for group in groups
        ],
    )


def _cell(row: ClassRow) -> str:
    return rounded(row.p50) if row.quantity == "launched" else band(row.p05, row.p50, row.p95)
