"""Tops of fault trees: published ones, closed forms, all worlds, and what happens at the limits."""

from __future__ import annotations

import csv
from math import comb

import pytest
from hypothesis import given, settings

from himaya.effects import load_tree, solve_top
from himaya.effects.power.plant import plant_of
from himaya.effects.power.stages import p_too_few_come
from himaya.effects.power.trees import diagram, orders, solve
from himaya.effects.power.trees.circuit import circuit_of
from himaya.effects.power.trees.modules import modules_of
from himaya.errors import ProblemsError, UnknownNameError
from tests.effects.power.small import site
from tests.effects.power.trees.small import ABC, event, gate, mef, model, refer
from tests.effects.power.trees.strategies import CHANCES, as_file, formulas
from tests.naive.tree import p_of

TOPS = {"baobab1": 1.01708e-4, "chinese": 1.17058e-3, "das9201": 1.34237e-2, "isp9603": 3.23326e-3}
A, B, C = 0.1, 0.2, 0.3


@pytest.mark.parametrize("name", TOPS)
def test_aralia__top_is_the_published_one(name, reference):
    found = solve_top(load_tree(reference(f"reliability/{name}.xml"))).probability
    assert found == pytest.approx(TOPS[name], rel=5e-6)  # published to six digits
    with reference("reliability/aralia_table.csv").open(encoding="utf-8") as stream:
        table = {row["fault_tree"]: row for row in csv.DictReader(stream, delimiter=";")}
    assert float(table[name]["top_event_probability"]) == TOPS[name]


def test_theatre__loses_its_supply_with_probability_0_00207(reference):
    solved = solve_top(load_tree(reference("reliability/theatre.xml")))
    assert solved.top == "Theatre"
    assert solved.probability == pytest.approx(0.03 * (1 - 0.98 * 0.95), rel=1e-14)


@pytest.mark.parametrize(
    ("top", "p"),
    [
        (f"<and>{ABC}</and>", A * B * C),
        (f"<or>{ABC}</or>", 1 - 0.9 * 0.8 * 0.7),
        (f"<nand>{ABC}</nand>", 1 - A * B * C),
        (f"<nor>{ABC}</nor>", 0.9 * 0.8 * 0.7),
        (f'<atleast min="2">{ABC}</atleast>', A * B * 0.7 + A * 0.8 * C + 0.9 * B * C + A * B * C),
        (f'<cardinality min="2" max="2">{ABC}</cardinality>', A * B * 0.7 + A * 0.8 * C + 0.9 * B * C),
        (f'<cardinality min="0" max="0">{ABC}</cardinality>', 0.9 * 0.8 * 0.7),
        (f"<xor>{refer('a', 'b')}</xor>", A * 0.8 + 0.9 * B),
        # (a xor b) xor c: an odd number, all three among them
        (f"<xor>{ABC}</xor>", A * 0.8 * 0.7 + 0.9 * B * 0.7 + 0.9 * 0.8 * C + A * B * C),
        (f"<iff>{refer('a', 'b')}</iff>", A * B + 0.9 * 0.8),
        (f"<iff>{ABC}</iff>", A * 0.8 * 0.7 + 0.9 * B * 0.7 + 0.9 * 0.8 * C + A * B * C),
        (f"<imply>{refer('a', 'b')}</imply>", 1 - A * 0.8),
        (f"<not>{refer('a')}</not>", 0.9),
        (f"<or><and>{refer('a')}<not>{refer('a')}</not></and></or>", 0.0),
        (f"<xor>{refer('a', 'a')}</xor>", 0.0),
        (f'<atleast min="2">{refer("a", "a", "b")}</atleast>', A),  # one that stands twice counts twice
        (f'<atleast min="2">{refer("a", "b")}<not>{refer("a")}</not></atleast>', B),
        (f"<and>{refer('on', 'a')}</and>", A),
        (f"<and>{refer('off', 'a')}</and>", 0.0),
        (f"<or>{refer('unset', 'a')}</or>", A),
        ('<or><constant value="true"/></or>', 1.0),
        (f'<atleast min="2"><constant value="true"/>{refer("a", "b")}</atleast>', 1 - 0.9 * 0.8),
        (refer("c"), C),
    ],
)  # fmt: skip
def test_formula__by_hand(p_top, top, p):
    house = "".join(
        f'<define-house-event name="{name}"><constant value="{value}"/></define-house-event>\n'
        for name, value in (("on", "true"), ("off", "false"))
    )
    assert p_top(model(top, f'{house}<define-house-event name="unset"/>')) == pytest.approx(p, rel=1e-14)


