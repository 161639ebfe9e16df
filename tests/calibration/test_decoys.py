"""Another share of decoys on nights of the check: as many drones, divided anew for every draw."""

from dataclasses import replace

import numpy as np
import pytest

import himaya
from himaya.calibration.coverage import N_DRAWS, check_fit
from himaya.calibration.decoys import divided, is_assumed, largest_remainder
from himaya.calibration.fit import fit_nights
from himaya.calibration.flights import Simulator
from himaya.calibration.nights import RecordedNight, Told
from himaya.calibration.parameters import Layout
from himaya.notes import Note
from himaya.reconstruction import standing_share
from himaya.scenario import Pert
from himaya.scenario.assumptions import Assumption
from tests.calibration.small import FIRST, Hazards, recorded

DRONES = Layout.of(["drones"])
WIDE = Pert(low=0.0, likely=0.5, high=1.0, source="test")


def raid_of(**counts):
    """The town with groups of such types and counts, as ``shahed_136=10``; doubled names count as groups."""
    city, some = himaya.load("city"), himaya.load("city").raid[0]
    groups = [
        some.model_copy(update={"id": f"g{k}", "type": name.rstrip("2").rstrip("_").replace("_", "-"),
                                "count": count})
        for k, (name, count) in enumerate(counts.items())
    ]  # fmt: skip
    types = {each.id: each for each in (*himaya.load("kyiv-2025-07-04").threat_types, *city.threat_types)}
    jet = types["shahed-136"].model_copy(update={"id": "geran-3"})
    return city.model_copy(update={"raid": groups, "threat_types": [*types.values(), jet]})


def town():
    """100 drones that nobody stops: strike drones hit but for their own failures, decoys all fall."""
    nobody = {"area_defences": [], "units": [], "soft_kill_zones": []}
    return raid_of(shahed_136=60, decoy_gerbera=40).model_copy(update=nobody)


def assumed(scenario):
    numbers = {"share": 0.4, "low": 0.3, "likely": 0.4, "high": 0.5}
    decoys = Assumption(code="decoys_assumed", numbers=numbers)
    return scenario.model_copy(update={"assumptions": [Assumption(code="by_population"), decoys]})


def night_of(scenario, day=0):
    return RecordedNight(scenario, FIRST.replace(day=1 + day), False, {"drones": Told(100, 70, 40)}, {})


@pytest.mark.parametrize(
    ("counts", "share", "expected"),
    [
        ({"shahed_136": 58, "decoy_gerbera": 42}, 0.42, [58, 42]),
        ({"shahed_136": 58, "decoy_gerbera": 42}, 0.273, [73, 27]),
        ({"shahed_136": 58, "decoy_gerbera": 42}, 0.277, [72, 28]),
        ({"shahed_136": 58, "decoy_gerbera": 42}, 0.0, [100, 0]),
        # 30 decoys of 100: 20 and 10 of them; 63 strike drones: 42 and 21; jets stay
        ({"shahed_136": 36, "decoy_gerbera": 26, "geran_3": 7, "shahed_136_2": 18, "decoy_gerbera_2": 13},
         0.30, [42, 20, 7, 21, 10]),
        # quotas 3.5, 1.5, 3.5, 1.5: nine are whole, of equal remainders the first two get one more
        ({"shahed_136": 2, "decoy_gerbera": 3, "shahed_136_2": 2, "decoy_gerbera_2": 3}, 0.3, [4, 2, 3, 1]),
        # no more decoys than there are drones without a jet
        ({"shahed_136": 2, "decoy_gerbera": 3, "geran_3": 5}, 0.9, [0, 5, 5]),
        ({"shahed_136": 9}, 0.5, [9]),
        ({"decoy_gerbera": 9}, 0.5, [9]),
        ({"shahed_136": 6, "decoy_gerbera": 4, "kalibr": 8}, 0.2, [8, 2, 8]),
    ],
)  # fmt: skip
def test_divided__by_hand(counts, share, expected):
    assert divided(raid_of(**counts), share).tolist() == expected


def test_divided__keeps_what_rows_tell_and_draws_the_rest():
    """Of 100 drones 40 are told, 30 of them strike drones; half of the other 60 are decoys: 10 + 30."""
    told = Assumption(code="decoys_told", numbers={"line": 2, "launched": 40, "decoys": 10})
    given = raid_of(shahed_136=60, decoy_gerbera=40).model_copy(update={"assumptions": [told]})
    assert divided(given, 0.5).tolist() == [60, 40]
    assert divided(given, 0.0).tolist() == [90, 10]
    assert divided(given, 1.0).tolist() == [30, 70]


