"""What `himaya site` shows: hours and fuel, chances beside exact values, and what is left out."""

from __future__ import annotations

from textwrap import fill

from rich import box
from rich.console import Console
from rich.table import Table

from himaya.chance.intervals import Chance
from himaya.chance.statistics import Statistics
from himaya.documents.site import AfterNight, BlackoutByDay, SiteDocument, SiteTreeDocument

WIDTH = 78
LEAST = 1e-6
"""Below this a number would say more than is known."""
METHODS = {
    "counting": "counted losses",
    "static_tree": "static tree",
    "outage_integral": "integral",
    "uniformisation": "uniformised",
    "upper_bound": "at most",
}
SHOWN_DAYS = (1, 3, 7, 14, 30, 60, 90, 180, 365)


def site_screen(document: SiteDocument) -> str:
    """Hours, chances over the days, chances of one loss."""
    days = f"{document.days} days" if document.days > 1 else "1 day"
    head = (
        f"{document.title}\n{days}, {document.histories:,} histories, seed {document.seed}, "
        f"{document.elapsed_s.total:.1f} s"
    )
    if document.after is not None:
        head += "\n" + _after(document.after)
    amounts = _table(f"Over {days}", "Mean", "5 % below", "Median", "95 % below")
    amounts.add_row("Hours without off-site power", *_amounts(document.loop_h))
    amounts.add_row("Hours on diesels", *_amounts(document.diesel_h))
    if document.fuel_days_left is not None:
        amounts.add_row("Days of fuel left at the end", *_amounts(document.fuel_days_left))
    chances = _table(f"Chance within {days}", "Simulated", "95 % interval", "Exact", "Method")
    _row(chances, document, "Off-site power is lost", "p_loop")
    shown = [each for each in document.p_blackout_by_day if each.day in {*SHOWN_DAYS, document.days}]
    for each in shown:
        exact = _exact(document, "p_blackout" if each.day == document.days else "")
        chances.add_row(f"Blackout by day {each.day}", *_cells(each), *exact)
    _row(chances, document, "Function is lost", "p_function_lost")
    single = _table("In one loss of all lines", "Simulated", "95 % interval", "Exact", "Method")
    _row(single, document, "Outlasts the fuel", "p_outage_exceeds_fuel")
    _row(single, document, "Too few diesels at work", "p_outage_fails_diesels")
    single.add_row("Too few come when called", "", "", *_exact(document, "p_too_few_come"))
    _row(single, document, "Blackout", "p_outage_blackout")
    closing = (
        f"One loss is followed for {days}; the fuel is that on site and what is delivered. A blackout is a "
        "gap longer than the battery bridges. After < stands the most that it can be."
    )
    if any(each.method == "upper_bound" for each in document.exact):
        closing += " At most: as if the diesels needed were always at work; fewer burn less fuel."
    last = f"{len(document.sources)} sources stand in the file and in `--json`. Nothing was written."
    notes = ["What to keep in mind", *(f"- {note.text}" for note in document.notes)]
    return _screen([head, "", amounts, "", chances, "", single, "", closing, last, "", *notes])


def _after(night: AfterNight) -> str:
    one, all_lines = (
        " ".join(_cells(each)[:1]) for each in (night.damage.p_line_damaged, night.damage.p_all_lines_damaged)
    )
    return (
        f"Every history begins with a replication of {night.scenario} in {night.run}: hits take a line "
        f"or more in a share of {one}, all lines in {all_lines}"
    )


def tree_screen(document: SiteTreeDocument) -> str:
    """The top of a fault tree."""
    value = document.top_probability
    counts = f"{document.basic_events:,} basic events, {document.gates:,} gates, {document.nodes:,} nodes"
    shown = "< 1e-6" if 0.0 < value < LEAST else f"{value:.6g}"
    closing = "Exact, for basic events that are independent and as likely as the file states; `--json` has "
    return _screen(
        [
            f"Fault tree {document.tree}: top {document.top}\n{counts} of the decision diagram",
            "",
            f"Probability of the top: {shown}",
            "",
            closing + "all digits. Nothing was written.",
        ]
    )


def _row(table: Table, document: SiteDocument, words: str, quantity: str) -> None:
    table.add_row(words, *_cells(getattr(document, quantity)), *_exact(document, quantity))


def _cells(found: Chance | BlackoutByDay) -> tuple[str, str]:
    if found.method == "upper_limit":
        return f"< {_number(found.high)}", ""
    return _number(found.p), f"{_number(found.low)} to {_number(found.high)}"


def _exact(document: SiteDocument, quantity: str) -> tuple[str, str]:
    found = [each for each in document.exact if each.quantity == quantity]
    return (_number(found[0].value), METHODS[found[0].method]) if found else ("", "")


def _number(p: float) -> str:
    """Three digits at most, no more than six places."""
    if 0.0 < p < LEAST:
        return "< 1e-6"
    return f"{p:.3g}" if p >= 0.001 else f"{p:.6f}".rstrip("0").rstrip(".") or "0"


def _amounts(found: Statistics) -> list[str]:
    return [f"{each:,.1f}" for each in (found.mean, found.p05, found.p50, found.p95)]


def _table(*columns: str) -> Table:
    table = Table(box=box.HORIZONTALS, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for k, name in enumerate(columns):
        table.add_column(name, justify="left" if k == 0 or name == "Method" else "right", overflow="fold")
    return table


def _screen(lines: list[str | Table]) -> str:
    console = Console(
        width=WIDTH, markup=False, emoji=False, highlight=False, no_color=True, legacy_windows=False
    )
    with console.capture() as capture:
        for part in lines:
            console.print(part if isinstance(part, Table) else _filled(part))
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def _filled(text: str) -> str:
    indent = "  " if text.startswith("- ") else ""
    return "\n".join(fill(line, WIDTH, subsequent_indent=indent) for line in text.split("\n"))
