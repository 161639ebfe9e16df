"""What a night means for people: value lost, killed, injured, debris, the power of sites."""

from __future__ import annotations

from collections.abc import Iterator

from himaya.cli.screens.builder import Screen
from himaya.cli.screens.words import NAMES, SUBGROUPS, about, interval, number
from himaya.documents.effects import CasualtiesPart, DamagePart, DebrisPart
from himaya.documents.run import RunDocument, TollPart
from himaya.documents.site import SitePart

PARTS = {"%": 100.0, "of 10,000": 10_000.0, "of a million": 1e6}
"""Of how many parts of all value losses are shown: of as few as make one part or more."""
GROUNDS = {
    "homes": "homes",
    "energy": "energy sites",
    "airfield": "airfields",
    "open": "open ground",
    "other": "other assets",
}
"""Words for what hits fall on."""


def add_meaning(screen: Screen, document: RunDocument, names: dict[str, str]) -> None:
    """Add a table and some sentences; nothing where only the flight was simulated.

    Parameters
    ----------
    names : what people call each asset.
    """
    damage, casualties = document.damage, document.casualties
    if damage is None or casualties is None or document.debris is None:
        return
    whole = sum(asset.value for asset in damage.assets.values())
    words, parts = _parts(damage.total["all"].p95 / whole if whole else 0.0)
    columns = ("What it means", f"Value lost, {words}", "Killed", "Injured")
    scale = parts / whole if whole else 0.0
    screen.table(columns, [*_losses(damage, casualties, scale), *_tolls(document.tolls)])
    screen.paragraph(
        _value(damage, names, whole), _fallen(damage), _debris(document.debris), _people(casualties)
    )
    if document.sites:
        chances = ("Line hit", "All lines hit", "Grid lost", "Blackout")
        screen.table(("Power of sites", *chances), _power(document.sites))


def _parts(share: float) -> tuple[str, float]:
    """Words and number of the parts that a share is shown in."""
    shown = [(words, parts) for words, parts in PARTS.items() if share * parts >= 1.0]
    return shown[0] if shown else ("%", PARTS["%"])


def _power(sites: dict[str, SitePart]) -> Iterator[tuple[str, ...]]:
    for name, site in sites.items():
        found = (site.damage.p_line_damaged, site.damage.p_all_lines_damaged, site.p_loop)
        chances = (*found, site.p_blackout_by_day[-1])
        shown = (f"{each.p:.3g}" if each.p else f"< {each.high:.2g}" for each in chances)
        yield (f"{name}, {site.days} days", *shown)


def _losses(damage: DamagePart, casualties: CasualtiesPart, scale: float) -> Iterator[tuple[str, ...]]:
    """Rows by group; scale : by which value becomes a share."""
    for group, words in NAMES.items():
        if group in damage.total and group not in SUBGROUPS:
            counts = (casualties.killed[group], casualties.injured[group])
            lost = interval(damage.total[group].times(scale))
            yield (words, lost, *(interval(count) for count in counts))


def _tolls(tolls: list[TollPart]) -> Iterator[tuple[str, ...]]:
    """What was counted, by the day of the count: the first day's toll is not the last."""
    for toll in tolls:
        yield (f"Counted by {toll.on.day} {toll.on:%B %Y}", "", number(toll.killed), number(toll.injured))


def _value(damage: DamagePart, names: dict[str, str], whole: float) -> str:
    losses = {name: asset.value_lost["all"].mean for name, asset in damage.assets.items()}
    worst = max(losses, key=lambda name: losses[name], default=None)
    counted = f"Value is counted in {damage.unit}, {about(whole)} in all"
    if worst is None or losses[worst] <= 0.0:
        return f"{counted}."
    return f"{counted}; most of what is lost is at {names[worst]}."


def _fallen(damage: DamagePart) -> str:
    """On what hits fall on average; nothing where it is one kind of ground."""
    means = {name: count.mean for name, count in damage.hits_by_ground.items() if count.mean >= 0.05}
    if len(means) < 2:
        return ""
    first, *others = (f"{about(mean)}{{}} on {GROUNDS[name]}" for name, mean in means.items())
    listed = [first.format(" fall"), *(each.format("") for each in others)]
    return f"Of {about(sum(means.values()))} hits on average, {', '.join(listed[:-1])} and {listed[-1]}."


def _debris(debris: DebrisPart) -> str:
    if not debris.kills_over_built_up.p95:
        return ""
    return (
        f"Debris: {interval(debris.kills_over_built_up)} kills over built-up ground, "
        f"{interval(debris.places)} places, {interval(debris.injured)} injured."
    )


def _people(casualties: CasualtiesPart) -> str:
    stated = [NAMES[group].lower() for group, by in casualties.shelter.items() if by == "stated"]
    but = f", for {', '.join(stated)} on the warning that is stated" if stated else ""
    shelter = "How many are in shelter rests on how long before each hit people are warned"
    return f"Killed and injured are an order of magnitude. {shelter}{but}."