def test_divided__keeps_the_number_of_drones_and_its_own_share_changes_nothing():
    rng = np.random.default_rng(3)
    for _ in range(300):
        counts = rng.integers(1, 90, 4)
        given = raid_of(shahed_136=counts[0], decoy_gerbera=counts[1], shahed_136_2=counts[2],
                        decoy_gerbera_2=counts[3])  # fmt: skip
        own = (counts[1] + counts[3]) / counts.sum()
        assert divided(given, own).tolist() == counts.tolist()
        assert divided(given, rng.random()).sum() == counts.sum()


def test_largest_remainder__is_within_1_of_every_quota():
    quotas = np.random.default_rng(4).dirichlet(np.ones(7), 200) * 53.0
    for each in quotas:
        found = largest_remainder(each)
        assert found.sum() == 53
        assert np.abs(found - each).max() < 1.0


def flown(scenario, decoys, threads=1):
    simulator = Simulator(per_draw=6, threads=threads)
    return simulator.counts(scenario, DRONES, (np.zeros((8, 3)), np.full((8, 1), 0.25)), decoys)


def test_simulator__with_the_own_share_gives_the_same_bits():
    assert (flown(town(), np.full(8, 0.4)) == flown(town(), None)).all()


def test_simulator__flies_as_many_drones_whatever_the_share_and_threads():
    shares = np.linspace(0.0, 1.0, 8)
    one, two = (flown(town(), shares, threads) for threads in (1, 2))
    assert (one == two).all()
    assert (one.sum(axis=2) == 100).all()
    assert (one != flown(town(), None)).any()


def test_simulator__more_decoys_more_of_what_decoys_do():
    fell = flown(town(), np.linspace(0.0, 1.0, 8))[:, 0, 1].reshape(8, 6).mean(axis=1)
    assert fell[0] < 25.0
    assert (np.diff(fell) > 0.0).all()
    assert fell[-1] == 100.0


def widths(decoy_share, given):
    fit = replace(fit_nights([recorded({"drones": (20, 14, 9)}, k) for k in range(20)], Hazards(2)),
                  decoy_share=decoy_share)  # fmt: skip
    ranks = check_fit(fit, [night_of(given, day) for day in range(3)], Simulator(per_draw=4)).ranks
    return ranks, np.mean([rank.high - rank.low for rank in ranks])


def test_check__with_a_degenerate_share_is_as_without_and_with_a_wide_one_wider():
    stated, narrow = widths(WIDE, town())
    same, _ = widths(0.4, assumed(town()))
    _, wide = widths(WIDE, assumed(town()))
    assert same == stated
    assert wide > 1.3 * narrow


class Asked(Hazards):
    """Keeps the shares that it is asked to fly."""

    def counts(self, scenario, layout, draws, decoys=None):
        self.kept = [*getattr(self, "kept", []), decoys]
        return super().counts(scenario, layout, draws)


def test_check__draws_where_decoys_are_assumed_by_seed_and_night_alone():
    fit = fit_nights([recorded({"drones": (20, 14, 9)}, k) for k in range(20)], Hazards(2))
    here, later = Asked(3), Asked(4)
    nights = [night_of(town(), 3), night_of(assumed(town()), 4), night_of(assumed(town()), 5)]
    check_fit(fit, nights, here)
    check_fit(fit, nights[2:], later)
    here.kept, later.kept = here.kept[:6], later.kept[:2]  # then the nights of the fit, as they are stated
    assert here.kept[:2] == [None, None]
    assert all((one == two).all() for one, two in zip(here.kept[2::2], here.kept[3::2], strict=True))
    assert (here.kept[4] == later.kept[0]).all()
    assert (here.kept[2] != here.kept[4]).any()
    assert len(set(here.kept[4])) == N_DRAWS
    assert fit.decoy_share == standing_share(fit.window[1])
    assert fit.decoy_share.low <= min(here.kept[4]) < max(here.kept[4]) <= fit.decoy_share.high


def test_assumptions__say_how_the_share_enters():
    nights = [night_of(assumed(town()), day) for day in range(3)] + [night_of(town(), 3)]
    assert [is_assumed(night) for night in nights] == [True, True, True, False]
    others = {"assumptions": [Assumption(code="by_population")]}
    assert not is_assumed(night_of(town().model_copy(update=others)))
    fit = fit_nights(nights, Hazards(2))
    known = standing_share(nights[-1].ended)
    assert fit.assumptions[Note("decoys_drawn", low=known.low, likely=known.likely, high=known.high)] == 3
    assert replace(fit, decoy_share=0.3).assumptions[Note("decoys_held", share=0.3)] == 3


def test_assumptions__are_counted_by_night_most_first():
    """A night that states none of its own rests on what its scenario states."""
    fit = fit_nights([night_of(assumed(town()), day) for day in range(2)] + [night_of(town(), 2)], Hazards(2))
    counts = [(note.code, nights) for note, nights in fit.assumptions.items()]
    assert counts == [
        ("unobserved", 3), ("by_population", 2), ("decoys_assumed", 2), ("as_stated", 1), ("decoys_drawn", 2)
    ]  # fmt: skip
