"""Minimal cut sets and importances: published counts, small ones by hand, and against plain Python."""

from __future__ import annotations

import csv
from itertools import combinations
from math import comb, isclose

import pytest
from hypothesis import given, settings

from himaya.effects import cut_sets_of, importances_of, load_tree, solve_top
from himaya.effects.power.trees import cut_sets
from tests.effects.power.trees.small import ABC, event, gate, mef, model, refer
from tests.effects.power.trees.strategies import CHANCES, as_file, formulas
from tests.effects.power.trees.test_solve import TOPS, bad_order, cells
from tests.naive.tree import certain_and_impossible, minimal_sets, p_of


@pytest.mark.parametrize("name", TOPS)
def test_aralia__has_as_many_cut_sets_as_published(name, reference):
    with reference("reliability/aralia_table.csv").open(encoding="utf-8") as stream:
        table = {row["fault_tree"]: row for row in csv.DictReader(stream, delimiter=";")}
    found = cut_sets_of(solve_top(load_tree(reference(f"reliability/{name}.xml"))))
    assert found.count == int(table[name]["min_cut_sets"])


def test_cut_sets__of_two_of_three(load):
    found = cut_sets_of(solve_top(load(model(f'<atleast min="2">{ABC}</atleast>'))))
    assert found.by_order[:4].tolist() == [0, 0, 3, 0]
    assert [(each.events, pytest.approx(each.p)) for each in found.likeliest] == [
        (("b", "c"), 0.06), (("a", "c"), 0.03), (("a", "b"), 0.02)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("top", "sets"),
    [
        (f"<and>{refer('a')}<or>{refer('a', 'b')}</or></and>", [("a",)]),
        (f"<xor>{refer('a', 'b')}</xor>", [("b",), ("a",)]),
        (f"<and>{refer('a')}<not>{refer('b')}</not></and>", [("a",)]),
        (f"<or><and>{refer('a', 'b')}</and><and>{refer('a')}<not>{refer('c')}</not></and></or>", [("a",)]),
        (f"<not>{refer('a')}</not>", [()]),
        ('<constant value="true"/>', [()]),
        (f"<and>{refer('a')}<not>{refer('a')}</not></and>", []),
    ],
)
def test_cut_sets__are_the_least_sets_that_bring_the_top_alone(load, top, sets):
    assert [each.events for each in cut_sets_of(solve_top(load(model(top)))).likeliest] == sets


@settings(max_examples=150)
@given(formulas())
def test_cut_sets_and_importances__are_those_of_plain_python(tmp_path_factory, formula):
    path = tmp_path_factory.mktemp("tree") / "tree.xml"
    path.write_text(as_file(formula), encoding="utf-8")
    solved = solve_top(load_tree(path))
    found, expected = cut_sets_of(solved), minimal_sets(formula, CHANCES)
    assert found.by_order[:7].tolist() == [sum(len(each) == n for each in expected) for n in range(7)]
    assert {each.events for each in found.likeliest} <= set(expected)
    assert len(found.likeliest) == min(10, len(expected))
    p = p_of(formula, CHANCES)
    for each in importances_of(solved):
        p_1, p_0 = certain_and_impossible(formula, CHANCES, each.event)
        assert each.birnbaum == pytest.approx(p_1 - p_0, abs=1e-13)
        if p > 0:
            assert each.fussell_vesely == pytest.approx((p - p_0) / p, abs=1e-11)
            assert each.raw == pytest.approx(p_1 / p, rel=1e-11)
            assert each.rrw == (pytest.approx(p / p_0, rel=1e-11) if p_0 > 1e-15 else each.rrw)


def test_modules__give_the_same_sets_and_importances_as_one_diagram(load):
    solved = solve_top(load(cells(3, 12)))
    assert len(solved.parts) > 1
    found = cut_sets_of(solved)
    assert found.by_order[:4].tolist() == [0, 0, 3 * comb(12, 2), 0]
    assert all(each.p == pytest.approx(1e-4) for each in found.likeliest)
    one = 1 - 0.99**12 - 12 * 0.01 * 0.99**11
    p = 1 - (1 - one) ** 3
    fewer = 1 - 0.99**11 - 11 * 0.01 * 0.99**10  # its cell without an event
    more = 1 - 0.99**11  # and with it
    for each in importances_of(solved):
        assert each.birnbaum == pytest.approx((more - fewer) * (1 - one) ** 2, rel=1e-10)
        assert each.raw == pytest.approx((1 - (1 - more) * (1 - one) ** 2) / p, rel=1e-10)
        assert each.rrw == pytest.approx(p / (1 - (1 - fewer) * (1 - one) ** 2), rel=1e-10)


