"""Where a recorded raid flew to: assumed, from the targets that the record names and from population."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from himaya.scenario import Scenario
from himaya.scenario.places import AimPoint

EVERYWHERE = frozenset({"ukraine"})
"""Names that mean all aim points."""
COMMANDS = {
    "north": ("kyiv", "chernihiv", "sumy", "zhytomyr"),
    "south": ("odesa", "mykolaiv", "kherson"),
    "east": ("kharkiv", "donetsk", "luhansk", "dnipropetrovsk", "zaporizhzhia", "poltava"),
    "center": ("kyiv", "cherkasy", "kirovohrad", "vinnytsia", "poltava"),
    "west": ("lviv", "volyn", "rivne", "ternopil", "khmelnytskyi", "ivano-frankivsk", "zakarpattia",
             "chernivtsi"),
    "north-east": ("chernihiv", "sumy", "kharkiv"),
    "south-east": ("dnipropetrovsk", "zaporizhzhia"),
}  # fmt: skip
"""Oblasts that the record's directions stand for (guess: after the air commands' areas)."""
_REGION_OF = {
    "starokostiantyniv": "khmelnytskyi",
    "kolomyia": "ivano-frankivsk",
    "dnipro-raion": "dnipropetrovsk",
    "kryvyi-rih-raion": "dnipropetrovsk",
    "synelnykove-raion": "dnipropetrovsk",
    "novomoskovsk-raion": "dnipropetrovsk",
    "myrhorod-raion": "poltava",
    "dnipropetrovsk-oblas": "dnipropetrovsk",
}
"""Oblasts of smaller places that the record names as targets: their oblast stands for them."""


def target_names(text: str) -> tuple[str, ...]:
    """Names in a cell of targets; those that mean all of the country are left out."""
    names = (each.strip() for each in re.split(r"\s+and\s+|,\s*", text))
    return tuple(name for name in names if name and name.casefold() not in EVERYWHERE)


def find_aims(names: Iterable[str], defence: Scenario) -> tuple[dict[str, AimPoint], tuple[str, ...]]:
    """Aim points that names mean, by id, and the names that mean none.

    A city means its own aim point, an oblast all in it, a direction all of its oblasts.
    """
    found: dict[str, AimPoint] = {}
    unknown: list[str] = []
    for name in names:
        own = _meant(name, defence)
        found |= {aim.id: aim for aim in own}
        unknown += () if own else (name,)
    return found, tuple(dict.fromkeys(unknown))


def _meant(name: str, defence: Scenario) -> list[AimPoint]:
    plain = re.sub(r"\(.*\)", "", name).strip().casefold()
    slug = "-".join(plain.split())
    if not plain.endswith(" oblast"):
        city = [aim for aim in defence.aim_points if slug in {aim.id, aim.asset}]
        if city:
            return city
    region = slug.removesuffix("-oblast")
    regions = COMMANDS.get(region, (_REGION_OF.get(region, region),))
    return [aim for aim in defence.aim_points if aim.region in regions]


def spread_over(aims: Mapping[str, AimPoint], defence: Scenario, share: float) -> dict[str, float]:
    """A share divided over aim points by the value of their assets, all alike where none has a value."""
    value_of = {asset.id: asset.value for asset in defence.assets}
    values = {name: value_of.get(aim.asset or "", 0.0) for name, aim in aims.items()}
    if not any(values.values()):
        values = dict.fromkeys(aims, 1.0)
    total = sum(values.values())
    return {name: share * value / total for name, value in values.items() if value > 0.0}


def weights_of(
    main: Mapping[str, AimPoint], rest: Mapping[str, AimPoint], defence: Scenario, main_share: float
) -> dict[str, float]:
    """Weights of aim points in per cent: the main target's share, the rest over the others by value."""
    everywhere = {aim.id: aim for aim in defence.aim_points}
    others = {name: aim for name, aim in (rest or everywhere).items() if name not in main}
    shares = (main_share, 1.0 - main_share) if main and others else (1.0, 1.0)
    given = spread_over(main, defence, shares[0]) | spread_over(others, defence, shares[1])
    return {name: max(round(100.0 * weight, 3), 0.001) for name, weight in given.items()}


def mixed(parts: Iterable[tuple[Mapping[str, AimPoint], float]], defence: Scenario) -> dict[str, float]:
    """Weights of aim points in per cent: each part's weight divided over its own by value."""
    sums: dict[str, float] = {}
    for aims, weight in parts:
        for name, share in spread_over(aims, defence, weight).items():
            sums[name] = sums.get(name, 0.0) + share
    total = sum(sums.values())
    return {name: max(round(100.0 * each / total, 3), 0.001) for name, each in sums.items()}
