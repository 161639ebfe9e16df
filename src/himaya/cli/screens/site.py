"""What `himaya site` shows: hours and fuel, chances beside exact values, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator

from himaya.chance.intervals import Chance
from himaya.chance.statistics import Statistics
from himaya.cli.screens.builder import Screen
from himaya.cli.screens.words import counted, number
from himaya.documents.site import AfterNight, BlackoutByDay, SiteDocument

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


CHANCES = ("Simulated", "95 % interval", "Exact", "Method")


def site_screen(document: SiteDocument) -> str:
    """Hours, chances over the days, chances of one loss."""
    days = counted(document.days, "day")
    screen = Screen(
        document.title,
        f"{days}, {document.histories:,} histories, seed {document.seed}, {document.elapsed_s.total:.1f} s",
        "" if document.after is None else _after(document.after),
    )
    screen.table((f"Over {days}", "Mean", "5 % below", "Median", "95 % below"), _amounts(document))
    screen.table((f"Chance within {days}", *CHANCES), _over_days(document), words={"Method"})
    screen.table(("In one loss of all lines", *CHANCES), _in_one_loss(document), words={"Method"})
    closing = (
        f"One loss is followed for {days}; the fuel is that on site and what is delivered. A blackout is a "
        "gap longer than the battery bridges. After < stands the most that it can be."
    )
    if any(each.method == "upper_bound" for each in document.exact):
        closing += " At most: as if the diesels needed were always at work; fewer burn less fuel."
    sources = f"{len(document.sources)} sources stand in the file and in `--json`. Nothing was written."
    screen.paragraph(closing, sources)
    screen.notes("What to keep in mind", (note.text for note in document.notes))
    return screen.text()


def _amounts(document: SiteDocument) -> Iterator[tuple[str, ...]]:
    amounts = {
        "Hours without off-site power": document.loop_h,
        "Hours on diesels": document.diesel_h,
        "Days of fuel left at the end": document.fuel_days_left,
    }
    for words, found in amounts.items():
        if found is not None:
            yield (words, *_spread(found))


def _over_days(document: SiteDocument) -> Iterator[tuple[str, ...]]:
    yield _row(document, "Off-site power is lost", "p_loop")
    for each in document.p_blackout_by_day:
        if each.day in {*SHOWN_DAYS, document.days}:
            exact = _exact(document, "p_blackout" if each.day == document.days else "")
            yield (f"Blackout by day {each.day}", *_cells(each), *exact)
    yield _row(document, "Function is lost", "p_function_lost")


def _in_one_loss(document: SiteDocument) -> Iterator[tuple[str, ...]]:
    yield _row(document, "Outlasts the fuel", "p_outage_exceeds_fuel")
    yield _row(document, "Too few diesels at work", "p_outage_fails_diesels")
    yield ("Too few come when called", "", "", *_exact(document, "p_too_few_come"))
    yield _row(document, "Blackout", "p_outage_blackout")


def _after(night: AfterNight) -> str:
    one, all_lines = (
        " ".join(_cells(each)[:1]) for each in (night.damage.p_line_damaged, night.damage.p_all_lines_damaged)
    )
    return (
        f"Every history begins with a replication of {night.scenario} in {night.run}: hits take a line "
        f"or more in a share of {one}, all lines in {all_lines}"
    )


def _row(document: SiteDocument, words: str, quantity: str) -> tuple[str, ...]:
    return (words, *_cells(getattr(document, quantity)), *_exact(document, quantity))


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


def _spread(found: Statistics) -> list[str]:
    return [number(each, 1) for each in (found.mean, found.p05, found.p50, found.p95)]