def test_modules__that_are_true_without_events_are_turned(load):
    # none of 12 fails, or a does: the module stands negated in its parent
    names = [f"e{k}" for k in range(12)]
    text = mef(
        gate("top", f"<and>{refer('a')}<not>{refer('any')}</not></and>"),
        gate("any", f'<atleast min="2">{refer(*names)}</atleast>'),
        event("a", 0.5),
        *(event(name, 0.1) for name in names),
    )
    solved = solve_top(load(text))
    one = 1 - 0.9**12 - 12 * 0.1 * 0.9**11
    assert solved.probability == pytest.approx(0.5 * (1 - one), rel=1e-12)
    assert [each.events for each in cut_sets_of(solved).likeliest] == [("a",)]
    measures = {each.event: each for each in importances_of(solved)}
    assert measures["a"].birnbaum == pytest.approx(1 - one, rel=1e-12)
    assert measures["e3"].birnbaum == pytest.approx(-0.5 * 11 * 0.1 * 0.9**10, rel=1e-12)


def test_likeliest__come_in_order_among_thousands(load):
    names = [f"e{k}" for k in range(14)]
    chances = {name: 0.01 + 0.003 * k for k, name in enumerate(names)}
    text = mef(
        gate("top", f'<atleast min="3">{refer(*names)}</atleast>'),
        *(event(name, p) for name, p in chances.items()),
    )
    expected = sorted(
        (-chances[a] * chances[b] * chances[c] for a, b, c in combinations(names, 3)),
    )[:10]
    found = cut_sets_of(solve_top(load(text)))
    assert found.count == comb(14, 3)
    assert [each.p for each in found.likeliest] == pytest.approx([-each for each in expected], rel=1e-12)


def test_cut_sets__are_counted_past_what_could_be_listed(load):
    # two of ten, sixty times over: 45^60
    parts = [gate("top", f"<and>{refer(*(f'g{k}' for k in range(60)))}</and>")]
    for k in range(60):
        names = [f"e{k}.{j}" for j in range(10)]
        parts += [
            gate(f"g{k}", f'<atleast min="2">{refer(*names)}</atleast>'),
            *(event(n, 0.2) for n in names),
        ]
    found = cut_sets_of(solve_top(load(mef(*parts))))
    assert isclose(found.count, 45.0**60, rel_tol=1e-12)
    assert found.likeliest[0].p == pytest.approx(0.2**120, rel=1e-9)
    assert len(found.likeliest) == 10


def test_cut_sets__of_half_of_many_are_counted_without_looking_at_every_pair(load):
    names = [f"e{k}" for k in range(120)]
    text = mef(gate("top", f'<atleast min="60">{refer(*names)}</atleast>'), *(event(n, 0.3) for n in names))
    found = cut_sets_of(solve_top(load(text)))
    assert isclose(found.count, comb(120, 60), rel_tol=1e-12)
    assert found.likeliest[0].p == pytest.approx(0.3**60, rel=1e-9)


def test_cut_sets__are_left_out_where_they_need_too_much(load, monkeypatch):
    monkeypatch.setattr(cut_sets, "FIRST_FAMILIES", 8)
    monkeypatch.setattr(cut_sets, "MAX_FAMILIES", 16)
    assert cut_sets_of(solve_top(load(bad_order(20)))) is None


def test_tables__that_grow_give_the_same_sets(load, monkeypatch):
    tree = load(bad_order(12))
    expected = cut_sets_of(solve_top(tree))
    monkeypatch.setattr(cut_sets, "FIRST_FAMILIES", 4)
    found = cut_sets_of(solve_top(tree))
    assert (found.count, found.likeliest) == (12, expected.likeliest)


def test_importance__of_a_rare_top_keeps_its_digits(load):
    text = model(f"<and>{refer('a', 'b')}</and>").replace('"0.1"', '"1e-12"').replace('"0.2"', '"3e-11"')
    first, second = importances_of(solve_top(load(text)))
    assert (first.birnbaum, second.birnbaum) == (pytest.approx(3e-11), pytest.approx(1e-12))
    assert (first.event, first.raw, first.rrw) == ("a", pytest.approx(1e12), None)


def test_importance__of_an_event_that_does_not_matter(load):
    text = model(f"<or>{refer('a')}<and>{refer('b')}<not>{refer('b')}</not></and></or>")
    found = {each.event: each for each in importances_of(solve_top(load(text)))}
    assert (found["b"].birnbaum, found["b"].raw, found["b"].rrw) == (0.0, 1.0, 1.0)
    assert found["b"].p == 0.2


def test_importance__of_an_impossible_top_has_no_ratios(load):
    text = model(f"<and>{refer('a', 'b')}</and>").replace('"0.1"', '"0.0"')
    found = {each.event: each for each in importances_of(solve_top(load(text)))}
    assert (found["a"].birnbaum, found["a"].raw, found["a"].fussell_vesely) == (0.2, None, None)
