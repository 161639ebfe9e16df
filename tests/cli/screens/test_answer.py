"""The answer of a run in one sentence, on small cases."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from himaya.chance.statistics import Statistics
from himaya.cli.screens.answer import answer


def document(launched, hits=(0, 0, 0), mean=None):
    """A document with so many launched of each group, and p05, p50, p95 of all hits."""
    low, middle, high = hits
    hit = Statistics(float(middle) if mean is None else mean, 0.0, low, middle, high)
    outcomes = {
        group: SimpleNamespace(launched=Statistics(float(n), 0.0, n, n, n), hit=hit)
        for group, n in launched.items()
    }
    return SimpleNamespace(outcomes=outcomes, replications=400)


RAID = {"drones": 539, "one_way_drone": 313, "decoy_drone": 226, "cruise_missile": 11, "all": 550}
DRONES = {"drones": 20, "one_way_drone": 20, "all": 20}


@pytest.mark.parametrize(
    ("launched", "hits", "said"),
    [
        (
            RAID,
            (37, 66, 107),
            "Of 550 drones and missiles, 226 of them decoys, about 65 get through: 35 to 105 in nine "
            "simulated nights of ten.",
        ),
        (
            {**RAID, "drones": 2_539, "all": 2_550},
            (1_137, 1_466, 2_550),
            "Of 2,550 drones and missiles, 226 of them decoys, about 1,500 get through: 1,100 to 2,550 in "
            "nine simulated nights of ten.",
        ),
        (DRONES, (0, 1, 4), "Of 20 drones, 1 gets through: none to 4 in nine simulated nights of ten."),
        (DRONES, (3, 3, 3), "Of 20 drones, 3 get through in nine simulated nights of ten."),
        (
            {"ballistic_missile": 3, "all": 3},
            (1, 2, 3),
            "Of 3 missiles, 2 get through: 1 to 3 in nine simulated nights of ten.",
        ),
        ({"all": 0}, (0, 0, 0), "Nothing is launched."),
        (DRONES, (0, 0, 0), "Of 20 drones, none gets through in any of the 400 simulated nights."),
        (
            {"drones": 4, "decoy_drone": 4, "all": 4},
            (0, 0, 0),
            "Of 4 drones, all of them decoys, none gets through in any of the 400 simulated nights.",
        ),
    ],
)
def test_answer__says_how_many_get_through(launched, hits, said):
    assert answer(document(launched, hits)) == said


def test_hits__in_few_nights_alone_are_said():
    rare = answer(document(DRONES, (0, 0, 0), mean=0.01))
    assert rare == "Of 20 drones, none gets through in nineteen simulated nights of twenty."
    half = answer(document(DRONES, (0, 0, 3), mean=0.8))
    assert half == (
        "Of 20 drones, none gets through in half of the simulated nights, 3 or fewer in nineteen of twenty."
    )


@pytest.mark.parametrize(("mean", "share"), [(0.0, "none"), (0.0025, "0.25 %"), (1.0, "all")])
def test_one_threat__gets_through_in_a_share_of_nights(mean, share):
    alone = {"drones": 1, "one_way_drone": 1, "all": 1}
    assert answer(document(alone, mean=mean)) == (
        f"The only threat, a strike drone, gets through in {share} of the 400 simulated nights."
    )