@settings(max_examples=200)
@given(formulas())
def test_top__is_the_sum_over_all_worlds(tmp_path_factory, formula):
    path = tmp_path_factory.mktemp("tree") / "tree.xml"
    path.write_text(as_file(formula), encoding="utf-8")
    assert solve_top(load_tree(path)).probability == pytest.approx(p_of(formula, CHANCES), abs=1e-14)


def test_rare_events__keep_their_digits_behind_complements(p_top):
    # not (not a and not b) with p = 1e-13: a difference of ones would leave three digits
    text = model(f"<not><and>{''.join(f'<not>{refer(x)}</not>' for x in 'ab')}</and></not>")
    text = text.replace('"0.1"', '"1e-13"').replace('"0.2"', '"1e-13"')
    assert p_top(text) == pytest.approx(2e-13 - 1e-26, rel=1e-14)


def test_static_form_of_a_site__is_that_of_its_tree(p_top):
    # four diesels, each absent by its own fault, or none by a common cause; two are needed
    plant = plant_of(site())
    names = [f"d{k}" for k in range(4)]
    tree = mef(
        gate("top", f'<or>{refer("all")}<atleast min="3">{refer(*names)}</atleast></or>'),
        *(event(name, plant.p_absent) for name in names),
        event("all", plant.p_none),
    )
    assert p_top(tree) == pytest.approx(p_too_few_come(plant), rel=1e-12)


def test_gates__may_be_thousands_deep(p_top):
    chain = "".join(gate(f"g{k}", refer(f"g{k + 1}")) for k in range(5_000))
    assert p_top(model(refer("g0"), chain + gate("g5000", refer("a")))) == 0.1


@pytest.mark.parametrize(("least", "n"), [(1, 5_000), (5_000, 5_000), (100, 200), (3, 2_000)])
def test_wide_gates__of_thousands_of_events_are_binomial(p_top, least, n):
    names = [f"e{k}" for k in range(n)]
    text = mef(
        gate("top", f'<atleast min="{least}">{refer(*names)}</atleast>'), *(event(x, 1e-3) for x in names)
    )
    fewer = sum(comb(n, k) * 1e-3**k * 0.999 ** (n - k) for k in range(least)) if least < 10 else 1.0
    more = sum(comb(n, k) * 1e-3**k * 0.999 ** (n - k) for k in range(least, min(n, 160) + 1) if least > 10)
    expected = 1 - fewer if least < 10 else more
    assert p_top(text) == pytest.approx(expected, rel=1e-9, abs=1e-300)


def bad_order(n):
    """Any x, and any pair (x, y): with all x before all y its diagram has 2^n nodes, in turns 2 n."""
    x, y = ([f"{letter}{k}" for k in range(n)] for letter in "xy")
    pairs = "".join(f"<and>{refer(*pair)}</and>" for pair in zip(x, y, strict=True))
    return mef(
        gate("top", f"<and>{refer('some', 'pair')}</and>"),
        gate("some", f"<or>{refer(*x)}</or>"),
        gate("pair", f"<or>{pairs}</or>"),
        *(event(name, 0.1) for name in [*x, *y]),
    )


@pytest.mark.parametrize("begun", [orders.as_met, orders.by_nearness])
@pytest.mark.parametrize("n", [20, 60])
def test_bad_order__is_left(load, n, begun, monkeypatch):
    """By sifting from the order as met, where 2^20 nodes and more would not do; by nearness at once."""
    monkeypatch.setattr(solve, "ORDERS", (begun,))
    solved = solve_top(load(bad_order(n)))
    assert solved.probability == pytest.approx(1 - 0.99**n, rel=1e-13)
    assert solved.nodes <= 1_000


def cells(n_modules, each):
    """A chain of modules: gate k is (two or more of its events) or gate k - 1; none shares an event."""
    parts = []
    for k in range(n_modules):
        names = [f"e{k}.{j}" for j in range(each)]
        below = refer(f"g{k - 1}") if k else ""
        parts += [
            gate(f"g{k}", f'<or><atleast min="2">{refer(*names)}</atleast>{below}</or>'),
            *(event(name, 0.01) for name in names),
        ]
    return mef(*parts)


