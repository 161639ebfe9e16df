"""One small request that has everything in it, and how to read one variant of its library."""

from typing import NamedTuple

from shapely import Polygon

from himaya.raid.prepare.geometry.places import (
    AreaPatch,
    ConicProjection,
    Corridor,
    HazardZone,
    LibraryRequest,
    PlacedDisc,
    Reach,
    Theatre,
)

NAN = float("nan")
DRONE, CRUISE, BALLISTIC = 0, 2, 3
PROJECTION = ConicProjection(46.0, 51.0, 31.0)
KURSK, PRYMORSK = PlacedDisc(51.7, 36.2, 20_000.0), PlacedDisc(46.1, 38.2, 30_000.0)
KYIV, ODESA, POLTAVA = (
    PlacedDisc(50.45, 30.52, 3_000.0),
    PlacedDisc(46.48, 30.72, 5_000.0),
    PlacedDisc(49.6, 34.5, 15_000.0),
)
CORRIDORS = (
    Corridor("kursk-kyiv", KURSK, (), KYIV, DRONE, 200.0, 50.0),
    Corridor(
        "kursk-poltava-odesa", KURSK, (POLTAVA, PlacedDisc(48.0, 32.0, 10_000.0)), ODESA, DRONE, 1_500.0, 50.0
    ),
    Corridor("prymorsk-kyiv", PRYMORSK, (), KYIV, CRUISE, 60.0, 230.0),
    Corridor("kursk-kyiv-fast", KURSK, (), KYIV, BALLISTIC, 30_000.0, 1_500.0),
)


def reach(weapon=0, weapon_class=DRONE, place=KYIV, **changed):
    plain = Reach(
        weapon, weapon, weapon_class, place.lat_deg, place.lon_deg, 10.0, 0.0, 0.0, 40_000.0, 0.0, 30_000.0,
        NAN, 20.0, 2.0,
    )  # fmt: skip
    return plain._replace(**changed)


REACHES = (
    reach(0, range_min_m=5_000.0),
    reach(1, place=POLTAVA, range_max_m=90_000.0, antenna_m=30.0),
    reach(2, CRUISE, mask_deg=0.5),
    reach(3, BALLISTIC, footprint_m=3_000.0),
    reach(4, place=PlacedDisc(48.0, 32.0, 0.0), range_min_m=2_000.0, range_max_m=100_000.0, antenna_m=20.0),
)
HORSESHOE = Polygon(
    [(31, 49), (35, 49), (35, 51.6), (33.5, 51.6), (33.5, 49.5), (32.5, 49.5), (32.5, 51.6), (31, 51.6)]
)
HAZARDS = (
    HazardZone(PlacedDisc(50.9, 33.0, 60_000.0), (2e-6, 2e-6, 1e-7, 0.0, 0.0)),
    HazardZone(HORSESHOE, (1e-6, 1e-6, 0.0, 0.0, 0.0)),
)
AREAS = (
    AreaPatch(0, HORSESHOE, (True, True, False, False, False)),
    AreaPatch(1, PlacedDisc(50.45, 30.52, 80_000.0), (True, True, True, False, False)),
)
THEATRE = Theatre(Polygon([(24, 46), (35, 46), (35, 52), (24, 52)]))
REQUEST = LibraryRequest(CORRIDORS, REACHES, HAZARDS, AREAS, (), 1, THEATRE, PROJECTION, 16)


class Window(NamedTuple):
    weapon: int
    s_in_m: float
    s_out_m: float
    s_closest_m: float
    d_closest_m: float


def rows(library, variant, table, start):
    """The rows of one variant in a table, as tuples."""
    offsets = getattr(library.routes, start)
    part = slice(offsets[variant], offsets[variant + 1])
    return [
        tuple(row) for row in zip(*(column[part].tolist() for column in getattr(library, table)), strict=True)
    ]


def windows(library, variant, weapon=None):
    found = [Window(*row) for row in rows(library, variant, "windows", "window_start")]
    return [window for window in found if weapon in (None, window.weapon)]


def passes(library, variant, area=None):
    return [row for row in rows(library, variant, "passes", "pass_start") if area in (None, row[0])]


def breaks(library, variant):
    return rows(library, variant, "breaks", "break_start")


def everything(library, variant):
    """All that a library says of one variant."""
    ends = (library.start_lat_deg, library.start_lon_deg, library.end_lat_deg, library.end_lon_deg)
    columns = (library.routes.length_m, library.routes.detect_m, *ends)
    numbers = tuple(column[variant].tolist() for column in columns)
    return numbers, windows(library, variant), passes(library, variant), breaks(library, variant)
