"""Flying until the mean of hits is known: each way to stop, and the same bits as a plain run."""

from __future__ import annotations

from functools import partial

import pytest

import himaya
from himaya.chance.statistics import Statistics
from himaya.errors import ProblemsError
from himaya.raid.stop import Standing, looks, shortfall, standing
from tests.studies.test_uncertainty import one_shot_each

fly_plainly = partial(himaya.simulate, effects=False)


def flown(scenario, precision, at_most=1_000_000, threads=2):
    return fly_plainly(scenario, precision=precision, replications=at_most, threads=threads)


def without_library_error():
    """One-shot night of constant p: its routes do not matter, so the library adds no error but noise."""
    return one_shot_each(0.9)


def test_looks__double_from_1000_to_the_most():
    assert list(looks(5_000)) == [1_000, 2_000, 4_000, 5_000]
    assert list(looks(500)) == [500]


def test_half_width__is_of_chance_and_library():
    found = standing(Statistics(4.0, 2.0, 1, 4, 7), 400, 0.03)
    assert found.half_width == pytest.approx(((1.959964 * 2 / 20) ** 2 + (2.364624 * 0.03) ** 2) ** 0.5)


@pytest.mark.parametrize(
    ("mean", "half_width", "library_se", "expected"),
    [
        (0.0, 0.0, 0.0, "no_hits"),
        (10.0, 2.0, 0.5, "library"),  # 2.36 x 0.5 is above a tenth of 10
        (0.02, 0.02, 0.01, "replications"),  # 20 hits: too few to say anything of the library
        (10.0, 1.2, 0.1, "replications"),
        (10.0, 1.0, 0.1, None),  # at the goal
    ],
)
def test_shortfall__names_what_is_missing(mean, half_width, library_se, expected):
    assert shortfall(Standing(mean, half_width, library_se, 1_000), 0.1) == expected


@pytest.mark.parametrize("threads", [1, 2])
def test_run__goes_on_to_a_later_look_and_gives_the_bits_of_a_plain_run(threads):
    outcome = flown(without_library_error(), 0.02, threads=threads)
    n = outcome.provenance["replications"]
    assert n > 2_000  # sd 1.34 on a mean of 2: about 4,300 are needed
    assert n in list(looks(1_000_000))
    assert outcome.dataset.identical(fly_plainly(without_library_error(), replications=n).dataset)


def test_run__stops_at_the_first_look_that_is_good_enough():
    outcome = flown(without_library_error(), 0.02)
    n = outcome.provenance["replications"]
    assert shortfall(outcome.standing, 0.02) in {None, "library"}
    half = fly_plainly(without_library_error(), replications=n // 2)
    assert shortfall(half.standing, 0.02) == "replications"


def test_run__without_hits_goes_on_to_the_end_and_gives_the_upper_end():
    """No hit in n nights: 1 - 0.025^(1/n), Clopper and Pearson's, about 3.69 / n."""
    outcome = flown(one_shot_each(1.0), 0.1, at_most=3_000)
    assert outcome.provenance["replications"] == 3_000
    assert shortfall(outcome.standing, 0.1) == "no_hits"
    assert outcome.standing.hit_share_at_most == pytest.approx(1 - 0.025 ** (1 / 3_000))
    assert outcome.standing.hit_share_at_most == pytest.approx(3.69 / 3_000, rel=0.01)


def test_run__whose_first_hit_comes_after_the_first_look_reaches_its_precision():
    """A shot of 0.9995 at each of 20: one hit in a hundred nights."""
    outcome = flown(one_shot_each(0.9995), 0.5)
    n, found = outcome.provenance["replications"], outcome.standing
    assert shortfall(found, 0.5) is None
    assert found.mean * n >= 10
    assert found.hit_share_at_most is None


def test_run__stops_at_the_most_that_is_allowed():
    outcome = flown(without_library_error(), 0.001, at_most=1_500)
    assert outcome.provenance["replications"] in {1_000, 1_500}
    assert shortfall(outcome.standing, 0.001) in {"replications", "library"}


def test_run__stops_where_the_library_is_the_limit():
    outcome = flown(himaya.load("city").model_copy(update={"route_variants": 8}), 0.01)
    assert shortfall(outcome.standing, 0.01) == "library"
    assert outcome.provenance["replications"] <= 4_000


@pytest.mark.parametrize("precision", [0.0, 1.0, -0.1, float("nan")])
def test_precision__out_of_range_is_refused(precision):
    with pytest.raises(ProblemsError, match="a share of mean hits above 0 and below 1"):
        flown(without_library_error(), precision)
