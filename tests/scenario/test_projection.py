"""What the projection is held to: every position of a scenario."""

from __future__ import annotations

import pytest

from himaya.files.base import parts
from himaya.scenario import load
from himaya.scenario.forces import Unit
from himaya.scenario.places import Disc, Region
from himaya.scenario.projection import positions
from tests.scenario.small import TEXT, read


@pytest.mark.parametrize(
    "scenario", [read(TEXT), load("decoys"), load("kyiv-2025-07-04")], ids=lambda each: each.name
)
def test_positions__are_all_of_discs_units_and_polygons(scenario):
    stated = []
    for path, part in parts(scenario):
        if isinstance(part, Disc | Unit):
            stated.append(((*path, "lat"), part.lon, part.lat))
        elif isinstance(part, Region):
            corners = enumerate(part.polygon or ())
            stated += [((*path, "polygon", k, 1), lon, lat) for k, (lon, lat) in corners]
    assert list(positions(scenario)) == stated
