"""Whatever a file holds, it is read or refused, in time: never a traceback of another kind."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from himaya.effects import cut_sets_of, importances_of, load_tree, solve_top
from himaya.files.kind import problems_in
from tests.effects.power.trees.small import ABC, event, gate, mef, refer

RICH = mef(
    '<define-fault-tree name="T">\n',
    gate("top", f'<or>{refer("g", "A.x", "h")}<atleast min="2">{ABC}</atleast></or>'),
    gate("g", f'<and><not>{refer("a")}</not><cardinality min="1" max="2">{ABC}</cardinality></and>'),
    f'<define-component name="A" role="private">\n{gate("x", f"<xor>{ABC}</xor>")}</define-component>\n',
    "</define-fault-tree>\n<model-data>\n",
    '<define-house-event name="h"><constant value="false"/></define-house-event>\n',
    '<define-parameter name="p"><div><float value=".1"/><int value="4"/></div></define-parameter>\n',
    event("a", '<exponential><parameter name="p"/><float value="2"/></exponential>'),
    event("b", '<ite><lt><int value="1"/><pi/></lt><float value=".2"/><float value=".3"/></ite>'),
    event("c", '<uniform-deviate><float value="0.1"/><float value="0.3"/></uniform-deviate>'),
    "</model-data>\n",
    '<define-CCF-group name="G" model="MGL"><members><basic-event name="u"/><basic-event name="v"/></members>'
    '<distribution><float value="0.1"/></distribution><factor level="2"><float value="0.2"/></factor>'
    "</define-CCF-group>\n",
    gate("more", refer("u")),
)
ODD = [
    "", "0", "1", "2", "-1", "1e309", "nan", "NaN", "inf", "0.0_1", "٣", "9" * 5_000, "true", "top", "g", "a",
    "T.A.x", "..", ".", "A.", "x" * 300, "private", "MGL", "&lt;", "\u202e", "1e-320", "0x10", "min",
]  # fmt: skip
OTHERS = "periodic-test Weibull GLM switch case histogram bin system-mission-time iff imply include mod pow"
TAGS = sorted({*re.findall(r"<([a-zA-Z-]+)", RICH), *OTHERS.split()})
ATTRIBUTES = re.compile(r'"[^"]*"')


def survives(path):
    """Read and solve, or refuse with a place in the file."""
    problems = problems_in(lambda: load_tree(path, mission_time_h=10.0))
    assert len(problems) <= 100
    assert all(each.file for each in problems)
    if problems:
        return
    tree = load_tree(path, mission_time_h=10.0)
    for top in tree.tops:
        solved = solve_top(tree, top)
        assert 0.0 <= solved.probability <= 1.0 + 1e-12
        assert cut_sets_of(solved).count >= 0
        assert all(-1 - 1e-9 <= each.birnbaum <= 1 + 1e-9 for each in importances_of(solved))


def replaced(text, pattern, which, by):
    places = list(pattern.finditer(text))
    place = places[which % len(places)]
    return text[: place.start()] + by(place) + text[place.end() :]


@settings(max_examples=250)
@given(st.lists(st.tuples(st.integers(0, 500), st.sampled_from(ODD)), min_size=1, max_size=3))
def test_values__of_any_kind(tmp_path_factory, changes):
    text = RICH
    for which, value in changes:
        text = replaced(text, ATTRIBUTES, which, lambda _, value=value: f'"{value}"')
    path = tmp_path_factory.mktemp("tree") / "tree.xml"
    path.write_text(text, encoding="utf-8")
    survives(path)


@settings(max_examples=250)
@given(st.lists(st.tuples(st.integers(0, 500), st.sampled_from(TAGS)), min_size=1, max_size=3))
def test_elements__in_each_others_places(tmp_path_factory, changes):
    text = RICH
    for which, tag in changes:
        openings = re.compile(r"<([a-zA-Z-]+)([^<>]*)/>")  # those that hold nothing
        text = replaced(text, openings, which, lambda place, tag=tag: f"<{tag}{place[2]}/>")
    path = tmp_path_factory.mktemp("tree") / "tree.xml"
    path.write_text(text, encoding="utf-8")
    survives(path)


@settings(max_examples=150)
@given(st.lists(st.tuples(st.integers(0, 500), st.sampled_from(TAGS)), min_size=1, max_size=2))
def test_connectives__in_each_others_places(tmp_path_factory, changes):
    text = RICH
    for which, tag in changes:
        names = sorted(set(re.findall(r"</([a-zA-Z-]+)", text)))
        old = names[which % len(names)]
        text = re.sub(rf"(</?){old}\b", rf"\g<1>{tag}", text)
    path = tmp_path_factory.mktemp("tree") / "tree.xml"
    path.write_text(text, encoding="utf-8")
    survives(path)


@settings(max_examples=150)
@given(st.integers(0, len(RICH)), st.integers(0, 40), st.binary(max_size=8))
def test_bytes__cut_out_and_put_in(tmp_path_factory, place, n, inserted):
    data = RICH.encode()
    path = tmp_path_factory.mktemp("tree") / "tree.xml"
    path.write_bytes(data[:place] + inserted + data[place + n :])
    survives(path)


@pytest.mark.parametrize(
    "data", [b"\x00" * 100, b"\xff\xfe", b"\xef\xbb\xbf" + RICH.encode(), RICH.encode("utf-16")]
)
def test_bytes__at_the_beginning(tmp_path, data):
    (tmp_path / "tree.xml").write_bytes(data)
    survives(tmp_path / "tree.xml")
