"""Raids drawn for blocks of futures are kept within a bound, and are the same when drawn again."""

from __future__ import annotations

import numpy as np
import pytest

from himaya.campaign.fly import BLOCK
from himaya.campaign.raids import parametric, resample
from himaya.campaign.raids.parametric import Means, Parametric
from himaya.campaign.raids.recent import MOST_BYTES, Recent
from himaya.campaign.raids.resample import Bootstrap
from himaya.campaign.run import MAX_NIGHTS
from himaya.chance.draws import Draws

BLOCK_BYTES = 5 * 8
MEANS = Means(np.array([120.0, 3.0, 1.2, 0.1]), np.array([0.97, 0.2, 0.35, 0.04]))


@pytest.fixture
def asked():
    """Blocks that were drawn, in order."""
    return []


@pytest.fixture
def recent(asked):
    def draw(futures):
        asked.append(futures)
        return (np.arange(futures.start, futures.stop),)

    return Recent(draw, most_bytes=2 * BLOCK_BYTES)


def block(number):
    return range(5 * number, 5 * number + 5)


def test_block__is_drawn_once_while_it_is_kept(recent, asked):
    assert recent.of(block(0))[0].tolist() == recent.of(block(0))[0].tolist() == [0, 1, 2, 3, 4]
    assert asked == [block(0)]


def test_bytes__stay_within_the_bound(recent):
    for number in range(20):
        recent.of(block(number))
        assert recent.n_bytes <= 2 * BLOCK_BYTES
    assert recent.n_bytes == 2 * BLOCK_BYTES


def test_block_used_longest_ago__is_dropped_first(recent, asked):
    for number in (0, 1, 0, 2, 0, 1):
        recent.of(block(number))
    assert asked == [block(0), block(1), block(2), block(1)]


def test_block_larger_than_the_bound__is_kept_alone(recent, asked):
    recent.of(block(0))
    for _ in range(2):
        recent.of(range(100))
    assert asked == [block(0), range(100)]
    assert recent.n_bytes == 100 * 8


@pytest.mark.parametrize("kind", ["bootstrap", "parametric"])
def test_raids__stay_within_the_bound_and_the_same(kind, monkeypatch):
    """A bound of three blocks: twenty are asked for, then the first again."""

    def raids():
        draws = Draws(1, "raids")
        if kind == "parametric":
            return Parametric(MEANS, 30, draws)
        return Bootstrap(np.arange(400).reshape(100, 4), (7, 14), 30, draws)

    one_block = raids()
    before = one_block.counts(3, block(0))
    most = 3 * one_block._drawn.n_bytes
    for module in (parametric, resample):
        monkeypatch.setattr(module, "Recent", lambda draw: Recent(draw, most))
    bounded = raids()
    for number in range(20):
        bounded.counts(3, block(number))
        assert bounded._drawn.n_bytes <= most
    assert bounded.counts(3, block(0)).tolist() == before.tolist()


def test_bound__holds_a_block_of_the_longest_campaign_for_forty_threads():
    drawn = Parametric(MEANS, MAX_NIGHTS, Draws(1, "raids"))
    drawn.counts(1, range(BLOCK))
    assert drawn._drawn.n_bytes * 40 <= MOST_BYTES
