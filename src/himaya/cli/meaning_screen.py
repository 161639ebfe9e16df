"""What a night means for people: value lost, killed, injured, debris, the power of sites."""

from __future__ import annotations

from textwrap import fill

from rich.table import Table

from himaya.chance.statistics import Statistics
from himaya.cli.words import NAMES, WIDTH, interval, plain_table
from himaya.documents.effects import CasualtiesPart, DamagePart, DebrisPart
from himaya.documents.run import RunDocument
from himaya.documents.site import SitePart


def meaning(document: RunDocument) -> list[Table | str]:
    """A table and a sentence; nothing where only the flight was simulated."""
    if document.damage is None or document.casualties is None or document.debris is None:
        return []
    return [
        _table(document.damage, document.casualties),
        fill(f"{_sentence(document.damage, document.debris)} {_people(document.casualties)}", WIDTH),
        *([_power(document.sites)] if document.sites else []),
    ]


def _power(sites: dict[str, SitePart]) -> Table:
    table = plain_table()
    table.add_column("Power of sites", overflow="fold")
    for name in ("Line hit", "All lines hit", "Grid lost", "Blackout"):
        table.add_column(name, justify="right", no_wrap=True)
    for name, site in sites.items():
        found = (site.damage.p_line_damaged, site.damage.p_all_lines_damaged, site.p_loop)
        chances = (*found, site.p_blackout_by_day[-1])
        shown = (f"{each.p:.3g}" if each.p else f"< {each.high:.2g}" for each in chances)
        table.add_row(f"{name}, {site.days} days", *shown)
    return table


def _table(damage: DamagePart, casualties: CasualtiesPart) -> Table:
    table = plain_table()
    table.add_column("What it means", no_wrap=True)
    for name in ("Value lost", "Killed", "Injured"):
        table.add_column(name, justify="right", no_wrap=True)
    for group, words in NAMES.items():
        if group in damage.total and not words.startswith(" "):
            counts = (casualties.killed[group], casualties.injured[group])
            table.add_row(words, _amount(damage.total[group]), *(interval(count) for count in counts))
    return table


def _amount(given: Statistics) -> str:
    return f"{given.p50:,.3g} ({given.p05:,.3g}-{given.p95:,.3g})"


def _sentence(damage: DamagePart, debris: DebrisPart) -> str:
    whole = sum(asset.value for asset in damage.assets.values())
    losses = {name: asset.value_lost["all"].mean for name, asset in damage.assets.items()}
    worst = max(losses, key=lambda name: losses[name], default=None)
    most = "" if worst is None else f", most of it at {worst} (mean {losses[worst]:,.3g})"
    return (
        f"Value in {damage.unit}, of {whole:,.6g}{most}. Debris: {interval(debris.kills_over_built_up)} "
        f"kills over built-up ground, {interval(debris.places)} places, {interval(debris.injured)} injured."
    )


def _people(casualties: CasualtiesPart) -> str:
    stated = [NAMES[group].lower() for group, by in casualties.shelter.items() if by == "stated"]
    but = f", for {', '.join(stated)} by the warning that is stated" if stated else ""
    return f"Killed and injured are an order of magnitude. People take shelter by each hit's lead time{but}."
