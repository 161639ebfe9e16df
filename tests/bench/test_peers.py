"""The peers of the bench give the kernel's outcome of every threat; else their speed means nothing."""

from __future__ import annotations

import pytest
from bench.c_twin import CTwin, compiler
from bench.core import other_rules
from bench.peers import same
from bench.rules import with_every_rule
from bench.simpy_twin import SimPyNight, Table

import himaya
from himaya.raid.fly import chunks
from himaya.raid.prepare.bridge import prepare


@pytest.fixture(scope="module")
def city():
    prepared = prepare(himaya.load("city"), 1)
    [(_, out)] = chunks(prepared, range(60), 1)
    return prepared, out


@pytest.mark.skipif(compiler() is None, reason="no C compiler")
@pytest.mark.parametrize(("name", "n"), [("city", 60), ("kyiv-2025-07-04", 6)])
def test_c__gives_the_kernels_outcomes(name, n, tmp_path):
    prepared = prepare(himaya.load(name), 1)
    [(_, out)] = chunks(prepared, range(n), 1)
    assert same(out, CTwin(prepared, tmp_path).fly(0, n))


def test_simpy__gives_the_kernels_outcomes(city):
    prepared, out = city
    night = SimPyNight(prepared)
    for row in range(60):
        outcome, end_ms, by = night.fly(Table(prepared, row))
        assert list(outcome) == out.outcome[row].tolist()
        assert list(end_ms) == out.end_ms[row].tolist()
        assert list(by) == out.by[row].tolist()


def test_peers__refuse_rules_that_they_do_not_know():
    scenario = himaya.load("city")
    doubtful = [system.model_copy(update={"p_up": 0.5}) for system in scenario.system_types]
    prepared = prepare(scenario.model_copy(update={"system_types": doubtful}), 1)
    with pytest.raises(ValueError, match="availability"):
        SimPyNight(prepared)


def test_every_rule__is_at_work_where_its_cost_is_measured(city):
    rules = other_rules(with_every_rule(city[0]))
    assert set(rules) >= {
        "salvo", "reserve", "imperfect assessment", "law of assessment", "availability", "track groups",
        "open ground", "saturated nodes", "nodes that keep off each other", "recognised decoys",
    }  # fmt: skip
