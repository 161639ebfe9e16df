"""Every outcome holds what is declared, and what differs from a declaration is told."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

import himaya
from himaya.arrays import Variable, faults, finite, labelled, registry, within_one
from himaya.campaign.run import run_campaign
from himaya.campaign.variables import VARIABLES as CAMPAIGN
from himaya.effects.aftermath import VARIABLES as EFFECTS
from himaya.effects.power.site_lines import VARIABLES as LINES
from himaya.raid.variables import VARIABLES as RAID
from himaya.scenario import SiteLines
from tests.campaign.small import battery, supply, with_hospital

CITY = himaya.load("city")
SITE = CITY.add(SiteLines(site="hospital", lines={"harbour": 1}))
COUNTED = registry(
    Variable("hits", ("group",), "whole", "1", "Hits."),
    Variable("p", ("group",), "real", "1", "A share.", within_one),
    Variable("worth", (), "real", "", "What is lost.", finite),
)


def night(scenario, **options):
    return himaya.simulate(scenario, **{"replications": 100, **options}).dataset


def months(scenario):
    return run_campaign(scenario, supply(), nights=2, futures=2).dataset


@pytest.mark.parametrize(
    ("made", "declared"),
    [
        (lambda: night(CITY, effects=False), RAID),
        (lambda: night(CITY.with_value("units", []), effects=False), RAID),
        (lambda: night(CITY), {**RAID, **EFFECTS}),
        (lambda: night(CITY.with_value("raid.drones.count", 0).without("jamming")), {**RAID, **EFFECTS}),
        (lambda: night(SITE), {**RAID, **EFFECTS, **LINES}),
        (lambda: night(SITE, uncertain=10, replications=2000), {**RAID, **EFFECTS, **LINES}),
        (lambda: months(with_hospital(battery(), 1)), CAMPAIGN),
        (lambda: months(battery()), {name: each for name, each in CAMPAIGN.items() if name not in LINES}),
    ],
    ids=["raid", "no units", "effects", "nothing hits", "sites", "uncertain", "months with sites", "months"],
)  # fmt: skip
def test_outcome__holds_what_is_declared(made, declared):
    assert faults(made(), declared) == []


@pytest.mark.parametrize(
    "declared", [RAID, EFFECTS, LINES, CAMPAIGN], ids=["raid", "effects", "lines", "months"]
)
def test_declaration__is_whole(declared):
    assert {name: each.name for name, each in declared.items()} == {name: name for name in declared}
    assert [name for name, each in declared.items() if not each.sentence.endswith(".")] == []


def made(**changed):
    values = {"hits": np.array([1, 2]), "p": np.array([0.5, np.nan]), "worth": 3.0, **changed}
    return xr.Dataset(labelled(values, COUNTED, "points"))


@pytest.mark.parametrize(
    ("dataset", "expected"),
    [
        (made(), []),
        (made(hits=np.array([0.5, 1.0])), ["hits: of type float64, not whole"]),
        (made(p=np.array([0, 1])), ["p: of type int64, not real"]),
        (made(hits=np.array([-1, 2])), ["hits: fails not_negative"]),
        (made(p=np.array([0.5, 1.5])), ["p: fails within_one"]),
        (made(p=np.array([-0.5, 0.5])), ["p: fails within_one"]),
        (made(worth=np.inf), ["worth: fails finite"]),
        (made().drop_vars("p"), ["p: not there"]),
        (made().assign(other=1), ["other: not declared"]),
        (made().rename(group="class"), [f"{k}: over ('class',), not ('group',)" for k in ("hits", "p")]),
        (made().assign(worth=made()["worth"].assign_attrs(units="")), ["worth: no unit"]),
        (
            made().assign(hits=made()["hits"].assign_attrs(units="km")),
            ["hits: attributes {'units': 'km', 'long_name': 'Hits.'}"],
        ),
        (
            made().assign(hits=made()["hits"].assign_attrs(long_name="Misses.")),
            ["hits: attributes {'units': '1', 'long_name': 'Misses.'}"],
        ),
    ],
)  # fmt: skip
def test_what_differs__is_told(dataset, expected):
    assert faults(dataset, COUNTED) == expected


def test_name__is_declared_once():
    with pytest.raises(ValueError, match="declared twice"):
        registry(*COUNTED.values(), COUNTED["hits"])


def test_values_of_other_names__are_refused():
    with pytest.raises(ValueError, match="not the same variables: hits, other"):
        labelled({"other": 1, "p": 1, "worth": 1}, COUNTED)