def test_modules__are_solved_one_by_one_and_give_the_whole(load):
    tree = load(cells(20, 12))
    circuit, literal = circuit_of(tree, tree.top)
    modules = modules_of(circuit.gates, literal >> 1)
    assert len(modules) >= 20
    assert sorted(leaf for each in modules for leaf in each.leaves) == sorted(
        {leaf for each in modules for leaf in each.leaves}
    )  # no event in two of them
    one = 1 - 0.99**12 - 12 * 0.01 * 0.99**11
    assert solve_top(tree).probability == pytest.approx(1 - (1 - one) ** 20, rel=1e-12)


def test_modules__that_share_an_event_are_none(load):
    names = [f"e{k}" for k in range(12)]
    tree = load(
        mef(
            gate("top", f"<and>{refer('left', 'right')}</and>"),
            gate("left", f"<or>{refer(*names)}</or>"),
            gate("right", f'<atleast min="2">{refer(*names)}</atleast>'),
            *(event(name, 0.1) for name in names),
        )
    )
    circuit, literal = circuit_of(tree, tree.top)
    assert len(modules_of(circuit.gates, literal >> 1)) == 1
    assert solve_top(tree).probability == pytest.approx(1 - 0.9**12 - 12 * 0.1 * 0.9**11, rel=1e-12)


def multiplier(n):
    """The middle bit of a product: large in every order (Bryant 1991), so that limits can be met."""
    parts = [event(f"{letter}{k}", 0.5) for letter in "xy" for k in range(n)]
    columns = {k: [f"p{i}.{k - i}" for i in range(n) if 0 <= k - i < n] for k in range(n)}
    parts += [
        gate(f"p{i}.{j}", f"<and>{refer(f'x{i}', f'y{j}')}</and>") for i in range(n) for j in range(n - i)
    ]
    carries = []
    for k in range(n):
        bits = [*columns[k], *carries]
        carries = []
        while len(bits) > 1:
            a, b = bits.pop(0), bits.pop(0)
            name = f"s{k}.{len(parts)}"
            parts.append(gate(name, f"<xor>{refer(a, b)}</xor>"))
            if k < n - 1:
                parts.append(gate(f"c{name}", f"<and>{refer(a, b)}</and>"))
                carries.append(f"c{name}")
            bits.append(name)
    return mef(*parts), bits[0]


def test_limit__of_nodes_ends_in_one_message_with_the_file(load, monkeypatch):
    monkeypatch.setattr(solve, "STAGES", ((1 << 12, False), (1 << 13, True)))
    text, top = multiplier(11)
    with pytest.raises(ProblemsError) as caught:
        solve_top(load(text), top)
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].file.endswith("tree.xml")
    assert (
        f"its decision diagram is too large in every order that was tried, got {top}, expected at most 8,192"
        in str(caught.value)
    )


def test_limit__of_time_ends_it(load):
    text, top = multiplier(14)
    with pytest.raises(ProblemsError, match="its decision diagram is too large"):
        solve_top(load(text), top, until=0.0)


def test_limit__is_met_by_none_that_fits(load, monkeypatch):
    """With tables that hardly fit, everything is freed and sifted again and again, and the result stays."""
    text, top = multiplier(6)
    tree = load(text)
    expected = solve_top(tree, top).probability
    monkeypatch.setattr(diagram, "FIRST_NODES", 1 << 6)
    monkeypatch.setattr(diagram, "SIFTED_FROM", 10)
    monkeypatch.setattr(diagram, "STEPS_AT_ONCE", 50)
    assert solve_top(tree, top).probability == pytest.approx(expected, rel=1e-12)
    worlds = sum(x * y >> 5 & 1 for x in range(64) for y in range(64))
    assert expected == pytest.approx(worlds / 64**2, rel=1e-12)


def test_top__that_is_not_there_is_told_with_its_like(load):
    with pytest.raises(
        UnknownNameError, match=r"unknown gate, got tpo, expected a gate \(top\).*did you mean top"
    ):
        solve_top(load(model(f"<or>{ABC}</or>")), "tpo")
