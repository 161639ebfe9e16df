"""What a night means for people: value lost, killed, injured, debris, the power of sites."""

from __future__ import annotations

from collections.abc import Iterator

from himaya.chance.statistics import Statistics
from himaya.cli.screens.builder import Screen
from himaya.cli.screens.words import NAMES, SUBGROUPS, interval
from himaya.documents.effects import CasualtiesPart, DamagePart, DebrisPart
from himaya.documents.run import RunDocument
from himaya.documents.site import SitePart


def add_meaning(screen: Screen, document: RunDocument) -> None:
    """Add a table and a sentence; nothing where only the flight was simulated."""
    if document.damage is None or document.casualties is None or document.debris is None:
        return
    columns = ("What it means", "Value lost", "Killed", "Injured")
    screen.table(columns, _losses(document.damage, document.casualties))
    screen.paragraph(f"{_sentence(document.damage, document.debris)} {_people(document.casualties)}")
    if document.sites:
        chances = ("Line hit", "All lines hit", "Grid lost", "Blackout")
        screen.table(("Power of sites", *chances), _power(document.sites))


def _power(sites: dict[str, SitePart]) -> Iterator[tuple[str, ...]]:
    for name, site in sites.items():
        found = (site.damage.p_line_damaged, site.damage.p_all_lines_damaged, site.p_loop)
        chances = (*found, site.p_blackout_by_day[-1])
        shown = (f"{each.p:.3g}" if each.p else f"< {each.high:.2g}" for each in chances)
        yield (f"{name}, {site.days} days", *shown)


def _losses(damage: DamagePart, casualties: CasualtiesPart) -> Iterator[tuple[str, ...]]:
    for group, words in NAMES.items():
        if group in damage.total and group not in SUBGROUPS:
            counts = (casualties.killed[group], casualties.injured[group])
            yield (words, _amount(damage.total[group]), *(interval(count) for count in counts))


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
