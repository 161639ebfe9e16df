"""Chance and ignorance apart: a split known in closed form, refusals, the same bits on any threads."""

from __future__ import annotations

import pytest

import himaya
from himaya.errors import ProblemsError
from himaya.scenario import Pert

LOW, LIKELY, HIGH = 0.3, 0.5, 0.8
N_THREATS, SETS, INNER = 20, 400, 1_000


def one_shot_each(p_kill=None):
    """Every drone is shot at once, with a kill probability that is not known: hits ~ Binomial(20, 1 - p)."""
    scenario = himaya.load("saturation")
    system = scenario.system_types[0]
    number = p_kill or Pert(low=LOW, likely=LIKELY, high=HIGH, source="guess: a test")
    each = system.rounds[0]
    (against,) = each.against.values()
    engagement = {"one_way_drone": against.model_copy(update={"p_kill": number})}
    update = {
        "channels": 1_000,
        "assessment_s": 86_400.0,
        "launch_interval_s": 0.0,
        "rounds": [each.model_copy(update={"against": engagement})],
    }
    raid = [scenario.raid[0].model_copy(update={"count": N_THREATS})]
    return scenario.model_copy(update={"system_types": [system.model_copy(update=update)], "raid": raid})


def fly(scenario, sets=10, replications=2_000, seed=1, threads=2):
    options = {"replications": replications, "seed": seed, "threads": threads, "effects": False}
    return himaya.simulate(scenario, uncertain=sets, **options)


@pytest.fixture(scope="module")
def found():
    return fly(one_shot_each(), SETS, SETS * INNER, seed=7)


def test_every_drone__is_shot_at_exactly_once(found):
    assert found.dataset["fired"].sel(statistic=["mean", "sd"]).to_numpy().tolist() == [[N_THREATS, 0.0]]


def test_split__recovers_the_known_variances(found):
    """4 standard errors: of a variance of n near-normal values sqrt(2 / (n - 1)) of it.

    All sets share their luck, so for chance n is the replications of one set.
    """
    mean = (LOW + 4 * LIKELY + HIGH) / 6
    variance = (mean - LOW) * (HIGH - mean) / 7  # of a PERT distribution
    split = found.splits["all", "hit"]
    assert found.statistics("all", "hit").mean == pytest.approx(
        N_THREATS * (1 - mean), abs=4 * N_THREATS * (variance / SETS) ** 0.5
    )
    assert split.sd_ignorance**2 == pytest.approx(N_THREATS**2 * variance, rel=4 * (2 / (SETS - 1)) ** 0.5)
    assert split.sd_chance**2 == pytest.approx(
        N_THREATS * (mean - mean**2 - variance), rel=4 * (2 / (INNER - 1)) ** 0.5
    )
    assert not split.floored


def test_split__is_floored_and_says_so_where_nothing_is_ignored():
    scenario = one_shot_each(Pert(low=0.5, likely=0.5, high=0.5, source="guess: a test"))
    split = fly(scenario).splits["all", "hit"]
    assert (split.sd_ignorance, split.floored, split.share_ignorance) == (0.0, True, 0.0)


def test_pooled__counts_every_replication_of_every_set(found):
    assert found.provenance["replications"] == SETS * INNER
    assert int(found.dataset["replications"].sel(group="all", quantity="hit").sum()) == SETS * INNER
    assert found.provenance["parameters"] == "uncertain"


def test_bits__do_not_depend_on_threads():
    one, two = (fly(one_shot_each(), threads=threads) for threads in (1, 2))
    assert one.dataset.identical(two.dataset)
    assert one.splits == two.splits


def test_a_set__has_at_least_200_replications():
    assert fly(one_shot_each(), replications=10).inner == 200


@pytest.mark.parametrize("sets", [1, 9, 10_001])
def test_sets__too_few_or_many_are_refused(sets):
    with pytest.raises(ProblemsError, match="expected 10 to 10000 sets"):
        fly(one_shot_each(), sets)


def test_sets__of_nothing_uncertain_are_refused():
    with pytest.raises(ProblemsError, match="nothing in this scenario is uncertain"):
        fly(himaya.load("saturation"))
