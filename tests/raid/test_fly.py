"""A flight: same bits on any threads, nothing lost, stops when told to, and its own error is honest."""

from __future__ import annotations

import subprocess
import sys
import threading
from functools import partial
from math import sqrt

import numpy as np
import pytest

import himaya
from himaya.chance.statistics import Statistics
from himaya.errors import ProblemsError
from himaya.kernels.tables import (
    OUTCOMES,
)
from himaya.kernels.work import HEAP_FULL, MEETINGS_FULL, SHOTS_FULL
from himaya.raid import fly
from himaya.raid.fly import chunk_size, chunks
from himaya.raid.prepare.bridge import prepare
from himaya.raid.tally import Tally
from himaya.scenario.forces import Unit

CITY = himaya.load("city")
fly_plainly = partial(himaya.simulate, effects=False)
N = 450  # no multiple of any chunk size below
HASH_CODE = f"""
import himaya
print(himaya.simulate(himaya.load("city"), replications={N}, seed=5, effects=False).dataset.to_dict())
"""


@pytest.fixture(scope="module")
def outcome():
    return fly_plainly(CITY, replications=N, seed=5, threads=1)


@pytest.mark.parametrize(("threads", "chunk"), [(2, 200), (1, 7), (3, 64), (2, 1), (2, 1000)])
def test_bits__are_the_same_for_any_threads_and_chunks(outcome, monkeypatch, threads, chunk):
    monkeypatch.setattr(fly, "CHUNK", chunk)
    again = fly_plainly(CITY, replications=N, seed=5, threads=threads)
    assert again.dataset.identical(outcome.dataset)


def test_bits__are_the_same_in_another_process(outcome):
    done = subprocess.run([sys.executable, "-c", HASH_CODE], capture_output=True, text=True, check=True)
    assert done.stdout == f"{outcome.dataset.to_dict()}\n"


def test_bits__differ_with_the_seed(outcome):
    other = fly_plainly(CITY, replications=N, seed=6, threads=1)
    assert not np.array_equal(other.dataset["replications"], outcome.dataset["replications"])


def test_every_replication__is_counted(outcome):
    assert (outcome.dataset["replications"].sum("count") == N).all()
    assert outcome.provenance["replications"] == N


def test_launched__is_what_became_of_all(outcome):
    mean = outcome.dataset["mean"].sel(quantity=list(OUTCOMES)).sum("quantity")
    assert mean.to_numpy() == pytest.approx(outcome.dataset["launched"].to_numpy(), rel=1e-12)
    assert outcome.dataset["launched"].to_numpy().tolist() == [12, 4, 3, 1, 0, 16, 20]


@pytest.fixture(scope="module", params=[("city", 400), ("kyiv-2025-07-04", 40)], ids=lambda each: each[0])
def flown(request):
    """A prepared scenario and the chunks of its replications: what holds in each replication alone."""
    name, n = request.param
    prepared = prepare(himaya.load(name), 2)
    return prepared, [out for _, out in chunks(prepared, range(n), 2)]


def test_threats__end_in_one_way_each(flown):
    prepared, outs = flown
    launched = np.bincount(prepared.plan.groups.weapon_class[prepared.raid.group], minlength=5)
    assert all((out.counts.sum(axis=2) == launched).all() for out in outs)
    assert all(
        out.counts.sum(axis=(0, 1)).tolist() == np.bincount(out.outcome.ravel()).tolist() for out in outs
    )


def test_rounds__are_no_more_than_on_hand(flown):
    prepared, outs = flown
    magazines = prepared.plan.magazines
    on_hand = np.bincount(magazines.round, magazines.ready + magazines.stock)
    fired = np.concatenate([out.fired for out in outs])
    assert (fired <= on_hand).all()
    assert fired.sum() > 0


def test_killer__is_named_exactly_where_something_was_shot_down(flown):
    assert all(((out.by >= 0) == (out.outcome == 0)).all() for out in flown[1])


def test_end__lies_on_the_route_and_before_the_horizon(flown):
    prepared, outs = flown
    length = prepared.plan.library.routes.length_m
    assert all((out.s_end_m >= 0).all() and (out.s_end_m <= length[out.variant] + 1).all() for out in outs)
    assert max(int(out.end_ms.max()) for out in outs) < prepared.horizon_ms


