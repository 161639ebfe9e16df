"""Fault trees: published tops, small ones by hand, and what is refused."""

from __future__ import annotations

import csv
import gc
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from himaya.effects.power import bdd
from himaya.effects.power.bdd import top_probability
from himaya.effects.power.plant import plant_of
from himaya.effects.power.stages import p_too_few_come
from himaya.effects.power.tree import load_tree
from himaya.errors import ProblemsError
from tests.effects.power.small import site

TOPS = {"baobab1": 1.01708e-4, "chinese": 1.17058e-3, "das9201": 1.34237e-2, "isp9603": 3.23326e-3}
EVENTS = "".join(
    f'<define-basic-event name="{name}"><float value="{p}"/></define-basic-event>\n'
    for name, p in (("a", 0.1), ("b", 0.2), ("c", 0.3))
)
ABC = '<basic-event name="a"/><basic-event name="b"/><basic-event name="c"/>'


def model(top, more=""):
    return (
        f'<?xml version="1.0"?>\n<opsa-mef>\n<define-fault-tree name="t">\n<define-gate name="top">{top}'
        f"</define-gate>\n{more}</define-fault-tree>\n<model-data>\n{EVENTS}</model-data>\n</opsa-mef>\n"
    )


@pytest.fixture
def load(tmp_path):
    """Load a tree from its text."""

    def load(text):
        (tmp_path / "tree.xml").write_text(text, encoding="utf-8")
        return load_tree(tmp_path / "tree.xml")

    return load


@pytest.mark.parametrize("name", TOPS)
def test_aralia__top_is_the_published_one(name, reference):
    found = top_probability(load_tree(reference(f"reliability/{name}.xml"))).probability
    assert found == pytest.approx(TOPS[name], rel=5e-6)  # published to six digits
    with reference("reliability/aralia_table.csv").open(encoding="utf-8") as stream:
        table = {row["fault_tree"]: row for row in csv.DictReader(stream, delimiter=";")}
    assert float(table[name]["top_event_probability"]) == TOPS[name]


def test_theatre__loses_its_supply_with_probability_0_00207(reference):
    tree = load_tree(reference("reliability/theatre.xml"))
    found = top_probability(tree)
    assert tree.top == "Theatre"
    assert found.probability == pytest.approx(0.03 * (1 - 0.98 * 0.95), rel=1e-12)
    assert found.probability == pytest.approx(0.00207, rel=1e-9)


@pytest.mark.parametrize(
    ("top", "p"),
    [
        (f"<and>{ABC}</and>", 0.006),
        (f"<or>{ABC}</or>", 1 - 0.9 * 0.8 * 0.7),
        (f'<atleast min="2">{ABC}</atleast>', 0.1 * 0.2 * 0.7 + 0.1 * 0.8 * 0.3 + 0.9 * 0.2 * 0.3 + 0.006),
        ('<xor><basic-event name="a"/><basic-event name="b"/></xor>', 0.1 * 0.8 + 0.9 * 0.2),
        ('<not><basic-event name="a"/></not>', 0.9),
        ('<or><and><basic-event name="a"/><not><basic-event name="a"/></not></and></or>', 0.0),
        ('<and><house-event name="on"/><basic-event name="a"/></and>', 0.1),
        ('<and><house-event name="off"/><basic-event name="a"/></and>', 0.0),
        ('<or><constant value="true"/></or>', 1.0),
        ('<basic-event name="c"/>', 0.3),
    ],
)
def test_formula__by_hand(load, top, p):
    house = "".join(
        f'<define-house-event name="{name}"><constant value="{value}"/></define-house-event>\n'
        for name, value in (("on", "true"), ("off", "false"))
    )
    assert top_probability(load(model(top, house))).probability == pytest.approx(p, rel=1e-12)


def test_rare_events__keep_their_digits_behind_complements(load):
    # not (not a and not b) with p = 1e-13: a difference of ones would leave three digits
    text = model(
        "<not><and>" + "".join(f'<not><basic-event name="{x}"/></not>' for x in "ab") + "</and></not>"
    )
    text = text.replace('"0.1"', '"1e-13"').replace('"0.2"', '"1e-13"')
    assert top_probability(load(text)).probability == pytest.approx(2e-13 - 1e-26, rel=1e-12)


