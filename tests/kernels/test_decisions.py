"""Decision diagrams: functions are what truth tables say, whatever is freed, sifted or refused on the way."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from himaya.effects.power.trees.diagram import _tables
from himaya.kernels.decisions import FRESH, FULL, LIVE, OVERDUE, ROOM, STEPS, ite, literal
from himaya.kernels.sifting import collect, sift

N = 6
WORLDS = list(product([False, True], repeat=N))


def new(n=N, nodes=1 << 10, memo=None):
    places = np.arange(n + 1, dtype=np.int32)
    d = _tables(nodes, places, places[:-1].copy())
    if memo:
        d = d._replace(memo=np.zeros((memo, 4), np.int32))
    d.variable[0], d.state[FRESH], d.state[ROOM], d.state[STEPS] = n, 1, nodes, 1 << 40
    return d


def table(d, edge):
    """Truth of an edge in every world, by walking down."""
    found = []
    for world in WORLDS:
        node, flip = edge >> 1, edge & 1
        while node:
            below = int(d.high[node] if world[d.variable[node]] else d.low[node])
            node, flip = below >> 1, flip ^ below & 1
        found.append(bool(flip))
    return found


# each step: which three of the functions so far, each perhaps negated
steps = st.lists(st.tuples(*[st.tuples(st.integers(0, 10**6), st.booleans())] * 3), min_size=1, max_size=25)


def grown(d, recipe):
    """Edges of the functions, and their truth tables."""
    edges = [int(literal(d, k)) for k in range(N)]
    truth = [[world[k] for world in WORLDS] for k in range(N)]
    for step in recipe:
        chosen = [
            (edges[k % len(edges)] ^ flip, [x ^ flip for x in truth[k % len(edges)]]) for k, flip in step
        ]
        edges.append(int(ite(d, *(edge for edge, _ in chosen))))
        truth.append([g if f else h for f, g, h in zip(*(each for _, each in chosen), strict=True)])
    return edges, truth


@settings(max_examples=60)
@given(steps, st.sampled_from([None, 1]))
def test_ite__is_the_truth_table_and_equal_functions_are_one_edge(recipe, memo):
    d = new(memo=memo)
    edges, truth = grown(d, recipe)
    assert [table(d, edge) for edge in edges] == truth
    assert len(set(edges)) == len({tuple(each) for each in truth})
    used = d.low[1 : d.state[FRESH]]
    assert not (used & 1).any()  # no low edge is complemented


@settings(max_examples=60)
@given(steps, st.permutations(range(N)), st.integers(1, 4))
def test_sifting__keeps_edges_and_functions_and_never_grows(recipe, variables, kept):
    d = new()
    edges, truth = grown(d, recipe)
    edges, truth = edges[-kept:], truth[-kept:]
    roots = np.array(edges, np.int64)
    before = int(collect(d, roots))
    for variable in variables:
        nodes = int(sift(d, variable))
        assert nodes <= before
        before = nodes
        assert [table(d, edge) for edge in edges] == truth
    assert int(collect(d, roots)) == before  # what sifting counted
    assert sorted(d.at) == list(range(N))
    assert all(d.at[d.level[k]] == k for k in range(N))
    again, _ = grown(d, recipe)
    assert again[-kept:] == edges  # tables and order still fit each other


def test_order__that_pairs_partners_is_found():
    # x0 y0 + x1 y1 + x2 y2, all x first: 14 nodes; in pairs 6
    d = new()
    edge = 0
    for k in range(3):
        pair = ite(d, literal(d, k), literal(d, k + 3), 0)
        edge = ite(d, pair, 1, edge)
    roots = np.array([edge], np.int64)
    assert collect(d, roots) == 14
    for _ in range(2):
        for variable in range(N):
            sift(d, variable)
    assert d.state[LIVE] == 6


def test_room__that_is_used_up_is_told_and_leaves_the_functions():
    d = new(nodes=1 << 10)
    first = ite(d, literal(d, 0), literal(d, 1), literal(d, 2))
    expected = table(d, int(first))
    d.state[ROOM] = 1
    assert ite(d, literal(d, 3), first, ite(d, first, 0, 1)) == FULL
    d.state[ROOM] = 100
    assert collect(d, np.array([first], np.int64)) == 2 + 1  # x0, x1, x2
    assert table(d, int(first)) == expected
    assert ite(d, literal(d, 3), first, first ^ 1) > 1


def test_table__that_is_full_is_told():
    d = new(nodes=8)
    edges = [literal(d, k) for k in range(N)]
    assert min(edges) > 0
    with_one = ite(d, edges[0], edges[1], 0)
    assert with_one > 0
    assert ite(d, edges[2], edges[3], 0) == FULL


def test_steps__that_are_used_up_are_told():
    d = new()
    d.state[STEPS] = 0
    assert ite(d, literal(d, 0), literal(d, 1), 0) == OVERDUE
    d.state[STEPS] = 1
    assert ite(d, literal(d, 0), literal(d, 1), 0) > 1


@pytest.mark.parametrize("n", [2, 40])
def test_stack__holds_an_order_of_any_depth(n):
    d = new(n, 1 << 13)
    edge = 1
    for k in range(n):  # from the top down, so that each goes through all before it
        edge = ite(d, edge, literal(d, k), 0)
    assert collect(d, np.array([edge], np.int64)) == n