def test_unit_far_away__changes_nothing():
    disc = {"disc": {"lat": 47.5, "lon": 33.5, "radius_km": 300}}
    stated = CITY.model_copy(
        update={"theatre": type(CITY).model_validate({**CITY.model_dump(), "theatre": disc}).theatre}
    )
    patriot = Unit(id="far-away", type="patriot", lat=50.5, lon=24.0)
    with_unit = stated.model_copy(update={"units": [patriot, *stated.units]})
    first, second = (fly_plainly(each, replications=300, seed=1).dataset for each in (stated, with_unit))
    for name in ("replications", "fired", "meetings", "aim_hits"):
        assert first[name].identical(second[name])


def test_progress__counts_up_to_all():
    said = []
    fly_plainly(CITY, replications=N, threads=2, progress=lambda done, of: said.append((done, of)))
    assert said == sorted(said)
    assert said[0] == (0, N)
    assert len(said) == 4
    assert said[-1] == (N, N)


def test_ctrl_c__stops_and_leaves_no_thread():
    stopped, before = [], threading.active_count()

    def interrupt(done, of):
        if done:
            raise KeyboardInterrupt

    def fly():
        try:
            fly_plainly(CITY, replications=50_000_000, threads=2, progress=interrupt)
        except KeyboardInterrupt:
            stopped.append(True)

    flight = threading.Thread(target=fly, daemon=True)
    flight.start()
    flight.join(timeout=60)  # all of it takes many minutes
    assert stopped == [True]
    assert threading.active_count() == before


@pytest.mark.parametrize(
    ("code", "kind", "message"),
    [
        (HEAP_FULL, RuntimeError, "buffer 1 overflowed in replication 13"),
        (MEETINGS_FULL, ProblemsError, "too many meetings .* in replication 13, expected fewer than 4,096"),
        (SHOTS_FULL, ProblemsError, "too many shots .* in replication 13, expected fewer than 65,536"),
    ],
)
def test_overflow__is_told_with_its_replication(monkeypatch, code, kind, message):
    def overflowing(plan, raid, work, out, span):
        out.code[:] = 0
        out.code[3] = code

    monkeypatch.setattr(fly, "replicate", overflowing)
    with pytest.raises(kind, match=message):
        list(chunks(prepare(CITY, 1), range(10, 20), 1))


def test_threats__may_be_none():
    empty = CITY.model_copy(update={"raid": [group.model_copy(update={"count": 0}) for group in CITY.raid]})
    nothing = Statistics(0.0, 0.0, 0, 0, 0)
    assert fly_plainly(empty, replications=3).statistics("all", "hit") == nothing


def test_memory__does_not_grow_with_replications():
    prepared, sizes = prepare(CITY, 1), []
    tally = Tally.of(prepared)
    for first, out in chunks(prepared, range(10_000), 2):
        tally.add(prepared, out, first)
        if tally.n in {1_000, 10_000}:
            tables = (tally.counts, tally.library, tally.aim_hits, tally.shot_down_by)
            sizes.append(sum(table.nbytes for table in tables))
            assert all(len(each) <= 200 for each in (*tally.fired, *tally.meetings))
    assert len(sizes) == 2
    assert sizes[0] == sizes[1]


@pytest.mark.parametrize("threats", [1, 550, 200_000])
def test_chunk__hands_on_at_most_6_megabytes(threats, monkeypatch):
    prepared = prepare(CITY, 1)
    raid = prepared.raid._replace(group=np.zeros(threats, np.int32))
    monkeypatch.setitem(prepared.__dict__, "raid", raid)
    assert 1 <= chunk_size(prepared) <= 200
    assert chunk_size(prepared) * threats <= max(200_000, threats)


def test_library_error__shrinks_as_one_over_root_of_its_size():
    """n = 20,000 on city, seed 1: libraries of 8 and 256 variants a pair, sqrt(256 / 8) = 5.66.

    Each variance between groups is known from 7 degrees of freedom: F(7, 7) lies within 1/9 .. 9 in 99 %, so
    the ratio of the errors within a factor 3. The means differ by less than 3 of both errors and of chance.
    """
    hits = []
    for variants in (8, 256):
        outcome = fly_plainly(CITY.model_copy(update={"route_variants": variants}), replications=20_000)
        found = outcome.statistics("all", "hit")
        se = float(outcome.dataset["library_se"].sel(group="all", quantity="hit"))
        hits.append((found.mean, se, found.sd / sqrt(20_000)))
    (few, few_se, few_chance), (many, many_se, many_chance) = hits
    assert 5.66 / 3 < few_se / many_se < 5.66 * 3
    assert abs(few - many) < 3 * sqrt(few_se**2 + many_se**2 + few_chance**2 + many_chance**2)