formulas = st.recursive(
    st.sampled_from("abc").map(lambda name: ("basic-event", name)),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["and", "or"]), st.lists(inner, min_size=1, max_size=4)),
        st.tuples(st.just("not"), st.lists(inner, min_size=1, max_size=1)),
        st.tuples(st.just("xor"), st.lists(inner, min_size=2, max_size=2)),
        st.tuples(st.just("atleast"), st.lists(inner, min_size=2, max_size=4)),
    ),
    max_leaves=12,
)


def as_xml(formula):
    kind, rest = formula
    if kind == "basic-event":
        return f'<basic-event name="{rest}"/>'
    least = ' min="2"' if kind == "atleast" else ""
    return f"<{kind}{least}>{''.join(map(as_xml, rest))}</{kind}>"


def happens(formula, world):
    kind, rest = formula
    if kind == "basic-event":
        return world[rest]
    values = [happens(each, world) for each in rest]
    return {"and": all(values), "or": any(values), "not": not values[0], "xor": sum(values) == 1,
            "atleast": sum(values) >= 2}[kind]  # fmt: skip


@given(formulas)
def test_top__is_the_sum_over_all_worlds(tmp_path_factory, formula):
    path = tmp_path_factory.mktemp("tree") / "tree.xml"
    path.write_text(model(as_xml(formula)), encoding="utf-8")
    expected = 0.0
    for world in product([False, True], repeat=3):
        p = [q if happened else 1 - q for q, happened in zip((0.1, 0.2, 0.3), world, strict=True)]
        expected += p[0] * p[1] * p[2] * happens(formula, dict(zip("abc", world, strict=True)))
    assert top_probability(load_tree(path)).probability == pytest.approx(expected, abs=1e-14)


def test_static_form_of_a_site__is_that_of_its_tree(load):
    # four diesels, each absent by its own fault, or none by a common cause; two are needed
    plant = plant_of(site())
    own = "".join(f'<basic-event name="d{k}"/>' for k in range(4))
    events = "".join(
        f'<define-basic-event name="{name}"><float value="{p!r}"/></define-basic-event>\n'
        for name, p in [*((f"d{k}", plant.p_absent) for k in range(4)), ("all", plant.p_none)]
    )
    tree = load(model(f'<or><basic-event name="all"/><atleast min="3">{own}</atleast></or>', events))
    assert top_probability(tree).probability == pytest.approx(p_too_few_come(plant), rel=1e-12)


