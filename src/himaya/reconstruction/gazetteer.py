"""Where the record's launch places lie: a table of facts; a name that is not in it is never guessed.

Towns and seats of oblasts: GeoNames (CC BY 4.0), to a hundredth of a degree. Capes, airfields and the parts
of oblasts that Russia holds: to a tenth of a degree. Seas: a disc that says no more than "out there".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from himaya.scenario.places import LaunchArea

TOWN, SEAT = "town: GeoNames", "oblast centre: GeoNames"
ROUGH = "memory: to a tenth of a degree"
HELD = "guess: a town in the part that Russia holds, to a tenth of a degree"
SEA = "guess: a disc at sea; the record says no more"

_PLACES = (
    ("primorsko-akhtarsk", "Primorsko-Akhtarsk", 46.05, 38.18, 10, TOWN),
    ("kursk", "Kursk oblast", 51.73, 36.18, 20, SEAT),
    ("bryansk", "Bryansk oblast", 53.27, 34.32, 20, SEAT),
    ("oryol", "Oryol oblast", 52.97, 36.08, 20, SEAT),
    ("millerovo", "Millerovo", 48.93, 40.4, 10, TOWN),
    ("shatalovo", "Shatalovo", 54.3, 32.5, 10, ROUGH),
    ("voronezh", "Voronezh oblast", 51.67, 39.19, 20, SEAT),
    ("lipetsk", "Lipetsk oblast", 52.59, 39.55, 30, SEAT),
    ("belgorod", "Belgorod oblast", 50.6, 36.58, 20, SEAT),
    ("rostov", "Rostov oblast", 47.22, 39.71, 20, SEAT),
    ("taganrog", "Taganrog", 47.24, 38.91, 10, TOWN),
    ("yeysk", "Yeysk", 46.69, 38.28, 10, TOWN),
    ("krasnodar", "Krasnodar Krai", 45.05, 38.98, 30, SEAT),
    ("volgodonsk", "Volgodonsk", 47.5, 42.2, 20, ROUGH),
    ("saratov", "Saratov oblast", 51.54, 45.99, 40, SEAT),
    ("tambov", "Tambov oblast", 52.74, 41.44, 30, SEAT),
    ("tula", "Tula oblast", 54.2, 37.62, 30, SEAT),
    ("ryazan", "Ryazan oblast", 54.6, 39.7, 30, "oblast centre: memory, to a tenth of a degree"),
    ("volgograd", "Volgograd oblast", 48.71, 44.5, 40, SEAT),
    ("astrakhan", "Astrakhan oblast", 46.35, 48.04, 40, SEAT),
    ("kapustin-yar", "Kapustin Yar", 48.6, 45.7, 20, ROUGH),
    ("crimea", "Crimea", 45.0, 34.1, 50, "seat, Simferopol: GeoNames, rounded"),
    ("chauda", "Chauda, Crimea", 45.0, 35.8, 10, ROUGH),
    ("hvardiiske", "Hvardiiske, Crimea", 45.1, 34.0, 10, ROUGH),
    ("dzhankoi", "Dzhankoi, Crimea", 45.71, 34.39, 10, TOWN),
    ("sevastopol", "Sevastopol and around, Crimea", 44.6, 33.5, 20, ROUGH),
    ("donetsk", "Donetsk oblast", 48.02, 37.8, 20, SEAT),
    ("luhansk", "Luhansk oblast", 48.57, 39.31, 20, SEAT),
    ("kherson-south", "Kherson oblast, held part", 46.2, 34.8, 30, HELD),
    ("zaporizhzhia-south", "Zaporizhzhia oblast, held part", 46.9, 35.4, 30, HELD),
    ("berdiansk", "Berdiansk", 46.8, 36.8, 10, ROUGH),
    ("prymorsk", "Zaporizhzhia oblast, Prymorsk", 46.7, 36.4, 10, ROUGH),
    ("sea-of-azov", "Sea of Azov", 46.0, 36.7, 60, SEA),
    ("black-sea", "Black Sea", 44.0, 34.0, 100, SEA),
    ("black-sea-anapa", "Black Sea, Anapa", 44.7, 37.2, 30, SEA),
    ("caspian-sea", "Caspian Sea", 44.5, 48.5, 100, SEA),
)
"""Identifier, name in the record, latitude, longitude, radius in km, source."""

_ALSO = {
    "hvardiiske": ("hvardiiske",),
    "kacha, crimea": ("sevastopol",),
    "belbek, crimea": ("sevastopol",),
    "balaklava, crimea": ("sevastopol",),
    "sevastopol, crimea": ("sevastopol",),
    "cape tarkhankut, crimea": ("crimea",),
    "kherson oblast": ("kherson-south",),
    "zaporizhzhia oblast": ("zaporizhzhia-south",),
    "tokmak": ("zaporizhzhia-south",),
    "belgorod": ("belgorod",),
    "bryansk oblast, seshcha": ("bryansk",),
    "engels-2": ("saratov",),
    "caspian sea, engels-2": ("caspian-sea", "saratov"),
    "caspian sea, saratov oblast": ("caspian-sea", "saratov"),
    "astrakhan oblast, kapustin yar": ("kapustin-yar",),
    "black sea, yalta": ("black-sea",),
    "black sea, feodosia": ("black-sea",),
}
"""Other names of the record, and what they mean: places of the table."""


def launch_places() -> tuple[LaunchArea, ...]:
    """All launch places that are known, each a disc."""
    return tuple(_known().values())


def launch_names(text: str) -> tuple[str, ...]:
    """Names in a cell of launch places: ``Kursk oblast and Chauda, Crimea`` are two."""
    parts = re.split(r"\s+(?:and\s+)+", f" {' '.join(text.split())}")
    return tuple(name for each in parts if (name := each.strip()))


def find_launch_places(names: Iterable[str]) -> tuple[tuple[LaunchArea, ...], tuple[str, ...]]:
    """The places of names, each once, and the names that nobody knows."""
    found: dict[str, LaunchArea] = {}
    unknown: list[str] = []
    for name in names:
        ids = _by_name().get(name.casefold(), ())
        found |= {each: _known()[each] for each in ids}
        unknown += () if ids else (name,)
    return tuple(found.values()), tuple(dict.fromkeys(unknown))


@cache
def _known() -> dict[str, LaunchArea]:
    return {
        each[0]: LaunchArea(
            id=each[0], name=each[1], lat=each[2], lon=each[3], radius_km=each[4], source=each[5]
        )
        for each in _PLACES
    }


@cache
def _by_name() -> dict[str, tuple[str, ...]]:
    return {str(place.name).casefold(): (place.id,) for place in _known().values()} | _ALSO
