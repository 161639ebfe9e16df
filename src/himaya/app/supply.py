"""What `himaya supply` does: a supply as a calendar, without any raid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from time import perf_counter

import numpy as np

from himaya.app.notes import note_parts
from himaya.campaign.run import Asked, refuse_out_of_range
from himaya.campaign.supply.calendar import CalendarEntry, arrived, calendar, comes
from himaya.campaign.supply.file import Supply
from himaya.campaign.supply.load import load_supply
from himaya.chance.statistics import statistics_of
from himaya.documents.envelope import TotalElapsed
from himaya.documents.supply import CalendarRow, RoundSupply, SupplyDocument
from himaya.notes import Note, authors_notes
from himaya.scenario import load, mean


@dataclass(frozen=True)
class SupplyOptions:
    """What `himaya supply` takes beside the file."""

    nights: int = 180
    futures: int = 500
    seed: int = 1
    scenario: str | None = None
    """Checked to have all that the file names."""


def supply_calendar(name_or_path: str, options: SupplyOptions) -> SupplyDocument:
    """Draw what a supply brings.

    Raises
    ------
    ProblemsError
        If the file, the scenario or a number is wrong, or they do not fit together.
    """
    started = perf_counter()
    refuse_out_of_range(Asked(options.nights, options.futures, options.seed))
    supply = load_supply(name_or_path, None if options.scenario is None else load(options.scenario))
    nights, futures = options.nights, options.futures
    rows = calendar(supply, nights, range(futures), options.seed)
    return SupplyDocument(
        version=version("himaya"),
        seed=options.seed,
        files=[],
        supply=supply.name,
        title=supply.title,
        start=str(supply.start),
        nights=nights,
        futures=futures,
        base_year=supply.base_year,
        calendar=[_row(row, nights) for row in rows],
        items=_items(supply, rows, nights, futures),
        cost_usd=statistics_of(sum((row.paid for row in rows), np.zeros(futures))),
        notes=note_parts(supply_notes(supply)),
        elapsed_s=TotalElapsed(total=perf_counter() - started),
    )


def supply_notes(supply: Supply) -> tuple[Note, ...]:
    """What a reader must know of a supply."""
    bare = () if supply.brings_anything else (Note("no_supply"),)
    return (*bare, *authors_notes(supply.leaves_out))


def _row(row: CalendarEntry, nights: int) -> CalendarRow:
    pause, there = row.kind == "pause", row.night[(row.night >= 1) & (row.night <= nights)]
    share, came = len(there) / len(row.night), comes(row)
    got = row.quantity * ((row.night >= 1) & (row.night <= nights))
    return CalendarRow(
        month=f"{row.due:%Y-%m}",
        date=str(row.due),
        kind=row.kind,
        id=row.id,
        who=row.who or None,
        item=row.item or None,
        depot=row.depot or None,
        quantity=None if pause else row.quantity,
        p_arrives=None if pause else share,
        arrived=None if pause else statistics_of(got),
        night=statistics_of(came) if len(came) else None,
        cost_usd=statistics_of(row.paid) if row.kind in ("purchase", "line") else None,
        source=row.source or None,
    )


def _items(
    supply: Supply, rows: Sequence[CalendarEntry], nights: int, futures: int
) -> dict[str, RoundSupply]:
    stock: dict[str, int] = {}
    for each in supply.stock:
        stock[each.round] = stock.get(each.round, 0) + round(mean(each.quantity))
    named = [row.item for row in rows if row.kind not in ("pause", "transfer")]
    return {
        item: RoundSupply(stock=stock.get(item), arrives=statistics_of(arrived(rows, item, nights, futures)))
        for item in dict.fromkeys([*stock, *named])
    }