BILLION = '<!DOCTYPE x [<!ENTITY a "a"><!ENTITY b "&a;&a;&a;&a;">]>\n<opsa-mef>&b;</opsa-mef>'
OUTSIDE = '<!DOCTYPE x SYSTEM "file:///etc/passwd">\n<opsa-mef/>'
GATE = '<define-gate name="g">'


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (BILLION, 1,
         "a document type is not read: it can reach outside the file, got x, expected no <!DOCTYPE"),
        (OUTSIDE, 1, "a document type is not read"),
        ("<opsa-mef>\n<a>&b;</a></opsa-mef>", 2, "not valid XML: undefined entity"),
        ("<opsa-mef>", 1, "not valid XML: no element found"),
        ("", 1, "not valid XML: no element found"),
        ("<a>" * 60, 1, "nested too deeply, got a, expected at most 50 levels"),
        ("<html/>", 1, "html: not an Open-PSA model, got html, expected opsa-mef"),
        ("<opsa-mef/>", None, "no gate, expected a define-gate"),
        (model("<and/>"), 4, "wrong number of operands, got 0, expected 1 or more"),
        (model("<nand><basic-event name='a'/></nand>"), 4,
         "this formula is not read, got nand, expected one of and"),
        (model("<or><basic-event name='aa'/></or>"), 4,
         "basic-event aa: is not defined, got aa, expected a define-"),
        (model("<or><basic-event/></or>"), 4, "basic-event: is not defined, got nothing"),
        (model(f"<atleast min='4'>{ABC}</atleast>"), 4,
         "min is out of range, got 4, expected a whole number from 1"),
        (model(f"<atleast>{ABC}</atleast>"), 4, "min is out of range, got nothing"),
        (model(f"<xor>{ABC}</xor>"), 4, "xor: wrong number of operands, got 3, expected 2"),
        (model("<gate name='top'/>"), 4, "gates in a circle, got top > top"),
        (model("<or><gate name='g'/></or>",
         f"{GATE}<gate name='h'/></define-gate>\n<define-gate name='h'><not>"
               "<gate name='g'/></not></define-gate>"), 5, "gates in a circle, got g > h > g"),
        (model("<basic-event name='a'/>", f"{GATE}<basic-event name='b'/></define-gate>\n"), 5,
         "more than one gate that no other uses, got top, g, expected one top gate"),
        (model("<gate name='g'/>", f"{GATE}</define-gate>\n"), 5,
         "not one formula, got 0, expected one formula"),
        (model("<basic-event name='a'/>", '<define-gate name="top"><basic-event name="b"/></define-gate>'), 5,
         "defined twice, first on line 4, got top"),
        (model("<basic-event name='a'/>", "<define-CCF-group/>"), 5,
         "this element is not read, got define-CCF-group"),
        (model("<basic-event name='x'/>", '<define-basic-event name="x"/>'), 5,
         "x: no probability, expected <float"),
        (model("<basic-event name='x'/>", '<define-basic-event name="x"><exponential/></define-basic-event>'),
         5,
         "this expression is not read, got exponential, expected <float"),
        (model("<basic-event name='a'/>").replace('"0.3"', '"1.3"'), 9,
         "no probability of c, got 1.3, expected a number from 0 to 1"),
        (model("<basic-event name='a'/>").replace('"0.3"', '"nan"'), 9, "no probability of c, got nan"),
        (model("<house-event name='h'/>",
         '<define-house-event name="h"><constant value="yes"/></define-house-event>'),
         5, 'no truth value, got yes, expected <constant value="true"/>'),
    ],
)  # fmt: skip
def test_mistake__is_told_with_its_line(load, text, line, said):
    with pytest.raises(ProblemsError) as caught:
        load(text)
    first = caught.value.problems[0]
    assert (first.line, first.file is not None) == (line, True)
    assert said in str(first)


def test_mistakes__are_told_all_at_once(load):
    text = model("<or><basic-event name='x'/><gate name='y'/></or>").replace('"0.3"', '"3"')
    with pytest.raises(ProblemsError) as caught:
        load(text)
    assert [each.line for each in caught.value.problems] == [4, 4, 9]


def test_file__that_is_too_large_or_not_there_is_told(load, tmp_path):
    with pytest.raises(ProblemsError, match="the file is too large, expected at most 2,000,000 bytes"):
        load(" " * 2_000_001)
    with pytest.raises(ProblemsError, match="cannot be read: No such file"):
        load_tree(tmp_path / "none.xml")


def test_gates__may_be_thousands_deep(load):
    chain = "".join(f'<define-gate name="g{k}"><gate name="g{k + 1}"/></define-gate>\n' for k in range(5_000))
    tree = load(
        model("<gate name='g0'/>", f'{chain}<define-gate name="g5000"><basic-event name="a"/></define-gate>')
    )
    assert top_probability(tree).probability == 0.1


def test_events__too_many_are_refused_and_as_many_as_allowed_are_not(load):
    def wide(n):
        events = "".join(
            f'<define-basic-event name="e{k}"><float value="0.001"/></define-basic-event>\n' for k in range(n)
        )
        return model("<or>" + "".join(f'<basic-event name="e{k}"/>' for k in range(n)) + "</or>", events)

    assert top_probability(load(wide(800))).probability == pytest.approx(1 - 0.999**800, rel=1e-9)
    with pytest.raises(ProblemsError, match="too many basic events, got 801, expected at most 800"):
        load(wide(801))


@pytest.mark.filterwarnings("error")
def test_diagram__too_large_is_refused_in_silence(load, monkeypatch):
    monkeypatch.setattr(bdd, "MAX_NODES", 3)
    with pytest.raises(ProblemsError, match="its decision diagram is too large"):
        top_probability(load(model(f'<atleast min="2">{ABC}</atleast>')))
    gc.collect()


def test_missing_extra__says_what_to_install(load, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "dd.bdd", None)
    with pytest.raises(ProblemsError, match=r"need the package dd, expected pip install 'himaya\[people\]'"):
        top_probability(load(model(f"<and>{ABC}</and>")))
