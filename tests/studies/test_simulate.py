"""The verb: what it refuses, and that it does what the command does."""

from __future__ import annotations

import numpy as np
import pytest

import himaya
from himaya.app import actions
from himaya.errors import ProblemsError
from himaya.raid.variables import VARIABLES

CITY = himaya.load("city")


@pytest.fixture(scope="module")
def outcome():
    return himaya.simulate(CITY, replications=300, seed=5)


@pytest.mark.parametrize("options", [
    {"replications": 300, "seed": 5, "threads": 1},
    {"replications": 1_500, "precision": 0.001},
    {"replications": 2_000, "uncertain": 10, "seed": 2},
], ids=["plain", "precision", "uncertain"])  # fmt: skip
def test_simulate__does_what_run_does(options):
    flown = actions.run("city", actions.RunOptions(**options)).outcome
    assert himaya.simulate(CITY, **options).dataset.identical(flown.dataset)


def test_effects__are_added_and_change_nothing_else(outcome):
    plain = himaya.simulate(CITY, replications=300, seed=5, effects=False)
    assert set(plain.dataset.data_vars) == set(VARIABLES)
    assert set(outcome.provenance) - set(plain.provenance) == {"effects_hash"}
    for name, values in plain.dataset.data_vars.items():
        assert np.array_equal(outcome.dataset[name], values)
    for name in ("alert_hours", "value_lost", "killed", "debris_places"):
        assert name in outcome.dataset


def test_effects__may_be_left_out_of_uncertain_sets():
    followed, plain = (
        himaya.simulate(CITY, uncertain=10, replications=2_000, effects=effects) for effects in (True, False)
    )
    assert set(plain.dataset.data_vars) == set(VARIABLES)
    assert (plain.splits, plain.standing) == (followed.splits, followed.standing)


def test_phases__are_all_timed(outcome):
    assert list(outcome.elapsed_s) == ["geometry", "compile", "simulate", "summarise"]
    assert min(seconds for phase, seconds in outcome.elapsed_s.items() if phase != "compile") > 0


def test_replications__are_10_000_unless_stated():
    outcome = himaya.simulate(CITY, effects=False)
    assert (outcome.provenance["replications"], outcome.provenance["seed"]) == (10_000, 1)


def test_replications__are_at_most_a_million_until_a_precision_is_reached():
    said = []

    def stop(flown, of):
        said.append((flown, of))
        if flown:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        himaya.simulate(CITY, precision=0.001, progress=stop, effects=False)
    assert said[0] == (0, 1_000_000)


def test_progress__of_sets_is_shown_from_set_to_set():
    said = []
    options = {"progress": lambda flown, of: said.append((flown, of)), "effects": False}
    himaya.simulate(CITY, uncertain=10, replications=2_000, **options)
    assert said == [(200 * k, 2_000) for k in range(11)]


def test_precision_and_uncertain__exclude_each_other():
    with pytest.raises(ProblemsError, match="precision and uncertain exclude each other"):
        himaya.simulate(CITY, precision=0.1, uncertain=10)


def test_arguments__are_all_refused_at_once():
    with pytest.raises(ProblemsError) as caught:
        himaya.simulate(CITY, replications=0, seed=-1, threads=0)
    assert [(each.path, each.value) for each in caught.value.problems] == [
        ("replications", "0"), ("seed", "-1"), ("threads", "0"),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", [0, 2**63 - 1])
def test_seed__may_be_at_either_end(seed):
    assert himaya.simulate(CITY, replications=1, seed=seed).provenance["seed"] == seed
